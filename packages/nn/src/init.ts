/** Initial values: functions that fill a tensor in place, as `torch.nn.init`. */
import {
  argsort,
  erf,
  erfinv,
  eye,
  full,
  linalg,
  noGrad,
  rand,
  randn,
  type Tensor,
  tensor,
  where,
} from "@gradus/core";
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

/** The identity matrix, as far as the shape goes. */
export function eye_(x: Tensor): Tensor {
  if (x.ndim !== 2) throw layerOptionError("eye_", "the tensor's axes", x.ndim, "2");
  return fill(x, () => eye(x.shape[0] as number, x.shape[1] as number));
}

/** Convolution weights that pass their input through, as many channels as there are. */
export function dirac_(x: Tensor, groups = 1): Tensor {
  if (x.ndim < 3 || x.ndim > 5)
    throw layerOptionError("dirac_", "the tensor's axes", x.ndim, "3, 4 or 5");
  const [out, inner, ...kernel] = x.shape as [number, number, ...number[]];
  if (out % groups !== 0) throw layerOptionError("dirac_", "groups", groups, `a divisor of ${out}`);
  const size = kernel.reduce((p, n) => p * n, 1);
  const centre = kernel.reduce((at, n) => at * n + Math.floor(n / 2), 0);
  const data = new Float32Array(out * inner * size);
  const each = out / groups;
  for (let g = 0; g < groups; g++)
    for (let d = 0; d < Math.min(each, inner); d++)
      data[((g * each + d) * inner + d) * size + centre] = 1;
  return fill(x, () => tensor(data, { shape: x.shape }));
}

/**
 * Normal, values outside of [a, b] drawn again (by the inverse of the distribution function).
 *
 * @param a, b the limits; default −2 and 2
 */
export function truncNormal_(x: Tensor, mean = 0, std = 1, a = -2, b = 2): Tensor {
  const share = (v: number): Tensor => erf(tensor((v - mean) / std / Math.SQRT2));
  return fill(x, () => {
    const [lo, hi] = [share(a), share(b)];
    const u = rand(x.shape).mul(hi.sub(lo)).add(lo);
    return erfinv(u)
      .mul(std * Math.SQRT2)
      .add(mean)
      .clamp(a, b);
  });
}

/** Rows (or columns, where there are fewer) that are orthonormal, times the gain. @source Saxe et al. 2014, arXiv:1312.6120 */
export function orthogonal_(x: Tensor, gain = 1): Tensor {
  if (x.ndim < 2) throw layerOptionError("orthogonal_", "the tensor's axes", x.ndim, "at least 2");
  const rows = x.shape[0] as number;
  const columns = x.numel() / rows;
  return fill(x, () => {
    const tall = randn([Math.max(rows, columns), Math.min(rows, columns)]);
    const { Q, R } = linalg.qr(tall);
    // Signs by R's diagonal make every orthonormal set equally likely.
    const q = Q.mul(R.diagonal().sign());
    return (rows < columns ? q.t() : q).reshape(x.shape).mul(gain);
  });
}

/** Normal, with a share of each column set to 0. @source Martens 2010, "Deep learning via Hessian-free optimization" */
export function sparse_(x: Tensor, sparsity: number, std = 0.01): Tensor {
  if (x.ndim !== 2) throw layerOptionError("sparse_", "the tensor's axes", x.ndim, "2");
  const [rows, columns] = x.shape as [number, number];
  const zeros = Math.ceil(sparsity * rows);
  return fill(x, () => {
    // The places of a column's smallest random numbers are a random choice of its rows.
    const order = argsort(argsort(rand([rows, columns]), 0), 0);
    return where(order.lt(zeros), 0, randn([rows, columns]).mul(std));
  });
}
