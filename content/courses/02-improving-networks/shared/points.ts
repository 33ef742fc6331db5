/** The point sets of this course (circles, moons, pitch) as tensors, and the plane that figures colour. */
import { type Tensor, tensor } from "gradus";

export interface Points {
  /** [m, 2], a row for each point. */
  readonly X: Tensor;
  /** [m, 1], 0 or 1. */
  readonly Y: Tensor;
  /** The same as plain numbers, for drawing. */
  readonly x: readonly number[];
  readonly y: readonly number[];
  readonly labels: readonly number[];
}

/** `count` points of a data set, from the place `from` on. */
export function pointsOf(bytes: Uint8Array, from: number, count: number): Points {
  const numbers = new Float32Array(bytes.slice().buffer).subarray(3 * from, 3 * (from + count));
  const column = (c: number): number[] =>
    Array.from({ length: count }, (_, i) => numbers[3 * i + c] as number);
  const [x, y, labels] = [column(0), column(1), column(2)];
  return {
    X: tensor(x.map((v, i) => [v, y[i] as number])),
    Y: tensor(labels.map((label) => [label])),
    x,
    y,
    labels,
  };
}

/** The middles of `side`·`side` cells of a rectangle, the top row first: [side·side, 2]. */
export function planeOf(
  x: readonly [number, number],
  y: readonly [number, number],
  side: number,
): Tensor {
  const at = ([low, high]: readonly [number, number], i: number): number =>
    low + ((high - low) * (i + 0.5)) / side;
  const places = Array.from({ length: side }, (_, i) => i);
  return tensor(places.toReversed().flatMap((r) => places.map((c) => [at(x, c), at(y, r)])));
}
