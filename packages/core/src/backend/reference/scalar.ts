/**
 * Every scalar primitive in doubles: the meaning that all backends are tested against. Floats use
 * `scalarFunctions`; `intFunctions` and `boolFunctions` replace the rows where whole numbers or truth
 * values mean something else. The caller rounds each result to its dtype.
 */
import { type DType, isFloat } from "../../dtype.ts";
import type { ScalarName } from "../../graph/scalars.ts";
import { digamma, erf, erfc, erfinv, lgamma } from "./special-functions.ts";

export type ScalarFunction = (a: number, b: number, c: number) => number;

const truth = (condition: boolean): number => (condition ? 1 : 0);

/** To the nearest whole number, halves to the even one. */
function roundHalfEven(x: number): number {
  const low = Math.floor(x);
  const rest = x - low;
  const result = rest < 0.5 || (rest === 0.5 && low % 2 === 0) ? low : low + 1;
  return result === 0 && (x < 0 || Object.is(x, -0)) ? -0 : result;
}

/** As C's `pow`: 1 to any power and anything to the power 0 are 1, even with NaN and ∞. */
function pow(x: number, y: number): number {
  if (x === 1 || (x === -1 && (y === Infinity || y === -Infinity))) return 1;
  return x ** y;
}

/** The rest of a division, with the divisor's sign. */
function remainder(a: number, b: number): number {
  const rest = a % b;
  return rest !== 0 && rest < 0 !== b < 0 ? rest + b : rest;
}

/** `⌊a/b⌋` of the exact quotient, so that `a = b·floorDiv(a, b) + remainder(a, b)`. */
function floorDiv(a: number, b: number): number {
  if (b === 0) return a / b;
  const rest = a % b;
  let quotient = (a - rest) / b;
  if (rest !== 0 && rest < 0 !== b < 0) quotient -= 1;
  if (quotient === 0) return 0 * Math.sign(a / b);
  const whole = Math.floor(quotient);
  return quotient - whole > 0.5 ? whole + 1 : whole;
}

function sigmoid(x: number): number {
  if (x >= 0) return 1 / (1 + Math.exp(-x));
  const e = Math.exp(x);
  return e / (1 + e);
}

const shiftLeft = (a: number, b: number): number => (b >= 0 && b < 32 ? a << b : 0);
const shiftRight = (a: number, b: number): number => (b >= 0 && b < 32 ? a >> b : a >> 31);

export const scalarFunctions: Record<ScalarName, ScalarFunction> = {
  neg: (a) => -a,
  abs: Math.abs,
  // PyTorch's sign of NaN is 0.
  sign: (a) => truth(a > 0) - truth(a < 0),
  reciprocal: (a) => 1 / a,
  sqrt: Math.sqrt,
  rsqrt: (a) => 1 / Math.sqrt(a),
  exp: Math.exp,
  exp2: (a) => 2 ** a,
  expm1: Math.expm1,
  log: Math.log,
  log2: Math.log2,
  log10: Math.log10,
  log1p: Math.log1p,
  sin: Math.sin,
  cos: Math.cos,
  tan: Math.tan,
  asin: Math.asin,
  acos: Math.acos,
  atan: Math.atan,
  sinh: Math.sinh,
  cosh: Math.cosh,
  tanh: Math.tanh,
  asinh: Math.asinh,
  acosh: Math.acosh,
  atanh: Math.atanh,
  erf,
  erfc,
  erfinv,
  lgamma,
  digamma,
  sigmoid,
  floor: Math.floor,
  ceil: Math.ceil,
  round: roundHalfEven,
  trunc: Math.trunc,
  isnan: (a) => truth(Number.isNaN(a)),
  isinf: (a) => truth(a === Infinity || a === -Infinity),
  not: (a) => truth(a === 0),
  bitNot: (a) => ~a,
  add: (a, b) => a + b,
  sub: (a, b) => a - b,
  mul: (a, b) => a * b,
  div: (a, b) => a / b,
  pow,
  // JavaScript's own already let NaN through.
  maximum: (a, b) => Math.max(a, b),
  minimum: (a, b) => Math.min(a, b),
  floorDiv,
  remainder,
  fmod: (a, b) => a % b,
  atan2: (a, b) => Math.atan2(a, b),
  eq: (a, b) => truth(a === b),
  ne: (a, b) => truth(a !== b),
  lt: (a, b) => truth(a < b),
  le: (a, b) => truth(a <= b),
  gt: (a, b) => truth(a > b),
  ge: (a, b) => truth(a >= b),
  and: (a, b) => truth(a !== 0 && b !== 0),
  or: (a, b) => truth(a !== 0 || b !== 0),
  xor: (a, b) => truth((a !== 0) !== (b !== 0)),
  shl: shiftLeft,
  shr: shiftRight,
  where: (a, b, c) => (a !== 0 ? b : c),
};

/** Whole powers by repeated squaring, wrapping at 32 bits; a negative power of all but ±1 is 0. */
function intPow(x: number, y: number): number {
  if (y < 0) {
    if (x === 1) return 1;
    return x === -1 ? 1 - 2 * (y & 1) : 0;
  }
  let result = 1;
  let base = x;
  for (let rest = y; rest > 0; rest >>= 1) {
    if (rest & 1) result = Math.imul(result, base);
    base = Math.imul(base, base);
  }
  return result;
}

/** Rows of `scalarFunctions` that mean something else for int32 and uint8. */
export const intFunctions: Partial<Record<ScalarName, ScalarFunction>> = {
  neg: (a) => -a | 0,
  abs: (a) => Math.abs(a) | 0,
  add: (a, b) => (a + b) | 0,
  sub: (a, b) => (a - b) | 0,
  mul: (a, b) => Math.imul(a, b),
  pow: intPow,
  // A quotient of two int32 is never rounded across a whole number in float64.
  floorDiv: (a, b) => (b === 0 ? 0 : Math.floor(a / b) | 0),
  remainder: (a, b) => (b === 0 ? 0 : (a - b * Math.floor(a / b)) | 0),
  fmod: (a, b) => (b === 0 ? 0 : (a % b) | 0),
  and: (a, b) => a & b,
  or: (a, b) => a | b,
  xor: (a, b) => a ^ b,
};

/** Rows of `scalarFunctions` that mean something else for bool: sums are `or`, products `and`. */
export const boolFunctions: Partial<Record<ScalarName, ScalarFunction>> = {
  add: (a, b) => a | b,
  sub: (a, b) => a ^ b,
  mul: (a, b) => a & b,
  neg: (a) => a,
  bitNot: (a) => 1 - a,
  pow: (a, b) => a | (1 - b),
  floorDiv: (a, b) => a & b,
  remainder: () => 0,
  fmod: () => 0,
};

/** The function of a primitive for operands of dtype `from` and a result of dtype `to`. */
export function scalarFunction(name: ScalarName, from: DType, to: DType): ScalarFunction {
  if (from === "bool") return boolFunctions[name] ?? scalarFunctions[name];
  const logical = to === "bool" && (name === "and" || name === "or" || name === "xor");
  if (isFloat(from) || logical) return scalarFunctions[name];
  return intFunctions[name] ?? scalarFunctions[name];
}

/** One value as it is kept in a dtype: rounded, wrapped, or 0 and 1. */
export function roundTo(dtype: DType, x: number): number {
  switch (dtype) {
    case "float32":
      return Math.fround(x);
    case "float64":
      return x;
    case "int32":
      return x | 0;
    case "uint8":
      return x & 255;
    default:
      return truth(x !== 0);
  }
}

/** A float as a whole number: cut towards 0, clipped to int32; NaN is 0. */
export function truncate(x: number): number {
  if (x >= 2147483647) return 2147483647;
  return x <= -2147483648 ? -2147483648 : x | 0;
}
