/** Functional forms of layers and losses. */
import { matmul, type Tensor } from "@gradus/core";

export {
  adaptiveAvgPool2d,
  avgPool2d,
  conv1d,
  conv2d,
  conv3d,
  elu,
  gelu,
  leakyRelu,
  logSoftmax,
  maxPool2d,
  pad,
  relu,
  sigmoid,
  silu,
  softmax,
  tanh,
} from "@gradus/core";
export {
  type ScaledDotProductAttentionOptions,
  scaledDotProductAttention,
} from "./functional/attention.ts";
export * from "./losses/losses.ts";

/** `x·Wᵀ + b`. @shape x: [..., in], weight: [out, in] -> [..., out] */
export const linear = (x: Tensor, weight: Tensor, bias?: Tensor | null): Tensor => {
  const y = matmul(x, weight.t());
  return bias ? y.add(bias) : y;
};
