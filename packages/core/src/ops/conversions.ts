/** The methods that change a tensor's dtype. */
import type { Tensor } from "../autograd/tensor.ts";
import type { DType } from "../dtype.ts";
import { castTo, needDType } from "./cast.ts";

/**
 * This tensor in another dtype; itself where it has that one.
 *
 * @shape x: [...] -> [...]
 * @throws UsageError `usage/option` for a dtype there is not
 * @example tensor([1.9]).to("int32") // [1]
 */
export function to(x: Tensor, dtype: DType): Tensor {
  needDType("to", dtype);
  return castTo(x, dtype);
}

/** As float32. @shape x: [...] -> [...] @example tensor([true]).float() // [1] */
export const float = (x: Tensor): Tensor => castTo(x, "float32");

/** As float64. @shape x: [...] -> [...] @example tensor([1]).double().dtype // float64 */
export const double = (x: Tensor): Tensor => castTo(x, "float64");

/** As int32: what follows the point is cut off. @shape x: [...] -> [...] @example tensor([-1.9]).int() // [-1] */
export const int = (x: Tensor): Tensor => castTo(x, "int32");

/** As bool: all but 0 is true. @shape x: [...] -> [...] @example tensor([0, 2]).bool() // [false, true] */
export const bool = (x: Tensor): Tensor => castTo(x, "bool");
