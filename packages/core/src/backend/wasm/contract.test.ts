import { expect, test } from "vitest";
import type { ContractKernel } from "../../compile/kernel.ts";
import { contiguousStrides, type Shape, sizeOf, View } from "../../shape.ts";
import { ModuleBuilder } from "./assembler.ts";
import { emitContract } from "./contract.ts";

/** A kernel over whole buffers: strides in elements for `[...batch, ...m, ...k]` and `[...batch, ...n, ...k]`. */
function kernelOf(
  sizes: { batch?: Shape; m: Shape; n: Shape; k: Shape },
  a: readonly number[],
  b: readonly number[],
  offsets: readonly [number, number] = [0, 0],
): ContractKernel {
  const { batch = [], m, n, k } = sizes;
  const aView = new View([...batch, ...m, ...k], a, offsets[0], null);
  const bView = new View([...batch, ...n, ...k], b, offsets[1], null);
  const reach = (view: View): number =>
    view.shape.reduce((at, size, i) => {
      const stride = view.strides[i];
      return at + Math.max(0, stride * (size - 1));
    }, view.offset) + 1;
  const buffer = (length: number, write: boolean) => ({ dtype: "float32", length, write }) as const;
  return {
    kind: "contract",
    dtype: "float32",
    batch,
    m,
    n,
    k,
    a: aView,
    b: bView,
    buffers: [
      buffer(reach(aView), false),
      buffer(reach(bView), false),
      buffer(sizeOf(batch) * sizeOf(m) * sizeOf(n), true),
    ],
  };
}

/** The definition, in float64. */
function evaluate(kernel: ContractKernel, a: Float32Array, b: Float32Array): Float64Array {
  const [groups, rows, columns, steps] = [kernel.batch, kernel.m, kernel.n, kernel.k].map(
    sizeOf,
  ) as [number, number, number, number];
  const places = (view: View): Float64Array => {
    const logical = contiguousStrides(view.shape);
    return Float64Array.from({ length: sizeOf(view.shape) }, (_, index) =>
      view.strides.reduce(
        (at, stride, i) => at + stride * (Math.floor(index / logical[i]) % view.shape[i]),
        view.offset,
      ),
    );
  };
  const aPlaces = places(kernel.a);
  const bPlaces = places(kernel.b);
  const out = new Float64Array(groups * rows * columns);
  for (let g = 0; g < groups; g++)
    for (let i = 0; i < rows; i++)
      for (let j = 0; j < columns; j++) {
        let sum = 0;
        for (let s = 0; s < steps; s++) {
          const x = a[aPlaces[(g * rows + i) * steps + s]];
          const y = b[bPlaces[(g * columns + j) * steps + s]];
          sum += x * y;
        }
        out[(g * rows + i) * columns + j] = sum;
      }
  return out;
}

const guard = 65_536;
const outside = 12345;

/** The result, which has the same bits in both layouts. */
function execute(
  kernel: ContractKernel,
  a: Float32Array,
  b: Float32Array,
  threads: number,
): Float32Array {
  const result = executeIn(false, kernel, a, b, threads);
  expect(executeIn(true, kernel, a, b, threads)).toEqual(result);
  return result;
}

/** Runs the emitted phases, thread by thread, with NaN around the operands and marks around the output. */
function executeIn(
  wide: boolean,
  kernel: ContractKernel,
  a: Float32Array,
  b: Float32Array,
  threads: number,
): Float32Array {
  const module = new ModuleBuilder({ shared: false, minPages: 1, relaxed: false, wide });
  const emitted = emitContract(module, kernel);
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
  const outLength = kernel.buffers[2]?.length as number;
  const [aAt, bAt, outAt] = [place(a.byteLength), place(b.byteLength), place(outLength * 4)];
  const tablesAt = place(emitted.tables.byteLength);
  const scratchAt = place(emitted.scratchBytes(threads));
  const memory = new WebAssembly.Memory({ initial: Math.ceil((top + guard) / 65_536) });
  const floats = new Float32Array(memory.buffer).fill(Number.NaN);
  floats.set(a, aAt / 4);
  floats.set(b, bAt / 4);
  floats.fill(outside, outAt / 4 - 64, outAt / 4 + outLength + 64);
  new Int32Array(memory.buffer).set(emitted.tables, tablesAt / 4);
  const compiled = new WebAssembly.Module(module.build());
  const phases = new WebAssembly.Instance(compiled, { e: { m: memory } }).exports;
  emitted.phases.forEach((_, i) => {
    const phase = phases[`phase${i}`] as (...args: number[]) => void;
    for (let tid = 0; tid < threads; tid++)
      phase(tid, threads, tablesAt, scratchAt, aAt, bAt, outAt);
  });
  const before = floats.slice(outAt / 4 - 64, outAt / 4);
  const after = floats.slice(outAt / 4 + outLength, outAt / 4 + outLength + 64);
  expect([...before, ...after].every((x) => x === outside)).toBe(true);
  return floats.slice(outAt / 4, outAt / 4 + outLength);
}

/** Numbers in −1..1, the same in each run. */
function numbers(length: number, seed: number): Float32Array {
  let state = seed;
  return Float32Array.from({ length }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state / 2 ** 32) * 2 - 1;
  });
}

function expectRight(kernel: ContractKernel): void {
  const a = numbers(kernel.buffers[0]?.length as number, 1);
  const b = numbers(kernel.buffers[1]?.length as number, 2);
  const want = evaluate(kernel, a, b);
  const one = execute(kernel, a, b, 1);
  const allowed = 4e-7 * Math.sqrt(sizeOf(kernel.k)) * 4;
  const off = one.findIndex((x, i) => !(Math.abs(x - want[i]) <= allowed));
  expect(off).toBe(-1);
  const bits = new Int32Array(one.buffer);
  for (const threads of [2, 3, 40]) {
    const more = new Int32Array(execute(kernel, a, b, threads).buffer);
    expect(more.every((x, i) => x === bits[i])).toBe(true);
  }
}

const matmul = (m: number, n: number, k: number, form: "nn" | "nt" | "tn" | "tt"): ContractKernel =>
  kernelOf(
    { m: [m], n: [n], k: [k] },
    form[0] === "n" ? [k, 1] : [1, m],
    form[1] === "n" ? [1, n] : [k, 1],
  );

const forms = ["nn", "nt", "tn", "tt"] as const;

test.each(forms)("a matrix product in form %s, whole and ragged", (form) => {
  expectRight(matmul(64, 48, 300, form));
  expectRight(matmul(37, 53, 41, form));
  expectRight(matmul(150, 30, 600, form));
});

test.each([
  [1, 1, 1],
  [1, 1, 1000],
  [1, 70, 33],
  [70, 1, 33],
  [2, 50, 129],
  [3, 41, 30],
  [5, 7, 11],
  [64, 10, 100],
  [10, 64, 100],
  [300, 2, 5],
])("thin products: %i by %i over %i", (m, n, k) => {
  for (const form of forms) expectRight(matmul(m, n, k, form));
});

test("many rows and columns, in several blocks of each", () => {
  expectRight(matmul(300, 500, 8, "nn"));
  expectRight(matmul(500, 300, 9, "tt"));
});

test("batches with own matrices", () => {
  expectRight(
    kernelOf({ batch: [2, 3], m: [9], n: [21], k: [17] }, [459, 153, 17, 1], [1071, 357, 1, 21]),
  );
});

test("a batch that one operand lacks joins the rows or the columns of the other", () => {
  expectRight(kernelOf({ batch: [5], m: [9], n: [3], k: [17] }, [0, 17, 1], [51, 17, 1]));
  expectRight(kernelOf({ batch: [5], m: [3], n: [9], k: [17] }, [51, 17, 1], [0, 1, 9]));
  expectRight(
    kernelOf(
      { batch: [2, 3], m: [4], n: [8], k: [7] },
      [28, 0, 7, 1],
      [0, 56, 8, 1].map((s, i) => (i === 3 ? 8 : i === 2 ? 1 : s)),
    ),
  );
  expectRight(kernelOf({ batch: [3], m: [4], n: [5], k: [6] }, [0, 6, 1], [0, 6, 1]));
});

interface Conv {
  images: number;
  groups?: number;
  channels: number;
  height: number;
  width: number;
  out: number;
  size: number;
  stride?: number;
}

/** Windows over images that already have their border. */
function conv(c: Conv): ContractKernel {
  const { images, groups = 1, channels, height, width, out, size, stride = 1 } = c;
  const [h, w] = [height, width].map((s) => Math.floor((s - size) / stride) + 1) as [
    number,
    number,
  ];
  const taps = size * size;
  const plane = height * width;
  return kernelOf(
    { batch: [images, groups], m: [out], n: [h, w], k: [channels, size, size] },
    [0, out * channels * taps, channels * taps, taps, size, 1],
    [groups * channels * plane, channels * plane, width * stride, stride, plane, width, 1],
  );
}

test.each<Conv>([
  { images: 3, channels: 3, height: 18, width: 18, out: 8, size: 3 },
  { images: 5, channels: 6, height: 6, width: 6, out: 20, size: 3 },
  { images: 4, channels: 5, height: 4, width: 4, out: 7, size: 3 },
  { images: 2, channels: 40, height: 9, width: 9, out: 12, size: 3 },
  { images: 2, channels: 3, height: 21, width: 17, out: 8, size: 5, stride: 2 },
  { images: 3, channels: 33, height: 7, width: 7, out: 16, size: 1 },
  { images: 2, groups: 4, channels: 1, height: 12, width: 12, out: 1, size: 3 },
  { images: 2, groups: 2, channels: 3, height: 10, width: 10, out: 5, size: 3 },
])("convolution forward %o", (c) => {
  expectRight(conv(c));
});

test("convolution's input gradient reads flipped weights", () => {
  const [images, out, channels, side, size] = [3, 6, 5, 10, 3];
  const result = side - size + 1;
  expectRight(
    kernelOf(
      { batch: [images], m: [channels], n: [result, result], k: [out, size, size] },
      [0, 9, channels * 9, -3, -1],
      [out * side * side, side, 1, side * side, side, 1],
      [8, 0],
    ),
  );
});

test.each([
  [16, 3, 6, 3],
  [3, 4, 7, 3],
  [5, 2, 14, 5],
  [30, 1, 15, 5],
])("convolution's weight gradient: %i images, %i channels, side %i, window %i", (images, channels, result, size) => {
  const out = 6;
  const side = result + size - 1;
  expectRight(
    kernelOf(
      { m: [out], n: [channels, size, size], k: [images, result, result] },
      [result * result, out * result * result, result, 1],
      [side * side, side, 1, channels * side * side, side, 1],
    ),
  );
});

test("a long sum into a small output is split in a way that does not depend on threads", () => {
  expectRight(matmul(5, 7, 9001, "nt"));
  expectRight(matmul(33, 18, 5000, "tn"));
});

test("an empty sum is zero, an empty output is left alone", () => {
  const empty = matmul(3, 5, 0, "nn");
  expect([...execute(empty, new Float32Array(1), new Float32Array(1), 2)]).toEqual(
    Array(15).fill(0),
  );
  expect(execute(matmul(0, 5, 4, "nn"), numbers(1, 1), numbers(20, 2), 2).length).toBe(0);
});

test("infinities and NaN stay in the rows and columns that hold them", () => {
  const kernel = matmul(6, 10, 5, "nt");
  const a = numbers(30, 1);
  const b = numbers(50, 2);
  a[12] = Number.POSITIVE_INFINITY;
  b[45] = Number.NaN;
  const got = execute(kernel, a, b, 2);
  got.forEach((x, i) => {
    const special = Math.floor(i / 10) === 2 || i % 10 === 9;
    expect(Number.isFinite(x)).toBe(!special);
  });
});

test("float64 is left to the reference", () => {
  const module = new ModuleBuilder({ shared: false, minPages: 1, relaxed: false });
  expect(emitContract(module, { ...matmul(2, 2, 2, "nn"), dtype: "float64" })).toBeNull();
});

test("contractions of one module share their code", () => {
  const bytes = (count: number): number => {
    const module = new ModuleBuilder({ shared: false, minPages: 1, relaxed: false });
    for (let i = 0; i < count; i++) emitContract(module, matmul(64 + 4 * i, 64, 64, "nn"));
    return module.build().length;
  };
  expect(bytes(20)).toBe(bytes(1));
});
