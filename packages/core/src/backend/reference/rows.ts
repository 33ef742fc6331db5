/**
 * Scalar primitives over rows of registers. A register is a row of doubles, one for each position of a
 * block; every expression of a kernel has its own. The common arithmetic has loops of its own, the rest
 * calls the scalar function.
 */
import { type DType, isFloat, type TypedArray } from "../../dtype.ts";
import type { ScalarName } from "../../graph/scalars.ts";
import { type ScalarFunction, scalarFunction, truncate } from "./scalar.ts";

export type Row = Float64Array;

/** Computes the first n positions of `out`. */
export type RowFunction = (out: Row, a: Row, b: Row, c: Row, n: number) => void;

const direct: Partial<Record<ScalarName, RowFunction>> = {
  add: (out, a, b, _c, n) => {
    for (let i = 0; i < n; i++) out[i] = a[i] + b[i];
  },
  sub: (out, a, b, _c, n) => {
    for (let i = 0; i < n; i++) out[i] = a[i] - b[i];
  },
  mul: (out, a, b, _c, n) => {
    for (let i = 0; i < n; i++) out[i] = a[i] * b[i];
  },
  div: (out, a, b, _c, n) => {
    for (let i = 0; i < n; i++) out[i] = a[i] / b[i];
  },
};

const where: RowFunction = (out, a, b, c, n) => {
  for (let i = 0; i < n; i++) out[i] = a[i] !== 0 ? b[i] : c[i];
};

const each = (f: ScalarFunction): RowFunction => {
  return (out, a, b, c, n) => {
    for (let i = 0; i < n; i++) out[i] = f(a[i], b[i], c[i]);
  };
};

const exact: ReadonlySet<string> = new Set<ScalarName>([
  "neg",
  "abs",
  "sign",
  "floor",
  "ceil",
  "round",
  "trunc",
  "maximum",
  "minimum",
]);

type Rounding = (row: Row, n: number) => void;

const roundings: Record<DType, Rounding | null> = {
  float64: null,
  float32: (row, n) => {
    for (let i = 0; i < n; i++) row[i] = Math.fround(row[i]);
  },
  int32: (row, n) => {
    for (let i = 0; i < n; i++) row[i] = row[i] | 0;
  },
  uint8: (row, n) => {
    for (let i = 0; i < n; i++) row[i] = row[i] & 255;
  },
  bool: (row, n) => {
    for (let i = 0; i < n; i++) row[i] = row[i] !== 0 ? 1 : 0;
  },
};

const then = (compute: RowFunction, rounding: Rounding | null): RowFunction => {
  if (!rounding) return compute;
  return (out, a, b, c, n) => {
    compute(out, a, b, c, n);
    rounding(out, n);
  };
};

/** The row function of a primitive for operands of dtype `from` and a result of dtype `to`. */
export function rowFunction(name: ScalarName, from: DType, to: DType): RowFunction {
  if (name === "where") return where;
  const compute = (isFloat(from) && direct[name]) || each(scalarFunction(name, from, to));
  const needless = isFloat(to) && exact.has(name);
  return then(compute, needless ? null : roundings[to]);
}

/** The row function of a cast. Floats become whole numbers by cutting, clipped to int32. */
export function castFunction(from: DType, to: DType): RowFunction {
  const cut = isFloat(from) && (to === "int32" || to === "uint8");
  const narrower = to !== "float64" && !(from === "bool" || (from === "uint8" && to !== "bool"));
  return then(each(cut ? truncate : (a) => a), narrower ? roundings[to] : null);
}

export function loadRun(out: Row, from: TypedArray, start: number, step: number, n: number): void {
  if (step === 1) for (let i = 0; i < n; i++) out[i] = from[start + i];
  else if (step === 0) out.fill(from[start], 0, n);
  else for (let i = 0, at = start; i < n; i++, at += step) out[i] = from[at];
}

/** Reads each place; a place of −1 gives 0. */
export function loadPlaces(out: Row, from: TypedArray, places: Int32Array, n: number): void {
  for (let i = 0; i < n; i++) {
    const at = places[i];
    out[i] = at < 0 ? 0 : from[at];
  }
}

export function storeRun(to: TypedArray, row: Row, start: number, step: number, n: number): void {
  for (let i = 0, at = start; i < n; i++, at += step) to[at] = row[i];
}

export function storePlaces(to: TypedArray, row: Row, places: Int32Array, n: number): void {
  for (let i = 0; i < n; i++) to[places[i]] = row[i];
}
