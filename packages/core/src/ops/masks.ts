/** Operators whose result is as long as a mask has places that are true. */
import type { Tensor } from "../autograd/tensor.ts";
import { broadcastError, dtypeError } from "../errors.ts";
import { broadcastShapes } from "../graph/node.ts";
import { readNode } from "../runtime/realize.ts";
import { coordinates } from "./advanced-index.ts";
import { needTensor } from "./cast.ts";
import { fromTyped } from "./create.ts";
import { expandTo, reshapeTo } from "./movement.ts";
import { takeRows } from "./rows.ts";

/**
 * Coordinates of all elements that are not 0, one row each, in row-major order.
 *
 * @shape x: [...] -> int32 [count, ndim]
 * @remarks The result's shape depends on values, so x is computed at once.
 * @example nonzero(tensor([0, 5, 0, 7])) // [[1], [3]]
 */
export function nonzero(x: Tensor): Tensor {
  needTensor("nonzero", "the input", x);
  const columns = coordinates(x);
  const scalarTrue = x.ndim === 0 && readNode(x.node)[0] !== 0;
  const count = columns[0]?.length ?? (scalarTrue ? 1 : 0);
  const out = new Int32Array(count * x.ndim);
  columns.forEach((c, axis) => {
    for (let i = 0; i < count; i++) out[i * x.ndim + axis] = c[i] as number;
  });
  return fromTyped(out, [count, x.ndim], "int32");
}

/**
 * Elements where the mask holds, as one axis.
 *
 * @shape x, mask: broadcastable -> [count]
 * @throws DtypeError where the mask is not bool
 * @remarks The result's shape depends on values, so the mask is computed at once.
 * @example maskedSelect(tensor([1, 2, 3]), tensor([true, false, true])) // [1, 3]
 */
export function maskedSelect(x: Tensor, mask: Tensor): Tensor {
  needTensor("maskedSelect", "the input", x);
  needTensor("maskedSelect", "the mask", mask);
  if (mask.dtype !== "bool") throw dtypeError("maskedSelect", "the mask", mask.dtype, "bool");
  const shape = broadcastShapes(x.shape, mask.shape);
  if (typeof shape === "number") throw broadcastError("maskedSelect", x.shape, mask.shape, shape);
  const chosen = readNode(expandTo(mask.detach(), shape).node);
  const places: number[] = [];
  for (let i = 0; i < chosen.length; i++) if (chosen[i] !== 0) places.push(i);
  const flat = reshapeTo(expandTo(x, shape), [chosen.length, 1]);
  const index = fromTyped(Int32Array.from(places), [places.length], "int32");
  return reshapeTo(takeRows(flat, index), [places.length]);
}
