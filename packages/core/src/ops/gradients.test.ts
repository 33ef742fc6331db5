import { describe, expect, test } from "vitest";
import { binary, type Fn, unary } from "../../test/gradient-samples.ts";
import {
  availableBackends,
  gradcheck,
  gradgradcheck,
  setDefaultBackend,
  type Tensor,
  tensor,
} from "../index.ts";

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
