import { describe, expect, test } from "vitest";
import * as ops from "../index.ts";
import {
  availableBackends,
  gradcheck,
  gradgradcheck,
  setDefaultBackend,
  type Tensor,
  tensor,
} from "../index.ts";

type Fn = (...xs: Tensor[]) => Tensor;

const wide = [-2.3, -0.7, 0.4, 1.9, 0.15, -1.1];
const positive = [0.3, 1.7, 2.2, 0.9, 3.1, 0.55];
const inside = [-0.9, -0.35, 0.2, 0.85, 0.5, -0.6];
const above = [1.2, 1.9, 3.4, 2.2, 5.1, 1.05];

const unary: [string, Fn, number[]][] = [
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

const binary: [string, (a: Tensor, b: Tensor) => Tensor][] = [
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

const leaf = (values: number[], shape: number[]): Tensor =>
  tensor(new Float64Array(values), { shape, requiresGrad: true });

const twice = new Set(
  "exp sin tanh sigmoid log sqrt softmax logSoftmax gelu silu var norm logsumexp reciprocal".split(
    " ",
  ),
);

describe.each(availableBackends())("gradients on %s", (backend) => {
  test.each(unary)("%s agrees with finite differences", async (_name, fn, values) => {
    setDefaultBackend(backend);
    expect(await gradcheck(fn, [leaf(values, [2, 3])])).toBe(true);
  });

  test.each(
    unary.filter(([name]) => twice.has(name)),
  )("%s agrees in second order", async (_name, fn, values) => {
    setDefaultBackend(backend);
    expect(await gradgradcheck(fn, [leaf(values, [2, 3])])).toBe(true);
  });

  test.each(binary)("%s agrees, broadcast both ways", async (_name, fn) => {
    setDefaultBackend(backend);
    const a = leaf([0.4, 1.3, 2.6, 0.8, 1.7, 3.2], [2, 3]);
    expect(await gradcheck(fn as Fn, [a, leaf([0.9, 1.45, 2.1], [3])])).toBe(true);
    expect(await gradcheck(fn as Fn, [leaf([0.9, 1.45], [2, 1]), a])).toBe(true);
  });
});
