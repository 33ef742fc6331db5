/** Dropout as functions: in training some values are zeroed and the others scaled up. */
import { needOptions, needTensor, rand, type Tensor, where } from "@gradus/core";
import { inputRankError, layerOptionError } from "../errors.ts";

export interface DropoutOptions {
  /** The chance that a value goes; default 0.5. */
  readonly p?: number;
  /** Without it nothing happens; default true. */
  readonly training?: boolean;
}

const names = ["p", "training"];

/** The chance, checked; null where nothing is to be done. */
function chanceOf(name: string, x: Tensor, o: DropoutOptions): number | null {
  needOptions(name, o, names);
  needTensor(name, "the input", x);
  const { p = 0.5, training = true } = o;
  if (typeof p !== "number" || !(p >= 0 && p <= 1))
    throw layerOptionError(name, "p", p, "from 0 to 1");
  return training && p > 0 ? p : null;
}

const kept = (x: Tensor, shape: readonly number[], p: number): Tensor =>
  rand(shape).ge(p).to(x.dtype);

function dropped(name: string, x: Tensor, o: DropoutOptions, leading: number): Tensor {
  const p = chanceOf(name, x, o);
  if (p === null) return x;
  if (p === 1) return x.mul(0);
  const shape = x.shape.map((n, i) => (i < leading ? n : 1));
  return x.mul(kept(x, shape, p).mul(1 / (1 - p)));
}

/**
 * Each value zeroed with chance p, the others scaled by 1/(1 − p).
 *
 * @shape x: [...] -> the same
 * @throws UsageError `nn/option` for p outside of 0 … 1
 * @source Srivastava et al. 2014, "Dropout: A Simple Way to Prevent Neural Networks from Overfitting"
 * @example dropout(tensor([1, 2]), { training: false }) // [1, 2]
 */
export const dropout = (x: Tensor, options: DropoutOptions = {}): Tensor =>
  dropped("dropout", x, options, Number.POSITIVE_INFINITY);

/** Whole channels of sequences zeroed. @shape x: [N, C, L] or [C, L] -> the same @throws ShapeError `nn/input-rank` @example dropout1d(ones([1, 2, 3]), { p: 0 }).shape // [1, 2, 3] */
export function dropout1d(x: Tensor, options: DropoutOptions = {}): Tensor {
  needTensor("dropout1d", "the input", x);
  if (x.ndim !== 2 && x.ndim !== 3)
    throw inputRankError("dropout1d", "[C, L] or [N, C, L]", x.shape);
  return dropped("dropout1d", x, options, x.ndim - 1);
}

/** Whole channels of images zeroed. @shape x: [N, C, H, W] -> the same @source Tompson et al. 2015, arXiv:1411.4280 @example dropout2d(ones([1, 2, 3, 3]), { p: 0 }).shape // [1, 2, 3, 3] */
export const dropout2d = (x: Tensor, options: DropoutOptions = {}): Tensor =>
  dropped("dropout2d", x, options, 2);

/** Whole channels of volumes zeroed. @shape x: [N, C, D, H, W] or [C, D, H, W] -> the same @throws ShapeError `nn/input-rank` @example dropout3d(ones([1, 2, 3, 3, 3]), { p: 0 }).shape // [1, 2, 3, 3, 3] */
export function dropout3d(x: Tensor, options: DropoutOptions = {}): Tensor {
  needTensor("dropout3d", "the input", x);
  if (x.ndim !== 4 && x.ndim !== 5)
    throw inputRankError("dropout3d", "[C, D, H, W] or [N, C, D, H, W]", x.shape);
  return dropped("dropout3d", x, options, x.ndim - 3);
}

/** What selu gives far below 0. */
const seluFloor = -1.7580993408473766;

function alpha(name: string, x: Tensor, o: DropoutOptions, leading: number): Tensor {
  const p = chanceOf(name, x, o);
  if (p === null) return x;
  if (p === 1) return x.mul(0);
  const scale = 1 / Math.sqrt((1 - p) * (1 + p * seluFloor ** 2));
  const keep = kept(
    x,
    x.shape.map((n, i) => (i < leading ? n : 1)),
    p,
  );
  const gone = keep.neg().add(1).mul(seluFloor);
  return x
    .mul(keep)
    .add(gone)
    .mul(scale)
    .sub(scale * seluFloor * p);
}

/** Dropout that keeps mean and variance of what selu gives. @shape x: [...] -> the same @source Klambauer et al. 2017, arXiv:1706.02515, section 3 @example alphaDropout(tensor([1, 2]), { training: false }) // [1, 2] */
export const alphaDropout = (x: Tensor, options: DropoutOptions = {}): Tensor =>
  alpha("alphaDropout", x, options, Number.POSITIVE_INFINITY);

/** As `alphaDropout`, of whole channels. @shape x: [N, C, ...] -> the same @example featureAlphaDropout(ones([1, 2, 3]), { training: false }).shape // [1, 2, 3] */
export const featureAlphaDropout = (x: Tensor, options: DropoutOptions = {}): Tensor =>
  alpha("featureAlphaDropout", x, options, 2);

/**
 * Leaky relu whose slope below 0 is drawn for each value, uniform in lower … upper; in evaluation their mean.
 *
 * @shape x: [...] -> [...]
 * @source Xu et al. 2015, arXiv:1505.00853
 * @example rrelu(tensor([-1, 2]), { lower: 0.5, upper: 0.5 }) // [-0.5, 2]
 */
export function rrelu(
  x: Tensor,
  options: { lower?: number; upper?: number; training?: boolean } = {},
): Tensor {
  needOptions("rrelu", options, ["lower", "upper", "training"]);
  needTensor("rrelu", "the input", x);
  const { lower = 1 / 8, upper = 1 / 3, training = false } = options;
  if (typeof lower !== "number" || typeof upper !== "number" || !(lower <= upper))
    throw layerOptionError("rrelu", "upper", upper, `a number from lower = ${lower}`);
  if (!training) return x.leakyRelu({ negativeSlope: (lower + upper) / 2 });
  const slope = rand(x.shape, { dtype: x.dtype })
    .mul(upper - lower)
    .add(lower);
  return where(x.lt(0), x.mul(slope), x);
}

/**
 * Soft samples of classes: `softmax((logits + g)/tau)` with g from Gumbel's distribution.
 *
 * @shape logits: [..., C] -> [..., C]
 * @param options.hard one-hot values, with the gradient of the soft ones
 * @source Jang et al. 2017, arXiv:1611.01144
 * @example gumbelSoftmax(tensor([0, 1, 2])).sum() // 1
 */
export function gumbelSoftmax(
  logits: Tensor,
  options: { tau?: number; hard?: boolean; dim?: number } = {},
): Tensor {
  needOptions("gumbelSoftmax", options, ["tau", "hard", "dim"]);
  needTensor("gumbelSoftmax", "the logits", logits);
  const { tau = 1, hard = false, dim = -1 } = options;
  if (typeof tau !== "number" || !(tau > 0))
    throw layerOptionError("gumbelSoftmax", "tau", tau, "above 0");
  // 1 − u is in (0, 1], so that the logarithm is finite.
  const exponential = rand(logits.shape, { dtype: logits.dtype })
    .neg()
    .add(1)
    .log()
    .neg()
    .add(1e-20);
  const soft = logits.sub(exponential.log()).div(tau).softmax(dim);
  if (!hard) return soft;
  const best = soft.detach().argmax(dim, { keepdim: true });
  const one = soft.detach().mul(0).scatter(dim, best, 1);
  return one.sub(soft.detach()).add(soft);
}
