/** Values that hang on each other over many steps: what is read again and again costs no more each time. */
import { afterEach, beforeEach, expect, test } from "vitest";
import * as g from "../src/index.ts";

let compiled = 0;
let stop: () => void;

beforeEach(() => {
  compiled = 0;
  stop = g.onEngineEvent((event) => {
    if (event.kind === "compile") compiled += 1;
  });
});

afterEach(() => {
  stop();
});

/** Gradient descent by hand on a least-squares problem; the parameters are replaced, never assigned. */
async function descend(steps: number, every: number): Promise<{ w: number[]; costs: number[] }> {
  const X = g.tensor([
    [1, 2],
    [0.5, -1],
    [-1, 0.3],
  ]);
  const y = g.tensor([1, 0, -1]);
  let w = g.zeros([2]);
  const costs: number[] = [];
  for (let i = 0; i < steps; i++) {
    const off = X.matmul(w).sub(y);
    if (i % every === 0) costs.push(await off.square().mean().item());
    w = w.sub(X.t().matmul(off).mul(0.1));
  }
  return { w: Array.from(await w.data(), Number), costs };
}

test("a loop that reads its cost at every step compiles a few programs, and then none", async () => {
  await descend(12, 1);
  expect(compiled).toBeLessThanOrEqual(10);
  const known = compiled;
  await descend(200, 1);
  expect(compiled).toBe(known);
});

test("how often the cost is read does not change the result", async () => {
  const often = await descend(60, 1);
  for (const every of [7, 30, 1000]) {
    const seldom = await descend(60, every);
    expect(seldom.w[0]).toBeCloseTo(often.w[0] as number, 6);
    expect(seldom.w[1]).toBeCloseTo(often.w[1] as number, 6);
    seldom.costs.forEach((cost, i) => {
      expect(cost).toBeCloseTo(often.costs[i * every] as number, 6);
    });
  }
  expect(often.costs.at(-1)).toBeLessThan(often.costs[0] as number);
});

test("what is prepared once and used at every step is computed once", async () => {
  const prepared = g.tensor([1, 2, 3]).mul(2).exp();
  const sums: number[] = [];
  for (let i = 0; i < 6; i++) sums.push(await prepared.mul(i).sum().item());
  expect(prepared.node.buffer).not.toBeNull();
  expect(sums[5]).toBeCloseTo(5 * (Math.exp(2) + Math.exp(4) + Math.exp(6)), 1);
});

test("two thousand steps without a reading are one program that can be compiled", async () => {
  const { w } = await descend(2000, 5000);
  const { w: again } = await descend(2000, 100);
  expect(w[0]).toBeCloseTo(again[0] as number, 5);
});

test.each([
  "auto",
  "compile",
] as const)("the same call gives the same bits, whatever is read after it (tier %s)", async (tier) => {
  g.setEngineOptions({ tier });
  const call = async (read: boolean): Promise<number[][]> => {
    const data = Float32Array.from({ length: 2 * 8 * 4 * 129 }, (_, i) => Math.sin(1.3 * i) * 3);
    const x = g.tensor(data, { shape: [2, 8, 4, 129], requiresGrad: true });
    const s = x.softmax(3);
    const wide = s.to("float64").mul(0.37).sin();
    wide.sum().backward();
    const values = [Array.from(await (x.grad as g.Tensor).data())];
    if (read) values.push(Array.from(await s.data()), Array.from(await wide.data()));
    return values;
  };
  const first = await call(true);
  expect(await call(true)).toEqual(first);
  expect((await call(false))[0]).toEqual(first[0]);
  expect(await call(true)).toEqual(first);
  g.setEngineOptions({ tier: "auto" });
});

/** Ten ways to look at a training by hand while it runs. */
const patterns: readonly string[] = [
  "nothing",
  "the loss before backward",
  "the loss after backward",
  "the loss after the step",
  "an activation before backward",
  "an activation before the step",
  "an activation after the step",
  "a gradient before the step",
  "a gradient after the step",
  "a weight",
];

test.each(
  patterns,
)("a loop resumed with the exact weights repeats the original's bits: %s is read", async (what) => {
  g.setEngineOptions({ tier: "compile" });
  const wave = (shape: number[], seed: number): g.Tensor =>
    g.tensor(
      Float32Array.from({ length: shape.reduce((p, n) => p * n) }, (_, i) =>
        Math.sin(1.9 * i + seed),
      ),
      { shape },
    );
  const run = async (
    weights: Float32Array[],
    from: number,
    to: number,
  ): Promise<Float32Array[]> => {
    let [w, v] = weights.map((data) => g.tensor(data, { shape: [64, 64] })) as [g.Tensor, g.Tensor];
    for (let step = from; step < to; step++) {
      w = w.detach().requiresGrad_();
      const h = wave([16, 64], step).matmul(w).div(8).softmax(1);
      const loss = h
        .mul(wave([16, 64], 7))
        .to("float64")
        .sin()
        .sum();
      if (what === "the loss before backward") await loss.item();
      if (what === "an activation before backward") await h.data();
      loss.backward();
      if (what === "the loss after backward") await loss.item();
      if (what === "an activation before the step") await h.data();
      const grad = w.grad as g.Tensor;
      if (what === "a gradient before the step") await grad.data();
      const old = w;
      [w, v] = g.noGrad(() => {
        const next = v.mul(0.9).add(grad);
        return [old.sub(next.mul(0.5)), next];
      });
      if (what === "the loss after the step") await loss.item();
      if (what === "an activation after the step") await h.data();
      if (what === "a gradient after the step") await grad.data();
      if (what === "a weight") await w.data();
    }
    return Promise.all([w, v].map(async (t) => Float32Array.from(await t.data())));
  };
  const start = [
    Float32Array.from({ length: 4096 }, (_, i) => Math.cos(i)),
    new Float32Array(4096),
  ];
  const whole = await run(start, 0, 10);
  const resumed = await run(await run(start, 0, 5), 5, 10);
  expect(resumed).toEqual(whole);
  g.setEngineOptions({ tier: "auto" });
});
