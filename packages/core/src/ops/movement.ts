/**
 * Movement primitives with their gradients: nothing is copied, only the view changes. Summing over
 * axes is here too, as it is what expanding is the gradient of.
 */
import { record } from "../autograd/tape.ts";
import type { Tensor } from "../autograd/tensor.ts";
import * as graph from "../graph/node.ts";
import { type Shape, sameShape } from "../shape.ts";

/** The same elements in row-major order under another shape of the same size (already checked). */
export function reshapeTo(x: Tensor, shape: Shape): Tensor {
  if (sameShape(x.shape, shape)) return x;
  const from = x.shape;
  return record("reshape", graph.reshape(x.node, shape), [x], (g) => [reshapeTo(g, from)]);
}

/** The same elements as a tensor of its own. */
export const copyOf = (x: Tensor): Tensor =>
  record("clone", graph.reshape(x.node, x.shape), [x], (g) => [g]);

/** What an operator that gives no view made of x: a copy where nothing was to do. */
export const unshared = (x: Tensor, y: Tensor): Tensor => (y === x ? copyOf(x) : y);

/** Broadcasts to `shape` (already checked to be possible). */
export function expandTo(x: Tensor, shape: Shape): Tensor {
  if (sameShape(x.shape, shape)) return x;
  const from = x.shape;
  let node = x.node;
  if (node.shape.length < shape.length)
    node = graph.reshape(node, [
      ...new Array<number>(shape.length - node.shape.length).fill(1),
      ...node.shape,
    ]);
  return record("expand", graph.expand(node, shape), [x], (g) => [sumTo(g, from)]);
}

/** Axes in another order (already checked to be a permutation). */
export function permuteTo(x: Tensor, order: readonly number[]): Tensor {
  const inverse = new Array<number>(order.length);
  order.forEach((axis, i) => {
    inverse[axis] = i;
  });
  return record("permute", graph.permute(x.node, order), [x], (g) => [permuteTo(g, inverse)]);
}

/** Zeros around each axis; `amounts` is before₀, after₀, before₁, … (not negative). */
export function padZeros(x: Tensor, amounts: readonly number[]): Tensor {
  if (amounts.every((n) => n === 0)) return x;
  const ranges = x.shape.flatMap((n, i) => [
    amounts[2 * i] as number,
    (amounts[2 * i] as number) + n,
  ]);
  return record("pad", graph.pad(x.node, amounts), [x], (g) => [shrinkTo(g, ranges)]);
}

/** Keeps [lo, hi) of each axis; `ranges` is lo₀, hi₀, lo₁, … (already checked). */
export function shrinkTo(x: Tensor, ranges: readonly number[]): Tensor {
  if (x.shape.every((n, i) => ranges[2 * i] === 0 && ranges[2 * i + 1] === n)) return x;
  const amounts = x.shape.flatMap((n, i) => [
    ranges[2 * i] as number,
    n - (ranges[2 * i + 1] as number),
  ]);
  return record("shrink", graph.shrink(x.node, ranges), [x], (g) => [padZeros(g, amounts)]);
}

/** Reverses axes (already normalised). */
export function flipAxes(x: Tensor, axes: readonly number[]): Tensor {
  if (axes.length === 0) return x;
  return record("flip", graph.flip(x.node, axes), [x], (g) => [flipAxes(g, axes)]);
}

/**
 * Joins along an axis (dtypes and other axes already checked).
 */
export function catAxis(xs: readonly Tensor[], axis: number): Tensor {
  if (xs.length === 1) return copyOf(xs[0] as Tensor);
  return record(
    "cat",
    graph.cat(
      xs.map((x) => x.node),
      axis,
    ),
    xs,
    (g) => {
      let end = 0;
      return xs.map((x) => {
        const lo = end;
        end += x.shape[axis] as number;
        const hi = end;
        if (!x.requiresGrad) return null;
        return shrinkTo(
          g,
          g.shape.flatMap((n, i) => (i === axis ? [lo, hi] : [0, n])),
        );
      });
    },
  );
}

/** The shape with `axes` set to 1. */
export const keptShape = (shape: Shape, axes: readonly number[]): Shape =>
  shape.map((n, i) => (axes.includes(i) ? 1 : n));

/** Sums `axes` (ascending) away, or to size 1. */
export function sumAxes(x: Tensor, axes: readonly number[], keepdim: boolean): Tensor {
  if (axes.length === 0) return x;
  const kept = keptShape(x.shape, axes);
  const shape = x.shape;
  let node = graph.reduce("sum", x.node, axes);
  if (keepdim) node = graph.reshape(node, kept);
  return record("sum", node, [x], (g) => [expandTo(keepdim ? g : reshapeTo(g, kept), shape)]);
}

/** Sums a gradient back to the shape its operand was broadcast from. */
export function sumTo(g: Tensor, shape: Shape): Tensor {
  if (sameShape(g.shape, shape)) return g;
  const lead = g.ndim - shape.length;
  const axes: number[] = [];
  for (let i = 0; i < g.ndim; i++)
    if (i < lead || (shape[i - lead] === 1 && g.shape[i] !== 1)) axes.push(i);
  const summed = sumAxes(g, axes, false);
  return sameShape(summed.shape, shape) ? summed : reshapeTo(summed, shape);
}
