// caught by: starts small, centred and with biases of 0
import { ones, randn } from "gradus";
import type { Layer } from "../../01-initialize-two-layer/solution.ts";

/** A layer for each gap between two sizes; the first size is the number of inputs. */
export function initializeDeep(sizes: readonly number[]): Layer[] {
  const layers: Layer[] = [];
  for (let l = 1; l < sizes.length; l++) {
    const [inputs = 0, units = 0] = sizes.slice(l - 1);
    layers.push({ W: randn([units, inputs]).mul(0.01), b: ones([units]) });
  }
  return layers;
}
