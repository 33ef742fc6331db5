/** Losses that are negative log likelihoods of distributions, and those of several labels at once. */
import { checkedIndex, needOptions, needTensor, operate, type Tensor, where } from "@gradus/core";
import { argumentShapeError, inputRankError, layerOptionError } from "../errors.ts";
import { pairwiseDistance } from "../functional/pairs.ts";
import { type LossOptions, needShape, reduced, warnOfBroadcast } from "./reduction.ts";

function needPair(loss: string, input: Tensor, target: Tensor): void {
  needTensor(loss, "the input", input);
  needTensor(loss, "the target", target);
  warnOfBroadcast(loss, input, target);
}

/**
 * Likelihood of a target under normal distributions: `½·(ln var + (input − target)²/var)`.
 *
 * @shape input, target: [...], variance: [...] or with a last axis of 1 -> []
 * @param options.full adds the constant ½·ln 2π
 * @param options.eps least variance, default 1e-6; its limit has no gradient
 * @source Nix & Weigend 1994, "Estimating the mean and variance of the target probability distribution"
 * @example gaussianNllLoss(tensor([1]), tensor([3]), tensor([1])) // 2
 */
export function gaussianNllLoss(
  input: Tensor,
  target: Tensor,
  variance: Tensor | number,
  options: LossOptions & { full?: boolean; eps?: number } = {},
): Tensor {
  needOptions("gaussianNllLoss", options, ["reduction", "full", "eps"]);
  needPair("gaussianNllLoss", input, target);
  const { full = false, eps = 1e-6 } = options;
  if (typeof eps !== "number" || !(eps > 0))
    throw layerOptionError("gaussianNllLoss", "eps", eps, "above 0");
  const given = typeof variance === "number" ? input.detach().mul(0).add(variance) : variance;
  needTensor("gaussianNllLoss", "the variance", given);
  const row =
    given.ndim === input.ndim - 1 && input.shape.slice(0, -1).join() === given.shape.join();
  const spread = row ? given.unsqueeze(-1) : given;
  const fits = input.shape.every(
    (n, i) => spread.shape[i] === n || (i === input.ndim - 1 && spread.shape[i] === 1),
  );
  if (!fits || spread.ndim !== input.ndim)
    throw argumentShapeError("gaussianNllLoss", "variance", input.shape, given.shape);
  return operate(() => {
    // The limit changes the value but not the gradient, as in PyTorch.
    const least = spread.add(spread.detach().clamp(eps).sub(spread.detach()));
    let each = least.log().add(input.sub(target).square().div(least)).mul(0.5);
    if (full) each = each.add(0.5 * Math.log(2 * Math.PI));
    return reduced("gaussianNllLoss", each, options.reduction);
  });
}

/**
 * Likelihood of counts under Poisson distributions: `eˣ − t·x` (of rates: `x − t·ln(x + eps)`).
 *
 * @shape input, target: one shape -> []
 * @param options.logInput whether the input is the logarithm of the rate; default true
 * @param options.full adds Stirling's approximation of `ln t!` for t above 1
 * @example poissonNllLoss(tensor([0]), tensor([2])) // 1
 */
export function poissonNllLoss(
  input: Tensor,
  target: Tensor,
  options: LossOptions & { logInput?: boolean; full?: boolean; eps?: number } = {},
): Tensor {
  needOptions("poissonNllLoss", options, ["reduction", "logInput", "full", "eps"]);
  needPair("poissonNllLoss", input, target);
  const { logInput = true, full = false, eps = 1e-8 } = options;
  return operate(() => {
    let each = logInput
      ? input.exp().sub(target.mul(input))
      : input.sub(target.mul(input.add(eps).log()));
    if (full) {
      const t = where(target.gt(1), target, 1);
      const stirling = t
        .mul(t.log())
        .sub(t)
        .add(
          t
            .mul(2 * Math.PI)
            .log()
            .mul(0.5),
        );
      each = each.add(where(target.gt(1), stirling, 0));
    }
    return reduced("poissonNllLoss", each, options.reduction);
  });
}

/** `ln(1 + e^(−t·x))` with targets ±1. @shape input, target: one shape -> [] @example softMarginLoss(tensor([0]), tensor([1])) // 0.6931 */
export function softMarginLoss(input: Tensor, target: Tensor, options: LossOptions = {}): Tensor {
  needOptions("softMarginLoss", options, ["reduction"]);
  needPair("softMarginLoss", input, target);
  return operate(() =>
    reduced(
      "softMarginLoss",
      input.mul(target).neg().softplus({ threshold: 1e30 }),
      options.reduction,
    ),
  );
}

/**
 * Several labels at once, each a yes or no: the mean over classes of binary cross entropies of logits.
 *
 * @shape input, target: [N, C] -> []
 * @param options.weight a factor for each class
 * @example multilabelSoftMarginLoss(tensor([[0, 0]]), tensor([[1, 0]])) // 0.6931
 */
export function multilabelSoftMarginLoss(
  input: Tensor,
  target: Tensor,
  options: LossOptions & { weight?: Tensor | null } = {},
): Tensor {
  needOptions("multilabelSoftMarginLoss", options, ["reduction", "weight"]);
  needPair("multilabelSoftMarginLoss", input, target);
  const { weight = null } = options;
  if (weight !== null) needTensor("multilabelSoftMarginLoss", "the weight", weight);
  return operate(() => {
    const soft = (x: Tensor): Tensor => x.softplus({ threshold: 1e30 });
    const each = target.mul(soft(input.neg())).add(target.neg().add(1).mul(soft(input)));
    const weighted = weight === null ? each : each.mul(weight);
    return reduced("multilabelSoftMarginLoss", weighted.mean(-1), options.reduction);
  });
}

/**
 * Several labels at once, as lists of classes ended by −1: `Σⱼ Σᵢ max(0, 1 − (x[yⱼ] − x[i]))/C`, i no label.
 *
 * @shape input: [N, C] or [C], target: int of the same shape -> []
 * @throws IndexError for a label that is no class
 * @example multilabelMarginLoss(tensor([0.1, 0.2, 0.4, 0.8]), tensor([3, 0, -1, 1], { dtype: "int32" })) // 0.85
 */
export function multilabelMarginLoss(
  input: Tensor,
  target: Tensor,
  options: LossOptions = {},
): Tensor {
  needOptions("multilabelMarginLoss", options, ["reduction"]);
  needTensor("multilabelMarginLoss", "the input", input);
  needTensor("multilabelMarginLoss", "the target", target);
  if (input.ndim !== 1 && input.ndim !== 2)
    throw inputRankError("multilabelMarginLoss", "[N, C] or [C]", input.shape);
  needShape("multilabelMarginLoss", "target", target, input.shape);
  const classes = input.shape.at(-1) as number;
  const [x, y] = input.ndim === 1 ? [input.unsqueeze(0), target.unsqueeze(0)] : [input, target];
  return operate(() => {
    // Labels count up to the first −1.
    const counted = y.lt(0).int().cumsum(1).eq(0);
    const labels = checkedIndex("multilabelMarginLoss", where(counted, y, 0).int(), classes, {
      what: "label",
    }).reshape(y.shape);
    const isLabel = x.detach().mul(0).scatterAdd(1, labels, counted.to(x.dtype)).gt(0);
    const own = x.gather(1, labels).unsqueeze(2);
    const gaps = own.neg().add(1).add(x.unsqueeze(1)).relu();
    const pairs = counted.unsqueeze(2).logicalAnd(isLabel.logicalNot().unsqueeze(1));
    const each = where(pairs, gaps, 0).sum([1, 2]).div(classes);
    return reduced(
      "multilabelMarginLoss",
      input.ndim === 1 ? each.squeeze(0) : each,
      options.reduction,
    );
  });
}

export interface TripletDistanceOptions extends LossOptions {
  /** The distance of two; default the Euclidean one. */
  readonly distanceFunction?: ((a: Tensor, b: Tensor) => Tensor) | null;
  readonly margin?: number;
  readonly swap?: boolean;
}

/**
 * `max(d(anchor, positive) − d(anchor, negative) + margin, 0)` with a distance of one's own.
 *
 * @shape each: [N, D] -> []
 * @param options.swap also look at the distance from the positive to the negative
 * @example tripletMarginWithDistanceLoss(tensor([[0]]), tensor([[1]]), tensor([[1]])) // 1
 */
export function tripletMarginWithDistanceLoss(
  anchor: Tensor,
  positive: Tensor,
  negative: Tensor,
  options: TripletDistanceOptions = {},
): Tensor {
  needOptions("tripletMarginWithDistanceLoss", options, [
    "reduction",
    "distanceFunction",
    "margin",
    "swap",
  ]);
  for (const [name, x] of [
    ["anchor", anchor],
    ["positive", positive],
    ["negative", negative],
  ] as const)
    needTensor("tripletMarginWithDistanceLoss", `the ${name}`, x);
  const { margin = 1, swap = false } = options;
  const distance = options.distanceFunction ?? ((a: Tensor, b: Tensor) => pairwiseDistance(a, b));
  if (typeof distance !== "function")
    throw layerOptionError(
      "tripletMarginWithDistanceLoss",
      "distanceFunction",
      distance,
      "a function of two tensors",
    );
  if (typeof margin !== "number" || !(margin > 0))
    throw layerOptionError("tripletMarginWithDistanceLoss", "margin", margin, "above 0");
  const near = distance(anchor, positive);
  let far = distance(anchor, negative);
  if (swap) far = far.minimum(distance(positive, negative));
  return reduced(
    "tripletMarginWithDistanceLoss",
    near.sub(far).add(margin).clamp(0),
    options.reduction,
  );
}
