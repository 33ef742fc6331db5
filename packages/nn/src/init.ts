/** Initial values: functions that fill a tensor in place, as `torch.nn.init`. */
import { full, noGrad, rand, randn, type Tensor } from "@gradus/core";
import { layerOptionError } from "./errors.ts";

function fill(x: Tensor, make: () => Tensor): Tensor {
  noGrad(() => {
    x.node = make().to(x.dtype).node;
  });
  return x;
}

/** Uniform in [a, b). */
export const uniform_ = (x: Tensor, a = 0, b = 1): Tensor =>
  fill(x, () =>
    rand(x.shape)
      .mul(b - a)
      .add(a),
  );
/** Normal with a mean and a standard deviation. */
export const normal_ = (x: Tensor, mean = 0, std = 1): Tensor =>
  fill(x, () => randn(x.shape).mul(std).add(mean));
/** One value everywhere. */
export const constant_ = (x: Tensor, value: number): Tensor => fill(x, () => full(x.shape, value));
export const ones_ = (x: Tensor): Tensor => constant_(x, 1);
export const zeros_ = (x: Tensor): Tensor => constant_(x, 0);

/** Inputs and outputs of one unit: `[fanIn, fanOut]`. */
export function fanInAndFanOut(x: Tensor): [number, number] {
  if (x.ndim < 2) throw layerOptionError("init", "the tensor's axes", x.ndim, "at least 2");
  const field = x.shape.slice(2).reduce((p, n) => p * n, 1);
  return [(x.shape[1] as number) * field, (x.shape[0] as number) * field];
}

export type Nonlinearity = "linear" | "sigmoid" | "tanh" | "relu" | "leakyRelu" | "selu";

/** The gain that keeps variances steady through a nonlinearity. */
export function calculateGain(nonlinearity: Nonlinearity, param = 0.01): number {
  if (nonlinearity === "tanh") return 5 / 3;
  if (nonlinearity === "relu") return Math.SQRT2;
  if (nonlinearity === "leakyRelu") return Math.sqrt(2 / (1 + param ** 2));
  return nonlinearity === "selu" ? 3 / 4 : 1;
}

/** Uniform with variance gain²·2/(fanIn + fanOut). @source Glorot & Bengio 2010 */
export function xavierUniform_(x: Tensor, gain = 1): Tensor {
  const [i, o] = fanInAndFanOut(x);
  const bound = gain * Math.sqrt(6 / (i + o));
  return uniform_(x, -bound, bound);
}
/** Normal with variance gain²·2/(fanIn + fanOut). @source Glorot & Bengio 2010 */
export function xavierNormal_(x: Tensor, gain = 1): Tensor {
  const [i, o] = fanInAndFanOut(x);
  return normal_(x, 0, gain * Math.sqrt(2 / (i + o)));
}

export interface KaimingOptions {
  readonly a?: number;
  readonly mode?: "fanIn" | "fanOut";
  readonly nonlinearity?: Nonlinearity;
}

function kaimingStd(x: Tensor, o: KaimingOptions): number {
  const [i, out] = fanInAndFanOut(x);
  const fan = (o.mode ?? "fanIn") === "fanIn" ? i : out;
  return calculateGain(o.nonlinearity ?? "leakyRelu", o.a ?? 0) / Math.sqrt(fan);
}
/** Uniform with variance gain²/fan. @source He et al. 2015, arXiv:1502.01852 */
export function kaimingUniform_(x: Tensor, o: KaimingOptions = {}): Tensor {
  const bound = Math.sqrt(3) * kaimingStd(x, o);
  return uniform_(x, -bound, bound);
}
/** Normal with variance gain²/fan. @source He et al. 2015, arXiv:1502.01852 */
export const kaimingNormal_ = (x: Tensor, o: KaimingOptions = {}): Tensor =>
  normal_(x, 0, kaimingStd(x, o));
