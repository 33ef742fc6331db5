/**
 * The closed list of elementwise primitives. Every backend has one row for each, held by a
 * `Record<ScalarName, …>`, so a missing row does not compile.
 *
 * Arguments have one dtype (the front inserts casts). Comparisons and logic give `bool`; `where`
 * takes (bool, x, y). Integer arithmetic wraps at 32 bits; integer `floorDiv` and `remainder` follow
 * Python (round toward −∞, sign of the divisor).
 */
export const unaryNames = [
  "neg",
  "abs",
  "sign",
  "reciprocal",
  "sqrt",
  "rsqrt",
  "exp",
  "exp2",
  "expm1",
  "log",
  "log2",
  "log10",
  "log1p",
  "sin",
  "cos",
  "tan",
  "asin",
  "acos",
  "atan",
  "sinh",
  "cosh",
  "tanh",
  "asinh",
  "acosh",
  "atanh",
  "erf",
  "erfc",
  "erfinv",
  "lgamma",
  "digamma",
  "sigmoid",
  "floor",
  "ceil",
  "round",
  "trunc",
  "isnan",
  "isinf",
  "not",
  "bitNot",
] as const;

export const binaryNames = [
  "add",
  "sub",
  "mul",
  "div",
  "pow",
  "maximum",
  "minimum",
  "floorDiv",
  "remainder",
  "fmod",
  "atan2",
  "eq",
  "ne",
  "lt",
  "le",
  "gt",
  "ge",
  "and",
  "or",
  "xor",
  "shl",
  "shr",
] as const;

export type UnaryName = (typeof unaryNames)[number];
export type BinaryName = (typeof binaryNames)[number];
export type ScalarName = UnaryName | BinaryName | "where";
