/**
 * In-place forms. A tensor is a value, so these point it at a new one: other tensors made from the old
 * value, views included, keep it (PyTorch would change views too).
 */
import { isGradEnabled, record } from "../autograd/tape.ts";
import { isFloat } from "../dtype.ts";
import { dtypeError, expandError, gradErrors, rankError } from "../errors.ts";
import { broadcastShapes } from "../graph/node.ts";
import { sameShape } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { asTensor, castTo, isTensor, type Operand } from "./cast.ts";
import { expandTo } from "./movement.ts";

/** Gives `target` the value (and history) of `source`, broadcast and converted to what target is. */
export function assignInPlace(op: string, target: Tensor, source: Operand): Tensor {
  if (isGradEnabled() && target.requiresGrad && target.isLeaf) throw gradErrors.leafInPlace(op);
  const value = castTo(asTensor(source, target.dtype), target.dtype);
  const shape = broadcastShapes(value.shape, target.shape);
  if (typeof shape === "number" || !sameShape(shape, target.shape))
    throw expandError(op, value.shape, target.shape);
  const whole = expandTo(value, target.shape);
  // The source itself must stay on the tape, not only what it was made from.
  const linked =
    whole === source && whole.requiresGrad ? record(op, whole.node, [whole], (g) => [g]) : whole;
  return target.assign(linked);
}

/**
 * Gives `target` the result of arithmetic with it.
 *
 * @throws DtypeError where an integer would have to hold a fraction
 */
export function assignResult(op: string, target: Tensor, result: Tensor): Tensor {
  if (isFloat(result.dtype) && !isFloat(target.dtype))
    throw dtypeError(op, "the result", result.dtype, `${target.dtype}, as the tensor it goes into`);
  return assignInPlace(op, target, result);
}

/** A number, or a tensor with one element. @throws ShapeError `shape/rank` */
export function oneValue(op: string, value: Operand): Operand {
  if (isTensor(value) && value.ndim > 0) throw rankError(op, "the value", "no axes", value.shape);
  return value;
}
