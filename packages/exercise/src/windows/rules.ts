/**
 * What may have been done instead: a rule says where the window of each cell lies and what becomes of it. The right rule
 * and the wrong ones are the same few lines with another number in them, as they are in a learner's code.
 */
import { at, type Planes } from "./planes.ts";

/** Rows and columns of the input; below 0 and beyond the last is the padding. */
export type Place = readonly [top: number, left: number, height: number, width: number];

/** What is asked of every window. */
export interface Layout {
  readonly input: Planes;
  readonly kernel: readonly [number, number];
  readonly stride: number;
  readonly pad: number;
  readonly cell:
    | "copy"
    | "largest"
    | "mean"
    | { readonly weights: Planes; readonly bias?: readonly number[] };
}

/** How a window is worked on, where that is not as it should be. */
interface Manner {
  readonly turned?: boolean;
  readonly swapped?: boolean;
  readonly noBias?: boolean;
  readonly firstChannel?: boolean;
  readonly firstFilter?: boolean;
  readonly firstExample?: boolean;
  readonly as?: "largest" | "mean" | "sum";
}

type PlaceOf = (row: number, column: number) => Place;

export interface Rule {
  readonly place: PlaceOf;
  readonly manner: Manner;
  /** What is wrong, as the end of a sentence; empty for the right rule. */
  readonly says: string;
}

/** The number a rule gives for the cell [n, k, row, column]. */
export function numberBy(
  { place, manner }: Pick<Rule, "place" | "manner">,
  layout: Layout,
  [example, k, row, column]: readonly [number, number, number, number],
): number {
  const { input, cell } = layout;
  const [top, left, height, width] = place(row, column);
  const n = manner.firstExample ? 0 : example;
  if (typeof cell === "object") {
    const { weights, bias } = cell;
    const [, channels, rows, columns] = weights.sizes;
    const filter = manner.firstFilter ? 0 : k;
    let sum = manner.noBias ? 0 : (bias?.[filter] ?? 0);
    for (let c = 0; c < (manner.firstChannel ? 1 : channels); c++)
      for (let u = 0; u < Math.min(height, rows); u++)
        for (let v = 0; v < Math.min(width, columns); v++) {
          const [a, b] = manner.turned ? [rows - 1 - u, columns - 1 - v] : [u, v];
          const weight = at(weights, [
            filter,
            c,
            ...(manner.swapped ? ([b, a] as const) : ([a, b] as const)),
          ]);
          sum += at(input, [n, c, top + u, left + v]) * weight;
        }
    return sum;
  }
  const c = manner.firstChannel ? 0 : k;
  if (cell === "copy") return at(input, [n, c, top, left]);
  const kind = manner.as ?? cell;
  const outside = kind === "largest" ? Number.NEGATIVE_INFINITY : 0;
  const numbers: number[] = [];
  for (let u = 0; u < height; u++)
    for (let v = 0; v < width; v++) numbers.push(at(input, [n, c, top + u, left + v], outside));
  if (kind === "largest") return Math.max(...numbers);
  const sum = numbers.reduce((a, b) => a + b, 0);
  return kind === "sum" ? sum : sum / numbers.length;
}

/** The place where the window of a cell belongs. */
export const rightPlace =
  ({ kernel: [height, width], stride, pad }: Layout): PlaceOf =>
  (row, column) => [row * stride - pad, column * stride - pad, height, width];

const steps = (n: number, less: string, more: string, unit: string): string =>
  n === 0 ? "" : `${Math.abs(n)} ${unit}${Math.abs(n) === 1 ? "" : "s"} ${n < 0 ? less : more}`;

function wrongPlaces(layout: Layout): [PlaceOf, string][] {
  const { kernel, stride: s, pad: p } = layout;
  const [h, w] = kernel;
  const right = rightPlace(layout);
  const places: [PlaceOf, string][] = [];
  if (s > 1) places.push([(i, j) => [i - p, j - p, h, w], "the stride is left out"]);
  if (p > 0) places.push([(i, j) => [i * s, j * s, h, w], "the padding is left out"]);
  if (s > 1 && p > 0)
    places.push([(i, j) => [i, j, h, w], "the stride and the padding are left out"]);
  if (h !== s && h > 1)
    places.push([
      (i, j) => [i * h - p, j * w - p, h, w],
      "the window moves on by its own size, not by the stride",
    ]);
  places.push(
    [(i, j) => [j * s - p, i * s - p, h, w], "row and column are exchanged"],
    [(i) => [i * s - p, i * s - p, h, w], "the row is used for the column, too"],
    [(_, j) => [j * s - p, j * s - p, h, w], "the column is used for the row, too"],
  );
  for (const d of [-1, 1])
    if (h + d > 0 && w + d > 0)
      places.push([
        (i, j) => [i * s - p, j * s - p, h + d, w + d],
        d < 0 ? "the window ends one too early" : "the window ends one too late",
      ]);
  const [far, wide] = [Math.max(h, s, p), Math.max(w, s, p)];
  const shifts: [number, number][] = [];
  for (let dy = -far; dy <= far; dy++)
    for (let dx = -wide; dx <= wide; dx++) if (dy !== 0 || dx !== 0) shifts.push([dy, dx]);
  shifts.sort(([a, b], [c, d]) => Math.abs(a) + Math.abs(b) - Math.abs(c) - Math.abs(d));
  for (const [dy, dx] of shifts) {
    const by = [steps(dy, "up", "down", "row"), steps(dx, "to the left", "to the right", "column")];
    places.push([
      (i, j) => {
        const [top, left] = right(i, j);
        return [top + dy, left + dx, h, w];
      },
      `the window is moved: ${by.filter(Boolean).join(" and ")}`,
    ]);
  }
  return places;
}

function wrongManners({ cell, input, kernel: [h, w] }: Layout): [Manner, string][] {
  const manners: [Manner, string][] = [];
  const [examples, channels] = input.sizes;
  if (typeof cell === "object") {
    if (cell.bias?.some((b) => b !== 0)) manners.push([{ noBias: true }, "the bias is left out"]);
    if (h * w > 1) manners.push([{ turned: true }, "the filter is turned by half a turn"]);
    if (h === w && h > 1)
      manners.push([{ swapped: true }, "the filter's rows and columns are exchanged"]);
    if (channels > 1) manners.push([{ firstChannel: true }, "only the first channel is looked at"]);
    if (cell.weights.sizes[0] > 1)
      manners.push([{ firstFilter: true }, "the first filter is used"]);
  } else {
    if (cell === "largest") manners.push([{ as: "mean" }, "the mean is taken and not the largest"]);
    if (cell === "mean")
      manners.push(
        [{ as: "largest" }, "the largest is taken and not the mean"],
        [{ as: "sum" }, "the sum is taken and not the mean"],
      );
    if (channels > 1) manners.push([{ firstChannel: true }, "the first channel is looked at"]);
  }
  if (examples > 1) manners.push([{ firstExample: true }, "the first example is looked at"]);
  return manners;
}

/** The wrong rules, those with one thing wrong first. */
export function* wrongRules(layout: Layout): Generator<Rule[]> {
  const places = wrongPlaces(layout);
  const manners = wrongManners(layout);
  const right = rightPlace(layout);
  const moved = places.filter(([, says]) => says.startsWith("the window is moved"));
  const named = places.filter((one) => !moved.includes(one));
  yield manners.map(([manner, says]) => ({ place: right, manner, says }));
  yield named.map(([place, says]) => ({ place, manner: {}, says }));
  yield moved.map(([place, says]) => ({ place, manner: {}, says }));
  yield named.flatMap(([place, where]) =>
    manners.map(([manner, how]) => ({ place, manner, says: `${where}, and ${how}` })),
  );
}
