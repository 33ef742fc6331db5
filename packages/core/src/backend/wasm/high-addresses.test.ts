import { afterAll, beforeAll, expect, test } from "vitest";
import {
  conv2d,
  manualSeed,
  maxPool2d,
  randn,
  setDefaultBackend,
  setEngineOptions,
  type Tensor,
  tensor,
} from "../../index.ts";
import { wasmEngine } from "./backend.ts";

const over2GiB = 2 ** 31 + 2 ** 20;
let block: number;

// Reserved but never touched: what is allocated from now on lies above it.
beforeAll(() => {
  block = wasmEngine().memory.allocate(over2GiB);
});
afterAll(() => {
  wasmEngine().memory.release(block);
  setEngineOptions({ tier: "auto" });
  setDefaultBackend("wasm");
});

const programs: Readonly<Record<string, (x: Tensor, image: Tensor, index: Tensor) => Tensor>> = {
  loop: (x) =>
    x
      .mul(2)
      .sin()
      .add(x.sum(1, { keepdim: true })),
  contraction: (x) => x.matmul(x.t()),
  convolution: (x, image) => conv2d(image, x.narrow(0, 0, 2).narrow(1, 0, 27).reshape(2, 3, 3, 3)),
  pooling: (_, image) => maxPool2d(image, 3, { stride: 2, padding: 1 }),
  gather: (x, _, index) => x.indexSelect(0, index),
  scatter: (x, _, index) => x.indexAdd(0, index, x.narrow(0, 0, 4)),
  sort: (x) => x.sort(1).values,
  scan: (x) => x.cumsum(1),
};

test.each(Object.keys(programs))("%s is right above 2 GiB", async (name) => {
  manualSeed(3);
  const [x, image] = [randn([40, 64]), randn([2, 3, 9, 9])];
  const index = tensor([3, 0, 39, 7], { dtype: "int32" });
  const run = programs[name] as (typeof programs)[string];
  setEngineOptions({ tier: "compile" });
  const got = await run(x, image, index).data();
  setEngineOptions({ tier: "interpret" });
  const want = await run(x, image, index).data();
  for (const [i, w] of want.entries()) expect(got[i]).toBeCloseTo(w, 3);
});

test("what does not fit says how much there is and can be, and the next computation works", async () => {
  setEngineOptions({ tier: "compile" });
  expect(() => wasmEngine().memory.allocate(2 ** 31)).toThrow(
    /there is no room for 2147483648 more bytes.* at most 4294967296/,
  );
  expect(await randn([30, 30]).mul(0).add(1).sum().item()).toBe(900);
});
