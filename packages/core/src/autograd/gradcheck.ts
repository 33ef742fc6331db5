/** Checking gradients against central finite differences, in float64. */

import { needFunction } from "../arguments.ts";
import { gradErrors, optionError } from "../errors.ts";
import { needTensors } from "../ops/cast.ts";
import { fromTyped } from "../ops/create.ts";
import { mul } from "../ops/elementwise.ts";
import { needOptions } from "../ops/options.ts";
import { sum } from "../ops/reduce.ts";
import { readNode } from "../runtime/realize.ts";
import { grad } from "./backward.ts";
import { enableGrad, noGrad } from "./tape.ts";
import type { Tensor } from "./tensor.ts";

export interface GradcheckOptions {
  /** Half the step of the difference; default 1e-6. */
  readonly eps?: number;
  /** Allowed absolute error; default 1e-5. */
  readonly atol?: number;
  /** Allowed relative error; default 1e-3. */
  readonly rtol?: number;
}

/** Unequal weights, so that opposite errors do not cancel in the sum. */
function weighted(y: Tensor): Tensor {
  const n = y.numel();
  const w = Float64Array.from({ length: n }, (_, i) => (((i * 7 + 3) % 11) - 5) / 5 + 0.1);
  return sum(mul(y, fromTyped(w, y.shape, "float64")));
}

/**
 * Compares `backward` with `(f(x + eps) − f(x − eps)) / 2·eps` for every element of every input.
 *
 * @param inputs float64 leaves that require gradients
 * @returns true; throws where they differ
 * @throws GradError `grad/check` with the element and both values
 * @example await gradcheck((x) => x.sin(), [tensor([0.5], { dtype: "float64", requiresGrad: true })]) // true
 */
export async function gradcheck(
  fn: (...inputs: Tensor[]) => Tensor,
  inputs: readonly Tensor[],
  options: GradcheckOptions = {},
): Promise<boolean> {
  needOptions("gradcheck", options, ["eps", "atol", "rtol"]);
  needFunction("gradcheck", "fn", fn);
  needTensors("gradcheck", "inputs", inputs);
  const { eps = 1e-6, atol = 1e-5, rtol = 1e-3 } = options;
  for (const [i, t] of inputs.entries())
    if (t.dtype !== "float64") throw optionError("gradcheck", `input ${i}`, t.dtype, "float64");
  const wanted = inputs.filter((t) => t.requiresGrad);
  const found = grad(weighted(fn(...inputs)), wanted, { allowUnused: true });
  for (const [w, t] of wanted.entries()) {
    const got = found[w] ? await found[w].data() : new Float64Array(t.numel());
    const base = Float64Array.from(readNode(t.node));
    const at = inputs.indexOf(t);
    for (let i = 0; i < base.length; i++) {
      const shifted = (by: number): number => {
        const data = base.slice();
        data[i] = data[i] + by;
        const args = inputs.map((x, k) =>
          k === at ? fromTyped(data, t.shape, "float64") : x.detach(),
        );
        return readNode(noGrad(() => weighted(fn(...args))).node)[0];
      };
      const want = (shifted(eps) - shifted(-eps)) / (2 * eps);
      const value = got[i];
      if (!(Math.abs(value - want) <= atol + rtol * Math.abs(want)))
        throw gradErrors.gradcheck(at, i, value, want);
    }
  }
  return true;
}

/**
 * `gradcheck` of the gradient itself: second order.
 *
 * @returns true; throws where they differ
 * @example await gradgradcheck((x) => x.sin(), [tensor([0.5], { dtype: "float64", requiresGrad: true })]) // true
 */
export function gradgradcheck(
  fn: (...inputs: Tensor[]) => Tensor,
  inputs: readonly Tensor[],
  options: GradcheckOptions = {},
): Promise<boolean> {
  needOptions("gradgradcheck", options, ["eps", "atol", "rtol"]);
  needFunction("gradgradcheck", "fn", fn);
  const first = (...xs: Tensor[]): Tensor => enableGrad(() => inner(...xs));
  const inner = (...xs: Tensor[]): Tensor => {
    const leaves = xs.map((x) => (x.requiresGrad ? x : x.detach().requiresGrad_()));
    const parts = grad(weighted(fn(...leaves)), leaves, { createGraph: true, allowUnused: true });
    let total: Tensor | null = null;
    for (const p of parts) if (p) total = total ? total.add(weighted(p)) : weighted(p);
    return total as Tensor;
  };
  return gradcheck(first, inputs, options);
}
