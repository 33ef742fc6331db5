/**
 * Attention: every query takes a weighted mean of the values, weighted by how well it agrees with their keys.
 * A mask is turned into numbers added to the scores, 0 or −∞, so that all masks of one call become one.
 */
import { arange, ge, matmul, needOptions, needTensor, type Tensor, where } from "@gradus/core";
import { attentionShapeError, layerOptionError, maskShapeError } from "../errors.ts";
import { Dropout } from "../layers/dropout.ts";

/** A mask as numbers to add to the scores; a boolean one is true where `meaning` says. */
export function maskAsBias(mask: Tensor, meaning: "keep" | "hide", like: Tensor): Tensor {
  if (mask.dtype !== "bool") return mask.to(like.dtype);
  const [yes, no] =
    meaning === "keep" ? [0, Number.NEGATIVE_INFINITY] : [Number.NEGATIVE_INFINITY, 0];
  return where(mask, yes, no).to(like.dtype);
}

/** Hides from query i every key after the i-th. @shape -> [queries, keys] */
export function causalBias(queries: number, keys: number, like: Tensor): Tensor {
  const seen = ge(arange(queries).reshape([queries, 1]), arange(keys));
  return maskAsBias(seen, "keep", like);
}

export interface AttendOptions {
  readonly bias?: Tensor | null;
  readonly dropoutP?: number;
  readonly scale?: number;
  /** Rows whose keys are all hidden: zeros, or the NaN of a softmax over nothing. */
  readonly allHidden?: "zero" | "nan";
}

/** The heart of attention: `weights = softmax(scale·q·kᵀ + bias)` and `output = weights·v`. */
export function attend(
  query: Tensor,
  key: Tensor,
  value: Tensor,
  options: AttendOptions,
): { output: Tensor; weights: Tensor } {
  const { bias, dropoutP = 0, allHidden = "zero" } = options;
  const scale = options.scale ?? 1 / Math.sqrt(query.shape.at(-1) as number);
  let scores = matmul(query.mul(scale), key.transpose(-2, -1));
  if (bias) scores = scores.add(bias);
  const careful = bias && allHidden === "zero" && (bias.shape.at(-1) as number) > 0;
  // Found in the bias, which is often smaller than the scores.
  const hidden = careful
    ? bias.detach().amax(-1, { keepdim: true }).eq(Number.NEGATIVE_INFINITY)
    : null;
  if (hidden) scores = scores.maskedFill(hidden, 0);
  let weights = scores.softmax(-1);
  if (hidden) weights = weights.maskedFill(hidden, 0);
  if (dropoutP > 0) weights = new Dropout(dropoutP).forward(weights);
  return { output: matmul(weights, value), weights };
}

export interface ScaledDotProductAttentionOptions {
  /** Boolean (true: may be seen) or added to the scores; broadcast to [..., L, S]. */
  readonly attnMask?: Tensor | null;
  /** Probability of dropping a weight, whether in training or not; default 0. */
  readonly dropoutP?: number;
  /** Query i sees the keys up to the i-th; default false. */
  readonly isCausal?: boolean;
  /** Factor of the scores; default 1/√E. */
  readonly scale?: number | null;
  /** Let several heads of queries share a head of keys and values; default false. */
  readonly enableGqa?: boolean;
}

/**
 * Attention: `softmax(scale·q·kᵀ + mask)·v`.
 *
 * @shape query: [..., L, E], key: [..., S, E], value: [..., S, Ev] -> [..., L, Ev]
 * @throws ShapeError `nn/attention-shape`, `nn/mask-shape`
 * @throws UsageError `nn/option` for a mask together with `isCausal`
 * @remarks A query whose keys are all hidden gives zeros, as in PyTorch.
 * @example scaledDotProductAttention(ones([1, 2]), ones([3, 2]), ones([3, 4])).shape // [1, 4]
 * @source Vaswani et al. 2017, arXiv:1706.03762, equation 1
 */
export function scaledDotProductAttention(
  query: Tensor,
  key: Tensor,
  value: Tensor,
  options: ScaledDotProductAttentionOptions = {},
): Tensor {
  needTensor("scaledDotProductAttention", "the query", query);
  needTensor("scaledDotProductAttention", "the key", key);
  needTensor("scaledDotProductAttention", "the value", value);
  needOptions("scaledDotProductAttention", options, [
    "attnMask",
    "dropoutP",
    "isCausal",
    "scale",
    "enableGqa",
  ]);
  const name = "scaledDotProductAttention";
  const { attnMask, dropoutP = 0, isCausal = false, scale, enableGqa = false } = options;
  const shapes = { query: query.shape, key: key.shape, value: value.shape };
  if (query.ndim < 2 || key.ndim < 2 || value.ndim < 2)
    throw attentionShapeError(name, "every input needs at least 2 axes", shapes);
  if (query.shape.at(-1) !== key.shape.at(-1))
    throw attentionShapeError(name, "query and key must be equally wide", shapes);
  if (key.shape.at(-2) !== value.shape.at(-2))
    throw attentionShapeError(name, "there must be a value for each key", shapes);
  if (attnMask && isCausal)
    throw layerOptionError(name, "attnMask", "given", "left out where isCausal is true");
  const [queries, keys] = [query.shape.at(-2) as number, key.shape.at(-2) as number];
  let bias: Tensor | null = null;
  if (isCausal) bias = causalBias(queries, keys, query);
  else if (attnMask) {
    needMaskShape(name, attnMask, [...query.shape.slice(0, -1), keys]);
    bias = maskAsBias(attnMask, "keep", query);
  }
  let [k, v] = [key, value];
  if (enableGqa) {
    const heads = query.shape.at(-3) as number;
    const groups = heads / (key.shape.at(-3) as number);
    if (!Number.isInteger(groups) || key.shape.at(-3) !== value.shape.at(-3))
      throw attentionShapeError(
        name,
        "the heads of key and value must be equal and divide those of query",
        shapes,
      );
    k = key.repeatInterleave(groups, -3);
    v = value.repeatInterleave(groups, -3);
  }
  // A causal row always sees its first key, so only given masks can hide everything.
  const allHidden = isCausal ? "nan" : "zero";
  return attend(query, k, v, {
    bias,
    dropoutP,
    allHidden,
    ...(typeof scale === "number" && { scale }),
  }).output;
}

/** Refuses a mask that does not broadcast to the scores. */
function needMaskShape(where: string, mask: Tensor, scores: readonly number[]): void {
  const lead = scores.length - mask.ndim;
  if (lead < 0 || mask.shape.some((n, i) => n !== 1 && n !== scores[lead + i]))
    throw maskShapeError(where, "attnMask", [scores], mask.shape);
}
