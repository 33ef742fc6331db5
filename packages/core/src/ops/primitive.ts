/**
 * The two forms of an elementwise primitive with its gradient. Broadcasting is implicit in the graph; a gradient is
 * summed back to its input's shape by `sumTo`.
 */
import { record } from "../autograd/tape.ts";
import type { Tensor } from "../autograd/tensor.ts";
import { type DType, isFloat } from "../dtype.ts";
import { broadcastError } from "../errors.ts";
import { broadcastShapes, scalar } from "../graph/node.ts";
import type { ScalarName, UnaryName } from "../graph/scalars.ts";
import type { Shape } from "../shape.ts";
import {
  castTo,
  commonDtype,
  isTensor,
  needOperand,
  needTensor,
  nodeOf,
  type Operand,
} from "./cast.ts";
import { sumTo } from "./movement.ts";

const shapeOf = (x: Operand): Shape => (isTensor(x) ? x.shape : []);

/** The shape two operands broadcast to. @throws ShapeError `shape/broadcast` */
export function broadcast(op: string, a: Shape, b: Shape): Shape {
  const shape = broadcastShapes(a, b);
  if (typeof shape === "number") throw broadcastError(op, a, b, shape);
  return shape;
}

type BinaryGrad = (
  grad: Tensor,
  a: Tensor,
  b: Tensor,
  out: Tensor,
) => readonly [(() => Tensor) | null, (() => Tensor) | null];

/** A binary primitive: promotes, broadcasts, and sums each gradient back to its operand's shape. */
export function binary(
  op: ScalarName,
  a: Operand,
  b: Operand,
  gradient: BinaryGrad | null,
  options: { compute?: DType; result?: DType; name?: string } = {},
): Tensor {
  const name = options.name ?? op;
  needOperand(name, a);
  needOperand(name, b);
  const dtype = options.compute ?? commonDtype(a, b);
  const shape = broadcast(name, shapeOf(a), shapeOf(b));
  const node = scalar(op, [nodeOf(a, dtype), nodeOf(b, dtype)], shape, options.result ?? dtype);
  const inputs: Tensor[] = [];
  if (isTensor(a)) inputs.push(a);
  if (isTensor(b)) inputs.push(b);
  const out: Tensor = record(name, node, inputs, (grad) => {
    if (!gradient) return [];
    const [ga, gb] = gradient(grad, a as Tensor, b as Tensor, out);
    const result: (Tensor | null)[] = [];
    if (isTensor(a)) result.push(ga && a.requiresGrad ? sumTo(ga(), a.shape) : null);
    if (isTensor(b)) result.push(gb && b.requiresGrad ? sumTo(gb(), b.shape) : null);
    return result;
  });
  return out;
}

/** Integer and bool inputs of a function that is only defined on floats become float32, as in PyTorch. */
export const toFloat = (x: Tensor): Tensor =>
  isTensor(x) && isFloat(x.dtype) ? x : castTo(x, "float32");

/** A unary primitive. */
export function unary(
  op: UnaryName,
  x: Tensor,
  gradient: ((grad: Tensor, x: Tensor, out: Tensor) => Tensor) | null,
  result?: DType,
): Tensor {
  needTensor(op, "the input", x);
  const node = scalar(op, [x.node], x.shape, result ?? x.dtype);
  const out: Tensor = record(op, node, [x], (grad) => [gradient ? gradient(grad, x, out) : null]);
  return out;
}
