// caught by: gives each unit weights of its own
import { randn, zeros } from "gradus";
import type { Layer } from "../../../12-deep-networks/01-initialize-two-layer/solution.ts";

/** A layer for each gap between two sizes: W = normal numbers · √(2 / inputs), b = 0. */
export function initializeScaled(sizes: readonly number[]): Layer[] {
  const layers: Layer[] = [];
  for (let l = 1; l < sizes.length; l++) {
    const [inputs = 0, units = 0] = sizes.slice(l - 1);
    layers.push({
      W: randn([1, inputs])
        .expand([units, inputs])
        .mul(Math.sqrt(2 / inputs)),
      b: zeros([units]),
    });
  }
  return layers;
}
