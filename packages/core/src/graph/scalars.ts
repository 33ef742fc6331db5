/**
 * The closed list of elementwise primitives, a record each: how many arguments it takes, and what an element of it
 * costs beside an addition. What else a primitive needs stands in a `Record<ScalarName, …>` where it belongs, so
 * that a missing row does not compile: its formula (backend/reference/scalar.ts, with the samples of its test), its
 * code (backend/wasm/scalar-emit.ts) and its gradient (with the operator, in ops/).
 *
 * Arguments have one dtype (the front inserts casts). Comparisons and logic give `bool`; `where`
 * takes (bool, x, y). Integer arithmetic wraps at 32 bits; integer `floorDiv` and `remainder` follow
 * Python (round toward −∞, sign of the divisor).
 */
export interface Scalar {
  readonly arity: 1 | 2 | 3;
  /** 1 for an addition, 8 for what is worth storing rather than computing twice. */
  readonly cost: 1 | 8;
}

const unary = {
  neg: { arity: 1, cost: 1 },
  abs: { arity: 1, cost: 1 },
  sign: { arity: 1, cost: 1 },
  reciprocal: { arity: 1, cost: 8 },
  sqrt: { arity: 1, cost: 8 },
  rsqrt: { arity: 1, cost: 8 },
  exp: { arity: 1, cost: 8 },
  exp2: { arity: 1, cost: 8 },
  expm1: { arity: 1, cost: 8 },
  log: { arity: 1, cost: 8 },
  log2: { arity: 1, cost: 8 },
  log10: { arity: 1, cost: 8 },
  log1p: { arity: 1, cost: 8 },
  sin: { arity: 1, cost: 8 },
  cos: { arity: 1, cost: 8 },
  tan: { arity: 1, cost: 8 },
  asin: { arity: 1, cost: 8 },
  acos: { arity: 1, cost: 8 },
  atan: { arity: 1, cost: 8 },
  sinh: { arity: 1, cost: 8 },
  cosh: { arity: 1, cost: 8 },
  tanh: { arity: 1, cost: 8 },
  asinh: { arity: 1, cost: 8 },
  acosh: { arity: 1, cost: 8 },
  atanh: { arity: 1, cost: 8 },
  erf: { arity: 1, cost: 8 },
  erfc: { arity: 1, cost: 8 },
  erfinv: { arity: 1, cost: 8 },
  lgamma: { arity: 1, cost: 8 },
  digamma: { arity: 1, cost: 8 },
  sigmoid: { arity: 1, cost: 8 },
  floor: { arity: 1, cost: 1 },
  ceil: { arity: 1, cost: 1 },
  round: { arity: 1, cost: 1 },
  trunc: { arity: 1, cost: 1 },
  isnan: { arity: 1, cost: 1 },
  isinf: { arity: 1, cost: 1 },
  not: { arity: 1, cost: 1 },
  bitNot: { arity: 1, cost: 1 },
} as const;

const binary = {
  add: { arity: 2, cost: 1 },
  sub: { arity: 2, cost: 1 },
  mul: { arity: 2, cost: 1 },
  div: { arity: 2, cost: 8 },
  pow: { arity: 2, cost: 8 },
  maximum: { arity: 2, cost: 1 },
  minimum: { arity: 2, cost: 1 },
  floorDiv: { arity: 2, cost: 8 },
  remainder: { arity: 2, cost: 8 },
  fmod: { arity: 2, cost: 8 },
  atan2: { arity: 2, cost: 8 },
  eq: { arity: 2, cost: 1 },
  ne: { arity: 2, cost: 1 },
  lt: { arity: 2, cost: 1 },
  le: { arity: 2, cost: 1 },
  gt: { arity: 2, cost: 1 },
  ge: { arity: 2, cost: 1 },
  and: { arity: 2, cost: 1 },
  or: { arity: 2, cost: 1 },
  xor: { arity: 2, cost: 1 },
  shl: { arity: 2, cost: 1 },
  shr: { arity: 2, cost: 1 },
} as const;

const ternary = { where: { arity: 3, cost: 1 } } as const;

export type UnaryName = keyof typeof unary;
export type BinaryName = keyof typeof binary;
export type ScalarName = UnaryName | BinaryName | keyof typeof ternary;

export const scalars: Readonly<Record<ScalarName, Scalar>> = { ...unary, ...binary, ...ternary };

export const scalarNames: readonly ScalarName[] = Object.keys(scalars) as ScalarName[];

export const isScalar = (op: string): op is ScalarName => op in scalars;
