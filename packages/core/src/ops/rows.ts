/** What every index operator is made of: rows taken from a matrix or put into it, at places that are checked. */
import { record, wrap } from "../autograd/tape.ts";
import type { Tensor } from "../autograd/tensor.ts";
import { isFloat } from "../dtype.ts";
import { dtypeError, rankError, sizeError } from "../errors.ts";
import * as graph from "../graph/node.ts";
import { contiguousStrides } from "../shape.ts";
import { castTo } from "./cast.ts";
import { lt, where } from "./compare.ts";
import { zeros } from "./create.ts";
import { add, mul } from "./elementwise.ts";
import { reshapeTo } from "./movement.ts";

/** Rows of src [R, W] by index int32 [n] (within 0..R−1): [n, W], differentiable in src. */
export function takeRows(src: Tensor, index: Tensor): Tensor {
  const rows = src.shape[0] as number;
  return record("take", graph.take(src.node, index.node), [src], (g) => [addRows(g, index, rows)]);
}

/** Zeros [rows, W] with g's rows added at the indices; its gradient takes them again. */
export function addRows(g: Tensor, index: Tensor, rows: number): Tensor {
  const base = zeros([rows, g.shape[1] as number], { dtype: g.dtype });
  return record("scatterAdd", graph.scatter("add", base.node, index.node, g.node), [g], (h) => [
    takeRows(h, index),
  ]);
}

/** Indices as int32 with negatives counted from the end. */
export function normalizeIndex(op: string, index: Tensor, size: number): Tensor {
  if (isFloat(index.dtype) || index.dtype === "bool")
    throw dtypeError(op, "the index", index.dtype, "int32 or uint8");
  const i = castTo(index.detach(), "int32");
  return where(lt(i, 0), add(i, size), i);
}

/** The place in x, flat, of each element of index along an axis. */
export function flatPlaces(op: string, x: Tensor, axis: number, index: Tensor): Tensor {
  if (index.ndim !== x.ndim) throw rankError(op, "the index", `${x.ndim} axes`, index.shape);
  index.shape.forEach((n, i) => {
    if (i !== axis && n > (x.shape[i] as number))
      throw sizeError(op, "the index", i, `at most ${x.shape[i]}`, index.shape);
  });
  const size = x.shape[axis] as number;
  const strides = contiguousStrides(x.shape);
  // An index outside must not land in a neighbour: send it out of the whole tensor.
  const i = normalizeIndex(op, index, size);
  let places = mul(where(lt(i, size), i, x.numel()), strides[axis] as number);
  places = where(lt(i, 0), -1, places);
  index.shape.forEach((n, k) => {
    if (k === axis || n === 1) return;
    const shape = index.shape.map((_, j) => (j === k ? n : 1));
    const steps = wrap(graph.reshape(graph.iota(n), shape));
    places = add(places, where(lt(i, 0), 0, mul(steps, strides[k] as number)));
  });
  return reshapeTo(places, [index.numel()]);
}

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
