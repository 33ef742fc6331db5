/** Comparing whole tensors: one answer, read at once. */

import type { Tensor } from "../autograd/tensor.ts";
import { needTensor } from "./cast.ts";
import { eq, isclose } from "./compare.ts";
import { needOptions } from "./options.ts";
import { all } from "./statistics.ts";

/**
 * Whether two tensors have the same shape and the same values. NaN equals nothing.
 *
 * @example await equal(tensor([1]), tensor([1])) // true
 */
export async function equal(a: Tensor, b: Tensor): Promise<boolean> {
  needTensor("equal", "the first", a);
  needTensor("equal", "the second", b);
  if (a.shape.join() !== b.shape.join()) return false;
  return (await all(eq(a, b)).item()) === 1;
}

/**
 * Whether |a − b| ≤ atol + rtol·|b| for all elements.
 *
 * @shape a, b: broadcastable
 * @example await allclose(tensor([1]), tensor([1.000001])) // true
 */
export async function allclose(
  a: Tensor,
  b: Tensor,
  options: { rtol?: number; atol?: number; equalNan?: boolean } = {},
): Promise<boolean> {
  needOptions("allclose", options, ["rtol", "atol", "equalNan"]);
  return (await all(isclose(a, b, options)).item()) === 1;
}
