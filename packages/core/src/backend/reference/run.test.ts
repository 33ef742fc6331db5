import { describe, expect, test } from "vitest";
import type { ContractKernel, Expr, LoopKernel, Stage } from "../../compile/kernel.ts";
import { allocate, type DType, type TypedArray } from "../../dtype.ts";
import { sizeOf, View } from "../../shape.ts";
import { prepare, runReference } from "./run.ts";

interface Out {
  readonly dtype: DType;
  readonly length: number;
}

/** Runs a loop kernel with the given input arrays and fresh outputs, which come back. */
function loop(
  outer: readonly number[],
  inner: readonly number[],
  inputs: readonly TypedArray[],
  outputs: readonly Out[],
  exprs: readonly Expr[],
  stages: readonly Stage[],
): number[][] {
  const outs = outputs.map((o) => allocate(o.dtype, o.length).fill(77));
  const kernel: LoopKernel = {
    kind: "loop",
    outer,
    inner,
    buffers: [
      ...inputs.map((x) => ({ dtype: "float32" as const, length: x.length, write: false })),
      ...outputs.map((o) => ({ ...o, write: true })),
    ],
    exprs,
    stages,
  };
  runReference(kernel, [...inputs, ...outs]);
  const first = outs.map((o) => Array.from(o));
  // A second run of the compiled kernel must not see anything of the first.
  for (const o of outs) o.fill(77);
  runReference(kernel, [...inputs, ...outs]);
  expect(outs.map((o) => Array.from(o))).toEqual(first);
  return first;
}

const load = (buffer: number, view: View, dtype: DType = "float32"): Expr => ({
  op: "load",
  dtype,
  buffer,
  view,
});
const scalar = (op: "add" | "mul" | "sub" | "exp" | "div", ...args: number[]): Expr => ({
  op,
  dtype: "float32",
  args,
});
const store = (buffer: number, view: View, value: number, at: "inner" | "outer"): Stage => ({
  kind: "store",
  at,
  buffer,
  view,
  value,
});
const whole = (...shape: number[]): View => View.contiguous(shape);
/** A view of one element an outer position, over `[outer, inner]`. */
const perRow = (rows: number, length: number): View => new View([rows, length], [1, 0], 0, null);
const range = (n: number): number[] => Array.from({ length: n }, (_, i) => i);
const wave = (n: number): number[] => range(n).map((i) => Math.fround(Math.sin(i * 1.7) * 3));
const f32 = (values: readonly number[]): Float32Array => Float32Array.from(values);

describe("elementwise kernels", () => {
  test("round each expression, not only the result, to float32", () => {
    const [out] = loop(
      [1],
      [],
      [f32([16777216]), f32([1])],
      [{ dtype: "float32", length: 1 }],
      [load(0, whole(1)), load(1, whole(1)), scalar("add", 0, 1), scalar("sub", 2, 0)],
      [store(2, whole(1), 3, "outer")],
    );
    expect(out).toEqual([0]);
  });

  test("read through a permuted, flipped and padded view, with 0 outside of the mask", () => {
    const view = whole(2, 3)
      .permute([1, 0])
      .flip([0])
      .pad([
        [0, 1],
        [1, 0],
      ]);
    const [out] = loop(
      [4, 3],
      [],
      [f32([1, 2, 3, 4, 5, 6])],
      [{ dtype: "float32", length: 12 }],
      [load(0, view)],
      [store(1, whole(4, 3), 0, "outer")],
    );
    expect(out).toEqual([0, 3, 6, 0, 2, 5, 0, 1, 4, 0, 0, 0]);
  });

  test("give the same through masked views for sizes of one and of many blocks", () => {
    for (const n of [5, 40, 700]) {
      const view = whole(n, 3)
        .permute([1, 0])
        .pad([
          [1, 0],
          [2, 3],
        ]);
      const data = f32(range(n * 3).map((i) => i + 1));
      const shape = [4, n + 5];
      const [out, inside] = loop(
        shape,
        [],
        [data],
        [
          { dtype: "float32", length: sizeOf(shape) },
          { dtype: "bool", length: sizeOf(shape) },
        ],
        [load(0, view), { op: "valid", dtype: "bool", view }],
        [store(1, whole(...shape), 0, "outer"), store(2, whole(...shape), 1, "outer")],
      );
      const want = range(sizeOf(shape)).map((p) => {
        const [i, j] = [Math.floor(p / (n + 5)) - 1, (p % (n + 5)) - 2];
        return i >= 0 && j >= 0 && j < n ? data[j * 3 + i] : 0;
      });
      expect(out).toEqual(want);
      expect(inside).toEqual(want.map((x) => (x === 0 ? 0 : 1)));
    }
  });

  test("write only the places of a store's view", () => {
    const view = whole(2, 5).shrink([
      [0, 2],
      [1, 3],
    ]);
    const [out] = loop(
      [2, 2],
      [],
      [f32([1, 2, 3, 4])],
      [{ dtype: "float32", length: 10 }],
      [load(0, whole(2, 2))],
      [store(1, view, 0, "outer")],
    );
    expect(out).toEqual([77, 1, 2, 77, 77, 77, 3, 4, 77, 77]);
  });

  test("number positions with iota, below zero too", () => {
    const flipped = whole(4).flip([0]);
    const low = new View([2, 4], [0, 2], -3, null);
    const [down, up] = loop(
      [2, 4],
      [],
      [],
      [
        { dtype: "int32", length: 8 },
        { dtype: "int32", length: 8 },
      ],
      [
        { op: "iota", dtype: "int32", view: flipped.reshape([1, 4])?.expand([2, 4]) as View },
        { op: "iota", dtype: "int32", view: low },
      ],
      [store(0, whole(2, 4), 0, "outer"), store(1, whole(2, 4), 1, "outer")],
    );
    expect(down).toEqual([3, 2, 1, 0, 3, 2, 1, 0]);
    expect(up).toEqual([-3, -1, 1, 3, -3, -1, 1, 3]);
  });

  test("wrap int32 and uint8, and keep bool at 0 and 1", () => {
    const one = whole(1);
    const [int, byte, bool] = loop(
      [1],
      [],
      [Int32Array.of(2147483647), Uint8Array.of(200), Uint8Array.of(1)],
      [
        { dtype: "int32", length: 1 },
        { dtype: "uint8", length: 1 },
        { dtype: "bool", length: 1 },
      ],
      [
        load(0, one, "int32"),
        load(1, one, "uint8"),
        load(2, one, "bool"),
        { op: "mul", dtype: "int32", args: [0, 0] },
        { op: "add", dtype: "uint8", args: [1, 1] },
        { op: "add", dtype: "bool", args: [2, 2] },
      ],
      [store(3, one, 3, "outer"), store(4, one, 4, "outer"), store(5, one, 5, "outer")],
    );
    expect([int, byte, bool]).toEqual([[1], [144], [1]]);
  });

  test("cast floats to whole numbers by cutting, bytes by wrapping, all to bool by comparing", () => {
    const n = 6;
    const [int, byte, bool] = loop(
      [n],
      [],
      [f32([2.7, -2.7, 300, -1, Number.NaN, 3e9])],
      [
        { dtype: "int32", length: n },
        { dtype: "uint8", length: n },
        { dtype: "bool", length: n },
      ],
      [
        load(0, whole(n)),
        { op: "cast", dtype: "int32", args: [0] },
        { op: "cast", dtype: "uint8", args: [0] },
        { op: "cast", dtype: "bool", args: [0] },
      ],
      [1, 2, 3].map((i) => store(i, whole(n), i, "outer")),
    );
    expect(int).toEqual([2, -2, 300, -1, 0, 2147483647]);
    expect(byte).toEqual([2, 254, 44, 255, 0, 255]);
    expect(bool).toEqual([1, 1, 1, 1, 1, 1]);
  });

  test("do nothing over no positions", () => {
    const out = loop(
      [0, 3],
      [],
      [f32([])],
      [{ dtype: "float32", length: 0 }],
      [load(0, whole(0, 3))],
      [store(1, whole(0, 3), 0, "outer")],
    );
    expect(out).toEqual([[]]);
  });
});

describe("reductions", () => {
  const reduceStages = ["sum", "prod", "max", "min", "argmax", "argmin"] as const;
  const reduceAll = (rows: number, length: number, data: readonly number[]): number[][] =>
    loop(
      [rows],
      [length],
      [f32(data)],
      reduceStages.map((op) => ({
        dtype: op.startsWith("arg") ? "int32" : "float32",
        length: rows,
      })),
      [
        load(0, whole(rows, length)),
        ...reduceStages.map(
          (op, stage): Expr => ({
            op: "acc",
            dtype: op.startsWith("arg") ? "int32" : "float32",
            stage,
          }),
        ),
      ],
      [
        ...reduceStages.map(
          (op): Stage => ({
            kind: "reduce",
            op,
            value: 0,
            dtype: op.startsWith("arg") ? "int32" : "float32",
          }),
        ),
        ...reduceStages.map((_, i) => store(1 + i, perRow(rows, length), 1 + i, "outer")),
      ],
    );

  test.each([
    [4, 3],
    [300, 7],
    [3, 512],
    [2, 1300],
  ])("of %i rows of %i agree with their definition", (rows, length) => {
    const data = wave(rows * length);
    const each = (f: (row: number[]) => number): number[] =>
      range(rows).map((r) => f(data.slice(r * length, (r + 1) * length)));
    const [sum, prod, max, min, argmax, argmin] = reduceAll(rows, length, data);
    expect(sum).toEqual(each((row) => Math.fround(row.reduce((s, x) => s + x, 0))));
    expect(prod).toEqual(each((row) => Math.fround(row.reduce((p, x) => p * x, 1))));
    expect(max).toEqual(each((row) => Math.max(...row)));
    expect(min).toEqual(each((row) => Math.min(...row)));
    expect(argmax).toEqual(each((row) => row.indexOf(Math.max(...row))));
    expect(argmin).toEqual(each((row) => row.indexOf(Math.min(...row))));
  });

  test("let NaN through max and min, and find the first NaN or the first of equals", () => {
    const nan = Number.NaN;
    const [, , max, min, argmax, argmin] = reduceAll(4, 4, [
      ...[1, nan, 5, nan],
      ...[2, 2, 2, 2],
      ...[-Infinity, -Infinity, -Infinity, -Infinity],
      ...[Infinity, Infinity, 0, 0],
    ]);
    expect(max).toEqual([nan, 2, -Infinity, Infinity]);
    expect(min).toEqual([nan, 2, -Infinity, 0]);
    expect(argmax).toEqual([1, 0, 0, 0]);
    expect(argmin).toEqual([1, 0, 0, 2]);
  });

  test("over nothing give 0, 1, −∞ and ∞", () => {
    const [sum, prod, max, min] = reduceAll(2, 0, []);
    expect([sum, prod, max, min]).toEqual([
      [0, 0],
      [1, 1],
      [-Infinity, -Infinity],
      [Infinity, Infinity],
    ]);
  });

  test("sum in double and round once", () => {
    const [sum] = reduceAll(1, 3, [1e8, 1, -1e8]);
    expect(sum).toEqual([1]);
  });

  test("wrap sums of int32", () => {
    const [out] = loop(
      [1],
      [3],
      [Int32Array.of(2147483647, 2147483647, 3)],
      [{ dtype: "int32", length: 1 }],
      [load(0, whole(1, 3), "int32"), { op: "acc", dtype: "int32", stage: 0 }],
      [{ kind: "reduce", op: "sum", value: 0, dtype: "int32" }, store(1, perRow(1, 3), 1, "outer")],
    );
    expect(out).toEqual([1]);
  });

  test.each([
    [5, 4],
    [260, 3],
    [2, 1100],
    [3, 1],
  ])("chain into softmax of %i rows of %i times a weight per row", (rows, length) => {
    const data = wave(rows * length);
    const weights = wave(rows);
    const [out] = loop(
      [rows],
      [length],
      [f32(data), f32(weights)],
      [{ dtype: "float32", length: rows * length }],
      [
        load(0, whole(rows, length)),
        { op: "acc", dtype: "float32", stage: 0 },
        scalar("sub", 0, 1),
        scalar("exp", 2),
        { op: "acc", dtype: "float32", stage: 1 },
        scalar("div", 3, 4),
        load(1, perRow(rows, length)),
        { op: "const", dtype: "float32", value: 2 },
        scalar("mul", 6, 7),
        scalar("mul", 5, 8),
      ],
      [
        { kind: "reduce", op: "max", value: 0, dtype: "float32" },
        { kind: "reduce", op: "sum", value: 3, dtype: "float32" },
        store(2, whole(rows, length), 9, "inner"),
      ],
    );
    const r = Math.fround;
    const want = range(rows).flatMap((i) => {
      const row = data.slice(i * length, (i + 1) * length);
      const e = row.map((x) => r(Math.exp(r(x - Math.max(...row)))));
      const sum = r(e.reduce((s, x) => s + x, 0));
      return e.map((x) => r(r(x / sum) * r(weights[i] * 2)));
    });
    expect(out).toEqual(want);
  });

  test("take a value that is the same along the row as often as the row is long", () => {
    for (const length of [3, 1000]) {
      const [out] = loop(
        [2],
        [length],
        [f32([1, 10])],
        [{ dtype: "float32", length: 2 }],
        [load(0, perRow(2, length)), { op: "acc", dtype: "float32", stage: 0 }],
        [
          { kind: "reduce", op: "sum", value: 0, dtype: "float32" },
          store(1, perRow(2, length), 1, "outer"),
        ],
      );
      expect(out).toEqual([length, 10 * length]);
    }
  });
});

describe("contractions", () => {
  test("multiply batches of a matrix and a transposed one", () => {
    const [batch, m, n, k] = [2, 3, 4, 5];
    const a = wave(batch * m * k);
    const b = wave(batch * k * n).map((x) => Math.fround(x + 0.25));
    const kernel: ContractKernel = {
      kind: "contract",
      dtype: "float32",
      batch: [batch],
      m: [m],
      n: [n],
      k: [k],
      a: whole(batch, m, k),
      b: whole(batch, k, n).permute([0, 2, 1]),
      buffers: [],
    };
    const out = new Float32Array(batch * m * n);
    runReference(kernel, [f32(a), f32(b), out]);
    const want = range(batch * m * n).map((p) => {
      const [i, y, x] = [Math.floor(p / (m * n)), Math.floor(p / n) % m, p % n];
      let sum = 0;
      for (let q = 0; q < k; q++) sum += a[(i * m + y) * k + q] * b[(i * k + q) * n + x];
      return Math.fround(sum);
    });
    expect(Array.from(out)).toEqual(want);
  });

  test("convolve through windows, with a flipped kernel", () => {
    const windows = whole(1, 6).windows([3], [1], [1]) as View;
    const kernel: ContractKernel = {
      kind: "contract",
      dtype: "float32",
      batch: [],
      m: [4],
      n: [1],
      k: [3],
      a: windows.reshape([4, 3]) as View,
      b: whole(1, 3).flip([1]),
      buffers: [],
    };
    const out = new Float32Array(4);
    runReference(kernel, [f32([1, 2, 3, 4, 5, 6]), f32([1, 10, 100]), out]);
    expect(Array.from(out)).toEqual([123, 234, 345, 456]);
  });

  test("over nothing are 0", () => {
    const kernel: ContractKernel = {
      kind: "contract",
      dtype: "float32",
      batch: [],
      m: [2],
      n: [1],
      k: [0],
      a: whole(2, 0),
      b: whole(1, 0),
      buffers: [],
    };
    const out = f32([7, 7]);
    runReference(kernel, [f32([]), f32([]), out]);
    expect(Array.from(out)).toEqual([0, 0]);
  });
});

test("a kernel is compiled once", () => {
  const kernel: LoopKernel = {
    kind: "loop",
    outer: [1],
    inner: [],
    buffers: [{ dtype: "float32", length: 1, write: true }],
    exprs: [{ op: "const", dtype: "float32", value: 1 }],
    stages: [store(0, whole(1), 0, "outer")],
  };
  expect(prepare(kernel)).toBe(prepare(kernel));
});
