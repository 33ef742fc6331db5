import { expect, test } from "vitest";
import type { ScatterMode, Special, SpecialKernel } from "../../compile/kernel.ts";
import { type DType, itemSize, type TypedArray, viewOf } from "../../dtype.ts";
import { ModuleBuilder } from "./assembler.ts";
import { emitSpecial } from "./special.ts";
import { errorSlot } from "./special-phase.ts";

const guard = 1024;

interface Result {
  readonly out: TypedArray;
  readonly error: readonly number[];
}

/** Runs a special kernel thread by thread; the bytes around the output must stay as they are. */
function execute(
  special: Special,
  inputs: readonly { dtype: DType; data: readonly number[] }[],
  output: { dtype: DType; length: number },
  threads: number,
): Result {
  const kernel: SpecialKernel = {
    kind: "special",
    special,
    buffers: [
      ...inputs.map(({ dtype, data }) => ({ dtype, length: data.length, write: false })),
      { ...output, write: true },
    ],
  };
  const module = new ModuleBuilder({ shared: false, minPages: 1, relaxed: false });
  const emitted = emitSpecial(module, kernel);
  if (!emitted) throw new TypeError("not emitted");
  emitted.phases.forEach((index, i) => {
    module.export(`phase${i}`, index);
  });
  let top = 4096;
  const place = (bytes: number): number => {
    const at = top + guard;
    top = Math.ceil((at + bytes) / 16) * 16;
    return at;
  };
  const places = kernel.buffers.map(({ dtype, length }) => place(length * itemSize[dtype]));
  const scratchAt = place(emitted.scratchBytes(threads));
  const memory = new WebAssembly.Memory({ initial: Math.ceil((top + guard) / 65_536) });
  const { buffer } = memory;
  inputs.forEach(({ dtype, data }, i) => {
    viewOf(dtype, buffer, places[i], data.length).set(data);
  });
  const outAt = places.at(-1) as number;
  const bytes = output.length * itemSize[output.dtype];
  new Uint8Array(buffer).fill(77, outAt - guard, outAt + bytes + guard / 2);
  const compiled = new WebAssembly.Module(module.build());
  const phases = new WebAssembly.Instance(compiled, { e: { m: memory } }).exports;
  emitted.phases.forEach((_, i) => {
    const phase = phases[`phase${i}`] as (...args: number[]) => void;
    for (let tid = 0; tid < threads; tid++) phase(tid, threads, 0, scratchAt, ...places);
  });
  const around = new Uint8Array(buffer);
  const untouched = (low: number, high: number): boolean =>
    around.subarray(low, high).every((x) => x === 77);
  expect(untouched(outAt - guard / 2, outAt)).toBe(true);
  expect(untouched(outAt + bytes, outAt + bytes + guard / 2)).toBe(true);
  return {
    out: viewOf(output.dtype, buffer, outAt, output.length).slice(),
    error: [...new Int32Array(buffer, errorSlot, 3)],
  };
}

/** The result on one thread, after asking that 2 and 3 give the same. */
function agreed(
  ...args: Parameters<typeof execute> extends [...infer A, number] ? A : never
): Result {
  const one = execute(...args, 1);
  for (const threads of [2, 3]) {
    const more = execute(...args, threads);
    expect(more.error).toEqual(one.error);
    expect(sameBits(more.out, one.out)).toBe(true);
  }
  return one;
}

function sameBits(a: TypedArray, b: TypedArray): boolean {
  const bytes = new Uint8Array(b.buffer);
  return new Uint8Array(a.buffer).every((x, i) => x === bytes[i]);
}

let state = 1;
const random = (): number => {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return state / 2 ** 32;
};
const whole = (length: number, limit: number): number[] =>
  Array.from({ length }, () => Math.floor(random() * limit));
const wholeOf = (dtype: DType, length: number): number[] =>
  whole(length, dtype === "bool" ? 2 : 100);

test.each<[DType, number, number, number]>([
  ["float32", 10, 1, 7],
  ["float32", 50, 4, 20],
  ["float32", 9, 7, 12],
  ["int32", 9, 130, 40],
  ["int32", 300, 300, 500],
  ["uint8", 9, 3, 12],
  ["bool", 9, 1, 12],
  ["float32", 40_000, 1, 40_000],
  ["float32", 4, 5, 0],
])("take %s rows of [%i, %i], %i times", (dtype, rows, width, count) => {
  const src = wholeOf(dtype, rows * width);
  const index = whole(count, rows);
  const want = index.flatMap((row) => src.slice(row * width, (row + 1) * width));
  const { out, error } = agreed(
    { op: "take", rows, width, count },
    [
      { dtype, data: src },
      { dtype: "int32", data: index },
    ],
    { dtype, length: count * width },
  );
  expect(out.length).toBe(want.length);
  expect(out.every((x, i) => x === want[i])).toBe(true);
  expect(error).toEqual([0, 0, 0]);
});

test.each([4, -1])("take reports index %i of 4 rows and goes on with the others", (bad) => {
  const { out, error } = agreed(
    { op: "take", rows: 4, width: 1, count: 3 },
    [
      { dtype: "int32", data: [10, 20, 30, 40] },
      { dtype: "int32", data: [3, bad, 0] },
    ],
    { dtype: "int32", length: 3 },
  );
  expect([out[0], out[2]]).toEqual([40, 10]);
  expect(error).toEqual([1, bad, 4]);
});

const combine: Record<ScatterMode, (a: number, b: number) => number> = {
  set: (_, b) => b,
  add: (a, b) => a + b,
  mul: (a, b) => a * b,
  max: Math.max,
  min: Math.min,
};

const scatterShapes = [
  [10, 1, 30],
  [9, 6, 30],
  [9, 200, 30],
  [40_000, 1, 9000],
  [700, 48, 100],
  [100, 400, 90],
] as const;

test.each<[DType, ScatterMode]>([
  ["float32", "set"],
  ["float32", "add"],
  ["float32", "mul"],
  ["float32", "max"],
  ["float32", "min"],
  ["int32", "set"],
  ["int32", "add"],
  ["int32", "max"],
  ["int32", "min"],
  ["uint8", "set"],
])("scatter %s %s, in the order of the index", (dtype, mode) => {
  for (const [rows, width, count] of scatterShapes) {
    const base = wholeOf(dtype, rows * width);
    const index = whole(count, rows);
    const src = wholeOf(dtype, count * width);
    if (mode === "mul") for (let i = 0; i < src.length; i++) src[i] = src[i] > 50 ? 1 : -2;
    const want = base.map(Math.fround);
    index.forEach((row, i) => {
      for (let c = 0; c < width; c++) {
        const [at, from] = [row * width + c, i * width + c];
        want[at] = Math.fround(combine[mode](want[at], src[from]));
      }
    });
    const { out, error } = agreed(
      { op: "scatter", mode, rows, width, count },
      [
        { dtype, data: base },
        { dtype: "int32", data: index },
        { dtype, data: src },
      ],
      { dtype, length: rows * width },
    );
    expect(out.every((x, i) => x === want[i])).toBe(true);
    expect(error).toEqual([0, 0, 0]);
  }
});

test("scatter lets NaN through max and min", () => {
  const { out } = agreed(
    { op: "scatter", mode: "max", rows: 2, width: 1, count: 3 },
    [
      { dtype: "float32", data: [Number.NaN, 1] },
      { dtype: "int32", data: [0, 1, 1] },
      { dtype: "float32", data: [5, Number.NaN, 7] },
    ],
    { dtype: "float32", length: 2 },
  );
  expect([...out]).toEqual([Number.NaN, Number.NaN]);
});

test.each([
  [3, 1],
  [3, 100],
  [40_000, 1],
])("scatter into %i rows of %i reports an index out of range and skips it", (rows, width) => {
  const { out, error } = agreed(
    { op: "scatter", mode: "add", rows, width, count: 2 },
    [
      { dtype: "float32", data: Array(rows * width).fill(1) },
      { dtype: "int32", data: [rows, 1] },
      { dtype: "float32", data: Array(2 * width).fill(5) },
    ],
    { dtype: "float32", length: rows * width },
  );
  expect([out[0], out[width], out[2 * width]]).toEqual([1, 6, 1]);
  expect(error).toEqual([1, rows, rows]);
});

test("scatter leaves types it cannot add to the reference", () => {
  const buffer = (dtype: DType) => ({ dtype, length: 4, write: false });
  const module = new ModuleBuilder({ shared: false, minPages: 1, relaxed: false });
  const special = { op: "scatter", mode: "add", rows: 4, width: 1, count: 4 } as const;
  const buffers = [buffer("uint8"), buffer("int32"), buffer("uint8"), buffer("uint8")];
  expect(emitSpecial(module, { kind: "special", special, buffers })).toBeNull();
});

test.each(["sum", "prod"] as const)("scan: running %s of each row", (mode) => {
  for (const dtype of ["float32", "int32"] as const) {
    const [rows, length] = [300, 111];
    const data = Array.from({ length: rows * length }, () =>
      mode === "sum" ? Math.floor(random() * 100) : random() < 0.1 ? -2 : 1,
    );
    const want: number[] = [];
    for (let r = 0; r < rows; r++) {
      let sum = mode === "sum" ? 0 : 1;
      for (let i = 0; i < length; i++) {
        const x = data[r * length + i];
        sum = mode === "sum" ? sum + x : sum * x;
        want.push(dtype === "int32" ? sum | 0 : sum);
      }
    }
    const { out } = agreed({ op: "scan", mode, rows, length }, [{ dtype, data }], {
      dtype,
      length: rows * length,
    });
    expect(out.every((x, i) => x === want[i])).toBe(true);
  }
});

/** Philox4x32-10 as published, a block of four words. */
function philoxBlock(key: readonly [number, number], offset: bigint): number[] {
  const mask = 0xffffffffn;
  let x = [offset & mask, (offset >> 32n) & mask, 0n, 0n] as [bigint, bigint, bigint, bigint];
  let [k0, k1] = [BigInt(key[0] >>> 0), BigInt(key[1] >>> 0)];
  for (let round = 0; round < 10; round++) {
    const p0 = 0xd2511f53n * x[0];
    const p1 = 0xcd9e8d57n * x[2];
    x = [(p1 >> 32n) ^ x[1] ^ k0, p1 & mask, (p0 >> 32n) ^ x[3] ^ k1, p0 & mask];
    k0 = (k0 + 0x9e3779b9n) & mask;
    k1 = (k1 + 0xbb67ae85n) & mask;
  }
  return x.map((word) => Number(word) | 0);
}

test("philox gives the published words of an all-zero key and counter", () => {
  const { out } = agreed({ op: "philox", count: 4 }, [{ dtype: "int32", data: [0, 0, 0, 0] }], {
    dtype: "int32",
    length: 4,
  });
  const hex = [...out].map((word) => (word >>> 0).toString(16).padStart(8, "0"));
  expect(hex).toEqual(["6627e8d5", "e169c58d", "bc57ac4c", "9b00dbd8"]);
});

test.each([1, 16, 37, 20_003])("philox: %i words, over a carry of the counter", (count) => {
  const data = [0x12345678, -559038737, -2, 5];
  const offset = (5n << 32n) + 0xfffffffen;
  const want: number[] = [];
  for (let block = 0n; want.length < count; block++)
    want.push(...philoxBlock([data[0], data[1]], offset + block));
  const { out } = agreed({ op: "philox", count }, [{ dtype: "int32", data }], {
    dtype: "int32",
    length: count,
  });
  expect([...out]).toEqual(want.slice(0, count));
});

type PoolArgmax = Extract<Special, { op: "poolArgmax" }>;

function poolOf(
  planes: number,
  [height, width]: readonly [number, number],
  kernel: readonly [number, number],
  stride: readonly [number, number],
  padding: readonly [number, number],
  dilation: readonly [number, number] = [1, 1],
): PoolArgmax {
  const count = (size: number, i: 0 | 1): number =>
    Math.floor((size + 2 * padding[i] - dilation[i] * (kernel[i] - 1) - 1) / stride[i]) + 1;
  return {
    ...{ op: "poolArgmax", planes, height, width, kernel, stride, padding, dilation },
    outHeight: count(height, 0),
    outWidth: count(width, 1),
  };
}

function plainArgmax(p: PoolArgmax, data: readonly number[]): number[] {
  const out: number[] = [];
  for (let plane = 0; plane < p.planes; plane++)
    for (let i = 0; i < p.outHeight; i++)
      for (let j = 0; j < p.outWidth; j++) {
        let best = -1;
        let bestValue = 0;
        for (let s = 0; s < p.kernel[0]; s++)
          for (let t = 0; t < p.kernel[1]; t++) {
            const y = i * p.stride[0] - p.padding[0] + s * p.dilation[0];
            const x = j * p.stride[1] - p.padding[1] + t * p.dilation[1];
            if (y < 0 || x < 0 || y >= p.height || x >= p.width) continue;
            const value = data[(plane * p.height + y) * p.width + x];
            const better = value > bestValue || (Number.isNaN(value) && !Number.isNaN(bestValue));
            if (best < 0 || better) {
              best = y * p.width + x;
              bestValue = value;
            }
          }
        out.push(best);
      }
  return out;
}

test.each([
  poolOf(3, [8, 8], [2, 2], [2, 2], [0, 0]),
  poolOf(40, [28, 28], [2, 2], [2, 2], [0, 0]),
  poolOf(40, [28, 28], [3, 3], [1, 1], [1, 1]),
  poolOf(5, [16, 17], [3, 3], [2, 2], [1, 1]),
  poolOf(5, [4, 4], [3, 3], [1, 1], [1, 1]),
  poolOf(5, [2, 2], [3, 3], [1, 1], [1, 1]),
  poolOf(2, [20, 31], [3, 2], [2, 3], [1, 1]),
  poolOf(2, [20, 40], [3, 3], [1, 2], [2, 2], [2, 2]),
  poolOf(2, [9, 9], [9, 9], [1, 1], [0, 0]),
  poolOf(2, [3, 60], [2, 20], [1, 1], [0, 10]),
])("places of window maxima, ties and NaN included: %o", (pool) => {
  const length = pool.planes * pool.height * pool.width;
  const data = whole(length, 6).map((x) => {
    const chance = random();
    if (chance < 0.02) return chance < 0.01 ? Number.NaN : Number.POSITIVE_INFINITY;
    if (chance < 0.3) return Number.NEGATIVE_INFINITY;
    return chance < 0.5 ? -0 : x - 4;
  });
  const { out } = agreed(pool, [{ dtype: "float32", data }], {
    dtype: "int32",
    length: pool.planes * pool.outHeight * pool.outWidth,
  });
  expect([...out]).toEqual(plainArgmax(pool, data));
});

test("a NaN with its sign set is a maximum too", () => {
  const bits = new Int32Array([0x3f800000, 0x7f800000, -0x400000, 0x7fc00000]);
  const data = [...new Float32Array(bits.buffer)];
  const { out } = agreed(poolOf(1, [1, 4], [1, 4], [1, 1], [0, 0]), [{ dtype: "float32", data }], {
    dtype: "int32",
    length: 1,
  });
  expect([...out]).toEqual([2]);
});

test("fold adds windows back to where they were read", () => {
  const [height, width] = [9, 8];
  const [kernel, stride, dilation] = [
    [3, 2],
    [2, 1],
    [1, 2],
  ] as const;
  const outHeight = 4;
  const outWidth = 6;
  for (const planes of [1, 2, 100]) {
    const windows = outHeight * outWidth * 6;
    const data = whole(planes * windows, 50);
    const want = Array<number>(planes * height * width).fill(0);
    data.forEach((x, n) => {
      const [t, s] = [n % 2, Math.floor(n / 2) % 3];
      const [j, i] = [Math.floor(n / 6) % outWidth, Math.floor(n / 6 / outWidth) % outHeight];
      const plane = Math.floor(n / windows);
      const at = (plane * height + i * 2 + s) * width + j + t * 2;
      want[at] = want[at] + x;
    });
    for (const dtype of ["float32", "int32"] as const) {
      const { out } = agreed(
        { op: "fold", planes, height, width, outHeight, outWidth, kernel, stride, dilation },
        [{ dtype, data }],
        { dtype, length: planes * height * width },
      );
      expect([...out]).toEqual(want);
    }
  }
});

test("sorting is left to the reference", () => {
  const module = new ModuleBuilder({ shared: false, minPages: 1, relaxed: false });
  const special = { op: "argsort", rows: 1, length: 4, descending: false } as const;
  const buffers = [
    { dtype: "float32", length: 4, write: false },
    { dtype: "int32", length: 4, write: true },
  ] as const;
  expect(emitSpecial(module, { kind: "special", special, buffers })).toBeNull();
});
