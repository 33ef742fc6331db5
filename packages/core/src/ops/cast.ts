/** Changing a tensor's dtype, and finding the one two operands meet in. */

import { record, wrap } from "../autograd/tape.ts";
import type { Tensor } from "../autograd/tensor.ts";
import { type DType, dtypes, isFloat, promote, promoteScalar } from "../dtype.ts";
import { notATensorError, optionError } from "../errors.ts";
import { cast, constant, type Node } from "../graph/node.ts";

/**
 * The same values in another dtype, as C converts them: floats to integers truncate, and anything but
 * zero is true.
 *
 * @shape x: [...] -> [...]
 * @example castTo(tensor([1.9, -1.9]), "int32") // [1, -1]
 */
export function castTo(x: Tensor, dtype: DType): Tensor {
  needTensor("to", "the input", x);
  if (x.dtype === dtype) return x;
  needDType("to", dtype);
  const from = x.dtype;
  return record("to", cast(x.node, dtype), [x], (g) => [isFloat(from) ? castTo(g, from) : null]);
}

export type Operand = Tensor | number | boolean;

export const isTensor = (value: unknown): value is Tensor =>
  typeof value === "object" && value !== null && "node" in value && "requiresGrad" in value;

/**
 * Refuses what is not a tensor, which a caller without types can pass.
 *
 * @throws UsageError `usage/not-a-tensor`
 * @example needTensor("mine", "the input", tensor(1)) // undefined
 */
export function needTensor(op: string, what: string, value: unknown): asserts value is Tensor {
  if (!isTensor(value)) throw notATensorError(op, what, value);
}

/**
 * Refuses what is no list of tensors.
 *
 * @throws UsageError `usage/option`, `usage/not-a-tensor`
 * @example needTensors("mine", "inputs", [tensor(1)]) // undefined
 */
export function needTensors(op: string, what: string, value: unknown): void {
  if (!Array.isArray(value)) throw optionError(op, what, value, "a list of tensors");
  for (const [i, x] of value.entries()) needTensor(op, `${what}[${i}]`, x);
}

/** Refuses an operand that is neither a tensor nor a number or boolean. */
export function needOperand(op: string, value: unknown): void {
  if (typeof value !== "number" && typeof value !== "boolean" && !isTensor(value))
    throw notATensorError(op, "an operand", value);
}

/** Refuses a dtype that is not one of ours, such as "float16". @throws UsageError `usage/option` */
export function needDType(op: string, dtype: DType): void {
  if (!dtypes.includes(dtype)) throw optionError(op, "dtype", dtype, dtypes.join(", "));
}

/** Whether an operand takes part in promotion as a weaker "dimension-less" tensor, as in PyTorch. */
function commonDtype(a: Operand, b: Operand): DType {
  if (isTensor(a)) {
    if (!isTensor(b)) return promoteScalar(a.dtype, b);
    if (a.dtype === b.dtype) return a.dtype;
    // A 0-d tensor only raises the category of a tensor with axes.
    if (a.ndim === 0 && b.ndim > 0) return weaker(b.dtype, a.dtype);
    if (b.ndim === 0 && a.ndim > 0) return weaker(a.dtype, b.dtype);
    return promote(a.dtype, b.dtype);
  }
  return isTensor(b) ? promoteScalar(b.dtype, a) : "float32";
}

function weaker(strong: DType, zeroDim: DType): DType {
  if (isFloat(strong)) return strong;
  if (isFloat(zeroDim)) return zeroDim;
  return strong === "bool" ? promote(strong, zeroDim) : strong;
}

/** The operand as a node of `dtype`. */
export const nodeOf = (x: Operand, dtype: DType): Node =>
  isTensor(x) ? cast(x.node, dtype) : constant(dtype === "bool" ? (x ? 1 : 0) : Number(x), dtype);

/** The operand as a tensor. */
export const asTensor = (x: Operand, dtype: DType): Tensor =>
  isTensor(x) ? x : wrap(nodeOf(x, dtype));

export { commonDtype };
