/**
 * Connectionist temporal classification: how likely a short target is under a long sequence of class
 * probabilities, whatever the alignment. The sum over alignments is a recursion over time, here in
 * logarithms and for the whole batch at once.
 */
import {
  arange,
  full,
  needOptions,
  needTensor,
  pad,
  stack,
  type Tensor,
  tensor,
  where,
} from "@gradus/core";
import { argumentShapeError, layerOptionError } from "../errors.ts";
import { needReduction, needShape, type Reduction } from "./reduction.ts";

/** Stands for ln 0: far below any sum of log probabilities, yet without the traps of infinity. */
const never = -1e30;

/** `ln Σ eˣ` of tensors of one shape. */
function logSum(xs: readonly Tensor[]): Tensor {
  const top = xs.reduce((a, b) => a.maximum(b)).detach();
  const sum = xs.map((x) => x.sub(top).exp()).reduce((a, b) => a.add(b));
  return sum.log().add(top);
}

/** The columns moved `by` to the right; what comes in is `never`. */
const shifted = (x: Tensor, by: number): Tensor => {
  const [n, length] = x.shape as [number, number];
  return by >= length
    ? full([n, length], never, { dtype: x.dtype })
    : pad(x.narrow(1, 0, length - by), [by, 0], { value: never });
};

function lengths(x: Tensor | readonly number[]): Tensor {
  if (Array.isArray(x)) return tensor(x as number[], { dtype: "int32" });
  needTensor("ctcLoss", "the lengths", x);
  return x.int();
}

/** Refuses lengths beyond what there is; those in a tensor are known only when it is computed. */
function checkLengths(name: string, given: Tensor | readonly number[], most: number): void {
  if (!Array.isArray(given)) return;
  for (const length of given)
    if (!(length >= 0 && length <= most))
      throw layerOptionError("ctcLoss", `a length in ${name}`, length, `from 0 to ${most}`);
}

/** Targets [N, S]: padded ones as they are, joined ones cut by their lengths. */
function padded(targets: Tensor, targetLengths: Tensor): Tensor {
  if (targets.ndim === 2) return targets.int();
  const total = targets.numel();
  const starts = targetLengths.cumsum(0).sub(targetLengths).unsqueeze(1);
  return targets.int().take(starts.add(arange(total)).clamp(null, total - 1));
}

/**
 * Negative log likelihood of targets under sequences of log probabilities.
 *
 * @shape logProbs: [T, N, C], targets: int [N, S] or joined [ΣS], lengths: int [N] -> []
 * @param options.blank the class that stands for nothing; default 0
 * @param options.zeroInfinity count targets that cannot fit as 0; default false
 * @remarks "mean" divides each loss by its target's length first. The gradient is, as in PyTorch, the one
 *   that comes out behind a log softmax.
 * @throws ShapeError `nn/argument-shape` for lengths or targets that do not fit the batch
 * @throws UsageError `nn/option` for a blank that is no class, or numbers as lengths that are too long
 * @source Graves et al. 2006, "Connectionist Temporal Classification"
 * @example ctcLoss(tensor([[[0.5, 0.5]]]).log(), tensor([[1]], { dtype: "int32" }), [1], [1]) // 0.6931
 */
export function ctcLoss(
  logProbs: Tensor,
  targets: Tensor,
  inputLengths: Tensor | readonly number[],
  targetLengths: Tensor | readonly number[],
  options: { blank?: number; reduction?: Reduction; zeroInfinity?: boolean } = {},
): Tensor {
  needTensor("ctcLoss", "the log probabilities", logProbs);
  needTensor("ctcLoss", "the targets", targets);
  needOptions("ctcLoss", options, ["blank", "reduction", "zeroInfinity"]);
  const { blank = 0, reduction = "mean", zeroInfinity = false } = options;
  needReduction("ctcLoss", reduction);
  if (logProbs.ndim === 2) {
    const one = ctcLoss(
      logProbs.unsqueeze(1),
      targets.reshape([1, -1]),
      lengths(inputLengths).reshape([1]),
      lengths(targetLengths).reshape([1]),
      options,
    );
    return reduction === "none" ? one.reshape([]) : one;
  }
  const [steps, n, classes] = logProbs.shape as [number, number, number];
  if (!Number.isInteger(blank) || blank < 0 || blank >= classes)
    throw layerOptionError("ctcLoss", "blank", blank, `a class from 0 to ${classes - 1}`);
  const [inputs, sizes] = [lengths(inputLengths), lengths(targetLengths)];
  needShape("ctcLoss", "list of input lengths", inputs, [n]);
  needShape("ctcLoss", "list of target lengths", sizes, [n]);
  checkLengths("inputLengths", inputLengths, steps);
  if (targets.ndim === 2) checkLengths("targetLengths", targetLengths, targets.shape[1] as number);
  else if (Array.isArray(targetLengths)) {
    const joined = targetLengths.reduce((sum: number, k: number) => sum + k, 0);
    if (targets.numel() !== joined)
      throw argumentShapeError("ctcLoss", "joined targets", [joined], targets.shape);
  }
  const labels = padded(targets, sizes);
  const width = labels.shape[1] as number;
  // Blanks between and around the labels: _ a _ b _
  const blanks = full([n, width], blank, { dtype: "int32" });
  const pairs = stack([blanks, labels], 2).reshape([n, 2 * width]);
  const around = pad(pairs, [0, 1], { value: blank });
  const length = 2 * width + 1;
  const emissions = logProbs.gather(2, around.unsqueeze(0).expand([steps, n, length]));
  // A label may follow the one before last unless it is a blank or the same.
  const before = pad(around.narrow(1, 0, Math.max(0, length - 2)), [Math.min(2, length), 0], {
    value: blank,
  });
  const mayskip = around.ne(blank).logicalAnd(around.ne(before));
  const place = arange(length);
  let alpha = where(place.lt(2), emissions.select(0, 0), never);
  for (let t = 1; t < steps; t++) {
    const skipped = where(mayskip, shifted(alpha, 2), never);
    const next = logSum([alpha, shifted(alpha, 1), skipped]).add(emissions.select(0, t));
    alpha = where(inputs.gt(t).unsqueeze(1), next.clamp(never), alpha);
  }
  const last = sizes.mul(2).unsqueeze(1);
  const ending = place.eq(last).logicalOr(place.eq(last.sub(1)));
  const ends = where(ending, alpha, never);
  const top = ends.amax(1, { keepdim: true }).detach();
  const aligned = ends.sub(top).exp().sum(1).log().add(top.squeeze(1));
  // Without a step only an empty target is possible.
  const likelihood = where(inputs.eq(0), where(sizes.eq(0), 0, never), aligned);
  const impossible = likelihood.lt(never / 2);
  const loss = where(
    impossible,
    zeroInfinity ? 0 : Number.POSITIVE_INFINITY,
    likelihood.neg().add(throughSoftmax(logProbs, inputs)),
  );
  if (reduction === "none") return loss;
  if (reduction === "sum") return loss.sum();
  return loss.div(sizes.clamp(1).to(logProbs.dtype)).mean();
}

/** Zeros whose gradient is that of a softmax's normalisation: the probabilities themselves. */
function throughSoftmax(logProbs: Tensor, inputs: Tensor): Tensor {
  const p = logProbs.exp();
  const nothing = p.sub(p.detach()).sum(2);
  const used = arange(logProbs.shape[0] as number)
    .unsqueeze(1)
    .lt(inputs);
  return where(used, nothing, 0).sum(0);
}
