/**
 * Indexing by tensors: several integer tensors broadcast together and pick elements, a mask stands for the
 * coordinates of what is true in it. All of it becomes rows taken from a matrix.
 */
import { record, wrap } from "../autograd/tape.ts";
import type { Tensor } from "../autograd/tensor.ts";
import { broadcastError, dtypeError, sizeError } from "../errors.ts";
import * as graph from "../graph/node.ts";
import { broadcastShapes } from "../graph/node.ts";
import { readNode } from "../runtime/realize.ts";
import { contiguousStrides, type Shape, sizeOf } from "../shape.ts";
import { fromTyped } from "./create.ts";
import { add, mul } from "./elementwise.ts";
import { checkedIndex } from "./index-check.ts";
import { expandTo, permuteTo, reshapeTo } from "./movement.ts";
import { takeRows } from "./rows.ts";

/** For each axis of x the int32 coordinates of the elements that are not 0, in row-major order. */
export function coordinates(x: Tensor): Int32Array[] {
  const data = readNode(x.node);
  const places: number[] = [];
  for (let i = 0; i < data.length; i++) if (data[i] !== 0) places.push(i);
  const strides = contiguousStrides(x.shape);
  return x.shape.map((n, axis) =>
    Int32Array.from(places, (p) => Math.floor(p / (strides[axis] as number)) % n),
  );
}

/** An index tensor and the first of the axes it stands for; a mask stands for as many as it has. */
export interface AxisIndex {
  readonly axis: number;
  readonly index: Tensor;
}

/** A mask as the coordinates of what is true, one index an axis. */
export function maskToIndices(x: Tensor, axis: number, mask: Tensor): AxisIndex[] {
  mask.shape.forEach((n, i) => {
    if (x.shape[axis + i] !== n)
      throw sizeError(
        "index",
        "the mask",
        i,
        x.shape[axis + i] ?? "of an axis there is",
        mask.shape,
      );
  });
  return coordinates(mask).map((c, i) => ({
    axis: axis + i,
    index: fromTyped(c, [c.length], "int32"),
  }));
}

/** The common shape of the index tensors. */
function commonShape(indices: readonly AxisIndex[]): Shape {
  let shape: Shape = [];
  for (const { index } of indices) {
    const wider = broadcastShapes(shape, index.shape);
    if (typeof wider === "number") throw broadcastError("index", shape, index.shape, wider);
    shape = wider;
  }
  return shape;
}

/**
 * Picks elements by index tensors along their axes. The indices' shape takes the place of the indexed axes
 * where those are neighbours, and comes first where they are not.
 */
export function pick(x: Tensor, indices: readonly AxisIndex[]): Tensor {
  for (const { index } of indices)
    if (index.dtype !== "int32" && index.dtype !== "uint8")
      throw dtypeError("index", "an index tensor", index.dtype, "int32, uint8 or bool");
  const shape = commonShape(indices);
  const axes = indices.map((i) => i.axis);
  const rest = x.shape.map((_, i) => i).filter((i) => !axes.includes(i));
  const sizes = axes.map((a) => x.shape[a] as number);
  const strides = contiguousStrides(sizes);
  const rows = sizeOf(sizes);
  const steps = indices.map(({ index }, k) =>
    mul(checkedIndex("index", index, sizes[k], { negative: true }), strides[k]),
  );
  const places = steps.reduce((sum, step) => add(sum, step));
  const flat = reshapeTo(expandTo(places, shape), [sizeOf(shape)]);
  const width = sizeOf(rest.map((i) => x.shape[i] as number));
  const matrix = reshapeTo(permuteTo(x, [...axes, ...rest]), [rows, width]);
  const restShape = rest.map((i) => x.shape[i] as number);
  const picked = reshapeTo(takeRows(matrix, flat), [...shape, ...restShape]);
  const adjacent = axes.every((a, k) => k === 0 || a === (axes[k - 1] as number) + 1);
  const lead = axes[0] as number;
  if (!adjacent || lead === 0) return picked;
  // The axes before the indexed ones go back to the front.
  const n = shape.length;
  const order = [
    ...Array.from({ length: lead }, (_, i) => n + i),
    ...Array.from({ length: n }, (_, i) => i),
    ...Array.from({ length: rest.length - lead }, (_, i) => n + lead + i),
  ];
  return permuteTo(picked, order);
}

/** x [rows, 1] with values [n, 1] put at the places; what was there has no gradient any more. */
export function putRows(x: Tensor, places: Tensor, values: Tensor): Tensor {
  const node = graph.scatter("set", x.node, places.node, values.node);
  return record("put", node, [x, values, places], (g) => [
    x.requiresGrad ? putRows(g, places, wrap(zeroNode(values))) : null,
    values.requiresGrad ? takeRows(g, places) : null,
  ]);
}

const zeroNode = (like: Tensor): graph.Node =>
  graph.expand(
    graph.reshape(
      graph.constant(0, like.dtype),
      like.shape.map(() => 1),
    ),
    like.shape,
  );
