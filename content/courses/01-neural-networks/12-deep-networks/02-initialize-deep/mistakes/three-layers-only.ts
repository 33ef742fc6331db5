// caught by: does so for any sizes
import { randn, zeros } from "gradus";
import type { Layer } from "../../01-initialize-two-layer/solution.ts";

/** A layer for each gap between two sizes; the first size is the number of inputs. */
export function initializeDeep(sizes: readonly number[]): Layer[] {
  const layers: Layer[] = [];
  for (let l = 1; l < 4; l++) {
    const [inputs = 1, units = 1] = sizes.slice(l - 1);
    layers.push({ W: randn([units, inputs]).mul(0.01), b: zeros([units]) });
  }
  return layers;
}
