/**
 * Which window a wrong number came from. Of an answer whose cells each look at a window of an input (a convolution, a
 * pooling, a border) the first wrong cell is found; then windows are tried, as they lie where something is left out or
 * exchanged, until one gives the learner's number, in this cell and in the others. What is shown is that window beside
 * the right one.
 */
import { close } from "../compare.ts";
import { gradeError } from "../errors.ts";
import { type Snapshot, snapshot } from "../snapshot.ts";
import type { Picture } from "../types.ts";
import { at, ownIndex, type Planes, planesOf } from "./planes.ts";
import { type Layout, numberBy, type Place, type Rule, rightPlace, wrongRules } from "./rules.ts";

/** What the windows of an answer are. */
export interface WindowQuestion {
  /** What the windows lie on: [rows, columns], with channels or examples and channels before; a tensor or nested lists. */
  readonly input: unknown;
  /** What the input is called where that is not plain, as on the way back: "dZ". */
  readonly name?: string;
  /** Rows and columns of a window; one number for both. */
  readonly kernel: number | readonly [rows: number, columns: number];
  /** How far the window moves on, 1 unless told. */
  readonly stride?: number;
  /** How many rows and columns of zeros are put around the input, 0 unless told. */
  readonly pad?: number;
  /**
   * What becomes of a window: its first number, its largest, its mean, or the sum of its products with the weights
   * [filters, channels, rows, columns] plus a bias [filters]. The first three look at the answer's own channel.
   */
  readonly cell:
    | "copy"
    | "largest"
    | "mean"
    | { readonly weights: unknown; readonly bias?: unknown };
  /** Under which name of the answer the cells are, where it is a record. */
  readonly of?: string;
}

export type WindowPicture = Extract<Picture, { kind: "window" }>;

type Index = readonly [number, number, number, number];

/** Cells on which a rule is tried, besides the first wrong one. */
const mostCells = 120;
/** Of a larger input no numbers are shown. */
const mostNumbers = 400;

const agree = (a: number, b: number): boolean => close(a, b, 1e-4, 1e-5);

async function needPlanes(value: unknown, what: string): Promise<Planes> {
  const planes = planesOf(await snapshot(value));
  if (!planes) throw gradeError("windowDifference", `its ${what} has not two to four axes`);
  return planes;
}

async function numbersOf(value: unknown): Promise<number[]> {
  const read = await snapshot(value);
  if (read.kind === "tensor") return Array.from(read.data);
  return read.kind === "list"
    ? read.items.map((i) => (i.kind === "number" ? i.value : Number.NaN))
    : [];
}

async function layoutOf({
  input,
  kernel,
  stride = 1,
  pad = 0,
  cell,
}: WindowQuestion): Promise<Layout> {
  const shared = {
    input: await needPlanes(input, "input"),
    kernel: typeof kernel === "number" ? ([kernel, kernel] as const) : kernel,
    stride,
    pad,
  };
  if (typeof cell !== "object") return { ...shared, cell };
  const weights = await needPlanes(cell.weights, "cell.weights");
  const bias = cell.bias === undefined ? [] : await numbersOf(cell.bias);
  return { ...shared, cell: { weights, bias } };
}

function partOf(value: Snapshot, key: string | undefined): Planes | undefined {
  if (key === undefined) return planesOf(value);
  if (value.kind !== "record") return undefined;
  const part = value.entries.find(([name]) => name === key)?.[1];
  return part && planesOf(part);
}

/** The cells that two answers share, row by row. */
function* cellsOf(got: Planes, expected: Planes): Generator<Index> {
  const [n, c, h, w] = [0, 1, 2, 3].map((axis) =>
    Math.min(got.sizes[axis] as number, expected.sizes[axis] as number),
  ) as [number, number, number, number];
  for (let i = 0; i < n; i++)
    for (let j = 0; j < c; j++)
      for (let y = 0; y < h; y++) for (let x = 0; x < w; x++) yield [i, j, y, x];
}

const samePlace = (a: Place, b: Place): boolean => a.every((n, i) => n === b[i]);

/** The rule by which all cells come out as the learner's do, if they tell one window from another. */
function ruleOf(
  layout: Layout,
  got: Planes,
  cells: readonly Index[],
  first: Index,
): Rule | "several" | undefined {
  const holds = (rule: Rule): boolean =>
    [first, ...cells].every((cell) => agree(numberBy(rule, layout, cell), at(got, cell)));
  for (const rules of wrongRules(layout)) {
    const found = rules.filter(holds);
    const [one] = found;
    if (!one) continue;
    const place = one.place(first[2], first[3]);
    return found.every((other) => samePlace(other.place(first[2], first[3]), place))
      ? one
      : "several";
  }
  return undefined;
}

/** The only window of the right size that gives the learner's number in this one cell. */
function windowOf(layout: Layout, got: number, [n, k]: Index): Place | "several" | undefined {
  const { input, kernel, pad } = layout;
  const [, , rows, columns] = input.sizes;
  let found: Place | undefined;
  for (let top = -pad; top + kernel[0] <= rows + pad; top++)
    for (let left = -pad; left + kernel[1] <= columns + pad; left++) {
      const place: Place = [top, left, ...kernel];
      if (!agree(numberBy({ place: () => place, manner: {} }, layout, [n, k, 0, 0]), got)) continue;
      if (found) return "several";
      found = place;
    }
  return found;
}

const span = (unit: string, from: number, count: number): string =>
  count === 1 ? `${unit} ${from}` : `${unit}s ${from} to ${from + count - 1}`;

/** A window in words. */
const placeText = ([top, left, height, width]: Place): string =>
  `${span("row", top, height)} and ${span("column", left, width)}`;

/** How much of a window lies in the padding, as the end of a sentence. */
function paddingText(
  [top, left, height, width]: Place,
  [rows, columns]: readonly [number, number],
): string {
  const [bottom, end] = [top + height, left + width];
  if (bottom <= 0 || end <= 0 || top >= rows || left >= columns) return ", in the padding";
  return top < 0 || left < 0 || bottom > rows || end > columns
    ? ", a part of it in the padding"
    : "";
}

/** Where the learner's number comes from: the window, where it is known, and what there is to say. */
function sourceOf(
  layout: Layout,
  got: Planes,
  cells: readonly Index[],
  first: Index,
): { readonly used?: Place; readonly says: string } {
  const rule = ruleOf(layout, got, cells.slice(0, mostCells), first);
  const right = rightPlace(layout)(first[2], first[3]);
  if (typeof rule === "object") {
    const used = rule.place(first[2], first[3]);
    return samePlace(used, right)
      ? { says: `This window is the right one. Your number comes out where ${rule.says}.` }
      : { used, says: `Your number comes from ${placeText(used)}: ${rule.says}.` };
  }
  const used = windowOf(layout, at(got, first), first);
  if (used === undefined)
    return { says: "No window of this size gives your number: look at what is done with it." };
  if (rule === "several" || used === "several")
    return { says: "Several other windows give your number." };
  return { used, says: `Your number is that of ${placeText(used)}.` };
}

/** `windowDifference` for values that were read already. */
export async function windowPicture(
  question: WindowQuestion,
  answers: { readonly got: Snapshot; readonly expected: Snapshot },
): Promise<WindowPicture | undefined> {
  const [got, expected] = [partOf(answers.got, question.of), partOf(answers.expected, question.of)];
  if (!got || !expected || got.axes !== expected.axes) return undefined;
  const layout = await layoutOf(question);
  const cells = [...cellsOf(got, expected)];
  const first = cells.find((cell) => !agree(at(got, cell), at(expected, cell)));
  if (!first) return undefined;
  const [examples, channels, rows, columns] = layout.input.sizes;
  const place = rightPlace(layout);
  // Windows that do not give the right number would tell a learner something wrong.
  if (!agree(numberBy({ place, manner: {} }, layout, first), at(expected, first))) return undefined;
  const right = place(first[2], first[3]);
  const cell = `${question.of ?? ""}[${ownIndex(first, got).join(", ")}]`;
  const { used, says } = sourceOf(layout, got, cells, first);
  // A filter looks at all channels, and the first is shown; a pooling looks at its own.
  const channel = typeof layout.cell === "object" ? 0 : Math.min(first[1], channels - 1);
  const plane = [Math.min(first[0], examples - 1), channel] as const;
  const of = question.name ? ` of ${question.name}` : "";
  return {
    kind: "window",
    cell,
    size: [rows, columns],
    pad: layout.pad,
    values:
      rows * columns <= mostNumbers
        ? Array.from({ length: rows * columns }, (_, i) =>
            at(layout.input, [...plane, Math.floor(i / columns), i % columns]),
          )
        : [],
    right,
    ...(used && { used }),
    says: `The cell ${cell} looks at ${placeText(right)}${of}${paddingText(right, [rows, columns])}. ${says}`,
  };
}

/**
 * The first wrong cell of an answer, the window it should look at, and the one that gives the learner's number.
 *
 * Windows are counted in rows and columns of the input from 0; what is below 0 or beyond the last is padding. An answer
 * that has another shape is held against the right one where both have cells.
 *
 * @returns nothing where no cell differs, where the answer has no cells, or where the windows as they are described do not
 * give the right number of the cell themselves
 * @throws ExerciseError `exercise/grade` where the input or the weights are no planes
 * @example await windowDifference({ input: [[1, 2, 3], [4, 5, 6], [7, 8, 9]], kernel: 2, cell: "largest", got: [[6, 6], [8, 9]], expected: [[5, 6], [8, 9]] })
 */
export async function windowDifference(
  question: WindowQuestion & { readonly got: unknown; readonly expected: unknown },
): Promise<WindowPicture | undefined> {
  const [got, expected] = [await snapshot(question.got), await snapshot(question.expected)];
  return windowPicture(question, { got, expected });
}
