/**
 * In-place forms. A tensor's value is a node that never changes, so these point the tensor at a new one; what autograd
 * has saved of the tensor stays as it was.
 */
import { isGradEnabled, record, wrap } from "../autograd/tape.ts";
import type { Tensor } from "../autograd/tensor.ts";
import { isFloat } from "../dtype.ts";
import { dtypeError, expandError, gradErrors, rankError } from "../errors.ts";
import { broadcastShapes, constant } from "../graph/node.ts";
import { hold, keepAlive } from "../runtime/held.ts";
import { sameShape } from "../shape.ts";
import { asTensor, castTo, isTensor, needOperand, type Operand } from "./cast.ts";
import { expandTo } from "./movement.ts";

/** Gives `target` a value, and where gradients are recorded the history that comes with it. */
function write(op: string, target: Tensor, value: Tensor): Tensor {
  const owner = target.sharing?.base ?? target;
  if (isGradEnabled() && owner.requiresGrad && owner.isLeaf) throw gradErrors.leafInPlace(op);
  if (isGradEnabled()) target.assign(value, op);
  // The value alone: what it was made from, as autograd sees it, stays the same.
  else if (target.sharing) target.sharing.write(op, value, false);
  else target.node = value.node;
  if (owner.gradFn) hold(owner);
  else keepAlive(owner);
  return target;
}

/** Gives `target` the value (and history) of `source`, broadcast and converted to what target is. */
export function assignInPlace(op: string, target: Tensor, source: Operand): Tensor {
  needOperand(op, source);
  const value = castTo(asTensor(source, target.dtype), target.dtype);
  const shape = broadcastShapes(value.shape, target.shape);
  if (typeof shape === "number" || !sameShape(shape, target.shape))
    throw expandError(op, value.shape, target.shape);
  const whole = expandTo(value, target.shape);
  // The source itself must stay on the tape, not only what it was made from; what the target was made from has no
  // part in the value any more, and so a gradient of zero.
  const zero = () => expandTo(wrap(constant(0, target.dtype)), target.shape);
  return write(
    op,
    target,
    record(op, whole.node, [whole, target.asItIs()], (g) => [g, zero()]),
  );
}

/**
 * Gives `target` the result of arithmetic with it.
 *
 * @throws DtypeError where an integer would have to hold a fraction
 */
export function assignResult(op: string, target: Tensor, result: Tensor): Tensor {
  if (isFloat(result.dtype) && !isFloat(target.dtype))
    throw dtypeError(op, "the result", result.dtype, `${target.dtype}, as the tensor it goes into`);
  const value = castTo(result, target.dtype);
  if (!sameShape(value.shape, target.shape)) throw expandError(op, target.shape, value.shape);
  return write(op, target, value);
}

/** A number, or a tensor with one element. @throws ShapeError `shape/rank` */
export function oneValue(op: string, value: Operand): Operand {
  if (isTensor(value) && value.ndim > 0) throw rankError(op, "the value", "no axes", value.shape);
  return value;
}
