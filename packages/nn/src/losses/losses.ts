/**
 * Losses of classes, values and probabilities. What one is made of is the library's own business: it runs as one
 * operator, so that only the loss itself is held for the program.
 */
import {
  checkedIndex,
  gather,
  needOptions,
  needTensor,
  operate,
  type Tensor,
  where,
} from "@gradus/core";
import { layerOptionError } from "../errors.ts";
import {
  type LossOptions,
  needReduction,
  needShape,
  type Reduction,
  reduced,
  warnOfBroadcast,
} from "./reduction.ts";

export interface ClassOptions extends LossOptions {
  /** A weight for each class. */
  readonly weight?: Tensor;
  /** Targets of this class do not count; default −100. */
  readonly ignoreIndex?: number;
}

/** Two tensors that should have one shape. */
function needPair(loss: string, input: Tensor, target: Tensor): void {
  needTensor(loss, "the input", input);
  needTensor(loss, "the target", target);
  warnOfBroadcast(loss, input, target);
}

/** The class axis last and the rest flat: [n, C]. */
function rows(x: Tensor): Tensor {
  if (x.ndim === 1) return x.unsqueeze(0);
  if (x.ndim === 2) return x;
  return x.movedim(1, -1).reshape([-1, x.shape[1] as number]);
}

/** The shape of the target of classes, and of the losses before they are reduced. */
const targetShape = (input: Tensor): number[] =>
  input.ndim === 1 ? [] : input.shape.filter((_, i) => i !== 1);

/** −w[t]·x[t] and w[t] for each row of x, both 0 where the target is ignored. */
function picked(
  loss: string,
  x: Tensor,
  target: Tensor,
  { weight, ignoreIndex = -100 }: ClassOptions,
): { each: Tensor; w: Tensor } {
  const counted = target.reshape([-1]).ne(ignoreIndex);
  const rule = { what: "label", ignore: ignoreIndex } as const;
  const safe = checkedIndex(loss, target, x.shape[1], rule).reshape([-1]);
  let w = counted.to(x.dtype);
  if (weight) w = w.mul(weight.take(safe));
  return { each: gather(x, 1, safe.unsqueeze(1)).squeeze(1).neg().mul(w), w };
}

/**
 * Negative log likelihood of the target class: `−w[t]·x[t]`; the mean is over the weights.
 *
 * @shape input: [N, C, ...] log probabilities, target: int [N, ...] -> []
 * @throws ShapeError `nn/argument-shape` for a target or weight that does not fit
 * @throws IndexError for a label outside of 0..C−1, at once where the target is there and else when it is computed
 * @example nllLoss(tensor([[-1, -2]]), tensor([1], { dtype: "int32" })) // 2
 */
export function nllLoss(input: Tensor, target: Tensor, options: ClassOptions = {}): Tensor {
  needTensor("nllLoss", "the input", input);
  needTensor("nllLoss", "the target", target);
  needOptions("nllLoss", options, ["weight", "ignoreIndex", "reduction"]);
  const { weight, reduction = "mean" } = options;
  needReduction("nllLoss", reduction);
  needShape("nllLoss", "target", target, targetShape(input));
  const x = rows(input);
  needShape("nllLoss", "weight", weight, [x.shape[1] as number]);
  return operate(() => {
    const { each, w } = picked("nllLoss", x, target, options);
    if (reduction === "none") return each.reshape(target.shape);
    return reduction === "sum" ? each.sum() : each.sum().div(w.sum());
  });
}

/**
 * Cross entropy of logits: `−ln softmax(x)[t]`, or `−Σ p·ln softmax(x)` for probabilities p.
 *
 * @shape input: [N, C, ...], target: int [N, ...] or float [N, C, ...] -> []
 * @param options.labelSmoothing the share of the target that is spread over all classes, 0 to 1; default 0
 * @throws ShapeError `nn/argument-shape` for a target or weight that does not fit
 * @throws IndexError for a label outside of 0..C−1, at once where the target is there and else when it is computed
 * @example crossEntropy(zeros([1, 2]), tensor([0], { dtype: "int32" })) // 0.6931
 */
export function crossEntropy(
  input: Tensor,
  target: Tensor,
  options: ClassOptions & { labelSmoothing?: number } = {},
): Tensor {
  needTensor("crossEntropy", "the input", input);
  needTensor("crossEntropy", "the target", target);
  needOptions("crossEntropy", options, ["weight", "ignoreIndex", "reduction", "labelSmoothing"]);
  const { labelSmoothing: smooth = 0, weight, reduction = "mean" } = options;
  needReduction("crossEntropy", reduction);
  if (!(smooth >= 0 && smooth <= 1))
    throw layerOptionError("crossEntropy", "labelSmoothing", smooth, "from 0 to 1");
  const classes = input.shape[input.ndim === 1 ? 0 : 1] as number;
  needShape("crossEntropy", "weight", weight, [classes]);
  return operate(() => {
    const logp = rows(input).logSoftmax(1);
    if (target.dtype === "float32" || target.dtype === "float64") {
      needShape("crossEntropy", "target of probabilities", target, input.shape);
      if ((options.ignoreIndex ?? -100) >= 0)
        throw layerOptionError(
          "crossEntropy",
          "ignoreIndex",
          options.ignoreIndex,
          "left out with a target of probabilities",
        );
      let p = rows(target);
      if (smooth > 0) p = p.mul(1 - smooth).add(smooth / classes);
      if (weight) p = p.mul(weight);
      const each = p.mul(logp).sum(1).neg();
      if (reduction === "none") return each.reshape(targetShape(input));
      return reduction === "sum" ? each.sum() : each.sum().div(each.numel());
    }
    needShape("crossEntropy", "target", target, targetShape(input));
    const { each, w } = picked("crossEntropy", logp, target, options);
    let total = each;
    if (smooth > 0) {
      const counted = target.reshape([-1]).ne(options.ignoreIndex ?? -100);
      const all = (weight ? logp.mul(weight) : logp).sum(1).neg().mul(counted.to(logp.dtype));
      total = each.mul(1 - smooth).add(all.mul(smooth / classes));
    }
    if (reduction === "none") return total.reshape(target.shape);
    return reduction === "sum" ? total.sum() : total.sum().div(w.sum());
  });
}

/**
 * Mean squared error.
 *
 * @shape input, target: one shape -> []
 * @example mseLoss(tensor([1, 2]), tensor([1, 4])) // 2
 */
export function mseLoss(a: Tensor, b: Tensor, o: LossOptions = {}): Tensor {
  needOptions("mseLoss", o, ["reduction"]);
  needPair("mseLoss", a, b);
  return reduced("mseLoss", a.sub(b).square(), o.reduction);
}

/**
 * Mean absolute error.
 *
 * @shape input, target: one shape -> []
 * @example l1Loss(tensor([1, 2]), tensor([1, 4])) // 1
 */
export function l1Loss(a: Tensor, b: Tensor, o: LossOptions = {}): Tensor {
  needOptions("l1Loss", o, ["reduction"]);
  needPair("l1Loss", a, b);
  return reduced("l1Loss", a.sub(b).abs(), o.reduction);
}

/** `½d²` up to delta, `delta·(d − ½delta)` beyond, of distances. */
function huber(d: Tensor, delta: number): Tensor {
  const near = d.clamp(null, delta);
  return near.mul(d.sub(near.mul(0.5)));
}

/**
 * Squared below `delta`, linear above.
 *
 * @shape input, target: one shape -> []
 * @example huberLoss(tensor([0, 0]), tensor([0.5, 3])) // 1.3125
 * @source Huber 1964
 */
export function huberLoss(a: Tensor, b: Tensor, o: LossOptions & { delta?: number } = {}): Tensor {
  needOptions("huberLoss", o, ["reduction", "delta"]);
  const { delta = 1 } = o;
  needPair("huberLoss", a, b);
  if (!(delta > 0)) throw layerOptionError("huberLoss", "delta", delta, "above 0");
  return reduced("huberLoss", huber(a.sub(b).abs(), delta), o.reduction);
}
/**
 * Huber's loss divided by beta.
 *
 * @shape input, target: one shape -> []
 * @example smoothL1Loss(tensor([0, 0]), tensor([0.5, 3]), { beta: 2 }) // 1.0313
 */
export function smoothL1Loss(
  a: Tensor,
  b: Tensor,
  o: LossOptions & { beta?: number } = {},
): Tensor {
  needOptions("smoothL1Loss", o, ["reduction", "beta"]);
  const { beta = 1 } = o;
  needPair("smoothL1Loss", a, b);
  if (!(beta >= 0)) throw layerOptionError("smoothL1Loss", "beta", beta, "at least 0");
  const d = a.sub(b).abs();
  return reduced("smoothL1Loss", beta === 0 ? d : huber(d, beta).div(beta), o.reduction);
}
/**
 * Binary cross entropy of probabilities: `−(t·ln p + (1 − t)·ln(1 − p))`, logarithms limited to −100.
 *
 * @shape input, target: one shape -> []
 * @throws ShapeError `nn/argument-shape`
 * @remarks As in PyTorch, the gradient `(p − t)/(p·(1 − p))` is limited where p is 0 or 1: its denominator is
 *   at least 1e−12.
 * @example binaryCrossEntropy(tensor([0.5]), tensor([1])) // 0.6931
 */
export function binaryCrossEntropy(
  p: Tensor,
  t: Tensor,
  o: LossOptions & { weight?: Tensor } = {},
): Tensor {
  needTensor("binaryCrossEntropy", "the input", p);
  needTensor("binaryCrossEntropy", "the target", t);
  needOptions("binaryCrossEntropy", o, ["reduction", "weight"]);
  needShape("binaryCrossEntropy", "target", t, p.shape);
  return operate(() => {
    const least = 1e-12;
    const entropy = (q: Tensor): Tensor =>
      t
        .mul(q.log().clamp(-100))
        .add(t.neg().add(1).mul(q.neg().add(1).log().clamp(-100)))
        .neg();
    // At the ends the logarithm has no finite slope, so the limited one is attached to the value.
    const still = p.detach();
    const slope = still.sub(t.detach()).div(least);
    const atEnd = entropy(still).add(p.sub(still).mul(slope));
    const isEnd = still.mul(still.neg().add(1)).lt(least);
    const each = where(isEnd, atEnd, entropy(where(isEnd, 0.5, p)));
    return reduced("binaryCrossEntropy", o.weight ? each.mul(o.weight) : each, o.reduction);
  });
}
/**
 * Binary cross entropy of logits, stable for any: `(1 − t)·x + (1 + (posWeight − 1)·t)·softplus(−x)`.
 *
 * @shape input, target: one shape -> []
 * @throws ShapeError `nn/argument-shape`
 * @example binaryCrossEntropyWithLogits(tensor([0]), tensor([1])) // 0.6931
 */
export function binaryCrossEntropyWithLogits(
  x: Tensor,
  t: Tensor,
  o: LossOptions & { weight?: Tensor; posWeight?: Tensor } = {},
): Tensor {
  needTensor("binaryCrossEntropyWithLogits", "the input", x);
  needTensor("binaryCrossEntropyWithLogits", "the target", t);
  needOptions("binaryCrossEntropyWithLogits", o, ["reduction", "weight", "posWeight"]);
  needShape("binaryCrossEntropyWithLogits", "target", t, x.shape);
  return operate(() => {
    const soft = x.neg().softplus({ threshold: 1e30 });
    const factor = o.posWeight ? o.posWeight.sub(1).mul(t).add(1) : null;
    const each = t
      .neg()
      .add(1)
      .mul(x)
      .add(factor ? factor.mul(soft) : soft);
    return reduced(
      "binaryCrossEntropyWithLogits",
      o.weight ? each.mul(o.weight) : each,
      o.reduction,
    );
  });
}
/**
 * Kullback–Leibler divergence of log probabilities.
 *
 * @shape input, target: one shape -> []
 * @example klDiv(tensor([0.25, 0.75]).log(), tensor([0.5, 0.5]), { reduction: "sum" }) // 0.1438
 */
export function klDiv(
  input: Tensor,
  target: Tensor,
  o: { reduction?: Reduction | "batchmean"; logTarget?: boolean } = {},
): Tensor {
  needTensor("klDiv", "the input", input);
  needTensor("klDiv", "the target", target);
  needOptions("klDiv", o, ["reduction", "logTarget"]);
  needReduction("klDiv", o.reduction ?? "mean", ["batchmean"]);
  const each = o.logTarget
    ? target.exp().mul(target.sub(input))
    : target.xlogy(target).sub(target.mul(input));
  if (o.reduction === "batchmean") return each.sum().div(input.shape[0] ?? 1);
  return reduced("klDiv", each, o.reduction);
}
