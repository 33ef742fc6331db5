/**
 * In-place forms. A tensor is a value, so these point it at a new one: other tensors made from the old
 * value, views included, keep it (PyTorch would change views too).
 */
import { isGradEnabled, record } from "../autograd/tape.ts";
import { expandError, gradErrors } from "../errors.ts";
import { broadcastShapes } from "../graph/node.ts";
import { sameShape } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { asTensor, castTo, type Operand } from "./cast.ts";
import { expandTo } from "./movement.ts";

/** Gives `target` the value (and history) of `source`, broadcast and converted to what target is. */
export function assignInPlace(op: string, target: Tensor, source: Operand): Tensor {
  if (isGradEnabled() && target.requiresGrad && target.isLeaf) throw gradErrors.leafInPlace(op);
  const value = castTo(asTensor(source, target.dtype), target.dtype);
  const shape = broadcastShapes(value.shape, target.shape);
  if (typeof shape === "number" || !sameShape(shape, target.shape))
    throw expandError(op, value.shape, target.shape);
  const whole = expandTo(value, target.shape);
  // A leaf has no history to take over: leave a step on the tape.
  const linked =
    whole.isLeaf && whole.requiresGrad ? record(op, whole.node, [whole], (g) => [g]) : whole;
  return target.assign(linked);
}
