/** Reading and writing by index: everything maps to rows taken from, or put into, a matrix. */
import { record } from "../autograd/tape.ts";
import type { Tensor } from "../autograd/tensor.ts";
import { broadcastError, rankError, sizeError } from "../errors.ts";
import * as graph from "../graph/node.ts";
import { castTo, needTensor } from "./cast.ts";
import { ne } from "./compare.ts";
import { normalizeDim } from "./dims.ts";
import { add, mul } from "./elementwise.ts";
import { checkedIndex } from "./index-check.ts";
import { expandTo, permuteTo, reshapeTo } from "./movement.ts";
import { addRows, flatPlaces, takeRows, valuesFor, withAxis } from "./rows.ts";

/**
 * Rows of a table by index: an embedding.
 *
 * @shape weight: [V, D], indices: int [...] -> [..., D]
 * @throws IndexError at the time of computing, for an index outside of the table
 * @example embeddingLookup(tensor([[1, 2], [3, 4]]), tensor([1], { dtype: "int32" })) // [[3, 4]]
 */
export function embeddingLookup(
  weight: Tensor,
  indices: Tensor,
  paddingIdx: number | null = null,
): Tensor {
  needTensor("embedding", "the weight", weight);
  if (weight.ndim !== 2) throw rankError("embedding", "the weight", "2 axes", weight.shape);
  const flat = reshapeTo(checkedIndex("embedding", indices, weight.shape[0]), [indices.numel()]);
  const rows = takeRows(weight, flat);
  const shape = [...indices.shape, weight.shape[1] as number];
  if (paddingIdx === null || !weight.requiresGrad) return reshapeTo(rows, shape);
  const keep = reshapeTo(castTo(ne(flat, paddingIdx), weight.dtype), [flat.numel(), 1]);
  const masked = record("embedding", rows.node, [rows], (g) => [mul(g, keep)]);
  return reshapeTo(masked, shape);
}

/**
 * `y[i][j] = x[index[i][j]][j]` along an axis.
 *
 * @shape x: [...], index: int, as many axes -> as index
 * @throws IndexError at the time of computing, for an index outside of the axis
 * @example gather(tensor([[1, 2], [3, 4]]), 1, tensor([[1], [0]], { dtype: "int32" })) // [[2], [3]]
 */
export function gather(x: Tensor, dim: number, index: Tensor): Tensor {
  needTensor("gather", "the input", x);
  needTensor("gather", "the index", index);
  const axis = normalizeDim("gather", dim, x.ndim);
  const places = flatPlaces("gather", withAxis(x), axis, withAxis(index));
  return reshapeTo(takeRows(reshapeTo(x, [x.numel(), 1]), places), index.shape);
}

/** x with src added at `index` along an axis. @shape index, src: one shape @example scatterAdd(zeros([2]), 0, tensor([1], { dtype: "int32" }), tensor([5])) // [0, 5] */
export function scatterAdd(x: Tensor, dim: number, index: Tensor, src: Tensor): Tensor {
  needTensor("scatterAdd", "the input", x);
  needTensor("scatterAdd", "the index", index);
  const axis = normalizeDim("scatterAdd", dim, x.ndim);
  const places = flatPlaces("scatterAdd", withAxis(x), axis, withAxis(index));
  const n = x.numel();
  const values = valuesFor("scatterAdd", x, index, src);
  return add(x, reshapeTo(addRows(values, places, n), x.shape));
}

/** Places of an axis by a list of indices. @shape x: [...], index: int [n] @example indexSelect(tensor([1, 2, 3]), 0, tensor([2, 0], { dtype: "int32" })) // [3, 1] */
export function indexSelect(x: Tensor, dim: number, index: Tensor): Tensor {
  needTensor("indexSelect", "the input", x);
  needTensor("indexSelect", "the index", index);
  const axis = normalizeDim("indexSelect", dim, x.ndim);
  if (index.ndim > 1) throw rankError("indexSelect", "the index", "at most 1 axis", index.shape);
  if (x.ndim === 0) {
    if (index.numel() !== 1)
      throw sizeError("indexSelect", "the index of a tensor without axes", 0, 1, index.shape);
    return reshapeTo(indexSelect(withAxis(x), 0, index), []);
  }
  const order = [axis, ...x.shape.map((_, i) => i).filter((i) => i !== axis)];
  const moved = permuteTo(x, order);
  const n = x.shape[axis] as number;
  const flat = reshapeTo(moved, [n, n === 0 ? 0 : x.numel() / n]);
  const rows = takeRows(flat, checkedIndex("indexSelect", reshapeTo(index, [index.numel()]), n));
  const back = new Array<number>(order.length);
  order.forEach((a, i) => {
    back[a] = i;
  });
  return permuteTo(reshapeTo(rows, [index.numel(), ...moved.shape.slice(1)]), back);
}

/** Elements of the flattened tensor. @shape x: [...], index: int [...] -> as index @example take(tensor([[1, 2], [3, 4]]), tensor([3], { dtype: "int32" })) // [4] */
export const take = (x: Tensor, index: Tensor): Tensor => {
  needTensor("take", "the input", x);
  const places = checkedIndex("take", index, x.numel(), { negative: true });
  const flat = reshapeTo(places, [index.numel()]);
  return reshapeTo(takeRows(reshapeTo(x, [x.numel(), 1]), flat), index.shape);
};

/**
 * Values by place along an axis, other axes broadcast; without `dim`, places in the flattened x.
 *
 * @shape x: [...], index: int, as many axes -> broadcast shape
 * @example takeAlongDim(tensor([[1, 2], [3, 4]]), tensor([[1], [0]], { dtype: "int32" }), 1) // [[2], [3]]
 */
export function takeAlongDim(x: Tensor, index: Tensor, dim?: number | null): Tensor {
  needTensor("takeAlongDim", "the input", x);
  needTensor("takeAlongDim", "the index", index);
  if (dim === undefined || dim === null)
    return gather(reshapeTo(x, [x.numel()]), 0, reshapeTo(index, [index.numel()]));
  const axis = normalizeDim("takeAlongDim", dim, x.ndim);
  if (index.ndim !== x.ndim)
    throw rankError("takeAlongDim", "the index", `${x.ndim} axes`, index.shape);
  const aligned = x.shape.map((n, i) => (i === axis ? 1 : n));
  const shape = graph.broadcastShapes(
    aligned,
    index.shape.map((n, i) => (i === axis ? 1 : n)),
  );
  if (typeof shape === "number") throw broadcastError("takeAlongDim", x.shape, index.shape, shape);
  const sizeAt = (n: number): number[] => shape.map((m, i) => (i === axis ? n : m));
  return gather(
    expandTo(x, sizeAt(x.shape[axis] as number)),
    axis,
    expandTo(index, sizeAt(index.shape[axis] as number)),
  );
}
