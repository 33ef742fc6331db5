/** Initial values: functions that fill a tensor in place, as `torch.nn.init`. */
import {
  argsort,
  erf,
  erfinv,
  eye,
  full,
  linalg,
  needNumber,
  needOptions,
  needTensor,
  noGrad,
  rand,
  randn,
  type Tensor,
  tensor,
  where,
} from "@gradus/core";
import { layerOptionError } from "./errors.ts";

function fill(op: string, x: Tensor, make: () => Tensor): Tensor {
  needTensor(op, "the tensor", x);
  noGrad(() => {
    x.node = make().to(x.dtype).node;
  });
  return x;
}

/** Standard normal numbers of x's shape and dtype. */
const normals = (x: Tensor): Tensor => randn(x.shape, { dtype: x.dtype });

/**
 * Uniform in [a, b).
 *
 * @throws UsageError `nn/option` unless a ≤ b
 * @example init.uniform_(zeros([100]), 2, 3).amin().ge(2) // true
 */
export function uniform_(x: Tensor, a = 0, b = 1): Tensor {
  needNumber("uniform_", "a", a);
  needNumber("uniform_", "b", b);
  if (!(a <= b)) throw layerOptionError("uniform_", "b", b, `at least a = ${a}`);
  return fill("uniform_", x, () =>
    rand(x.shape, { dtype: x.dtype })
      .mul(b - a)
      .add(a),
  );
}
/**
 * Normal with a mean and a standard deviation.
 *
 * @throws UsageError `nn/option` for a negative one
 * @example init.normal_(zeros([2]), 5, 0) // [5, 5]
 */
export function normal_(x: Tensor, mean = 0, std = 1): Tensor {
  needNumber("normal_", "mean", mean);
  needNumber("normal_", "std", std);
  if (!(std >= 0)) throw layerOptionError("normal_", "std", std, "at least 0");
  return fill("normal_", x, () => normals(x).mul(std).add(mean));
}
/**
 * One value everywhere.
 *
 * @example init.constant_(zeros([2]), 3) // [3, 3]
 */
export const constant_ = (x: Tensor, value: number): Tensor =>
  fill("constant_", x, () => full(x.shape, value, { dtype: x.dtype }));
/**
 * Ones everywhere.
 *
 * @example init.ones_(zeros([2])) // [1, 1]
 */
export const ones_ = (x: Tensor): Tensor => constant_(x, 1);
/**
 * Zeros everywhere.
 *
 * @example init.zeros_(ones([2])) // [0, 0]
 */
export const zeros_ = (x: Tensor): Tensor => constant_(x, 0);

/**
 * Inputs and outputs of one unit: `[fanIn, fanOut]`.
 *
 * @example init.fanInAndFanOut(zeros([16, 3, 5, 5])) // [75, 400]
 */
export function fanInAndFanOut(x: Tensor): [number, number] {
  needTensor("init", "the tensor", x);
  if (x.ndim < 2) throw layerOptionError("init", "the tensor's axes", x.ndim, "at least 2");
  const field = x.shape.slice(2).reduce((p, n) => p * n, 1);
  return [(x.shape[1] as number) * field, (x.shape[0] as number) * field];
}

export type Nonlinearity =
  | "linear"
  | "conv1d"
  | "conv2d"
  | "conv3d"
  | "convTranspose1d"
  | "convTranspose2d"
  | "convTranspose3d"
  | "sigmoid"
  | "tanh"
  | "relu"
  | "leakyRelu"
  | "selu";

const gains: Readonly<Record<Nonlinearity, (slope: number) => number>> = {
  linear: () => 1,
  conv1d: () => 1,
  conv2d: () => 1,
  conv3d: () => 1,
  convTranspose1d: () => 1,
  convTranspose2d: () => 1,
  convTranspose3d: () => 1,
  sigmoid: () => 1,
  tanh: () => 5 / 3,
  relu: () => Math.SQRT2,
  leakyRelu: (slope) => Math.sqrt(2 / (1 + slope ** 2)),
  selu: () => 3 / 4,
};

/**
 * The gain that keeps variances steady through a nonlinearity.
 *
 * @param param the slope below 0 of "leakyRelu"; default 0.01
 * @throws UsageError `nn/option` for a nonlinearity there is not
 * @example calculateGain("tanh") // 1.6667
 */
export function calculateGain(nonlinearity: Nonlinearity, param = 0.01): number {
  if (!Object.hasOwn(gains, nonlinearity))
    throw layerOptionError(
      "calculateGain",
      "nonlinearity",
      nonlinearity,
      Object.keys(gains).join(", "),
    );
  return gains[nonlinearity](param);
}

/**
 * Uniform with variance gain²·2/(fanIn + fanOut).
 *
 * @example init.xavierUniform_(zeros([2, 4])).abs().amax().le(1) // true
 * @source Glorot & Bengio 2010
 */
export function xavierUniform_(x: Tensor, gain = 1): Tensor {
  needNumber("xavierUniform_", "gain", gain);
  const [i, o] = fanInAndFanOut(x);
  const bound = gain * Math.sqrt(6 / (i + o));
  return uniform_(x, -bound, bound);
}
/**
 * Normal with variance gain²·2/(fanIn + fanOut).
 *
 * @example init.xavierNormal_(zeros([100, 100])).std().sub(0.1).abs().lt(0.01) // true
 * @source Glorot & Bengio 2010
 */
export function xavierNormal_(x: Tensor, gain = 1): Tensor {
  needNumber("xavierNormal_", "gain", gain);
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
  const { mode = "fanIn" } = o;
  if (mode !== "fanIn" && mode !== "fanOut")
    throw layerOptionError("kaiming", "mode", mode, "fanIn or fanOut");
  const fan = mode === "fanIn" ? i : out;
  return calculateGain(o.nonlinearity ?? "leakyRelu", o.a ?? 0) / Math.sqrt(fan);
}
/**
 * Uniform with variance gain²/fan.
 *
 * @example init.kaimingUniform_(zeros([2, 6])).abs().amax().le(1) // true
 * @source He et al. 2015, arXiv:1502.01852
 */
export function kaimingUniform_(x: Tensor, o: KaimingOptions = {}): Tensor {
  needOptions("kaimingUniform_", o, ["a", "mode", "nonlinearity"]);
  const bound = Math.sqrt(3) * kaimingStd(x, o);
  return uniform_(x, -bound, bound);
}
/**
 * Normal with variance gain²/fan.
 *
 * @example init.kaimingNormal_(zeros([100, 200])).std().sub(0.1).abs().lt(0.01) // true
 * @source He et al. 2015, arXiv:1502.01852
 */
export const kaimingNormal_ = (x: Tensor, o: KaimingOptions = {}): Tensor => {
  needOptions("kaimingNormal_", o, ["a", "mode", "nonlinearity"]);
  return normal_(x, 0, kaimingStd(x, o));
};

/**
 * The identity matrix, as far as the shape goes.
 *
 * @example init.eye_(zeros([2, 3])) // [[1, 0, 0], [0, 1, 0]]
 */
export function eye_(x: Tensor): Tensor {
  needTensor("eye_", "the tensor", x);
  if (x.ndim !== 2) throw layerOptionError("eye_", "the tensor's axes", x.ndim, "2");
  return fill("eye_", x, () => eye(x.shape[0] as number, x.shape[1] as number));
}

/**
 * Convolution weights that pass their input through, as many channels as there are.
 *
 * @example init.dirac_(zeros([1, 1, 3])) // [[[0, 1, 0]]]
 */
export function dirac_(x: Tensor, groups = 1): Tensor {
  needTensor("dirac_", "the tensor", x);
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
  return fill("dirac_", x, () => tensor(data, { shape: x.shape }));
}

/**
 * Normal, values outside of [a, b] drawn again (by the inverse of the distribution function).
 *
 * @param a, b the limits; default −2 and 2
 * @example init.truncNormal_(zeros([100]), 0, 1, -0.5, 0.5).abs().amax().le(0.5) // true
 */
export function truncNormal_(x: Tensor, mean = 0, std = 1, a = -2, b = 2): Tensor {
  needTensor("truncNormal_", "the tensor", x);
  for (const v of [mean, std, a, b]) needNumber("truncNormal_", "mean, std, a or b", v);
  const dtype = x.dtype;
  const share = (v: number): Tensor => erf(tensor((v - mean) / std / Math.SQRT2, { dtype }));
  // At ±1 the inverse is infinite and would land on a limit, however far away that is.
  const most = 1 - (dtype === "float64" ? 2 ** -53 : 2 ** -24);
  return fill("truncNormal_", x, () => {
    const [lo, hi] = [share(a), share(b)];
    const u = rand(x.shape, { dtype }).mul(hi.sub(lo)).add(lo);
    return erfinv(u.clamp(-most, most))
      .mul(std * Math.SQRT2)
      .add(mean)
      .clamp(a, b);
  });
}

/**
 * Rows (or columns, where there are fewer) that are orthonormal, times the gain.
 *
 * @example
 * const q = init.orthogonal_(zeros([3, 3]));
 * q.matmul(q.t()).sub(eye(3)).abs().amax().lt(1e-5) // true
 * @source Saxe et al. 2014, arXiv:1312.6120
 */
export function orthogonal_(x: Tensor, gain = 1): Tensor {
  needTensor("orthogonal_", "the tensor", x);
  if (x.ndim < 2) throw layerOptionError("orthogonal_", "the tensor's axes", x.ndim, "at least 2");
  const rows = x.shape[0] as number;
  const columns = x.numel() / rows;
  return fill("orthogonal_", x, () => {
    const shape = [Math.max(rows, columns), Math.min(rows, columns)];
    const tall = randn(shape, { dtype: x.dtype });
    const { Q, R } = linalg.qr(tall);
    // Signs by R's diagonal make every orthonormal set equally likely.
    const q = Q.mul(R.diagonal().sign());
    return (rows < columns ? q.t() : q).reshape(x.shape).mul(gain);
  });
}

/**
 * Normal, with a share of each column set to 0.
 *
 * @example init.sparse_(zeros([4, 2]), 0.5).eq(0).sum() // 4
 * @source Martens 2010, "Deep learning via Hessian-free optimization"
 */
export function sparse_(x: Tensor, sparsity: number, std = 0.01): Tensor {
  needTensor("sparse_", "the tensor", x);
  if (x.ndim !== 2) throw layerOptionError("sparse_", "the tensor's axes", x.ndim, "2");
  const [rows, columns] = x.shape as [number, number];
  needNumber("sparse_", "sparsity", sparsity);
  const zeros = Math.ceil(sparsity * rows);
  return fill("sparse_", x, () => {
    // The places of a column's smallest random numbers are a random choice of its rows.
    const order = argsort(argsort(rand([rows, columns]), 0), 0);
    return where(order.lt(zeros), 0, normals(x).mul(std));
  });
}
