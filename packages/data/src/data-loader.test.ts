import { manualSeed, type Tensor, tensor } from "@gradus/core";
import fc from "fast-check";
import { expect, test } from "vitest";
import { arrayData } from "./array-data.ts";
import { collate, toArrayData } from "./collate.ts";
import { DataLoader } from "./data-loader.ts";
import {
  ConcatDataset,
  type Dataset,
  MapDataset,
  randomSplit,
  Subset,
  TensorDataset,
} from "./dataset.ts";
import { BatchSampler, SequentialSampler } from "./sampler.ts";

const numbers = (n: number): Dataset<number> => ({
  length: n,
  get(index) {
    if (index >= n) throw new RangeError(`index ${index}`);
    return index;
  },
});
const values = async (t: Tensor): Promise<number[]> => Array.from(await t.data());
const run = async (loader: DataLoader<number>): Promise<number[][]> => {
  const seen: number[][] = [];
  for await (const batch of loader) seen.push(await values(batch));
  return seen;
};

test("batches come in order, the last one short or dropped, and length counts them", async () => {
  const loader = new DataLoader(numbers(5), { batchSize: 2 });
  expect(await run(loader)).toEqual([[0, 1], [2, 3], [4]]);
  expect(loader.length).toBe(3);
  const dropping = new DataLoader(numbers(5), { batchSize: 2, dropLast: true });
  expect(await run(dropping)).toEqual([
    [0, 1],
    [2, 3],
  ]);
  expect(dropping.length).toBe(2);
});

test("a shuffle visits all, in another order each epoch, and repeats with the seed", async () => {
  const make = (seed: number) => new DataLoader(numbers(30), { batchSize: 4, shuffle: true, seed });
  const loader = make(3);
  const [first, second] = [(await run(loader)).flat(), (await run(loader)).flat()];
  expect([...first].sort((a, b) => a - b)).toEqual(Array.from({ length: 30 }, (_, i) => i));
  expect(second).not.toEqual(first);
  const again = make(3);
  expect((await run(again)).flat()).toEqual(first);
  expect((await run(again)).flat()).toEqual(second);
  expect((await run(make(4))).flat()).not.toEqual(first);
});

test("a saved state goes on with exactly the next batch, at any place and with any prefetch", async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat(12), fc.nat(3), fc.nat(3), async (stop, prefetch, later) => {
      const make = (ahead: number) =>
        new DataLoader(numbers(17), { batchSize: 4, shuffle: true, seed: 9, prefetch: ahead });
      const whole = make(0);
      const want = [...(await run(whole)), ...(await run(whole)), ...(await run(whole))];
      const first = make(prefetch);
      const seen: number[][] = [];
      let state = first.state();
      outer: for (let epoch = 0; epoch < 3; epoch++)
        for await (const batch of first) {
          if (seen.length === stop) break outer;
          seen.push(await values(batch));
          state = first.state();
        }
      const second = make(later);
      second.load(JSON.parse(JSON.stringify(state)));
      while (seen.length < want.length) seen.push(...(await run(second)));
      expect(seen).toEqual(want);
    }),
    { numRuns: 40 },
  );
});

test("a state taken after the last batch leaves an empty rest of the epoch", async () => {
  const loader = new DataLoader(numbers(4), { batchSize: 2 });
  let state = loader.state();
  for await (const _ of loader) state = loader.state();
  expect(state).toEqual({ epoch: 0, batch: 2, samples: 4, batches: 2, seed: 0 });
  expect(loader.state()).toMatchObject({ epoch: 1, batch: 0 });
  loader.load(state);
  expect(await run(loader)).toEqual([]);
  expect(await run(loader)).toEqual([
    [0, 1],
    [2, 3],
  ]);
});

test("a loop that is left early is followed by the next epoch", async () => {
  const loader = new DataLoader(numbers(10), { shuffle: true, seed: 4 });
  for await (const _ of loader) break;
  expect(loader.state()).toMatchObject({ epoch: 0, batch: 1 });
  const whole = new DataLoader(numbers(10), { shuffle: true, seed: 4 });
  await run(whole);
  expect(await run(loader)).toEqual(await run(whole));
});

test("a shuffle without a seed follows manualSeed, and each loader has an order of its own", async () => {
  const orders = async (seed: number): Promise<string[]> => {
    manualSeed(seed);
    const loaders = [0, 1].map(() => new DataLoader(numbers(20), { shuffle: true }));
    return Promise.all(loaders.map(async (loader) => String(await run(loader))));
  };
  const [first, again, other] = [await orders(3), await orders(3), await orders(4)];
  expect(again).toEqual(first);
  expect(new Set([...first, ...other]).size).toBe(4);
  manualSeed(3);
  const parts = [0, 1].map(() => String(randomSplit(numbers(20), [10, 10])[0]?.indices));
  expect(parts[0]).not.toBe(parts[1]);
});

test("a loader whose seed was drawn goes on in the order of the state it is given", async () => {
  const a = new DataLoader(numbers(10), { batchSize: 5, shuffle: true });
  for await (const _ of a) break;
  const b = new DataLoader(numbers(10), { batchSize: 5, shuffle: true });
  b.load(JSON.parse(JSON.stringify(a.state())));
  const [rest] = await run(b);
  const whole = new DataLoader(numbers(10), { batchSize: 5, shuffle: true, seed: a.seed });
  expect([rest]).toEqual((await run(whole)).slice(1));
  const given = new DataLoader(numbers(10), { batchSize: 5, shuffle: true, seed: 1 });
  expect(() => given.load(a.state())).toThrow("seed was");
});

test("a state of another loader is refused, naming what differs", () => {
  const state = new DataLoader(numbers(10), { batchSize: 2 }).state();
  expect(() => new DataLoader(numbers(11), { batchSize: 2 }).load(state)).toThrow(
    /samples was 10, here it is 11/,
  );
  expect(() => new DataLoader(numbers(10), { batchSize: 5 }).load(state)).toThrow(
    /batches was 5, here it is 2/,
  );
  expect(() => new DataLoader(numbers(10), { batchSize: 2, seed: 1 }).load(state)).toThrow(
    /seed was 0, here it is 1/,
  );
  expect(() => new DataLoader(numbers(10), { batchSize: 2 }).load({ ...state, batch: 6 })).toThrow(
    /batch 6 of 5[\s\S]*\(data\/loader-state\)/,
  );
});

test("options that exclude one another are refused as in PyTorch", () => {
  const data = numbers(4);
  const sampler = new SequentialSampler(data);
  const batchSampler = new BatchSampler(sampler, 2, false);
  const conflicts = [
    { sampler, shuffle: true },
    { batchSampler, batchSize: 2 },
    { batchSampler, shuffle: true },
    { batchSampler, sampler },
    { batchSampler, dropLast: true },
    { batchSize: null, dropLast: true },
  ];
  for (const options of conflicts)
    expect(() => new DataLoader(data, options)).toThrow(
      /exclude one another[\s\S]*\(data\/conflict\)/,
    );
});

test.each([0, -1, 1.5, Number.NaN])("a batch size of %s is refused", (batchSize) => {
  expect(() => new DataLoader(numbers(4), { batchSize })).toThrow(
    /batchSize is .*\n[\s\S]*\(data\/argument\)/,
  );
});

test("an empty data set has no batches in order, and cannot be shuffled", async () => {
  const loader = new DataLoader(numbers(0), { batchSize: 3 });
  expect(loader.length).toBe(0);
  expect(await run(loader)).toEqual([]);
  expect(() => new DataLoader(numbers(0), { shuffle: true })).toThrow("(data/argument)");
});

test("own samplers, own batches and own collate are used", async () => {
  const sampler = { length: 3, indices: () => [2, 0, 2] };
  expect(await run(new DataLoader(numbers(3), { sampler, batchSize: 2 }))).toEqual([[2, 0], [2]]);
  const batchSampler = { length: 2, batches: () => [[1], [0, 2]] };
  expect(await run(new DataLoader(numbers(3), { batchSampler }))).toEqual([[1], [0, 2]]);
  const sums: number[] = [];
  const summing = new DataLoader(numbers(4), {
    batchSize: 2,
    collate: (samples) => samples.reduce((a, b) => a + b),
  });
  for await (const sum of summing) sums.push(sum);
  expect(sums).toEqual([1, 5]);
});

test("batchSize null gives the samples themselves", async () => {
  const seen: unknown[] = [];
  for await (const sample of new DataLoader(numbers(3), { batchSize: null })) seen.push(sample);
  expect(seen).toEqual([0, 1, 2]);
});

test("batches are loaded ahead by no more than prefetch, and an error comes at its batch", async () => {
  const asked: number[] = [];
  const data: Dataset<number> = {
    length: 5,
    async get(index) {
      asked.push(index);
      if (index === 2) throw new RangeError("sample 2");
      return index;
    },
  };
  const loader = new DataLoader(data, { prefetch: 2 });
  const seen: number[] = [];
  const loop = (async () => {
    for await (const batch of loader) {
      seen.push(...(await values(batch)));
      if (seen.length === 1) expect(asked).toEqual([0, 1, 2]);
    }
  })();
  await expect(loop).rejects.toThrow("sample 2");
  expect(seen).toEqual([0, 1]);
});

const x = arrayData(
  Float32Array.from({ length: 12 }, (_, i) => i),
  [4, 3],
);
const y = arrayData(Int32Array.of(10, 11, 12, 13));

test("a tensor data set gives rows, and its batches equal collated rows", async () => {
  const wide = arrayData(
    Uint8Array.from({ length: 80 }, (_, i) => i),
    [4, 20],
  );
  const flags = arrayData(Uint8Array.of(1, 0, 0, 1), [4], "bool");
  const data = new TensorDataset(tensor(x.data, { shape: x.shape }), y, wide, flags);
  const [row, label] = (await data.get(-1)) as [Tensor, Tensor];
  expect(await toArrayData(row)).toEqual(arrayData(Float32Array.of(9, 10, 11), [3]));
  expect(await toArrayData(label)).toEqual(arrayData(Int32Array.of(13), []));
  const batch = await data.getBatch([2, 0, 2]);
  const slow = await collate(await Promise.all([2, 0, 2].map((i) => data.get(i))));
  expect(await Promise.all(batch.map(toArrayData))).toEqual(
    await Promise.all(slow.map(toArrayData)),
  );
  expect(batch.map((t) => t.dtype)).toEqual(["float32", "int32", "uint8", "bool"]);
});

test("a loader over tensors hands out tuples", async () => {
  for await (const [inputs, labels] of new DataLoader(new TensorDataset(x, y), { batchSize: 4 })) {
    expect(inputs?.shape).toEqual([4, 3]);
    expect(labels && (await values(labels))).toEqual([10, 11, 12, 13]);
  }
});

test("tensors of different first sizes, none, and indices outside are refused", async () => {
  expect(() => new TensorDataset(x, arrayData(new Int32Array(3)))).toThrow(
    /first sizes 4, 3[\s\S]*\(data\/first-size\)/,
  );
  expect(() => new TensorDataset()).toThrow("(data/argument)");
  expect(() => new TensorDataset(arrayData(new Int32Array(1), []))).toThrow("(data/argument)");
  const data = new TensorDataset(x);
  await expect(data.get(4)).rejects.toThrow(
    /index 4 is outside of a data set of 4[\s\S]*\(data\/index\)/,
  );
  await expect(data.getBatch([0, -5])).rejects.toThrow(/index -5/);
  await expect(new TensorDataset(arrayData(new Float32Array(0), [0, 3])).get(0)).rejects.toThrow(
    /it is empty|is empty/,
  );
});

test("subsets and concatenations map indices, negative ones too", async () => {
  const some = new Subset(numbers(10), [7, 3, -1]);
  expect(some.length).toBe(3);
  expect([await some.get(0), await some.get(-1)]).toEqual([7, 9]);
  expect(() => some.get(3)).toThrow("(data/index)");
  expect(() => new Subset(numbers(3), [3])).toThrow("(data/index)");
  const both = new ConcatDataset([numbers(2), numbers(0), some]);
  expect(await Promise.all([0, 1, 2, 3, 4, -5].map((i) => both.get(i)))).toEqual([
    0, 1, 7, 3, 9, 0,
  ]);
  expect(() => both.get(5)).toThrow("(data/index)");
  expect(() => new ConcatDataset([])).toThrow("(data/argument)");
});

test("a subset of tensors keeps the fast way", async () => {
  const subset = new Subset(new TensorDataset(y), [3, 1]);
  const batch = await subset.getBatch?.([0, 1]);
  expect(batch && (await values(batch[0] as Tensor))).toEqual([13, 11]);
});

test("a random split covers the data once, in whole numbers or fractions, and repeats with the seed", async () => {
  const parts = randomSplit(numbers(10), [7, 3], { seed: 2 });
  expect(parts.map((p) => p.length)).toEqual([7, 3]);
  const all = parts.flatMap((p) => [...p.indices]);
  expect([...all].sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  expect(randomSplit(numbers(10), [7, 3], { seed: 2 }).flatMap((p) => [...p.indices])).toEqual(all);
  expect(randomSplit(numbers(10), [7, 3], { seed: 3 }).flatMap((p) => [...p.indices])).not.toEqual(
    all,
  );
  expect(randomSplit(numbers(10), [0.35, 0.35, 0.3]).map((p) => p.length)).toEqual([4, 3, 3]);
  expect(randomSplit(numbers(1), [1, 0]).map((p) => p.length)).toEqual([1, 0]);
  expect(() => randomSplit(numbers(10), [7, 2])).toThrow(/lengths is "\[7, 2\]"[\s\S]*sum to 10/);
  expect(() => randomSplit(numbers(10), [11, -1])).toThrow(/lengths\[1\] is -1/);
});

test("random samples depend on seed, epoch and index only, not on order or prefetch", async () => {
  const make = (seed: number) =>
    new MapDataset(numbers(6), (n, random) => n + random.uniform(), { seed });
  const one = await Promise.all([0, 1, 2].map((i) => make(1).get(i, 4)));
  const data = make(1);
  const backwards = [await data.get(2, 4), await data.get(1, 4), await data.get(0, 4)].reverse();
  expect(backwards).toEqual(one);
  expect(await data.get(0, 5)).not.toBe(one[0]);
  expect(await make(2).get(0, 4)).not.toBe(one[0]);
  const passes = async (prefetch: number): Promise<number[][]> => {
    const loader = new DataLoader(make(1), { batchSize: 2, shuffle: true, prefetch, seed: 9 });
    return [...(await run(loader)), ...(await run(loader))];
  };
  expect(await passes(3)).toEqual(await passes(0));
});

test("collate joins numbers, booleans, strings, tuples and records", async () => {
  const batch = await collate([
    { image: arrayData(Float32Array.of(1, 2)), label: 3, name: "a", pair: [true, 0.5] as const },
    { image: arrayData(Float32Array.of(3, 4)), label: 4, name: "b", pair: [false, 1] as const },
  ]);
  expect(await toArrayData(batch.image)).toEqual(arrayData(Float32Array.of(1, 2, 3, 4), [2, 2]));
  expect(await toArrayData(batch.label)).toEqual(arrayData(Int32Array.of(3, 4)));
  expect(batch.name).toEqual(["a", "b"]);
  expect(await toArrayData(batch.pair[0])).toEqual(arrayData(Uint8Array.of(1, 0), [2], "bool"));
  expect(await toArrayData(batch.pair[1])).toEqual(arrayData(Float32Array.of(0.5, 1)));
});

test("samples that do not fit together are refused, naming the first that differs", async () => {
  const a = arrayData(new Float32Array(2));
  await expect(collate([a, a, arrayData(new Float32Array(3))])).rejects.toThrow(
    /sample 0 is float32 \[2\], sample 2 is float32 \[3\][\s\S]*\(data\/collate\)/,
  );
  await expect(collate([[1, 2], [1]])).rejects.toThrow(/tuple of 2, sample 1 is a tuple of 1/);
  await expect(collate<unknown>([1, "a"])).rejects.toThrow(/is a number, sample 1 is a string/);
  await expect(collate([{ a: 1, b: 2 }, { a: 1 }])).rejects.toThrow(/sample 1 has no b/);
  await expect(collate([null])).rejects.toThrow(/a null cannot/);
  await expect(collate([])).rejects.toThrow(/there are none/);
});
