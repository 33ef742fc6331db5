/** Reading a tensor: the one place where values leave the engine. Nothing is computed before. */
import type { Tensor } from "../autograd/tensor.ts";
import type { TypedArray } from "../dtype.ts";
import { itemError } from "../errors.ts";
import { readNodeAsync } from "../runtime/realize.ts";
import { type NestedValues, nested } from "./nested.ts";

/**
 * The value as a flat typed array in row-major order (a copy).
 *
 * @example await tensor([[1, 2], [3, 4]]).data() // [1, 2, 3, 4]
 */
export async function data(x: Tensor): Promise<TypedArray> {
  return readNodeAsync(x.node);
}

/**
 * The value of a tensor with one element.
 *
 * @throws ShapeError `shape/item`
 * @example await tensor([1, 2]).sum().item() // 3
 */
export async function item(x: Tensor): Promise<number> {
  if (x.numel() !== 1) throw itemError(x.shape);
  return (await readNodeAsync(x.node))[0] as number;
}

/**
 * The value as nested arrays (a number for shape []).
 *
 * @example await tensor([[1, 2], [3, 4]]).toArray() // [[1, 2], [3, 4]]
 */
export async function toArray(x: Tensor): Promise<NestedValues> {
  return nested(await readNodeAsync(x.node), x.shape, x.dtype === "bool");
}
