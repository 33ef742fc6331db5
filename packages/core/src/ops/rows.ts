/** What every index operator is made of: rows taken from a matrix or put into it, at places that are checked. */
import { record, wrap } from "../autograd/tape.ts";
import type { Tensor } from "../autograd/tensor.ts";
import { dtypeError, rankError, sizeError } from "../errors.ts";
import * as graph from "../graph/node.ts";
import { contiguousStrides } from "../shape.ts";
import { isTensor, type Operand } from "./cast.ts";
import { full, zeros } from "./create.ts";
import { add, mul } from "./elementwise.ts";
import { checkedIndex } from "./index-check.ts";
import { reshapeTo } from "./movement.ts";

/** Rows of src [R, W] by index int32 [n] (within 0..R−1): [n, W], differentiable in src. */
export function takeRows(src: Tensor, index: Tensor): Tensor {
  const rows = src.shape[0] as number;
  return record("take", graph.take(src.node, index.node), [src, index], (g) => [
    addRows(g, index, rows),
  ]);
}

/** Zeros [rows, W] with g's rows added at the indices; its gradient takes them again. */
export function addRows(g: Tensor, index: Tensor, rows: number): Tensor {
  const base = zeros([rows, g.shape[1] as number], { dtype: g.dtype });
  return record(
    "scatterAdd",
    graph.scatter("add", base.node, index.node, g.node),
    [g, index],
    (h) => [takeRows(h, index)],
  );
}

/** A tensor of no axes as one of one element, as the index operators take it. */
export const withAxis = (x: Tensor): Tensor => (x.ndim === 0 ? reshapeTo(x, [1]) : x);

/** The place in x, flat, of each element of index along an axis. */
export function flatPlaces(op: string, x: Tensor, axis: number, index: Tensor): Tensor {
  if (index.ndim !== x.ndim) throw rankError(op, "the index", `${x.ndim} axes`, index.shape);
  index.shape.forEach((n, i) => {
    if (i !== axis && n > (x.shape[i] as number))
      throw sizeError(op, "the index", i, `at most ${x.shape[i]}`, index.shape);
  });
  const strides = contiguousStrides(x.shape);
  let places = mul(checkedIndex(op, index, x.shape[axis]), strides[axis]);
  index.shape.forEach((n, k) => {
    if (k === axis || n === 1) return;
    const shape = index.shape.map((_, j) => (j === k ? n : 1));
    places = add(places, mul(wrap(graph.reshape(graph.iota(n), shape)), strides[k]));
  });
  return reshapeTo(places, [index.numel()]);
}

/** The first places of each axis. */
export const cut = (src: Tensor, shape: readonly number[]): Tensor => {
  const node = graph.shrink(
    src.node,
    shape.flatMap((n) => [0, n]),
  );
  const before = src.shape;
  return record("cut", node, [src], (g) => [
    record(
      "pad",
      graph.pad(
        g.node,
        shape.flatMap((n, i) => [0, (before[i] as number) - n]),
      ),
      [g],
      (h) => [cut(h, shape)],
    ),
  ]);
};

/** All elements as a matrix of one column. */
export const column = (x: Tensor): Tensor => reshapeTo(x, [x.numel(), 1]);

/** The values for each place: src cut to the index's shape, or a number spread over it. */
export function valuesFor(op: string, x: Tensor, index: Tensor, src: Operand): Tensor {
  if (!isTensor(src)) return full([index.numel(), 1], src, { dtype: x.dtype });
  if (src.dtype !== x.dtype) throw dtypeError(op, "the source", src.dtype, x.dtype);
  withAxis(index).shape.forEach((n, i) => {
    if (n > (withAxis(src).shape[i] ?? 0))
      throw sizeError(op, "the source", i, `at least ${n}`, src.shape);
  });
  return column(cut(withAxis(src), withAxis(index).shape));
}
