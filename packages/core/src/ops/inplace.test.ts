import { expect, test } from "vitest";
import { GradusError, manualSeed, noGrad, repeat, type Tensor, tensor, zeros } from "../index.ts";

test("a gradient flows through an in-place form to what the target was made of", async () => {
  const x = tensor([1, 2, 3], { requiresGrad: true });
  const y = x.mul(2);
  y.mul_(x).add_(1);
  y.sum().backward();
  expect(await (x.grad as Tensor).toArray()).toEqual([4, 8, 12]);
});

test("copy_ passes the gradient to its source", async () => {
  const x = tensor([1, 2], { requiresGrad: true });
  const y = zeros([2]).add(1);
  y.copy_(x);
  y.mul(3).sum().backward();
  expect(await (x.grad as Tensor).toArray()).toEqual([3, 3]);
});

test("a leaf that requires a gradient is changed in place only without recording", () => {
  const x = tensor([1], { requiresGrad: true });
  expect(() => x.add_(1)).toThrow("grad/leaf-in-place");
  expect(() => noGrad(() => x.add_(1))).not.toThrow();
});

test("repeat refuses a negative count", () => {
  expect(() => repeat(tensor([1, 2]), [-1])).toThrow(GradusError);
});

test("random numbers are written in place", async () => {
  manualSeed(3);
  const x = zeros([5000]);
  expect(x.normal_(2, 0.5)).toBe(x);
  expect(await x.mean().item()).toBeCloseTo(2, 1);
  expect(await x.std().item()).toBeCloseTo(0.5, 1);
  expect(await x.uniform_(-1, 3).amin().item()).toBeGreaterThanOrEqual(-1);
  expect(await x.mean().item()).toBeCloseTo(1, 1);
  expect(await x.bernoulli_(0.25).mean().item()).toBeCloseTo(0.25, 1);
  expect(await x.exponential_(2).mean().item()).toBeCloseTo(0.5, 1);
  const whole = zeros([2], { dtype: "int32" });
  for (const run of [() => whole.normal_(), () => whole.uniform_(), () => whole.exponential_()])
    expect(run).toThrow("dtype/unsupported");
  expect(() => x.uniform_(2, 1)).toThrow("usage/option");
});

test("a diagonal is filled in place, of wide and tall matrices too", async () => {
  expect(await zeros([2, 3]).fillDiagonal_(4).toArray()).toEqual([
    [4, 0, 0],
    [0, 4, 0],
  ]);
  expect(await zeros([3, 2]).fillDiagonal_(4).sum().item()).toBe(8);
  expect(() => zeros([3]).fillDiagonal_(1)).toThrow("shape/rank");
});
