/** Functional forms of layers and losses. */

import { embeddingLookup, matmul, needOptions, needTensor, type Tensor } from "@gradus/core";
import { layerOptionError } from "./errors.ts";

export {
  adaptiveAvgPool1d,
  adaptiveAvgPool2d,
  adaptiveAvgPool3d,
  adaptiveMaxPool1d,
  adaptiveMaxPool2d,
  adaptiveMaxPool3d,
  avgPool1d,
  avgPool2d,
  avgPool3d,
  celu,
  conv1d,
  conv2d,
  conv3d,
  convTranspose1d,
  convTranspose2d,
  convTranspose3d,
  cosineSimilarity,
  elu,
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
  maxPool3d,
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
export * from "./functional/batch.ts";
export * from "./functional/dropout.ts";
export {
  type FractionalPoolOptions,
  fractionalMaxPool2d,
  fractionalMaxPool3d,
} from "./functional/fractional-pool.ts";
export {
  type AffineOptions,
  groupNorm,
  layerNorm,
  localResponseNorm,
  rmsNorm,
} from "./functional/normalization.ts";
export * from "./functional/pairs.ts";
export * from "./functional/spatial.ts";
export * from "./losses/ctc.ts";
export * from "./losses/likelihood.ts";
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
  needTensor("linear", "the input", x);
  needTensor("linear", "the weight", weight);
  const y = matmul(x, weight.t());
  return bias ? y.add(bias) : y;
};

/**
 * Rows of a table by index: an embedding.
 *
 * @shape input: int [...], weight: [V, D] -> [..., D]
 * @param options.paddingIdx the row that gets no gradient; negative ones count from the end of the table
 * @throws IndexError for an index outside of the table
 * @example embedding(tensor([1], { dtype: "int32" }), tensor([[1, 2], [3, 4]])) // [[3, 4]]
 */
export function embedding(
  input: Tensor,
  weight: Tensor,
  options: { paddingIdx?: number | null } = {},
): Tensor {
  needTensor("embedding", "the input", input);
  needTensor("embedding", "the weight", weight);
  needOptions("embedding", options, ["paddingIdx"]);
  const { paddingIdx = null } = options;
  const rows = weight.shape[0];
  if (paddingIdx !== null && !(paddingIdx >= -rows && paddingIdx < rows))
    throw layerOptionError("embedding", "paddingIdx", paddingIdx, `from ${-rows} to ${rows - 1}`);
  const row = paddingIdx !== null && paddingIdx < 0 ? paddingIdx + rows : paddingIdx;
  return embeddingLookup(weight, input, row);
}
