import type { Tensor } from "../autograd/tensor.ts";
import type { TypedArray } from "../dtype.ts";
import { readNode } from "../runtime/realize.ts";
import { needTensor } from "./cast.ts";

/**
 * A copy of a tensor's values, computed at once: for functions whose result's shape depends on them. Programs await
 * `x.data()`, which lets other things run in between.
 *
 * @example readValues(tensor([1, 2])) // [1, 2]
 */
export function readValues(x: Tensor): TypedArray {
  needTensor("readValues", "the input", x);
  return readNode(x.node).slice();
}
