/** Comparisons, logic, bits, and choosing by a condition. */

import { record } from "../autograd/tape.ts";
import type { Tensor } from "../autograd/tensor.ts";
import type { DType } from "../dtype.ts";
import { isFloat } from "../dtype.ts";
import { dtypeError, optionError, rankError } from "../errors.ts";
import { scalar } from "../graph/node.ts";
import type { BinaryName } from "../graph/scalars.ts";
import {
  asTensor,
  castTo,
  commonDtype,
  isTensor,
  needOperand,
  needTensor,
  nodeOf,
  type Operand,
} from "./cast.ts";
import { mul, sub } from "./elementwise.ts";
import { sumTo } from "./movement.ts";
import { needOptions } from "./options.ts";
import { binary, broadcast, unary } from "./primitive.ts";

const comparison =
  (op: BinaryName) =>
  (a: Operand, b: Operand): Tensor =>
    binary(op, a, b, null, { result: "bool" });

/** `a = b`, as bool. @shape broadcastable @example eq(tensor([1, 2]), 2) // [false, true] */
export const eq: (a: Operand, b: Operand) => Tensor = comparison("eq");
/** `a ≠ b`. @shape broadcastable @example ne(tensor([1, 2]), 2) // [true, false] */
export const ne: (a: Operand, b: Operand) => Tensor = comparison("ne");
/** `a < b`. @shape broadcastable @example lt(tensor([1, 2]), 2) // [true, false] */
export const lt: (a: Operand, b: Operand) => Tensor = comparison("lt");
/** `a ≤ b`. @shape broadcastable @example le(tensor([1, 2]), 2) // [true, true] */
export const le: (a: Operand, b: Operand) => Tensor = comparison("le");
/** `a > b`. @shape broadcastable @example gt(tensor([1, 2]), 1) // [false, true] */
export const gt: (a: Operand, b: Operand) => Tensor = comparison("gt");
/** `a ≥ b`. @shape broadcastable @example ge(tensor([1, 2]), 2) // [false, true] */
export const ge: (a: Operand, b: Operand) => Tensor = comparison("ge");

/** True where NaN. @shape x: [...] -> bool [...] @example isnan(tensor([NaN])) // [true] */
export const isnan = (x: Tensor): Tensor =>
  isTensor(x) && !isFloat(x.dtype) ? ne(x, x) : unary("isnan", x, null, "bool");
/** True where infinite. @shape x: [...] -> bool [...] @example isinf(tensor([1])) // [false] */
export const isinf = (x: Tensor): Tensor =>
  isTensor(x) && !isFloat(x.dtype) ? ne(x, x) : unary("isinf", x, null, "bool");
/** True where neither NaN nor infinite. @shape x: [...] -> bool [...] @example isfinite(tensor([1])) // [true] */
export const isfinite = (x: Tensor): Tensor => logicalNot(logicalOr(isnan(x), isinf(x)));

const logic =
  (op: BinaryName) =>
  (a: Operand, b: Operand): Tensor =>
    binary(op, truth(a), truth(b), null, { compute: "bool", result: "bool" });
const truth = (x: Operand): Operand => (isTensor(x) ? castTo(x, "bool") : Boolean(x));

/** Both are not 0. @shape broadcastable @example logicalAnd(tensor([1, 0]), 1) // [true, false] */
export const logicalAnd: (a: Operand, b: Operand) => Tensor = logic("and");
/** One is not 0. @shape broadcastable @example logicalOr(tensor([1, 0]), 0) // [true, false] */
export const logicalOr: (a: Operand, b: Operand) => Tensor = logic("or");
/** Exactly one is not 0. @shape broadcastable @example logicalXor(tensor([1, 0]), 1) // [false, true] */
export const logicalXor: (a: Operand, b: Operand) => Tensor = logic("xor");
/** It is 0. @shape x: [...] -> bool [...] @example logicalNot(tensor([1, 0])) // [false, true] */
export const logicalNot = (x: Tensor): Tensor => unary("not", castTo(x, "bool"), null, "bool");

const bits =
  (name: string, op: BinaryName) =>
  (a: Operand, b: Operand): Tensor => {
    const dtype = commonDtype(a, b);
    if (isFloat(dtype)) throw dtypeError(name, "an operand", dtype, "int32, uint8 or bool");
    return binary(op, a, b, null, { name });
  };
/** Bitwise and. @shape broadcastable @example bitwiseAnd(tensor([6], { dtype: "int32" }), 3) // [2] */
export const bitwiseAnd: (a: Operand, b: Operand) => Tensor = bits("bitwiseAnd", "and");
/** Bitwise or. @shape broadcastable @example bitwiseOr(tensor([6], { dtype: "int32" }), 3) // [7] */
export const bitwiseOr: (a: Operand, b: Operand) => Tensor = bits("bitwiseOr", "or");
/** Bitwise exclusive or. @shape broadcastable @example bitwiseXor(tensor([6], { dtype: "int32" }), 3) // [5] */
export const bitwiseXor: (a: Operand, b: Operand) => Tensor = bits("bitwiseXor", "xor");
/** Shift towards higher bits. @shape broadcastable @example bitwiseLeftShift(tensor([1], { dtype: "int32" }), 3) // [8] */
export const bitwiseLeftShift: (a: Operand, b: Operand) => Tensor = bits("bitwiseLeftShift", "shl");
/** Shift towards lower bits, keeping the sign. @shape broadcastable @example bitwiseRightShift(tensor([8], { dtype: "int32" }), 3) // [1] */
export const bitwiseRightShift: (a: Operand, b: Operand) => Tensor = bits(
  "bitwiseRightShift",
  "shr",
);
/** All bits flipped. @shape x: [...] -> [...] @example bitwiseNot(tensor([0], { dtype: "int32" })) // [-1] */
export function bitwiseNot(x: Tensor): Tensor {
  needTensor("bitwiseNot", "the input", x);
  if (isFloat(x.dtype))
    throw dtypeError("bitwiseNot", "the input", x.dtype, "int32, uint8 or bool");
  return x.dtype === "bool" ? logicalNot(x) : unary("bitNot", x, null);
}

const valueDtype = (a: Operand, b: Operand): DType =>
  !isTensor(a) && !isTensor(b) && typeof a === "boolean" && typeof b === "boolean"
    ? "bool"
    : commonDtype(a, b);

/**
 * `a` where the condition holds, else `b`.
 *
 * @shape condition, a, b: broadcastable -> broadcast shape
 * @example where(tensor([true, false]), 1, 2) // [1, 2]
 */
export function where(condition: Operand, a: Operand, b: Operand): Tensor {
  for (const operand of [condition, a, b]) needOperand("where", operand);
  const dtype = valueDtype(a, b);
  const c = asTensor(condition, "bool");
  const shape = broadcast(
    "where",
    broadcast("where", c.shape, isTensor(a) ? a.shape : []),
    isTensor(b) ? b.shape : [],
  );
  const mask = castTo(c, "bool");
  const node = scalar("where", [mask.node, nodeOf(a, dtype), nodeOf(b, dtype)], shape, dtype);
  // The mask is an input so that the tape knows it as it is now.
  const inputs: Tensor[] = [mask];
  if (isTensor(a)) inputs.push(a);
  if (isTensor(b)) inputs.push(b);
  return record("where", node, inputs, (g) => {
    const out: (Tensor | null)[] = [null];
    if (isTensor(a)) out.push(a.requiresGrad ? sumTo(where(mask, g, 0), a.shape) : null);
    if (isTensor(b)) out.push(b.requiresGrad ? sumTo(where(mask, 0, g), b.shape) : null);
    return out;
  });
}

/** `value` where the mask holds. @shape x, mask: broadcastable @example maskedFill(tensor([1, 2]), tensor([true, false]), 0) // [0, 2] */
export const maskedFill = (x: Tensor, mask: Tensor, value: Operand): Tensor => {
  needTensor("maskedFill", "the mask", mask);
  if (mask.dtype !== "bool") throw dtypeError("maskedFill", "the mask", mask.dtype, "bool");
  if (isTensor(value) && value.ndim > 0)
    throw rankError("maskedFill", "the value", "no axes", value.shape);
  const filled = isTensor(value) ? castTo(value, x.dtype) : asTensor(value, x.dtype);
  return where(mask, filled, x);
};

/** Whether |a − b| ≤ atol + rtol·|b|, elementwise. @shape broadcastable @example isclose(tensor([1]), tensor([1])) // [true] */
export function isclose(
  a: Tensor,
  b: Tensor,
  options: { rtol?: number; atol?: number; equalNan?: boolean } = {},
): Tensor {
  needOptions("isclose", options, ["rtol", "atol", "equalNan"]);
  const { rtol = 1e-5, atol = 1e-8, equalNan = false } = options;
  needTensor("isclose", "the first", a);
  needTensor("isclose", "the second", b);
  if (!(rtol >= 0)) throw optionError("isclose", "rtol", rtol, "at least 0");
  if (!(atol >= 0)) throw optionError("isclose", "atol", atol, "at least 0");
  if (a.dtype === "bool" && b.dtype === "bool") return eq(a, b);
  const difference = unary("abs", sub(a, b), null);
  const allowed = binary("add", mul(unary("abs", b, null), rtol), atol, null);
  const close = logicalOr(eq(a, b), logicalAnd(le(difference, allowed), isfinite(b)));
  return equalNan ? logicalOr(close, logicalAnd(isnan(a), isnan(b))) : close;
}
