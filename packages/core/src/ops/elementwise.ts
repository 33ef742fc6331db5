/**
 * Elementwise primitives with their gradients: one short function each. Broadcasting is implicit in
 * the graph; a gradient is summed back to its input's shape by `sumTo`.
 */
import { record } from "../autograd/tape.ts";
import { type DType, isFloat } from "../dtype.ts";
import { broadcastError, dtypeError, optionError } from "../errors.ts";
import { broadcastShapes, scalar } from "../graph/node.ts";
import type { ScalarName, UnaryName } from "../graph/scalar-name.ts";
import type { Shape } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
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

/** `alpha·b`, which must stay whole where both operands are. */
function scaledBy(op: string, a: Operand, b: Operand, alpha: number): Operand {
  if (alpha === 1) return b;
  if (!Number.isInteger(alpha) && !isFloat(commonDtype(a, b)))
    throw optionError(op, "alpha", alpha, "a whole number where both operands are integers");
  return mul(b, alpha);
}

/**
 * Sum of two tensors: `y = a + alpha·b`.
 *
 * @shape a, b: broadcastable -> broadcast shape
 * @throws ShapeError `shape/broadcast`
 * @example add(tensor([1, 2]), 10) // [11, 12]
 */
export function add(a: Operand, b: Operand, options: { alpha?: number } = {}): Tensor {
  const scaled = scaledBy("add", a, b, options.alpha ?? 1);
  return binary("add", a, scaled, (g) => [() => g, () => g]);
}

/**
 * Difference of two tensors: `y = a − alpha·b`.
 *
 * @shape a, b: broadcastable -> broadcast shape
 * @example sub(tensor([1, 2]), 1) // [0, 1]
 */
export function sub(a: Operand, b: Operand, options: { alpha?: number } = {}): Tensor {
  const scaled = scaledBy("sub", a, b, options.alpha ?? 1);
  if (commonDtype(a, scaled) === "bool") throw dtypeError("sub", "the result", "bool", "a number");
  return binary("sub", a, scaled, (g) => [() => g, () => neg(g)]);
}

/**
 * Product of two tensors: `y = a · b`.
 *
 * @shape a, b: broadcastable -> broadcast shape
 * @example mul(tensor([1, 2]), tensor([3, 4])) // [3, 8]
 */
export function mul(a: Operand, b: Operand): Tensor {
  return binary("mul", a, b, (g, x, y) => [() => mul(g, y), () => mul(g, x)]);
}

/**
 * True quotient `y = a / b`; integers become float32 first.
 *
 * @shape a, b: broadcastable -> broadcast shape
 * @example divTrue(tensor([1, 2]), 2) // [0.5, 1]
 */
export function divTrue(a: Operand, b: Operand): Tensor {
  const common = commonDtype(a, b);
  return binary(
    "div",
    a,
    b,
    (g, x, y) => [() => divTrue(g, y), () => neg(divTrue(mul(g, x), mul(y, y)))],
    { compute: isFloat(common) ? common : "float32" },
  );
}

/**
 * Negation: `y = −x`.
 *
 * @shape x: [...] -> [...]
 * @example neg(tensor([1, -2])) // [-1, 2]
 */
export function neg(x: Tensor): Tensor {
  needTensor("neg", "the input", x);
  if (x.dtype === "bool") throw dtypeError("neg", "the input", "bool", "a number");
  return unary("neg", x, (g) => neg(g));
}

/**
 * Exponential: `y = eˣ`.
 *
 * @shape x: [...] -> [...]
 * @example exp(tensor([0, 1])) // [1, 2.7183]
 */
export const exp = (x: Tensor): Tensor => unary("exp", toFloat(x), (g, _x, y) => mul(g, y));

/**
 * Natural logarithm: `y = ln x`.
 *
 * @shape x: [...] -> [...]
 * @example log(tensor([1])) // [0]
 */
export const log = (x: Tensor): Tensor => unary("log", toFloat(x), (g, v) => divTrue(g, v));
