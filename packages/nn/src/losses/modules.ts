/** Losses as layers: the functions with their options fixed, and weights kept in the state. */

import type { Tensor } from "@gradus/core";
import { needOptions } from "@gradus/core";
import { Layer } from "../module.ts";
import { ctcLoss } from "./ctc.ts";
import {
  gaussianNllLoss,
  multilabelMarginLoss,
  multilabelSoftMarginLoss,
  poissonNllLoss,
  softMarginLoss,
  type TripletDistanceOptions,
  tripletMarginWithDistanceLoss,
} from "./likelihood.ts";
import {
  binaryCrossEntropy,
  binaryCrossEntropyWithLogits,
  type ClassOptions,
  crossEntropy,
  huberLoss,
  klDiv,
  l1Loss,
  mseLoss,
  nllLoss,
  smoothL1Loss,
} from "./losses.ts";
import {
  cosineEmbeddingLoss,
  hingeEmbeddingLoss,
  marginRankingLoss,
  multiMarginLoss,
  type TripletOptions,
  tripletMarginLoss,
} from "./margin.ts";
import type { LossOptions, Reduction } from "./reduction.ts";

abstract class Loss<O> extends Layer {
  readonly options: O;

  constructor(options: O) {
    super();
    this.options = options;
  }
}

/** Mean squared error. @shape input, target: one shape -> [] @example new MSELoss().call(tensor([1, 3]), tensor([1, 1])) // 2 */
export class MSELoss extends Loss<LossOptions> {
  constructor(options: LossOptions = {}) {
    needOptions("MSELoss", options, ["reduction"]);
    super(options);
  }

  override forward(input: Tensor, target: Tensor): Tensor {
    return mseLoss(input, target, this.options);
  }
}
/** Mean absolute error. @shape input, target: one shape -> [] @example new L1Loss().call(tensor([1, 3]), tensor([1, 1])) // 1 */
export class L1Loss extends Loss<LossOptions> {
  constructor(options: LossOptions = {}) {
    needOptions("L1Loss", options, ["reduction"]);
    super(options);
  }

  override forward(input: Tensor, target: Tensor): Tensor {
    return l1Loss(input, target, this.options);
  }
}
/** Squared near 0, linear beyond delta. @shape input, target: one shape -> [] @example new HuberLoss().call(tensor([3]), tensor([0])) // 2.5 */
export class HuberLoss extends Loss<LossOptions & { readonly delta?: number }> {
  constructor(options: LossOptions & { readonly delta?: number } = {}) {
    needOptions("HuberLoss", options, ["reduction", "delta"]);
    super(options);
  }

  override forward(input: Tensor, target: Tensor): Tensor {
    return huberLoss(input, target, this.options);
  }
}
/** Huber's loss divided by beta. @shape input, target: one shape -> [] @example new SmoothL1Loss().call(tensor([3]), tensor([0])) // 2.5 */
export class SmoothL1Loss extends Loss<LossOptions & { readonly beta?: number }> {
  constructor(options: LossOptions & { readonly beta?: number } = {}) {
    needOptions("SmoothL1Loss", options, ["reduction", "beta"]);
    super(options);
  }

  override forward(input: Tensor, target: Tensor): Tensor {
    return smoothL1Loss(input, target, this.options);
  }
}
/** Kullback–Leibler divergence of log probabilities. @shape input, target: one shape -> [] @example new KLDivLoss({ reduction: "sum" }).call(tensor([0]), tensor([1])) // 0 */
export class KLDivLoss extends Loss<{
  readonly reduction?: Reduction | "batchmean";
  readonly logTarget?: boolean;
}> {
  constructor(
    options: { readonly reduction?: Reduction | "batchmean"; readonly logTarget?: boolean } = {},
  ) {
    needOptions("KLDivLoss", options, ["reduction", "logTarget"]);
    super(options);
  }

  override forward(input: Tensor, target: Tensor): Tensor {
    return klDiv(input, target, this.options);
  }
}

/** Cross entropy of logits. @shape input: [N, C, ...], target: int [N, ...] or [N, C, ...] -> [] @state weight: [C] where given @example new CrossEntropyLoss().call(zeros([1, 2]), tensor([0], { dtype: "int32" })) // 0.6931 */
export class CrossEntropyLoss extends Loss<ClassOptions & { readonly labelSmoothing?: number }> {
  declare weight: Tensor | null;

  constructor(options: ClassOptions & { readonly labelSmoothing?: number } = {}) {
    needOptions("CrossEntropyLoss", options, [
      "weight",
      "ignoreIndex",
      "reduction",
      "labelSmoothing",
    ]);
    super(options);
    this.registerBuffer("weight", options.weight ?? null);
  }

  override forward(input: Tensor, target: Tensor): Tensor {
    const weight = this.weight;
    return crossEntropy(input, target, { ...this.options, ...(weight && { weight }) });
  }
}
/** Negative log likelihood of log probabilities. @shape input: [N, C, ...], target: int [N, ...] -> [] @state weight: [C] where given @example new NLLLoss().call(tensor([[-1, -2]]), tensor([1], { dtype: "int32" })) // 2 */
export class NLLLoss extends Loss<ClassOptions> {
  declare weight: Tensor | null;

  constructor(options: ClassOptions = {}) {
    needOptions("NLLLoss", options, ["weight", "ignoreIndex", "reduction"]);
    super(options);
    this.registerBuffer("weight", options.weight ?? null);
  }

  override forward(input: Tensor, target: Tensor): Tensor {
    const weight = this.weight;
    return nllLoss(input, target, { ...this.options, ...(weight && { weight }) });
  }
}
/** Binary cross entropy of probabilities. @shape input, target: one shape -> [] @state weight: where given @example new BCELoss().call(tensor([0.5]), tensor([1])) // 0.6931 */
export class BCELoss extends Loss<LossOptions & { readonly weight?: Tensor }> {
  declare weight: Tensor | null;

  constructor(options: LossOptions & { readonly weight?: Tensor } = {}) {
    needOptions("BCELoss", options, ["reduction", "weight"]);
    super(options);
    this.registerBuffer("weight", options.weight ?? null);
  }

  override forward(input: Tensor, target: Tensor): Tensor {
    const weight = this.weight;
    return binaryCrossEntropy(input, target, { ...this.options, ...(weight && { weight }) });
  }
}
/** Binary cross entropy of logits. @shape input, target: one shape -> [] @state weight, pos_weight: where given @example new BCEWithLogitsLoss().call(tensor([0]), tensor([1])) // 0.6931 */
export class BCEWithLogitsLoss extends Loss<
  LossOptions & { readonly weight?: Tensor; readonly posWeight?: Tensor }
> {
  declare weight: Tensor | null;
  declare pos_weight: Tensor | null;

  constructor(
    options: LossOptions & { readonly weight?: Tensor; readonly posWeight?: Tensor } = {},
  ) {
    needOptions("BCEWithLogitsLoss", options, ["reduction", "weight", "posWeight"]);
    super(options);
    this.registerBuffer("weight", options.weight ?? null);
    this.registerBuffer("pos_weight", options.posWeight ?? null);
  }

  override forward(input: Tensor, target: Tensor): Tensor {
    const { weight, pos_weight: posWeight } = this;
    return binaryCrossEntropyWithLogits(input, target, {
      ...this.options,
      ...(weight && { weight }),
      ...(posWeight && { posWeight }),
    });
  }
}

/** Distances of pairs, alike or not. @shape input, target: one shape -> [] @example new HingeEmbeddingLoss().call(tensor([0.5]), tensor([-1])) // 0.5 */
export class HingeEmbeddingLoss extends Loss<LossOptions & { readonly margin?: number }> {
  constructor(options: LossOptions & { readonly margin?: number } = {}) {
    needOptions("HingeEmbeddingLoss", options, ["reduction", "margin"]);
    super(options);
  }

  override forward(input: Tensor, target: Tensor): Tensor {
    return hingeEmbeddingLoss(input, target, this.options);
  }
}
/** Hinge loss of class scores. @shape input: [N, C], target: int [N] -> [] @state weight: [C] where given @example new MultiMarginLoss().call(tensor([[1, 0.5]]), tensor([0], { dtype: "int32" })) // 0.25 */
export class MultiMarginLoss extends Loss<
  LossOptions & { readonly p?: 1 | 2; readonly margin?: number; readonly weight?: Tensor }
> {
  declare weight: Tensor | null;

  constructor(
    options: LossOptions & {
      readonly p?: 1 | 2;
      readonly margin?: number;
      readonly weight?: Tensor;
    } = {},
  ) {
    needOptions("MultiMarginLoss", options, ["reduction", "p", "margin", "weight"]);
    super(options);
    this.registerBuffer("weight", options.weight ?? null);
  }

  override forward(input: Tensor, target: Tensor): Tensor {
    const weight = this.weight;
    return multiMarginLoss(input, target, { ...this.options, ...(weight && { weight }) });
  }
}
/** Which of two should rank higher. @shape a, b, target: one shape -> [] @example new MarginRankingLoss().call(tensor([1]), tensor([3]), tensor([1])) // 2 */
export class MarginRankingLoss extends Loss<LossOptions & { readonly margin?: number }> {
  constructor(options: LossOptions & { readonly margin?: number } = {}) {
    needOptions("MarginRankingLoss", options, ["reduction", "margin"]);
    super(options);
  }

  override forward(a: Tensor, b: Tensor, target: Tensor): Tensor {
    return marginRankingLoss(a, b, target, this.options);
  }
}
/** Anchor nearer to the positive than to the negative. @shape each: [N, D] -> [] @example new TripletMarginLoss().call(tensor([[0]]), tensor([[1]]), tensor([[1]])) // 1 */
export class TripletMarginLoss extends Loss<TripletOptions> {
  constructor(options: TripletOptions = {}) {
    needOptions("TripletMarginLoss", options, ["margin", "p", "eps", "swap", "reduction"]);
    super(options);
  }

  override forward(anchor: Tensor, positive: Tensor, negative: Tensor): Tensor {
    return tripletMarginLoss(anchor, positive, negative, this.options);
  }
}
/** The angle of pairs, alike or not. @shape a, b: [N, D], target: [N] -> [] @example new CosineEmbeddingLoss().call(tensor([[1, 0]]), tensor([[0, 1]]), tensor([1])) // 1 */
export class CosineEmbeddingLoss extends Loss<LossOptions & { readonly margin?: number }> {
  constructor(options: LossOptions & { readonly margin?: number } = {}) {
    needOptions("CosineEmbeddingLoss", options, ["reduction", "margin"]);
    super(options);
  }

  override forward(a: Tensor, b: Tensor, target: Tensor): Tensor {
    return cosineEmbeddingLoss(a, b, target, this.options);
  }
}
/** Likelihood of a target under a longer sequence. @shape logProbs: [T, N, C], targets: [N, S] -> [] @example new CTCLoss().call(tensor([[[0.5, 0.5]]]).log(), tensor([[1]], { dtype: "int32" }), [1], [1]) // 0.6931 */
export class CTCLoss extends Loss<{
  readonly blank?: number;
  readonly reduction?: Reduction;
  readonly zeroInfinity?: boolean;
}> {
  constructor(
    options: {
      readonly blank?: number;
      readonly reduction?: Reduction;
      readonly zeroInfinity?: boolean;
    } = {},
  ) {
    needOptions("CTCLoss", options, ["blank", "reduction", "zeroInfinity"]);
    super(options);
  }

  override forward(
    logProbs: Tensor,
    targets: Tensor,
    inputLengths: Tensor | readonly number[],
    targetLengths: Tensor | readonly number[],
  ): Tensor {
    return ctcLoss(logProbs, targets, inputLengths, targetLengths, this.options);
  }
}
/** Likelihood of a target under normal distributions. @shape input, target, variance: one shape -> [] @example new GaussianNLLLoss().call(tensor([1]), tensor([3]), tensor([1])) // 2 */
export class GaussianNLLLoss extends Loss<
  LossOptions & { readonly full?: boolean; readonly eps?: number }
> {
  constructor(options: LossOptions & { readonly full?: boolean; readonly eps?: number } = {}) {
    needOptions("GaussianNLLLoss", options, ["reduction", "full", "eps"]);
    super(options);
  }

  override forward(input: Tensor, target: Tensor, variance: Tensor | number): Tensor {
    return gaussianNllLoss(input, target, variance, this.options);
  }
}
/** Likelihood of counts under Poisson distributions. @shape input, target: one shape -> [] @example new PoissonNLLLoss().call(tensor([0]), tensor([2])) // 1 */
export class PoissonNLLLoss extends Loss<
  LossOptions & { readonly logInput?: boolean; readonly full?: boolean; readonly eps?: number }
> {
  constructor(
    options: LossOptions & {
      readonly logInput?: boolean;
      readonly full?: boolean;
      readonly eps?: number;
    } = {},
  ) {
    needOptions("PoissonNLLLoss", options, ["reduction", "logInput", "full", "eps"]);
    super(options);
  }

  override forward(input: Tensor, target: Tensor): Tensor {
    return poissonNllLoss(input, target, this.options);
  }
}
/** Logistic loss of targets ±1. @shape input, target (±1): one shape -> [] @example new SoftMarginLoss().call(tensor([0]), tensor([1])) // 0.6931 */
export class SoftMarginLoss extends Loss<LossOptions> {
  constructor(options: LossOptions = {}) {
    needOptions("SoftMarginLoss", options, ["reduction"]);
    super(options);
  }

  override forward(input: Tensor, target: Tensor): Tensor {
    return softMarginLoss(input, target, this.options);
  }
}
/** Margins of several labels at once, lists of classes ended by −1. @shape input: [N, C], target: int [N, C] -> [] @example new MultiLabelMarginLoss().call(tensor([0.1, 0.2, 0.4, 0.8]), tensor([3, 0, -1, 1], { dtype: "int32" })) // 0.85 */
export class MultiLabelMarginLoss extends Loss<LossOptions> {
  constructor(options: LossOptions = {}) {
    needOptions("MultiLabelMarginLoss", options, ["reduction"]);
    super(options);
  }

  override forward(input: Tensor, target: Tensor): Tensor {
    return multilabelMarginLoss(input, target, this.options);
  }
}
/** Several labels at once, each a yes or no. @shape input, target: [N, C] -> [] @example new MultiLabelSoftMarginLoss().call(tensor([[0, 0]]), tensor([[1, 0]])) // 0.6931 */
export class MultiLabelSoftMarginLoss extends Loss<LossOptions> {
  declare weight: Tensor | null;

  constructor(options: LossOptions & { readonly weight?: Tensor } = {}) {
    needOptions("MultiLabelSoftMarginLoss", options, ["reduction", "weight"]);
    const { weight, ...rest } = options;
    super(rest);
    this.registerBuffer("weight", weight ?? null);
  }

  override forward(input: Tensor, target: Tensor): Tensor {
    return multilabelSoftMarginLoss(input, target, { ...this.options, weight: this.weight });
  }
}
/** Anchor nearer to the positive than to the negative, by a distance of one's own. @shape each: [N, D] -> [] @example new TripletMarginWithDistanceLoss().call(tensor([[0]]), tensor([[1]]), tensor([[1]])) // 1 */
export class TripletMarginWithDistanceLoss extends Loss<TripletDistanceOptions> {
  constructor(options: TripletDistanceOptions = {}) {
    needOptions("TripletMarginWithDistanceLoss", options, [
      "reduction",
      "distanceFunction",
      "margin",
      "swap",
    ]);
    super(options);
  }

  override forward(anchor: Tensor, positive: Tensor, negative: Tensor): Tensor {
    return tripletMarginWithDistanceLoss(anchor, positive, negative, this.options);
  }
}
