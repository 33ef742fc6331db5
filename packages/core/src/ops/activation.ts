/** Activations: made of the primitives, with their own gradients where that is more exact or cheaper. */

import { noGrad, record } from "../autograd/tape.ts";
import type { Tensor } from "../autograd/tensor.ts";
import { optionError, rankError, sizeError } from "../errors.ts";
import { constant, reduce, reshape, scalar } from "../graph/node.ts";
import { needTensor } from "./cast.ts";
import { gt, le, where } from "./compare.ts";
import { normalizeDim } from "./dims.ts";
import { add, exp, log, mul, neg, sub, trueDivide } from "./elementwise.ts";
import {
  abs,
  clamp,
  erf,
  expm1,
  log1p,
  maximum,
  minimum,
  reciprocal,
  sigmoid,
  tanh,
} from "./math.ts";
import { keptShape, reshapeTo, sumAxes } from "./movement.ts";
import { needOptions } from "./options.ts";
import { toFloat } from "./primitive.ts";

/**
 * Rectifier: `y = max(x, 0)`, with slope 0 at 0.
 *
 * @shape x: [...] -> [...]
 * @example relu(tensor([-1, 2])) // [0, 2]
 */
export function relu(x: Tensor): Tensor {
  needTensor("relu", "the input", x);
  const node = scalar("maximum", [x.node, constant(0, x.dtype)], x.shape, x.dtype);
  // NaN is not below 0: its gradient passes, as in PyTorch.
  return record("relu", node, [x], (g) => [where(le(x, 0), 0, g)]);
}

/** Softplus `ln(1 + eˣ)`, linear above the threshold. @shape x: [...] -> [...] @example softplus(tensor([0])) // [0.6931] */
export function softplus(x: Tensor, options: { beta?: number; threshold?: number } = {}): Tensor {
  needOptions("softplus", options, ["beta", "threshold"]);
  const { beta = 1, threshold = 20 } = options;
  const z = mul(x, beta);
  const soft = trueDivide(add(maximum(z, 0), log1p(exp(neg(abs(z))))), beta);
  return where(gt(z, threshold), x, soft);
}
/** `x·σ(x)`. @shape x: [...] -> [...] @example silu(tensor([0])) // [0] */
export const silu = (x: Tensor): Tensor => mul(x, sigmoid(x));
/**
 * Gaussian error linear unit `x·Φ(x)`, exact or by the tanh approximation.
 *
 * @shape x: [...] -> [...]
 * @source Hendrycks & Gimpel 2016, arXiv:1606.08415
 * @example gelu(tensor([0])) // [0]
 */
export function gelu(x: Tensor, options: { approximate?: "none" | "tanh" } = {}): Tensor {
  needOptions("gelu", options, ["approximate"]);
  const { approximate = "none" } = options;
  if (approximate === "none") return mul(mul(x, 0.5), add(erf(mul(x, Math.SQRT1_2)), 1));
  if (approximate !== "tanh")
    throw optionError("gelu", "approximate", approximate, '"none" or "tanh"');
  const inner = mul(mul(x, Math.sqrt(2 / Math.PI)), add(mul(mul(x, x), 0.044715), 1));
  return mul(mul(x, 0.5), add(tanh(inner), 1));
}
/** x up to 0, with the whole gradient at 0 (`minimum` would share it). */
const notAbove0 = (x: Tensor): Tensor => where(gt(x, 0), 0, x);

/** `x` above 0, `α(eˣ − 1)` below. @shape x: [...] -> [...] @example elu(tensor([0])) // [0] */
export const elu = (x: Tensor, options: { alpha?: number } = {}): Tensor => {
  needOptions("elu", options, ["alpha"]);
  return where(gt(x, 0), x, mul(expm1(notAbove0(x)), options.alpha ?? 1));
};
/** Self-normalising elu. @shape x: [...] -> [...] @source Klambauer et al. 2017, arXiv:1706.02515 @example selu(tensor([1])) // [1.0507] */
export const selu = (x: Tensor): Tensor =>
  mul(elu(x, { alpha: 1.6732632423543772 }), 1.0507009873554805);
/** `max(0, x) + min(0, α(e^{x/α} − 1))`. @shape x: [...] -> [...] @example celu(tensor([0])) // [0] */
export const celu = (x: Tensor, options: { alpha?: number } = {}): Tensor => {
  needOptions("celu", options, ["alpha"]);
  const { alpha = 1 } = options;
  return where(gt(x, 0), x, mul(expm1(trueDivide(notAbove0(x), alpha)), alpha));
};
/** Slope `negativeSlope` below 0. @shape x: [...] -> [...] @example leakyRelu(tensor([-1])) // [-0.01] */
export const leakyRelu = (x: Tensor, options: { negativeSlope?: number } = {}): Tensor => {
  needOptions("leakyRelu", options, ["negativeSlope"]);
  return where(gt(x, 0), x, mul(x, options.negativeSlope ?? 0.01));
};
/**
 * Slope `weight` (learned) below 0: one for all, or one for each channel, which axis 1 counts.
 *
 * @shape x: [N, C, ...], weight: [], [1] or [C] -> [N, C, ...]
 * @throws ShapeError `shape/size` where there are neither one nor C weights
 * @example prelu(tensor([[-1, -1]]), tensor([0.5, 2])) // [[-0.5, -2]]
 */
export function prelu(x: Tensor, weight: Tensor): Tensor {
  needTensor("prelu", "the input", x);
  needTensor("prelu", "the weight", weight);
  if (weight.ndim > 1) throw rankError("prelu", "the weight", "at most 1 axis", weight.shape);
  const channels = x.ndim < 2 ? 1 : (x.shape[1] as number);
  const count = weight.numel();
  if (count !== 1 && count !== channels)
    throw sizeError("prelu", "the weight", 0, `1 or ${channels} (channels)`, weight.shape);
  const slope = reshapeTo(
    weight,
    count === 1 ? [] : x.shape.slice(1).map((_, i) => (i ? 1 : count)),
  );
  return where(gt(x, 0), x, mul(x, slope));
}
/** Limited to [min, max], slope 0 at the bounds. @shape x: [...] -> [...] @example hardtanh(tensor([2])) // [1] */
export function hardtanh(x: Tensor, options: { minVal?: number; maxVal?: number } = {}): Tensor {
  needOptions("hardtanh", options, ["minVal", "maxVal"]);
  needTensor("hardtanh", "the input", x);
  const { minVal = -1, maxVal = 1 } = options;
  if (!(minVal <= maxVal))
    throw optionError("hardtanh", "minVal", minVal, `at most maxVal, which is ${maxVal}`);
  const y = noGrad(() => clamp(x, minVal, maxVal));
  return record("hardtanh", y.node, [x], (g) => [
    where(gt(x, minVal), where(gt(maxVal, x), g, 0), 0),
  ]);
}
/** `min(max(x, 0), 6)`. @shape x: [...] -> [...] @example relu6(tensor([8])) // [6] */
export const relu6 = (x: Tensor): Tensor => hardtanh(x, { minVal: 0, maxVal: 6 });
/** `min(max(x + 3, 0), 6)/6`. @shape x: [...] -> [...] @example hardsigmoid(tensor([0])) // [0.5] */
export const hardsigmoid = (x: Tensor): Tensor => trueDivide(relu6(add(x, 3)), 6);
/** `x·hardsigmoid(x)`. @shape x: [...] -> [...] @example hardswish(tensor([3])) // [3] */
export const hardswish = (x: Tensor): Tensor => mul(x, hardsigmoid(x));
/** `x·tanh(softplus(x))`. @shape x: [...] -> [...] @example mish(tensor([0])) // [0] */
export const mish = (x: Tensor): Tensor => mul(x, tanh(softplus(x)));
/** `x/(1 + |x|)`. @shape x: [...] -> [...] @example softsign(tensor([1])) // [0.5] */
export const softsign = (x: Tensor): Tensor => trueDivide(x, add(abs(x), 1));
/** `x − tanh x`. @shape x: [...] -> [...] @example tanhshrink(tensor([0])) // [0] */
export const tanhshrink = (x: Tensor): Tensor => sub(x, tanh(x));
/** `ln σ(x)`, stable. @shape x: [...] -> [...] @example logsigmoid(tensor([0])) // [-0.6931] */
export const logsigmoid = (x: Tensor): Tensor => sub(minimum(x, 0), log1p(exp(neg(abs(x)))));

/** The maximum along an axis, kept, outside of any gradient. */
function maxKept(x: Tensor, axis: number): Tensor {
  const node = reshape(reduce("max", x.node, [axis]), keptShape(x.shape, [axis]));
  return noGrad(() => record("max", node, [x], () => [null]));
}

/**
 * Softmax: `yᵢ = e^{xᵢ} / Σⱼ e^{xⱼ}` along an axis, computed after subtracting the maximum.
 *
 * @shape x: [...] -> [...]
 * @example softmax(tensor([0, 0]), 0) // [0.5, 0.5]
 */
export function softmax(x: Tensor, dim: number): Tensor {
  const input = toFloat(x);
  const axis = normalizeDim("softmax", dim, x.ndim);
  if (input.ndim === 0) return add(mul(input, 0), 1);
  const y = noGrad(() => {
    const e = exp(sub(input, maxKept(input, axis)));
    // One division a row; the rest are products.
    return mul(e, reciprocal(sumAxes(e, [axis], true)));
  });
  const out: Tensor = record("softmax", y.node, [input], (g) => {
    const gy = mul(g, out);
    return [sub(gy, mul(out, sumAxes(gy, [axis], true)))];
  });
  return out;
}

/**
 * Logarithm of softmax: `yᵢ = xᵢ − ln Σⱼ e^{xⱼ}` along an axis.
 *
 * @shape x: [...] -> [...]
 * @example logSoftmax(tensor([0, 0]), 0) // [-0.6931, -0.6931]
 */
export function logSoftmax(x: Tensor, dim: number): Tensor {
  const input = toFloat(x);
  const axis = normalizeDim("logSoftmax", dim, x.ndim);
  if (input.ndim === 0) return mul(input, 0);
  const y = noGrad(() => {
    const z = sub(input, maxKept(input, axis));
    return sub(z, log(sumAxes(exp(z), [axis], true)));
  });
  const out: Tensor = record("logSoftmax", y.node, [input], (g) => [
    sub(g, mul(exp(out), sumAxes(g, [axis], true))),
  ]);
  return out;
}
/** `softmax(−x)`. @shape x: [...] -> [...] @example softmin(tensor([0, 0]), 0) // [0.5, 0.5] */
export const softmin = (x: Tensor, dim: number): Tensor => softmax(neg(x), dim);
