import { expect, test } from "vitest";
import {
  BatchSampler,
  RandomSampler,
  SequentialSampler,
  SubsetRandomSampler,
  WeightedRandomSampler,
} from "./sampler.ts";

const sorted = (list: Iterable<number>): number[] => [...list].sort((a, b) => a - b);
const range = (n: number): number[] => Array.from({ length: n }, (_, i) => i);

test("sequential visits all in order", () => {
  expect([...new SequentialSampler({ length: 4 }).indices()]).toEqual([0, 1, 2, 3]);
});

test("random visits all once, in another order each epoch and for each seed, the same when asked again", () => {
  const sampler = new RandomSampler({ length: 20 }, { seed: 7 });
  const orders = [0, 1, 2].map((epoch) => [...sampler.indices(epoch)]);
  for (const order of orders) expect(sorted(order)).toEqual(range(20));
  expect(new Set(orders.map(String)).size).toBe(3);
  expect([...sampler.indices(1)]).toEqual(orders[1]);
  expect([...new RandomSampler({ length: 20 }, { seed: 8 }).indices(0)]).not.toEqual(orders[0]);
});

test("more samples than data are whole permutations one after another; fewer a part of one", () => {
  const order = [...new RandomSampler({ length: 5 }, { numSamples: 12 }).indices()];
  expect(order.length).toBe(12);
  expect(sorted(order.slice(0, 5))).toEqual(range(5));
  expect(sorted(order.slice(5, 10))).toEqual(range(5));
  expect(new Set(order.slice(10)).size).toBe(2);
  expect([...new RandomSampler({ length: 5 }, { numSamples: 2 }).indices()].length).toBe(2);
});

test("with replacement indices repeat", () => {
  const order = [
    ...new RandomSampler({ length: 10 }, { replacement: true, numSamples: 100 }).indices(),
  ];
  expect(order.length).toBe(100);
  expect(Math.max(...order)).toBeLessThan(10);
  expect(new Set(order.slice(0, 10)).size).toBeLessThan(10);
});

test("a random sampler refuses no data and no samples", () => {
  expect(() => new RandomSampler({ length: 0 })).toThrow(
    /numSamples is 0[\s\S]*\(data\/argument\)/,
  );
  expect(() => new RandomSampler({ length: 0 }, { numSamples: 3 })).toThrow(/length is 0/);
  expect(() => new RandomSampler({ length: 3 }, { numSamples: 1.5 })).toThrow(/numSamples is 1.5/);
  expect(() => new RandomSampler({ length: 3 }, { seed: -1 })).toThrow(/seed is -1/);
});

test("a subset is visited at random, once each", () => {
  const sampler = new SubsetRandomSampler([5, 50, 500], { seed: 1 });
  expect(sorted(sampler.indices(0))).toEqual([5, 50, 500]);
  expect(sampler.length).toBe(3);
});

test("weights set how often an index is drawn", () => {
  const counts = [0, 0, 0];
  for (const i of new WeightedRandomSampler([1, 0, 3], 8000).indices())
    counts[i] = (counts[i] ?? 0) + 1;
  expect(counts[1]).toBe(0);
  expect((counts[2] as number) / 8000).toBeCloseTo(0.75, 1);
});

test("without replacement each index comes at most once, heavy ones first", () => {
  const sampler = new WeightedRandomSampler([1, 0, 100, 1], 3, { replacement: false });
  let heavyFirst = 0;
  for (let epoch = 0; epoch < 300; epoch++) {
    const order = [...sampler.indices(epoch)];
    expect(sorted(order)).toEqual([0, 2, 3]);
    if (order[0] === 2) heavyFirst++;
  }
  expect(heavyFirst).toBeGreaterThan(285); // 100 / 102 of 300 is 294
});

test("weights that are no probabilities are refused", () => {
  expect(() => new WeightedRandomSampler([1, -1], 1)).toThrow(/weights\[1\] is -1/);
  expect(() => new WeightedRandomSampler([1, Number.NaN], 1)).toThrow(/weights\[1\] is NaN/);
  expect(() => new WeightedRandomSampler([0, 0], 1)).toThrow(/the sum of weights is 0/);
  expect(() => new WeightedRandomSampler([1], 0)).toThrow(/numSamples is 0/);
  expect(() => new WeightedRandomSampler([1, 0], 2, { replacement: false })).toThrow(/at most 1/);
});

test("batches group a sampler, and the last may be dropped", () => {
  const order = new SequentialSampler({ length: 5 });
  expect([...new BatchSampler(order, 2, false).batches()]).toEqual([[0, 1], [2, 3], [4]]);
  expect([...new BatchSampler(order, 2, true).batches()]).toEqual([
    [0, 1],
    [2, 3],
  ]);
  expect(new BatchSampler(order, 2, false).length).toBe(3);
  expect(new BatchSampler(order, 2, true).length).toBe(2);
  expect(() => new BatchSampler(order, 0, false)).toThrow(/batchSize is 0/);
});
