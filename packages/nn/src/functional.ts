/** Functional forms of layers and losses. */
import { matmul, type Tensor } from "@gradus/core";

export {
  adaptiveAvgPool1d,
  adaptiveAvgPool2d,
  adaptiveMaxPool1d,
  adaptiveMaxPool2d,
  avgPool1d,
  avgPool2d,
  celu,
  conv1d,
  conv2d,
  conv3d,
  convTranspose1d,
  convTranspose2d,
  cosineSimilarity,
  elu,
  embeddingLookup as embedding,
  fold2d as fold,
  gelu,
  hardsigmoid,
  hardswish,
  hardtanh,
  interpolate,
  leakyRelu,
  logSoftmax,
  logsigmoid,
  maxPool1d,
  maxPool2d,
  mish,
  oneHot,
  pad,
  prelu,
  relu,
  relu6,
  selu,
  sigmoid,
  silu,
  softmax,
  softmin,
  softplus,
  softsign,
  tanh,
  tanhshrink,
  unfold2d as unfold,
} from "@gradus/core";
export * from "./functional/activation.ts";
export {
  type ScaledDotProductAttentionOptions,
  scaledDotProductAttention,
} from "./functional/attention.ts";
export {
  type AffineOptions,
  groupNorm,
  layerNorm,
  localResponseNorm,
  rmsNorm,
} from "./functional/normalization.ts";
export * from "./losses/ctc.ts";
export * from "./losses/losses.ts";
export * from "./losses/margin.ts";
export type { LossOptions, Reduction } from "./losses/reduction.ts";

/**
 * `x·Wᵀ + b`.
 *
 * @shape x: [..., in], weight: [out, in] -> [..., out]
 * @example linear(tensor([1, 2]), tensor([[1, 0], [1, 1], [0, 3]])) // [1, 3, 6]
 */
export const linear = (x: Tensor, weight: Tensor, bias?: Tensor | null): Tensor => {
  const y = matmul(x, weight.t());
  return bias ? y.add(bias) : y;
};
