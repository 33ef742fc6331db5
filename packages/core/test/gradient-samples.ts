/** Operators with inputs at which their gradients are smooth, for tests that go through all of them. */

import type { Tensor } from "../src/index.ts";
import * as ops from "../src/index.ts";

export type Fn = (...xs: Tensor[]) => Tensor;

const wide = [-2.3, -0.7, 0.4, 1.9, 0.15, -1.1];
const positive = [0.3, 1.7, 2.2, 0.9, 3.1, 0.55];
const inside = [-0.9, -0.35, 0.2, 0.85, 0.5, -0.6];
const above = [1.2, 1.9, 3.4, 2.2, 5.1, 1.05];

export const unary: [string, Fn, number[]][] = [
  ..."abs exp exp2 expm1 sin cos tan atan sinh cosh tanh asinh erf erfc sigmoid square frac relu silu gelu elu selu celu leakyRelu hardswish hardsigmoid relu6 mish softsign tanhshrink logsigmoid softplus sinc neg"
    .split(" ")
    .map((n): [string, Fn, number[]] => [n, ops[n as "abs"], wide]),
  ..."reciprocal sqrt rsqrt log log2 log10 log1p lgamma"
    .split(" ")
    .map((n): [string, Fn, number[]] => [n, ops[n as "abs"], positive]),
  ..."asin acos atanh erfinv"
    .split(" ")
    .map((n): [string, Fn, number[]] => [n, ops[n as "abs"], inside]),
  ["acosh", ops.acosh, above],
  ["gelu tanh", (x) => ops.gelu(x, { approximate: "tanh" }), wide],
  ["logit", (x) => ops.logit(x), [0.1, 0.4, 0.9, 0.7, 0.2, 0.55]],
  ["clamp", (x) => ops.clamp(x, -1, 1), wide],
  ["hardtanh", (x) => ops.hardtanh(x), wide],
  ["pow 3", (x) => ops.pow(x, 3), wide],
  ["pow -0.5", (x) => ops.pow(x, -0.5), positive],
  ["softmax", (x) => ops.softmax(x, 1), wide],
  ["softmax of axis 0", (x) => ops.softmax(x, 0), wide],
  ["logSoftmax", (x) => ops.logSoftmax(x, 1), wide],
  ["softmin", (x) => ops.softmin(x, -1), wide],
  ["sum", (x) => ops.sum(x, 0), wide],
  ["mean", (x) => ops.mean(x, 1, { keepdim: true }), wide],
  ["prod", (x) => ops.prod(x, 1), wide],
  ["prod of all, a zero in it", (x) => ops.prod(x), [0.3, 0, 1.2, 0.7, 2, 0.4]],
  ["amax", (x) => ops.amax(x, 1), wide],
  ["max along an axis", (x) => ops.max(x, 0).values, wide],
  ["min along an axis", (x) => ops.min(x, 1).values, wide],
  ["median", (x) => ops.median(x, 1).values, wide],
  ["var", (x) => ops.variance(x, 1), wide],
  ["std", (x) => ops.std(x, 0), wide],
  ["logsumexp", (x) => ops.logsumexp(x, 1), wide],
  ["norm", (x) => ops.norm(x, 2, 1), wide],
  ["norm 3", (x) => ops.norm(x, 3), wide],
  ["norm of infinity", (x) => ops.norm(x, Number.POSITIVE_INFINITY), wide],
  ["cumsum", (x) => ops.cumsum(x, 1), wide],
  ["cumprod", (x) => ops.cumprod(x, 1), wide],
  ["cumprod with a zero", (x) => ops.cumprod(x, 1), [0.3, 0, 1.2, 0.7, 2, 0.4]],
  ["checkpoint", (x) => ops.checkpoint((v) => v.exp().mul(v), x), wide],
];

export const binary: [string, (a: Tensor, b: Tensor) => Tensor][] = [
  ["add", (a, b) => ops.add(a, b, { alpha: 2 })],
  ["sub", (a, b) => ops.sub(a, b)],
  ["mul", (a, b) => ops.mul(a, b)],
  ["div", (a, b) => ops.div(a, b)],
  ["pow", (a, b) => ops.pow(a, b)],
  ["atan2", (a, b) => ops.atan2(a, b)],
  ["maximum", (a, b) => ops.maximum(a, b)],
  ["minimum", (a, b) => ops.minimum(a, b)],
  ["hypot", (a, b) => ops.hypot(a, b)],
  ["logaddexp", (a, b) => ops.logaddexp(a, b)],
  ["xlogy", (a, b) => ops.xlogy(a, b)],
  ["lerp", (a, b) => ops.lerp(a, b, 0.3)],
  ["remainder", (a, b) => ops.remainder(a, b)],
  ["fmod", (a, b) => ops.fmod(a, b)],
  ["where", (a, b) => ops.where(ops.gt(a, 1), a, b)],
  ["addcdiv", (a, b) => ops.addcdiv(a, b, a)],
];

export interface Sample {
  readonly name: string;
  /** Whose gradient is wanted, by shape; values are a ramp of distinct numbers around 1. */
  readonly shapes: readonly (readonly number[])[];
  /** Further inputs that are no floats, made anew for each use. */
  readonly whole?: () => Tensor[];
  readonly fn: (...xs: Tensor[]) => Tensor;
}

const int = (values: number[], shape: number[]) => () => [
  ops.tensor(Int32Array.from(values), { shape }),
];
const bool = (values: number[], shape: number[]) => () => [
  ops.tensor(Int32Array.from(values), { shape }).bool(),
];
const rows = int([2, 0, 1], [3]);
const one = (name: string, fn: Sample["fn"], shape: number[] = [3, 3]): Sample => ({
  name,
  shapes: [shape],
  fn,
});
const two = (name: string, fn: Sample["fn"], a: number[], b: number[]): Sample => ({
  name,
  shapes: [a, b],
  fn,
});

/** Operators of several inputs, of matrices, of windows, and by index. */
export const shaped: readonly Sample[] = [
  two("matmul", ops.matmul, [2, 3], [3, 4]),
  two("bmm", ops.bmm, [2, 2, 3], [2, 3, 2]),
  two("mv", ops.mv, [2, 3], [3]),
  two("dot", ops.dot, [3], [3]),
  two("outer", ops.outer, [2], [3]),
  {
    name: "addmm",
    shapes: [
      [2, 2],
      [2, 3],
      [3, 2],
    ],
    fn: (c, a, b) => ops.addmm(c, a, b),
  },
  two("kron", ops.kron, [2, 2], [2, 1]),
  two("einsum", (a, b) => ops.einsum("ij,jk->ki", a, b), [2, 3], [3, 2]),
  two("tensordot", (a, b) => ops.tensordot(a, b, { dims: 1 }), [2, 3], [3, 2]),
  two("cdist", (a, b) => ops.cdist(a, b), [2, 3], [2, 3]),
  two("cosineSimilarity", (a, b) => ops.cosineSimilarity(a, b), [2, 3], [2, 3]),
  one("linalg.inv", (x) => ops.linalg.inv(x)),
  one("linalg.det", (x) => ops.linalg.det(x)),
  one("linalg.slogdet", (x) => ops.linalg.slogdet(x).logabsdet),
  one("linalg.cholesky", (x) => {
    const m = x;
    return ops.linalg.cholesky(ops.add(ops.matmul(m, m.t()), ops.eye(3, { dtype: "float64" })));
  }),
  one("linalg.qr", (x) => ops.linalg.qr(x).R),
  one("linalg.svd", (x) => ops.linalg.svd(x).S),
  one("linalg.eigh", (x) => ops.linalg.eigh(ops.add(x, x.t())).eigenvalues),
  one("linalg.pinv", (x) => ops.linalg.pinv(x), [3, 2]),
  two("linalg.solve", (a, b) => ops.linalg.solve(a, b), [3, 3], [3, 2]),
  two("conv1d", (x, w) => ops.conv1d(x, w), [1, 2, 5], [2, 2, 3]),
  two("conv2d", (x, w) => ops.conv2d(x, w), [1, 2, 4, 4], [2, 2, 3, 3]),
  two("convTranspose2d", (x, w) => ops.convTranspose2d(x, w), [1, 2, 3, 3], [2, 2, 2, 2]),
  one("maxPool1d", (x) => ops.maxPool1d(x, 2), [1, 1, 6]),
  one("maxPool2d", (x) => ops.maxPool2d(x, 2), [1, 1, 4, 4]),
  one("avgPool2d", (x) => ops.avgPool2d(x, 2), [1, 1, 4, 4]),
  one("adaptiveAvgPool2d", (x) => ops.adaptiveAvgPool2d(x, 2), [1, 1, 5, 4]),
  one("adaptiveMaxPool2d", (x) => ops.adaptiveMaxPool2d(x, 2), [1, 1, 4, 4]),
  one("interpolate", (x) => ops.interpolate(x, { scaleFactor: 2, mode: "bilinear" }), [1, 1, 3, 3]),
  one("unfold2d", (x) => ops.unfold2d(x, 2), [1, 1, 3, 3]),
  one("pad", (x) => ops.pad(x, [1, 2])),
  one("flip", (x) => ops.flip(x, [0])),
  one("roll", (x) => ops.roll(x, 1, 0)),
  one("repeat", (x) => ops.repeat(x, [2, 1])),
  one("repeatInterleave", (x) => ops.repeatInterleave(x, 2, 0)),
  one("tril", (x) => ops.tril(x)),
  one("diag of a vector", (x) => ops.diag(x), [3]),
  one("trace", (x) => ops.trace(x)),
  one("sort", (x) => ops.sort(x, 1).values),
  one("topk", (x) => ops.topk(x, 2).values),
  one("kthvalue", (x) => ops.kthvalue(x, 2).values),
  one("quantile", (x) => ops.quantile(x, 0.4, 1)),
  two("cat", (a, b) => ops.cat([a, b]), [2, 3], [1, 3]),
  two("stack", (a, b) => ops.stack([a, b]), [2, 3], [2, 3]),
  {
    name: "where with a mask",
    shapes: [[3], [3]],
    whole: bool([1, 0, 1], [3]),
    fn: (a, b, m) => ops.where(m, a, b),
  },
  {
    name: "maskedFill",
    shapes: [[3]],
    whole: bool([1, 0, 0], [3]),
    fn: (x, m) => ops.maskedFill(x, m, 2),
  },
  {
    name: "maskedSelect",
    shapes: [[3]],
    whole: bool([1, 0, 1], [3]),
    fn: (x, m) => ops.maskedSelect(x, m),
  },
  {
    name: "indexSelect",
    shapes: [[3, 2]],
    whole: rows,
    fn: (x, i) => ops.indexSelect(x, 0, i),
  },
  {
    name: "index with a tensor",
    shapes: [[3, 2]],
    whole: rows,
    fn: (x, i) => ops.index(x, [i]),
  },
  {
    name: "embeddingLookup",
    shapes: [[3, 2]],
    whole: rows,
    fn: (x, i) => ops.embeddingLookup(x, i),
  },
  { name: "take", shapes: [[2, 2]], whole: rows, fn: (x, i) => ops.take(x, i) },
  {
    name: "gather",
    shapes: [[3, 2]],
    whole: int([2, 0, 1, 1], [2, 2]),
    fn: (x, i) => ops.gather(x, 0, i),
  },
  {
    name: "scatter",
    shapes: [
      [3, 2],
      [2, 2],
    ],
    whole: int([2, 0, 1, 1], [2, 2]),
    fn: (x, s, i) => ops.scatter(x, 0, i, s),
  },
  {
    name: "scatterAdd",
    shapes: [
      [3, 2],
      [2, 2],
    ],
    whole: int([2, 0, 1, 1], [2, 2]),
    fn: (x, s, i) => ops.scatterAdd(x, 0, i, s),
  },
  ...(["sum", "mean", "prod", "amax"] as const).map(
    (mode): Sample => ({
      name: `scatterReduce ${mode}`,
      shapes: [[3], [3]],
      whole: int([2, 0, 2], [3]),
      fn: (x, s, i) => ops.scatterReduce(x, 0, i, s, mode),
    }),
  ),
  {
    name: "indexAdd",
    shapes: [
      [3, 2],
      [2, 2],
    ],
    whole: int([2, 2], [2]),
    fn: (x, s, i) => ops.indexAdd(x, 0, i, s),
  },
];
