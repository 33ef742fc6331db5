/**
 * Autograd keeps the value it needs: changing an operator's result, its inputs, its indices or masks in place before
 * `backward()` changes no gradient. Every operator of the gradient tables goes through this.
 */
import { expect, test } from "vitest";
import { type Tensor, tensor } from "../src/index.ts";
import { binary, type Sample, shaped, unary } from "./gradient-samples.ts";

const leaf = (values: readonly number[], shape: readonly number[]): Tensor =>
  tensor(Float64Array.from(values), { shape, requiresGrad: true });

const ramp = (shape: readonly number[], from: number): number[] => {
  const n = shape.reduce((p, k) => p * k, 1);
  return Array.from({ length: n }, (_, i) => from + 0.13 * i + 0.4 * Math.sin(3 * i + from));
};

interface Case {
  readonly leaves: () => Tensor[];
  readonly fn: (...xs: Tensor[]) => Tensor;
  readonly whole?: (() => Tensor[]) | undefined;
}

const cases: [string, Case][] = [
  ...unary.map(([name, fn, values]): [string, Case] => [
    name,
    { fn, leaves: () => [leaf(values, [2, 3])] },
  ]),
  ...binary.map(([name, fn]): [string, Case] => [
    name,
    {
      fn: fn as Case["fn"],
      leaves: () => [leaf([0.4, 1.3, 2.6, 0.8, 1.7, 3.2], [2, 3]), leaf([0.9, 1.45, 2.1], [3])],
    },
  ]),
  ...shaped.map((s: Sample): [string, Case] => [
    s.name,
    {
      fn: s.fn,
      whole: s.whole,
      leaves: () => s.shapes.map((shape, i) => leaf(ramp(shape, 0.7 + 0.6 * i), shape)),
    },
  ]),
];

type Change = "nothing" | "result" | "inputs" | "everything";

async function gradients({ fn, leaves, whole }: Case, change: Change): Promise<number[][]> {
  const xs = leaves();
  // Changed are copies: a leaf that requires a gradient may not be.
  const inputs = xs.map((x) => x.mul(1));
  const others = whole?.() ?? [];
  const y = fn(...inputs, ...others);
  if (change === "result" || change === "everything") y.add_(1);
  if (change === "inputs" || change === "everything") {
    for (const x of inputs) x.mul_(-3).add_(0.5);
    for (const o of others) o.zero_();
  }
  const weights = tensor(Float64Array.from(ramp(y.shape, 0.2)), { shape: y.shape });
  y.mul(weights).sum().backward();
  return Promise.all(xs.map(async (x) => [...(await (x.grad as Tensor).data())]));
}

test.each(cases)("%s: its gradient is that of the values it was given", async (_name, c) => {
  const want = await gradients(c, "nothing");
  for (const change of ["result", "inputs", "everything"] as const)
    expect(await gradients(c, change), `changed: ${change}`).toEqual(want);
});

test("sigmoid changed in place before backward has the sigmoid's gradient", async () => {
  const x = tensor([0, 1], { requiresGrad: true });
  const s = x.sigmoid();
  s.add_(1);
  s.sum().backward();
  const [a, b] = await (x.grad as Tensor).data();
  expect(a).toBeCloseTo(0.25, 6);
  expect(b).toBeCloseTo(0.19661, 5);
});

test("a gradient flows to what a tensor was made of when it was used, not to what it became", async () => {
  const x = tensor([1, 2], { requiresGrad: true });
  const y = x.mul(2);
  const z = y.mul(5);
  y.mul_(100);
  z.sum().backward();
  expect(await (x.grad as Tensor).toArray()).toEqual([10, 10]);
});

test("a value times itself in place", async () => {
  const x = tensor([3], { requiresGrad: true });
  const y = x.mul(1);
  y.mul_(y);
  y.backward();
  expect(await y.toArray()).toEqual([9]);
  expect(await (x.grad as Tensor).toArray()).toEqual([6]);
});

test("second derivatives of a tensor changed in place", async () => {
  const x = tensor([2], { requiresGrad: true });
  const y = x.mul(1);
  const z = y.pow(3);
  y.zero_();
  z.sum().backward(null, { createGraph: true });
  const first = x.grad as Tensor;
  x.grad = null;
  first.sum().backward();
  expect(await first.toArray()).toEqual([12]);
  expect(await (x.grad as unknown as Tensor).toArray()).toEqual([12]);
});

test("fill_ and copy_ cut the tensor's own history: its source gets a gradient of zero", async () => {
  const x = tensor([1, 2], { requiresGrad: true });
  const source = tensor([5, 6], { requiresGrad: true });
  const y = x.mul(2);
  y.fill_(3);
  y.sum().backward();
  expect(await (x.grad as Tensor).toArray()).toEqual([0, 0]);
  const z = x.mul(2);
  z.copy_(source);
  z.mul(4).sum().backward();
  expect(await (x.grad as Tensor).toArray()).toEqual([0, 0]);
  expect(await (source.grad as Tensor).toArray()).toEqual([4, 4]);
});
