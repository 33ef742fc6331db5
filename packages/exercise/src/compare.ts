/**
 * Deep comparison of an answer with the right one: shape first, then the kind of dtype, then elements, and
 * records key by key in the right answer's order (more keys than that are no fault). The first difference is reported with its path; the
 * elements that differ are counted.
 */
import { kindText, numberText, shapeText } from "./show.ts";
import type { Snapshot } from "./snapshot.ts";
import type { Difference, Picture } from "./types.ts";

export interface Tolerance {
  /** Relative to the right value. */
  readonly rtol?: number;
  readonly atol?: number;
}

export interface Mismatch {
  readonly difference: Difference;
  /** The difference as the end of a sentence that starts with the function's name. */
  readonly sentence: string;
  readonly picture?: Picture;
  /** The two values at the place that differs first, and when two of their numbers agree; undefined for what is missing. */
  readonly values?: {
    readonly got: Snapshot;
    readonly expected: Snapshot;
    readonly agree: (got: number, expected: number) => boolean;
  };
}

const float32Tolerance = { rtol: 1e-4, atol: 1e-5 };
const float64Tolerance = { rtol: 1e-7, atol: 1e-9 };

/** float, int or bool: what two tensors must share; the width may differ. */
function kindOf(dtype: string): string {
  if (dtype === "bool") return "bool";
  return dtype.startsWith("float") ? "float" : "int";
}

function toleranceOf(got: string, expected: string): Required<Tolerance> {
  if (kindOf(expected) !== "float") return { rtol: 0, atol: 0 };
  return got === "float64" && expected === "float64" ? float64Tolerance : float32Tolerance;
}

/** Whether two numbers agree; NaN agrees with NaN, an infinity with itself. */
export function close(got: number, expected: number, rtol: number, atol: number): boolean {
  if (Object.is(got, expected) || got === expected) return true;
  if (!Number.isFinite(got) || !Number.isFinite(expected)) return false;
  return Math.abs(got - expected) <= atol + rtol * Math.abs(expected);
}

/** A path as it is written in code: `grads.dw[0, 3]`; elements of a tensor share one pair of brackets. */
export function pathText(path: readonly (string | number)[]): string {
  let text = "";
  let indices: number[] = [];
  const flush = (): void => {
    if (indices.length > 0) text += `[${indices.join(", ")}]`;
    indices = [];
  };
  for (const step of path) {
    if (typeof step === "number") {
      indices.push(step);
      continue;
    }
    flush();
    text += text === "" ? step : `.${step}`;
  }
  flush();
  return text;
}

function indexOf(flat: number, shape: readonly number[]): number[] {
  const index: number[] = [];
  let rest = flat;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    const size = shape[axis] as number;
    index.unshift(rest % size);
    rest = Math.floor(rest / size);
  }
  return index;
}

/** The last axis, counted from the right, in which two shapes differ. */
export function differingAxis(a: readonly number[], b: readonly number[]): number {
  const most = Math.max(a.length, b.length);
  for (let axis = -1; axis >= -most; axis--) if (a.at(axis) !== b.at(axis)) return axis;
  return -1;
}

/** NaN and infinities are kept as text, so that a difference survives JSON. */
const plain = (value: number): number | string => (Number.isFinite(value) ? value : `${value}`);

type Numbers = NonNullable<Mismatch["values"]>["agree"];

interface Walk {
  first: Mismatch | null;
  count: number;
  of: number;
  readonly tolerance: Tolerance;
}

function note(
  walk: Walk,
  path: readonly (string | number)[],
  got: number | string,
  expected: number | string,
  sentence: string,
  more: Pick<Mismatch, "picture" | "values"> = {},
): void {
  walk.count++;
  walk.first ??= { difference: { path, expected, got, count: 0, of: 0 }, sentence, ...more };
}

const exactly: Numbers = (got, expected) => close(got, expected, 0, 0);

const closeTo =
  (rtol: number, atol: number): Numbers =>
  (got, expected) =>
    close(got, expected, rtol, atol);

const subject = (path: readonly (string | number)[], alone: string): string =>
  path.length === 0 ? alone : `${pathText(path)} is`;

function number(walk: Walk, got: number, want: number, path: readonly (string | number)[]): void {
  walk.of++;
  const { rtol = float32Tolerance.rtol, atol = float32Tolerance.atol } = walk.tolerance;
  if (close(got, want, rtol, atol)) return;
  const sentence = `${subject(path, "the answer is")} ${numberText(got)}, expected ${numberText(want)}`;
  note(walk, path, plain(got), plain(want), sentence);
}

function tensor(
  walk: Walk,
  got: Snapshot & { kind: "tensor" },
  want: Snapshot & { kind: "tensor" },
  path: readonly (string | number)[],
): void {
  const owner = path.length === 0 ? "the" : `${pathText(path)}'s`;
  const { rtol, atol } = { ...toleranceOf(got.dtype, want.dtype), ...walk.tolerance };
  const values = { got, expected: want, agree: closeTo(rtol, atol) };
  if (shapeText(got.shape) !== shapeText(want.shape)) {
    const [a, b] = [shapeText(got.shape), shapeText(want.shape)];
    walk.of++;
    note(walk, path, a, b, `${owner} shape is ${a}, expected ${b}`, {
      values,
      picture: {
        kind: "shapes",
        left: { name: "yours", shape: got.shape },
        right: { name: "expected", shape: want.shape },
        axis: differingAxis(got.shape, want.shape),
      },
    });
    return;
  }
  if (kindOf(got.dtype) !== kindOf(want.dtype)) {
    walk.of++;
    note(
      walk,
      path,
      got.dtype,
      want.dtype,
      `${owner} dtype is ${got.dtype}, expected ${want.dtype}`,
    );
    return;
  }
  const size = want.data.length;
  walk.of += size;
  for (let i = 0; i < size; i++) {
    const [g, w] = [Number(got.data[i]), Number(want.data[i])];
    if (close(g, w, rtol, atol)) continue;
    if (walk.first) {
      walk.count++;
      continue;
    }
    const at = [...path, ...indexOf(i, want.shape)];
    const where = want.shape.length === 0 ? subject(path, "the answer is") : `${pathText(at)} is`;
    const sentence = `${where} ${numberText(g)}, expected ${numberText(w)}`;
    note(walk, at, plain(g), plain(w), sentence, { values });
  }
}

function visit(
  walk: Walk,
  got: Snapshot,
  want: Snapshot,
  path: readonly (string | number)[],
): void {
  if (got.kind === "number" && want.kind === "number") {
    number(walk, got.value, want.value, path);
  } else if (got.kind === "tensor" && want.kind === "tensor") {
    tensor(walk, got, want, path);
  } else if (got.kind === "list" && want.kind === "list") {
    if (got.items.length !== want.items.length) {
      const [a, b] = [`length ${got.items.length}`, `length ${want.items.length}`];
      const owner = path.length === 0 ? "the answer" : pathText(path);
      walk.of++;
      note(walk, path, a, b, `${owner} has ${a}, expected ${b}`);
      return;
    }
    for (const [i, item] of want.items.entries())
      visit(walk, got.items[i] as Snapshot, item, [...path, i]);
  } else if (got.kind === "record" && want.kind === "record") {
    const mine = new Map(got.entries);
    for (const [key, item] of want.entries) {
      const own = mine.get(key);
      if (own) {
        visit(walk, own, item, [...path, key]);
        continue;
      }
      walk.of++;
      const at = [...path, key];
      note(walk, at, "missing", kindText(item), `${pathText(at)} is missing`);
    }
  } else {
    walk.of++;
    const [a, b] = [kindText(got), kindText(want)];
    const same = got.kind === want.kind && a === b;
    const sentence = `${subject(path, "the answer is")} ${a}, expected ${b}`;
    const textual = got.kind === "text" && want.kind === "text" && got.text !== want.text;
    if (!same || textual)
      note(walk, path, a, b, sentence, { values: { got, expected: want, agree: exactly } });
  }
}

/** How far a value is from the right one. */
export interface Distance {
  readonly count: number;
  readonly of: number;
  /** The two numbers that are farthest apart, and where; undefined where shapes or kinds differ. */
  readonly largest?: { readonly at: string; readonly got: number; readonly expected: number };
}

/** How many numbers of a tensor or a number differ, and where they differ most. */
export function distance(got: Snapshot, expected: Snapshot, tolerance: Tolerance = {}): Distance {
  const mismatch = compare(got, expected, tolerance);
  const { count = 0, of = 1 } = mismatch?.difference ?? {};
  if (got.kind === "number" && expected.kind === "number")
    return { count, of, largest: { at: "", got: got.value, expected: expected.value } };
  if (got.kind !== "tensor" || expected.kind !== "tensor") return { count, of };
  if (shapeText(got.shape) !== shapeText(expected.shape)) return { count, of };
  let most = -1;
  let at = 0;
  for (let i = 0; i < expected.data.length; i++) {
    const apart = Math.abs(Number(got.data[i]) - Number(expected.data[i]));
    if (!(apart <= most)) [most, at] = [Number.isNaN(apart) ? Number.POSITIVE_INFINITY : apart, i];
  }
  const place = pathText(indexOf(at, expected.shape));
  const [g, w] = [Number(got.data[at]), Number(expected.data[at])];
  return { count, of, largest: { at: place, got: g, expected: w } };
}

/**
 * The first difference between an answer and the right one, or null if they agree.
 *
 * @param tolerance for every number in the value; by default 1e-4 relative and 1e-5 absolute for float32
 * and plain numbers, 1e-7 and 1e-9 where both are float64, and exact for integers and bools
 */
export function compare(
  got: Snapshot,
  expected: Snapshot,
  tolerance: Tolerance = {},
): Mismatch | null {
  const walk: Walk = { first: null, count: 0, of: 0, tolerance };
  visit(walk, got, expected, []);
  if (!walk.first) return null;
  const { count, of } = walk;
  const tail = count > 1 ? `; ${count} of ${of} values differ` : "";
  return {
    ...walk.first,
    difference: { ...walk.first.difference, count, of },
    sentence: `${walk.first.sentence}${tail}.`,
  };
}
