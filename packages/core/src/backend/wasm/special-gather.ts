/**
 * Rows by index. `take` copies rows; `scatter` puts rows into a copy of the base, in the order of the
 * index, so that the last of two `set`s wins and sums are the same on any number of threads: each thread
 * owns a range of columns where rows are wide, else a range of rows, and passes over the whole index.
 */

import type { ScatterMode, Special, SpecialKernel } from "../../compile/kernel.ts";
import { type DType, itemSize } from "../../dtype.ts";
import type { ModuleBuilder } from "./assembler.ts";
import type { EmittedKernel } from "./emitted.ts";
import { isWord, Phase, parallelFrom } from "./special-phase.ts";

type Take = Extract<Special, { op: "take" }>;
type Scatter = Extract<Special, { op: "scatter" }>;

/** Above this, a copy call costs less than a loop. */
const longCopy = 256;

function emitCopy(phase: Phase, to: number, from: number, bytes: number, limit: number): void {
  const { f } = phase;
  if (limit > longCopy) {
    f.get(to).get(from).get(bytes).memoryCopy();
    return;
  }
  const at = phase.i32();
  phase.spans(
    bytes,
    at,
    1,
    () => f.get(to).get(at).i32("add").get(from).get(at).i32("add").load("v128").store("v128"),
    () => f.get(to).get(at).i32("add").get(from).get(at).i32("add").load("i32_8_u").store("i32_8"),
  );
  f.release("i32", at);
}

/** Sizes one load and one store move. */
const single: ReadonlyMap<number, "i32" | "i64" | "v128"> = new Map([
  [4, "i32"],
  [8, "i64"],
  [16, "v128"],
]);

export function emitTake(module: ModuleBuilder, kernel: SpecialKernel, take: Take): EmittedKernel {
  const { rows, width, count } = take;
  const rowBytes = width * itemSize[kernel.buffers[0]?.dtype as DType];
  const parallel = count > 1 && count * Math.max(rowBytes, 16) >= parallelFrom * 4;
  const phase = new Phase(module, 3, parallel);
  const { f } = phase;
  const { low: i, high } = phase.range(count);
  const [src, index, out] = [phase.pointer(0), phase.pointer(1), phase.pointer(2)];
  const [row, from, to, bytes] = [phase.i32(), phase.i32(), phase.i32(), phase.i32()];
  f.i32Const(rowBytes).set(bytes);
  f.whileLess(i, high, () => {
    phase.address(index, i, 4).load("i32").set(row);
    phase.checked(row, rows, () => {
      const move = single.get(rowBytes);
      if (move) {
        phase.address(out, i, rowBytes);
        phase.address(src, row, rowBytes).load(move).store(move);
      } else {
        phase.address(src, row, rowBytes).set(from);
        phase.address(out, i, rowBytes).set(to);
        emitCopy(phase, to, from, bytes, rowBytes);
      }
    });
  });
  return { phases: [f.index], tables: new Int32Array(0), scratchBytes: () => 0, parallel };
}

/** Wide rows are divided by columns, in multiples of a cache line. */
const wideRow = 64;

export function emitScatter(
  module: ModuleBuilder,
  kernel: SpecialKernel,
  scatter: Scatter,
): EmittedKernel | null {
  const { mode, rows, width, count } = scatter;
  const dtype = kernel.buffers[0]?.dtype as DType;
  if (mode !== "set" && !isWord(dtype)) return null;
  const item = itemSize[dtype];
  const rowBytes = width * item;
  const byColumns = width >= wideRow;
  const parallel = (rows + count) * width >= parallelFrom;
  const phase = new Phase(module, 4, parallel);
  const { f } = phase;
  const range = phase.range(byColumns ? width : rows, byColumns ? wideRow : 1);
  const [base, index, src, out] = [0, 1, 2, 3].map((b) => phase.pointer(b)) as [
    number,
    number,
    number,
    number,
  ];
  const [i, row, from, to, bytes, limit] = [
    phase.i32(),
    phase.i32(),
    phase.i32(),
    phase.i32(),
    phase.i32(),
    phase.i32(),
  ];
  f.get(range.low).get(range.high).i32("ge_s");
  f.if(() => f.return());

  // This thread's part of the base.
  const extent = (): void => {
    f.get(range.high).get(range.low).i32("sub");
  };
  if (byColumns) {
    extent();
    f.i32Const(item).i32("mul").set(bytes);
    phase.address(base, range.low, item).set(base);
    phase.address(src, range.low, item).set(src);
    phase.address(out, range.low, item).set(out);
  } else f.i32Const(rowBytes).set(bytes);
  f.get(base).get(out).i32("ne");
  f.if(() => {
    if (byColumns) {
      f.i32Const(0).set(i).i32Const(rows).set(limit);
      f.whileLess(i, limit, () => {
        phase.address(out, i, rowBytes);
        phase.address(base, i, rowBytes).get(bytes).memoryCopy();
      });
    } else {
      phase.address(out, range.low, rowBytes);
      phase.address(base, range.low, rowBytes);
      extent();
      f.i32Const(rowBytes).i32("mul").memoryCopy();
    }
  });

  const put = (): void => {
    if (mode === "set") {
      phase.address(out, row, rowBytes).set(to);
      phase.address(src, i, rowBytes).set(from);
      const move = byColumns ? undefined : single.get(rowBytes);
      if (move) f.get(to).get(from).load(move).store(move);
      else emitCopy(phase, to, from, bytes, rowBytes);
      return;
    }
    phase.address(out, row, rowBytes).set(to);
    phase.address(src, i, rowBytes).set(from);
    if (width === 1) {
      f.get(to)
        .get(to)
        .load(dtype === "float32" ? "f32" : "i32");
      f.get(from).load(dtype === "float32" ? "f32" : "i32");
      combine(phase, mode, dtype, false);
      f.store(dtype === "float32" ? "f32" : "i32");
      return;
    }
    const at = phase.i32();
    const step = (vector: boolean): void => {
      const type = vector ? "v128" : dtype === "float32" ? "f32" : "i32";
      const place = (p: number) => f.get(p).get(at).i32("add");
      place(to);
      place(to).load(type);
      place(from).load(type);
      combine(phase, mode, dtype, vector);
      f.store(type);
    };
    phase.spans(
      bytes,
      at,
      4,
      () => step(true),
      () => step(false),
    );
    f.release("i32", at);
  };
  f.i32Const(0).set(i).i32Const(count).set(limit);
  f.whileLess(i, limit, () => {
    phase.address(index, i, 4).load("i32").set(row);
    if (byColumns || !parallel) phase.checked(row, rows, put);
    else {
      const mine = (): void => {
        f.get(row).get(range.low).i32("sub");
        extent();
        f.i32("lt_u");
      };
      mine();
      f.if(put, () => phase.checked(row, rows, () => {}));
    }
  });
  return { phases: [f.index], tables: new Int32Array(0), scratchBytes: () => 0, parallel };
}

/** `[old, new] -> [old ∘ new]`. */
function combine(phase: Phase, mode: ScatterMode, dtype: DType, vector: boolean): void {
  const { f } = phase;
  if (dtype === "float32") {
    const name = mode as "add" | "mul" | "min" | "max";
    if (vector) f.f32x4(name);
    else f.f32(name);
    return;
  }
  if (mode === "add" || mode === "mul") {
    if (vector) f.i32x4(mode);
    else f.i32(mode);
    return;
  }
  if (vector) {
    f.i32x4(mode === "min" ? "min_s" : "max_s");
    return;
  }
  const [old, fresh] = [phase.i32(), phase.i32()];
  f.set(fresh).set(old).get(old).get(fresh).get(old).get(fresh);
  f.i32(mode === "min" ? "lt_s" : "gt_s").select();
  f.release("i32", old);
  f.release("i32", fresh);
}
