import { afterEach, expect, test } from "vitest";
import type { BackendName } from "../backend/registry.ts";
import {
  availableBackends,
  defaultBackend,
  matmul,
  ones,
  onTensor,
  randn,
  setDefaultBackend,
  tensor,
  zeros,
} from "../index.ts";

const usual = defaultBackend().name as BackendName;
afterEach(() => setDefaultBackend(usual));

test("the shapes backend computes nothing, says zero, and is no backend to compute with", async () => {
  expect(availableBackends()).not.toContain("shapes");
  setDefaultBackend("shapes");
  // A product that would take minutes.
  const product = matmul(randn([20_000, 20_000]), ones([20_000, 4]));
  expect(product.shape).toEqual([20_000, 4]);
  expect(await product.sum().item()).toBe(0);
  const w = zeros([3], { requiresGrad: true });
  w.mul(tensor([1, 2, 3]))
    .sum()
    .backward();
  expect(w.grad?.shape).toEqual([3]);
});

test("every tensor is told with the arithmetic it adds, each primitive once", () => {
  const heard: { shape: readonly number[]; flops: number }[] = [];
  const x = ones([4, 3]);
  const stop = onTensor(({ tensor: made, flops }) => heard.push({ shape: made.shape, flops }));
  const y = matmul(x, ones([3, 2]));
  y.add(1).sum();
  stop();
  ones([5]);
  const last = heard.at(-1);
  expect(last?.shape).toEqual([]);
  expect(heard.map((h) => h.flops).reduce((a, b) => a + b)).toBe(2 * 4 * 2 * 3 + 8 + 8);
  expect(heard.some((h) => h.flops === 48)).toBe(true);
});
