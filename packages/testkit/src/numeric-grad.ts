/** Gradients by central differences in float64: `(f(x + h) − f(x − h)) / 2h` for every element. */
import { type Tensor, tensor } from "@gradus/core";
import { lossWeights } from "./golden.ts";

export interface NumericGradOptions {
  /** The step h; default 1e-6. */
  readonly eps?: number;
  readonly shape?: readonly number[];
}

/**
 * The gradient of `Σ f(x)·w` at `at`, where w are the unequal weights of the golden files.
 *
 * @param fn any differentiable function of one tensor
 * @param at the point, flat
 * @example await numericGrad((x) => x.mul(x), [3]) // [-1.8]: the slope 6 times the first weight, -0.3
 */
export async function numericGrad(
  fn: (x: Tensor) => Tensor,
  at: ArrayLike<number>,
  options: NumericGradOptions = {},
): Promise<number[]> {
  const { eps = 1e-6, shape = [at.length] } = options;
  const value = async (data: number[]): Promise<number> => {
    const out = await fn(tensor(data, { shape, dtype: "float64" })).data();
    const w = lossWeights(out.length);
    return w.reduce((sum, weight, i) => sum + weight * (out[i] as number), 0);
  };
  const result: number[] = [];
  for (let i = 0; i < at.length; i++) {
    const shifted = (by: number): number[] => Array.from(at, (v, j) => (i === j ? v + by : v));
    result.push(((await value(shifted(eps))) - (await value(shifted(-eps)))) / (2 * eps));
  }
  return result;
}
