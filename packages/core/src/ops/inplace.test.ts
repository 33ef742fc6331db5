import { expect, test } from "vitest";
import { GradusError, noGrad, repeat, type Tensor, tensor, zeros } from "../index.ts";

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
