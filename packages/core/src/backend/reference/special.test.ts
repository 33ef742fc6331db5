import { expect, test } from "vitest";
import type { ScatterMode, Special, SpecialKernel } from "../../compile/kernel.ts";
import { allocate, type DType, type TypedArray } from "../../dtype.ts";
import { runReference } from "./run.ts";

function run(
  special: Special,
  inputs: readonly TypedArray[],
  dtype: DType,
  length: number,
): number[] {
  const out = allocate(dtype, length).fill(77);
  const kernel: SpecialKernel = {
    kind: "special",
    special,
    buffers: [
      ...inputs.map((x) => ({ dtype: "float32" as const, length: x.length, write: false })),
      { dtype, length, write: true },
    ],
  };
  runReference(kernel, [...inputs, out]);
  return Array.from(out);
}

const f32 = (...values: number[]): Float32Array => Float32Array.from(values);
const i32 = (...values: number[]): Int32Array => Int32Array.from(values);
const nan = Number.NaN;
const hex = (words: readonly number[]): string[] => words.map((w) => (w >>> 0).toString(16));

test("take gathers rows", () => {
  const take: Special = { op: "take", rows: 3, width: 2, count: 4 };
  expect(run(take, [f32(1, 2, 3, 4, 5, 6), i32(2, 0, 0, 1)], "float32", 8)).toEqual([
    5, 6, 1, 2, 1, 2, 3, 4,
  ]);
});

test.each([3, -1])("take refuses the index %i of 3 rows", (bad) => {
  const take: Special = { op: "take", rows: 3, width: 1, count: 2 };
  expect(() => run(take, [f32(1, 2, 3), i32(0, bad)], "float32", 2)).toThrow(
    expect.objectContaining({
      code: "index/out-of-range",
      details: expect.objectContaining({ value: bad, limit: 3 }),
    }),
  );
});

test.each<[ScatterMode, number[]]>([
  ["set", [1, 2, 7, 6]],
  ["add", [1, 2, 15, 9]],
  ["mul", [1, 2, 105, -24]],
  ["max", [1, 2, 7, 6]],
  ["min", [1, 2, 3, -1]],
])("scatter by %s works through the index in order", (mode, want) => {
  const scatter: Special = { op: "scatter", mode, rows: 2, width: 2, count: 2 };
  const [base, index, src] = [f32(1, 2, 3, 4), i32(1, 1), f32(5, -1, 7, 6)];
  expect(run(scatter, [base, index, src], "float32", 4)).toEqual(want);
});

test("scatter lets NaN through max and min, wraps int32, and refuses a bad index", () => {
  const one = (mode: ScatterMode): Special => ({
    op: "scatter",
    mode,
    rows: 1,
    width: 1,
    count: 1,
  });
  expect(run(one("max"), [f32(nan), i32(0), f32(1)], "float32", 1)).toEqual([nan]);
  expect(run(one("min"), [f32(1), i32(0), f32(nan)], "float32", 1)).toEqual([nan]);
  const most = 2147483647;
  expect(run(one("mul"), [i32(most), i32(0), i32(most)], "int32", 1)).toEqual([1]);
  expect(run(one("add"), [i32(most), i32(0), i32(1)], "int32", 1)).toEqual([-2147483648]);
  expect(() => run(one("set"), [f32(1), i32(1), f32(2)], "float32", 1)).toThrow(
    expect.objectContaining({ code: "index/out-of-range" }),
  );
});

test("argsort is stable, with NaN greatest and the zeros equal", () => {
  const row = f32(nan, 1, -0, 3, 0, 1, nan);
  const sort = (descending: boolean): number[] =>
    run({ op: "argsort", rows: 1, length: 7, descending }, [row], "int32", 7);
  expect(sort(false)).toEqual([2, 4, 1, 5, 3, 0, 6]);
  expect(sort(true)).toEqual([0, 6, 3, 1, 5, 2, 4]);
});

test("argsort and scan keep rows apart", () => {
  const rows = f32(3, 1, 2, 1, 2, 3);
  expect(run({ op: "argsort", rows: 2, length: 3, descending: false }, [rows], "int32", 6)).toEqual(
    [1, 2, 0, 0, 1, 2],
  );
  expect(run({ op: "scan", mode: "sum", rows: 2, length: 3 }, [rows], "float32", 6)).toEqual([
    3, 4, 6, 1, 3, 6,
  ]);
  expect(run({ op: "scan", mode: "prod", rows: 2, length: 3 }, [rows], "float32", 6)).toEqual([
    3, 3, 6, 1, 2, 6,
  ]);
});

test("scan keeps its sum in double, and wraps int32", () => {
  const scan: Special = { op: "scan", mode: "sum", rows: 1, length: 3 };
  expect(run(scan, [f32(16777216, 1, 1)], "float32", 3)).toEqual([16777216, 16777216, 16777218]);
  expect(run(scan, [i32(2147483647, 1, 1)], "int32", 3)).toEqual([
    2147483647, -2147483648, -2147483647,
  ]);
});

// Known answers of Philox4x32-10 from the authors' Random123 library.
test("philox gives the published words for counter 0 and key 0", () => {
  expect(hex(run({ op: "philox", count: 4 }, [i32(0, 0, 0, 0)], "int32", 4))).toEqual([
    "6627e8d5",
    "e169c58d",
    "bc57ac4c",
    "9b00dbd8",
  ]);
});

test("philox counts blocks from the offset, carrying into its high word", () => {
  const at = (low: number, high: number, count: number): number[] =>
    run({ op: "philox", count }, [i32(5, 6, low, high)], "int32", count);
  expect(at(7, 0, 10)).toEqual([...at(7, 0, 4), ...at(8, 0, 4), ...at(9, 0, 2)]);
  expect(at(-1, 3, 8)).toEqual([...at(-1, 3, 4), ...at(0, 4, 4)]);
  expect(at(0, 0, 4)).not.toEqual(at(0, 1, 4));
});

test("poolArgmax finds the first maximum or the first NaN inside the plane", () => {
  const pool = (
    kernel: [number, number],
    stride: number,
    padding: number,
    out: number,
  ): Special => ({
    op: "poolArgmax",
    planes: 1,
    height: 3,
    width: 3,
    outHeight: out,
    outWidth: out,
    kernel,
    stride: [stride, stride],
    dilation: [1, 1],
    padding: [padding, padding],
  });
  const plane = f32(1, 5, 5, -Infinity, nan, 2, -7, nan, -8);
  expect(run(pool([3, 3], 1, 0, 1), [plane], "int32", 1)).toEqual([4]);
  expect(run(pool([2, 2], 2, 1, 2), [plane], "int32", 4)).toEqual([0, 1, 6, 4]);
  const low = new Float32Array(9).fill(-Infinity);
  expect(run(pool([2, 2], 1, 0, 2), [low], "int32", 4)).toEqual([0, 1, 3, 4]);
});

test("poolArgmax looks only at every dilated place", () => {
  const pool: Special = {
    op: "poolArgmax",
    planes: 2,
    height: 1,
    width: 5,
    outHeight: 1,
    outWidth: 3,
    kernel: [1, 2],
    stride: [1, 1],
    dilation: [1, 2],
    padding: [0, 0],
  };
  expect(run(pool, [f32(1, 9, 2, 3, 0, 4, 0, 1, 9, 5)], "int32", 6)).toEqual([2, 1, 2, 0, 3, 4]);
});

test("fold adds overlapping windows back", () => {
  const fold: Special = {
    op: "fold",
    planes: 2,
    height: 1,
    width: 4,
    outHeight: 1,
    outWidth: 3,
    kernel: [1, 2],
    stride: [1, 1],
    dilation: [1, 1],
  };
  const src = f32(1, 2, 3, 4, 5, 6, 10, 20, 30, 40, 50, 60);
  expect(run(fold, [src], "float32", 8)).toEqual([1, 5, 9, 6, 10, 50, 90, 60]);
});

test("host runs its function over the inputs and the output", () => {
  const host: Special = {
    op: "host",
    name: "reverse",
    run: ([x], out) => out.set(Float32Array.from(x as Float32Array).reverse()),
  };
  expect(run(host, [f32(1, 2, 3)], "float32", 3)).toEqual([3, 2, 1]);
});
