/** Losses that ask for a margin: between classes, pairs or triplets. */
import { checkedIndex, needOptions, needTensor, norm, type Tensor, where } from "@gradus/core";
import { argumentShapeError, inputRankError, layerOptionError } from "../errors.ts";
import { type LossOptions, needShape, reduced } from "./reduction.ts";

/**
 * For pairs that are alike (target 1) the distance itself, for others (−1) what is missing to the margin.
 *
 * @shape input, target: one shape -> []
 * @example hingeEmbeddingLoss(tensor([0.5]), tensor([-1])) // 0.5
 */
export function hingeEmbeddingLoss(
  input: Tensor,
  target: Tensor,
  options: LossOptions & { margin?: number } = {},
): Tensor {
  needTensor("hingeEmbeddingLoss", "the input", input);
  needTensor("hingeEmbeddingLoss", "the target", target);
  needOptions("hingeEmbeddingLoss", options, ["reduction", "margin"]);
  const { margin = 1 } = options;
  const apart = where(target.ne(1), input.neg().add(margin).clamp(0), 0);
  const alike = where(target.ne(-1), input, 0);
  return reduced("hingeEmbeddingLoss", apart.add(alike), options.reduction);
}

/**
 * Hinge loss of class scores: `Σᵢ≠ₜ max(0, margin − xₜ + xᵢ)ᵖ / C`.
 *
 * @shape input: [N, C] or [C], target: int [N] or [] -> []
 * @throws ShapeError `nn/argument-shape` for a target or weight that does not fit
 * @example multiMarginLoss(tensor([[1, 0.5]]), tensor([0], { dtype: "int32" })) // 0.25
 */
export function multiMarginLoss(
  input: Tensor,
  target: Tensor,
  options: LossOptions & { p?: 1 | 2; margin?: number; weight?: Tensor } = {},
): Tensor {
  needTensor("multiMarginLoss", "the input", input);
  needTensor("multiMarginLoss", "the target", target);
  needOptions("multiMarginLoss", options, ["reduction", "p", "margin", "weight"]);
  const { p = 1, margin = 1, weight } = options;
  if (p !== 1 && p !== 2) throw layerOptionError("multiMarginLoss", "p", p, "1 or 2");
  if (input.ndim < 2) {
    const one = multiMarginLoss(input.reshape([1, -1]), target.reshape([1]), options);
    return options.reduction === "none" ? one.reshape([]) : one;
  }
  const [n, classes] = input.shape as [number, number];
  needShape("multiMarginLoss", "target", target, [n]);
  needShape("multiMarginLoss", "weight", weight, [classes]);
  const labels = checkedIndex("multiMarginLoss", target, classes, { what: "label" });
  const index = labels.unsqueeze(1);
  const gap = input.sub(input.gather(1, index)).add(margin).relu();
  let each = p === 1 ? gap : gap.square();
  if (weight) each = each.mul(weight.take(labels).unsqueeze(1));
  // The target's own term is the margin: leave it out.
  const own = input.detach().mul(0).scatter(1, index, 1);
  const total = where(own.ne(0), 0, each).sum(1).div(classes);
  return reduced("multiMarginLoss", total, options.reduction);
}

/**
 * Whether a is ranked above b (target 1) or below (−1): `max(0, −y·(a − b) + margin)`.
 *
 * @shape a, b, target: one shape -> []
 * @example marginRankingLoss(tensor([1]), tensor([3]), tensor([1])) // 2
 */
export const marginRankingLoss = (
  a: Tensor,
  b: Tensor,
  target: Tensor,
  options: LossOptions & { margin?: number } = {},
): Tensor => {
  needTensor("marginRankingLoss", "the first", a);
  needTensor("marginRankingLoss", "the second", b);
  needTensor("marginRankingLoss", "the target", target);
  needOptions("marginRankingLoss", options, ["reduction", "margin"]);
  for (const other of [b, target])
    if (other.ndim !== a.ndim)
      throw argumentShapeError("marginRankingLoss", "three inputs", a.shape, other.shape);
  const each = target
    .neg()
    .mul(a.sub(b))
    .add(options.margin ?? 0);
  return reduced("marginRankingLoss", each.clamp(0), options.reduction);
};

export interface TripletOptions extends LossOptions {
  readonly margin?: number;
  readonly p?: number;
  readonly eps?: number;
  /** Also look at the distance from the positive to the negative; default false. */
  readonly swap?: boolean;
}

/**
 * The anchor should be nearer to the positive than to the negative, by a margin:
 * `max(0, ‖a − p‖ − ‖a − n‖ + margin)`.
 *
 * @shape anchor, positive, negative: [N, D] -> []
 * @source Balntas et al. 2016, "Learning shallow convolutional feature descriptors with triplet losses"
 * @example tripletMarginLoss(tensor([[0]]), tensor([[1]]), tensor([[1]])) // 1
 */
export function tripletMarginLoss(
  anchor: Tensor,
  positive: Tensor,
  negative: Tensor,
  options: TripletOptions = {},
): Tensor {
  needTensor("tripletMarginLoss", "the anchor", anchor);
  needTensor("tripletMarginLoss", "the positive", positive);
  needTensor("tripletMarginLoss", "the negative", negative);
  needOptions("tripletMarginLoss", options, ["margin", "p", "eps", "swap", "reduction"]);
  const { margin = 1, p = 2, eps = 1e-6, swap = false } = options;
  if (!(margin > 0)) throw layerOptionError("tripletMarginLoss", "margin", margin, "above 0");
  for (const other of [positive, negative])
    if (other.ndim !== anchor.ndim)
      throw argumentShapeError("tripletMarginLoss", "three inputs", anchor.shape, other.shape);
  const distance = (a: Tensor, b: Tensor): Tensor => norm(a.sub(b).add(eps), p, -1);
  const near = distance(anchor, positive);
  let far = distance(anchor, negative);
  if (swap) far = far.minimum(distance(positive, negative));
  return reduced("tripletMarginLoss", near.sub(far).add(margin).clamp(0), options.reduction);
}

/**
 * `1 − cos(a, b)` for pairs that are alike (target 1), `max(0, cos(a, b) − margin)` for others (−1).
 *
 * @shape a, b: [N, D], target: [N] -> []
 * @example cosineEmbeddingLoss(tensor([[1, 0]]), tensor([[0, 1]]), tensor([1])) // 1
 */
export function cosineEmbeddingLoss(
  a: Tensor,
  b: Tensor,
  target: Tensor,
  options: LossOptions & { margin?: number } = {},
): Tensor {
  needTensor("cosineEmbeddingLoss", "the first", a);
  needTensor("cosineEmbeddingLoss", "the second", b);
  needTensor("cosineEmbeddingLoss", "the target", target);
  needOptions("cosineEmbeddingLoss", options, ["reduction", "margin"]);
  if (a.ndim !== 1 && a.ndim !== 2)
    throw inputRankError("cosineEmbeddingLoss", "[N, D] or [D]", a.shape);
  needShape("cosineEmbeddingLoss", "second input", b, a.shape);
  needShape("cosineEmbeddingLoss", "target", target, a.shape.slice(0, -1));
  const eps = 1e-12;
  const length = (x: Tensor): Tensor => x.square().sum(-1).add(eps);
  const cosine = a
    .mul(b)
    .sum(-1)
    .div(length(a).mul(length(b)).sqrt());
  const alike = where(target.eq(1), cosine.neg().add(1), 0);
  const apart = where(target.eq(-1), cosine.sub(options.margin ?? 0).clamp(0), 0);
  return reduced("cosineEmbeddingLoss", alike.add(apart), options.reduction);
}
