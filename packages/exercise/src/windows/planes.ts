/**
 * Pictures and stacks of pictures as one thing: examples, channels, rows, columns. Grades have them as tensors of two to
 * four axes or as nested lists; what was padded around them is no part of them and reads as `outside`.
 */
import type { Snapshot } from "../snapshot.ts";

export interface Planes {
  readonly sizes: readonly [examples: number, channels: number, rows: number, columns: number];
  readonly data: ArrayLike<number>;
  /** How many axes the value has of its own. */
  readonly axes: number;
}

/** Row by row what a nested list holds, with its shape; undefined where it is ragged or holds something else. */
function nested(value: Snapshot): { shape: number[]; data: number[] } | undefined {
  if (value.kind === "number") return { shape: [], data: [value.value] };
  if (value.kind !== "list") return undefined;
  const items = value.items.map(nested);
  const [first] = items;
  if (!first) return { shape: [0], data: [] };
  const shape = first.shape.join();
  const data: number[] = [];
  for (const item of items) {
    if (item?.shape.join() !== shape) return undefined;
    data.push(...item.data);
  }
  return { shape: [items.length, ...first.shape], data };
}

/** A value as planes, where it is a tensor or a nested list of two, three or four axes. */
export function planesOf(value: Snapshot): Planes | undefined {
  const read = value.kind === "tensor" ? value : nested(value);
  const axes = read?.shape.length ?? 0;
  if (!read || axes < 2 || axes > 4) return undefined;
  const [examples = 1, channels = 1, rows = 1, columns = 1] = [
    ...Array.from({ length: 4 - axes }, () => 1),
    ...read.shape,
  ];
  return { sizes: [examples, channels, rows, columns], data: read.data, axes };
}

/** A number of planes; `outside` where the place lies beyond the border. */
export function at(
  { sizes: [examples, channels, rows, columns], data }: Planes,
  [n, c, y, x]: readonly [number, number, number, number],
  outside = 0,
): number {
  if (y < 0 || x < 0 || y >= rows || x >= columns) return outside;
  if (n >= examples || c >= channels) return Number.NaN;
  return Number(data[((n * channels + c) * rows + y) * columns + x]);
}

/** An index as the value's own: as many numbers as it has axes. */
export const ownIndex = (index: readonly number[], { axes }: Planes): number[] =>
  index.slice(4 - axes);
