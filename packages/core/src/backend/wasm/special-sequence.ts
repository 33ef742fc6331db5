/**
 * Kernels that make or run along sequences: running sums and products, and Philox random bits.
 */
import type { Special, SpecialKernel } from "../../compile/kernel.ts";
import type { ModuleBuilder } from "./assembler.ts";
import type { EmittedKernel } from "./emitted.ts";
import { isWord, Phase, parallelFrom } from "./special-phase.ts";

type Scan = Extract<Special, { op: "scan" }>;
type PhiloxBits = Extract<Special, { op: "philox" }>;

/** Running sum or product of each row; float32 accumulates in float64, as the reference does. */
export function emitScan(
  module: ModuleBuilder,
  kernel: SpecialKernel,
  scan: Scan,
): EmittedKernel | null {
  const { mode, rows, length } = scan;
  const dtype = kernel.buffers[0]?.dtype;
  if (dtype === undefined || !isWord(dtype)) return null;
  const parallel = rows > 1 && rows * length >= parallelFrom;
  const phase = new Phase(module, 2, parallel);
  const { f } = phase;
  const { low: row, high } = phase.range(rows);
  const [from, to] = [phase.pointer(0), phase.pointer(1)];
  const [at, end] = [phase.i32(), phase.i32()];
  const sum = f.local(dtype === "float32" ? "f64" : "i32");
  const name = mode === "sum" ? "add" : "mul";
  const start = mode === "sum" ? 0 : 1;
  f.whileLess(row, high, () => {
    f.get(row)
      .i32Const(length * 4)
      .i32("mul")
      .tee(at);
    f.i32Const(length * 4)
      .i32("add")
      .set(end);
    if (dtype === "float32") f.f64Const(start).set(sum);
    else f.i32Const(start).set(sum);
    f.whileLess(
      at,
      end,
      () => {
        f.get(to).get(at).i32("add");
        f.get(sum).get(from).get(at).i32("add");
        if (dtype === "float32") {
          f.load("f32").f64("promote_f32").f64(name).tee(sum).f32("demote_f64").store("f32");
        } else f.load("i32").i32(name).tee(sum).store("i32");
      },
      4,
    );
  });
  return { phases: [f.index], tables: new Int32Array(0), scratchBytes: () => 0, parallel };
}

/** Multipliers and key steps of Philox4x32 (Salmon et al. 2011). */
const multipliers = [0xd2511f53, 0xcd9e8d57] as const;
const keySteps = [0x9e3779b9, 0xbb67ae85] as const;
const rounds = 10;

/** Words a step makes: four blocks of four words, one block a lane. */
const stepWords = 16;

/** Philox4x32-10, four counters at a time. */
export function emitPhilox(module: ModuleBuilder, philox: PhiloxBits): EmittedKernel {
  const { count } = philox;
  const parallel = count >= parallelFrom / 4;
  const phase = new Phase(module, 2, parallel);
  const { f } = phase;
  const steps = Math.ceil(count / stepWords);
  const { low: step, high } = phase.range(steps);
  const [state, out] = [phase.pointer(0), phase.pointer(1)];
  const v = (): number => f.local("v128");
  const x = [v(), v(), v(), v()] as const;
  const keys = [v(), v()] as const;
  const products = [v(), v(), v(), v()] as const;
  const [round, to] = [phase.i32(), phase.i32()];
  const counter = f.local("i64");

  /** 64-bit products: lanes 0 and 1 into `even`, lanes 2 and 3 into `odd`. */
  const multiply = (lanes: number, by: number, even: number, odd: number): void => {
    f.get(lanes).i32x4Const(by).i64x2("extmul_low_i32x4_u").set(even);
    f.get(lanes).i32x4Const(by).i64x2("extmul_high_i32x4_u").set(odd);
  };

  f.whileLess(step, high, () => {
    // Lane j counts offset + 4·step + j.
    f.get(state).load("i64", 8).get(step).i64("extend_i32_u").i64Const(4).i64("mul").i64("add");
    f.set(counter);
    for (const word of [0, 1] as const) {
      f.i32x4Const(0).set(x[word]);
      for (let lane = 0; lane < 4; lane++) {
        f.get(x[word]).get(counter).i64Const(lane).i64("add");
        if (word === 1) f.i64Const(32).i64("shr_u");
        f.i32("wrap_i64").replaceLane("i32x4", lane).set(x[word]);
      }
      f.get(state)
        .load("v128_32_splat", word * 4)
        .set(keys[word]);
    }
    f.i32x4Const(0).set(x[2]).i32x4Const(0).set(x[3]);
    f.loopTimes(round, rounds, () => {
      const [e0, o0, e1, o1] = products;
      multiply(x[0], multipliers[0], e0, o0);
      multiply(x[2], multipliers[1], e1, o1);
      f.get(e1).get(o1).shuffle32(1, 3, 5, 7).get(x[1]).v128("xor").get(keys[0]).v128("xor");
      f.set(x[0]);
      f.get(e1).get(o1).shuffle32(0, 2, 4, 6).set(x[1]);
      f.get(e0).get(o0).shuffle32(1, 3, 5, 7).get(x[3]).v128("xor").get(keys[1]).v128("xor");
      f.set(x[2]);
      f.get(e0).get(o0).shuffle32(0, 2, 4, 6).set(x[3]);
      keys.forEach((key, i) => {
        f.get(key).i32x4Const(keySteps[i]).i32x4("add").set(key);
      });
    });
    // From a word a vector to a block a vector.
    const [p0, p1, p2, p3] = products;
    f.get(x[0]).get(x[1]).shuffle32(0, 4, 1, 5).set(p0);
    f.get(x[2]).get(x[3]).shuffle32(0, 4, 1, 5).set(p1);
    f.get(x[0]).get(x[1]).shuffle32(2, 6, 3, 7).set(p2);
    f.get(x[2]).get(x[3]).shuffle32(2, 6, 3, 7).set(p3);
    phase.address(out, step, stepWords * 4).set(to);
    // A ragged end goes by way of scratch.
    const ragged = count % stepWords !== 0;
    if (ragged) {
      f.get(step)
        .i32Const(steps - 1)
        .i32("eq");
      f.if(() => {
        f.get(phase.scratch).set(to);
      });
    }
    [0, 1, 2, 3].forEach((block) => {
      const [low, upper] = block < 2 ? [p0, p1] : [p2, p3];
      f.get(to).get(low).get(upper);
      if (block % 2 === 0) f.shuffle32(0, 1, 4, 5);
      else f.shuffle32(2, 3, 6, 7);
      f.store("v128", block * 16);
    });
    if (ragged) {
      f.get(to).get(phase.scratch).i32("eq");
      f.if(() => {
        phase.address(out, step, stepWords * 4).get(phase.scratch);
        f.i32Const((count % stepWords) * 4).memoryCopy();
      });
    }
  });
  return {
    phases: [f.index],
    tables: new Int32Array(0),
    scratchBytes: () => stepWords * 4,
    parallel,
  };
}
