/**
 * Elementwise primitives with their gradients: one short function each. Broadcasting is implicit in
 * the graph; a gradient is summed back to its input's shape by `sumTo`.
 */

import type { Tensor } from "../autograd/tensor.ts";
import { isFloat } from "../dtype.ts";
import { dtypeError, optionError } from "../errors.ts";
import { commonDtype, needTensor, type Operand } from "./cast.ts";
import { needOptions } from "./options.ts";
import { binary, toFloat, unary } from "./primitive.ts";

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
  needOptions("add", options, ["alpha"]);
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
  needOptions("sub", options, ["alpha"]);
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
 * @example trueDivide(tensor([1, 2]), 2) // [0.5, 1]
 */
export function trueDivide(a: Operand, b: Operand): Tensor {
  const common = commonDtype(a, b);
  return binary(
    "div",
    a,
    b,
    (g, x, y) => [() => trueDivide(g, y), () => neg(trueDivide(mul(g, x), mul(y, y)))],
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
export const log = (x: Tensor): Tensor => unary("log", toFloat(x), (g, v) => trueDivide(g, v));
