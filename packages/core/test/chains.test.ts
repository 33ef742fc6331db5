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
  // By now the programs know what is needed again, which makes the first steps of a new loop other ones.
  for (let i = 0; i < 3; i++) await descend(12, 1);
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
