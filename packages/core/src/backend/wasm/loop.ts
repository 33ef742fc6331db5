/**
 * Loop kernels in WebAssembly. A function runs a thread's share of the outer positions; four lanes lie
 * along one axis (`loop-plan.ts` says which), the innermost loop steps its pointers, and whatever does
 * not change in a loop is computed before it.
 *
 * Long, because it is one emitter: the nest of loops, and in it the loads, scalars and stores of every lane
 * form, share the registers and pointers of one function under construction.
 */
import type { LoopKernel, ReduceOp } from "../../compile/kernel.ts";
import type { DType } from "../../dtype.ts";
import { itemSize } from "../../dtype.ts";
import type { FuncBuilder, ModuleBuilder } from "./assembler.ts";
import type { EmittedKernel } from "./emitted.ts";
import { Code, type Value } from "./loop-code.ts";
import { bound, type Edge, loadLanes, storeLanes } from "./loop-memory.ts";
import {
  type Access,
  chooseMode,
  closure,
  constantArgs,
  dependence,
  exprCost,
  type Plan,
  type PlanExpr,
  type PlanStage,
  planOf,
  product,
  split,
} from "./loop-plan.ts";
import { Accumulator, identity, isArgument } from "./loop-reduce.ts";
import { storeBeforeReducing } from "./loop-reuse.ts";
import { canEmit, castTo, fmodFunction, type Operation, scalarEmit } from "./scalar-emit.ts";

/** Scalar operations below which one thread does everything. */
const parallelFrom = 16_384;
/** Additions to one accumulator that make a block of a long sum; fewer than two blocks are one. */
const blockLength = 32;
const firstBuffer = 4;
const scratchParam = 3;

const dtypeFrom = (plan: Plan, e: PlanExpr): DType =>
  "args" in e ? plan.exprs[e.args.at(-1) as number].dtype : e.dtype;

function supported(plan: Plan): boolean {
  for (const e of plan.exprs) {
    if (e.dtype === "float64") return false;
    if (!("args" in e)) continue;
    const from = dtypeFrom(plan, e);
    if (e.op === "cast" ? from === "float64" : !canEmit(e.op, from, constantArgs(plan, e.args)))
      return false;
  }
  return plan.stages.every((s) => s.kind === "reduce" || s.access.dtype !== "float64");
}

const fmods = new WeakMap<ModuleBuilder, number>();

function fmodIn(module: ModuleBuilder): number {
  let index = fmods.get(module);
  if (index === undefined) {
    const f = module.func(null, ["f32", "f32"], ["f32"]);
    fmodFunction(f);
    index = f.index;
    fmods.set(module, index);
  }
  return index;
}

/** The phases of a loop kernel in `module`; null where the reference has to run it. */
export function emitLoop(module: ModuleBuilder, kernel: LoopKernel): EmittedKernel | null {
  if (kernel.buffers.some((b) => b.dtype === "float64")) return null;
  const whole = planOf(kernel);
  const plan = storeBeforeReducing(whole) ?? whole;
  if (!supported(plan)) return null;
  const mode = chooseMode(plan);
  const parts = split(plan, mode);
  const work = product(plan.outer) * product(plan.inner) * Math.max(1, plan.exprs.length);
  const phases = (parts?.parts ?? [plan]).map((part) => {
    const f = module.func(null, [
      "i32",
      "i32",
      "i32",
      "i32",
      ...kernel.buffers.map(() => "i32" as const),
    ]);
    new PartEmitter(module, f, part).emit();
    return f.index;
  });
  const shared = Math.ceil((parts?.sharedBytes ?? 0) / 16) * 16;
  return {
    phases,
    tables: new Int32Array(0),
    scratchBytes: () => shared,
    parallel: work >= parallelFrom,
  };
}

/** An access while a loop runs: the address of lane 0 in a local. */
interface Cursor {
  readonly access: Access;
  readonly pointer: number;
}

/** Of a loop in a long sum: after how many rounds a block of it ends. */
interface Block {
  readonly rounds: number;
  readonly end: () => void;
}

/** Where the code being written is. */
interface Site {
  readonly cursors: ReadonlyMap<Access, Cursor>;
  /** How many vectors further along the lane axis. */
  readonly vector: number;
  /** Set for the last, partial vector. */
  readonly count: number | null;
  readonly known: Map<number, Value>;
}

class PartEmitter {
  readonly #module: ModuleBuilder;
  readonly #f: FuncBuilder;
  readonly #c: Code;
  readonly #plan: Plan;
  readonly #sizes: readonly number[];
  readonly #outerRank: number;
  readonly #mode: "map" | "row" | "column";
  /** Whether the engine packs pairs of vectors. */
  readonly #wide: boolean;
  /** The axis the lanes lie along; −1 where there is no axis left. */
  readonly #lanes: number;
  /** The present index of each axis; for the lane axis, of lane 0. */
  readonly #index: number[];
  /** Values that hold at the present outer position, one for each vector. */
  #pinned: Map<number, Value>[] = [];

  constructor(module: ModuleBuilder, f: FuncBuilder, plan: Plan) {
    this.#module = module;
    this.#wide = module.options.wide ?? false;
    this.#f = f;
    this.#c = new Code(f);
    this.#plan = plan;
    this.#sizes = [...plan.outer, ...plan.inner];
    this.#outerRank = plan.outer.length;
    const hasInner = plan.inner.length > 0;
    const loops = plan.stages.some((s) => s.kind === "reduce" || s.at === "inner");
    const chosen = chooseMode(plan);
    this.#mode = !hasInner && !loops ? "map" : chosen === "row" || !hasInner ? "row" : "column";
    if (!hasInner && loops) this.#mode = plan.outer.length > 0 ? "column" : "row";
    this.#lanes =
      this.#mode === "row" ? (hasInner ? this.#sizes.length - 1 : -1) : this.#outerRank - 1;
    this.#index = this.#sizes.map(() => f.local("i32"));
  }

  emit(): void {
    if (this.#sizes.some((n) => n === 0) && product(this.#plan.outer) === 0) return;
    if (this.#mode === "row") this.#emitRows();
    else this.#emitColumns();
  }

  /** Splits `units` among the threads; `body` runs for each with its number in a local. */
  #share(units: number, body: (unit: number) => void): void {
    const f = this.#f;
    const [unit, end] = [f.local("i32"), f.local("i32")];
    const part = (local: number, extra: number) => {
      f.i32Const(units).get(0);
      if (extra) f.i32Const(extra).i32("add");
      f.i32("mul").get(1).i32("div_u").set(local);
    };
    // Threads may be more than units; products stay small since units are bounded.
    part(unit, 0);
    part(end, 1);
    f.whileLess(unit, end, () => body(unit));
    f.release("i32", unit);
    f.release("i32", end);
  }

  /** Sets the indices of `axes` (row-major) from a number. */
  #unpack(value: number, axes: readonly number[]): void {
    const f = this.#f;
    const rest = f.local("i32");
    f.get(value).set(rest);
    for (let i = axes.length - 1; i >= 0; i--) {
      const axis = axes[i];
      const n = this.#sizes[axis];
      if (i === 0) {
        f.get(rest).set(this.#index[axis]);
        break;
      }
      f.get(rest).i32Const(n).i32("rem_u").set(this.#index[axis]);
      f.get(rest).i32Const(n).i32("div_u").set(rest);
    }
    f.release("i32", rest);
  }

  // Rows: lanes along the last inner axis, one outer position after the other.

  #emitRows(): void {
    const outerAxes = this.#plan.outer.map((_, i) => i);
    this.#share(product(this.#plan.outer), (unit) => {
      this.#unpack(unit, outerAxes);
      this.#c.scope(() => {
        this.#pinned = [new Map()];
        this.#stages(1, null, true);
      });
    });
  }

  // Columns: lanes along the last outer axis; and plain elementwise kernels.

  #emitColumns(): void {
    const f = this.#f;
    const axis = this.#lanes;
    if (axis < 0) {
      // No axis at all: a single position.
      f.get(0).i32("eqz");
      f.if(() =>
        this.#c.scope(() => {
          const one = f.local("i32");
          f.i32Const(1).set(one);
          this.#pinned = [new Map()];
          this.#stages(1, one, false);
        }),
      );
      return;
    }
    const n = this.#sizes[axis];
    const rows = product(this.#plan.outer.slice(0, -1));
    const pieces = rows >= 64 ? 1 : Math.max(1, Math.min(Math.ceil(n / 64), Math.ceil(64 / rows)));
    const length = Math.ceil(n / pieces / 16) * 16;
    const count = Math.ceil(n / length);
    const leading = this.#plan.outer.slice(0, -1).map((_, i) => i);
    this.#share(rows * count, (unit) => {
      const [row, end, left] = [f.local("i32"), f.local("i32"), f.local("i32")];
      const at = this.#index[axis];
      f.get(unit).i32Const(count).i32("div_u").set(row);
      this.#unpack(row, leading);
      f.get(unit).i32Const(count).i32("rem_u").i32Const(length).i32("mul").tee(at);
      f.i32Const(length).i32("add").set(end);
      bound(f, end, n, "lt_s");
      if (this.#mode === "map") this.#mapRun(at, end, left);
      else this.#columnRun(at, end, left);
      for (const local of [row, end, left]) f.release("i32", local);
    });
  }

  /** Elementwise over lanes at..end. */
  #mapRun(at: number, end: number, left: number): void {
    const f = this.#f;
    const c = this.#c;
    const axis = this.#lanes;
    const { stages } = this.#plan;
    c.scope(() => {
      this.#pinned = [new Map()];
      this.#hoist(stages, [axis], 1);
      const cursors = this.#cursors(stages, new Set(this.#invariant([axis])));
      const cost = this.#plan.exprs.reduce((sum, e) => sum + exprCost(this.#plan, e), 0);
      const width = this.#wide || (cost < 20 && cursors.size <= 6) ? 2 : 1;
      const step = (vectors: number, count: number | null) => {
        this.#storeAll(stages, cursors, vectors, count);
        this.#advance(cursors, axis, 4 * vectors);
      };
      const sweep = (vectors: number) => {
        f.block((exit) => {
          f.loop((again) => {
            f.get(at)
              .i32Const(4 * vectors)
              .i32("add")
              .get(end)
              .i32("gt_s")
              .brIf(exit);
            step(vectors, null);
            f.get(at)
              .i32Const(4 * vectors)
              .i32("add")
              .set(at);
            f.br(again);
          });
        });
      };
      if (width > 1) sweep(width);
      sweep(1);
      f.get(at).get(end).i32("lt_s");
      f.if(() => {
        f.get(end).get(at).i32("sub").set(left);
        step(1, left);
      });
      this.#releaseCursors(cursors);
    });
  }

  /** Reductions with a result in each lane, over lanes at..end. */
  #columnRun(at: number, end: number, left: number): void {
    const f = this.#f;
    const c = this.#c;
    const heavy = this.#plan.exprs.reduce((sum, e) => sum + exprCost(this.#plan, e), 0) > 20;
    const width = this.#sizes[this.#lanes] >= 16 && !heavy ? 4 : 1;
    const group = (vectors: number, count: number | null) =>
      c.scope(() => {
        this.#pinned = Array.from({ length: vectors }, () => new Map());
        this.#stages(vectors, count, false);
      });
    const sweep = (vectors: number) => {
      f.block((exit) => {
        f.loop((again) => {
          f.get(at)
            .i32Const(4 * vectors)
            .i32("add")
            .get(end)
            .i32("gt_s")
            .brIf(exit);
          group(vectors, null);
          f.get(at)
            .i32Const(4 * vectors)
            .i32("add")
            .set(at);
          f.br(again);
        });
      });
    };
    if (width > 1) sweep(width);
    sweep(1);
    f.get(at).get(end).i32("lt_s");
    f.if(() => {
      f.get(end).get(at).i32("sub").set(left);
      group(1, left);
    });
  }

  // Stages of one outer position (rows) or one group of columns.

  #stages(vectors: number, count: number | null, across: boolean): void {
    const c = this.#c;
    this.#plan.stages.forEach((stage, s) => {
      if (stage.kind === "reduce") this.#reduce(stage, s, vectors, count, across);
      else if (stage.at === "inner") this.#innerStore(stage, vectors, count, across);
      else
        c.scope(() => {
          const cursors = this.#cursors([stage], new Set());
          if (across) this.#storeOne(stage, cursors);
          else this.#storeAll([stage], cursors, vectors, count);
          this.#releaseCursors(cursors);
        });
    });
  }

  #reduce(
    stage: Extract<PlanStage, { kind: "reduce" }>,
    s: number,
    vectors: number,
    count: number | null,
    across: boolean,
  ): void {
    const c = this.#c;
    const dtype = this.#plan.exprs[stage.value].dtype;
    const results: Value[] = [];
    if (product(this.#plan.inner) === 0) {
      for (let v = 0; v < vectors; v++)
        results.push(c.pin(this.#copy(identity(c, stage.op, dtype))));
    } else if (across) results.push(this.#reduceRow(stage, dtype));
    else {
      const long = this.#isLong(stage, product(this.#plan.inner));
      const accs = Array.from(
        { length: vectors },
        () => new Accumulator(c, stage.op, dtype, 1, long),
      );
      for (const a of accs) a.start();
      const endBlock = () => {
        for (const a of accs) a.endBlock();
      };
      this.#innerLoops(
        [stage],
        vectors,
        (cursors) => {
          for (let v = 0; v < vectors; v++) {
            const site = this.#site(cursors, v, count);
            const x = this.#value(stage.value, site);
            accs[v].update(0, x, () => this.#innerIndex(null));
          }
        },
        long ? endBlock : null,
      );
      for (const a of accs) {
        results.push(c.pin(this.#copy(a.finish(false))));
        a.release();
      }
    }
    this.#plan.exprs.forEach((e, i) => {
      if (e.op === "acc" && e.stage === s)
        for (let v = 0; v < vectors; v++)
          (this.#pinned[v] as Map<number, Value>).set(i, results[v]);
    });
  }

  /** A value of its own, so that pinning it does not disturb the one it came from. */
  #copy(x: Value): Value {
    return this.#c.make("v128", [x], () => {});
  }

  /** One outer position's reduction across the lanes. */
  #reduceRow(stage: Extract<PlanStage, { kind: "reduce" }>, dtype: DType): Value {
    const c = this.#c;
    const wide = !isArgument(stage.op) && this.#laneSize() >= 16 ? 2 : 1;
    const long = this.#isLong(stage, product(this.#plan.inner) / (4 * wide));
    const acc = new Accumulator(c, stage.op, dtype, wide, long);
    acc.start();
    this.#rowLoops(
      [stage],
      wide,
      (cursors, vectors, count) => {
        for (let v = 0; v < vectors; v++) {
          const site = this.#site(cursors, v, count);
          let x = this.#value(stage.value, site);
          if (count !== null) x = this.#keepLanes(x, count, stage.op, dtype);
          acc.update(v, x, () => this.#innerIndex(v));
        }
      },
      long ? () => acc.endBlock() : null,
    );
    const result = c.pin(this.#copy(acc.finish(true)));
    acc.release();
    return result;
  }

  /** Whether a sum adds so often to one accumulator that it is made in blocks. */
  #isLong(stage: Extract<PlanStage, { kind: "reduce" }>, additions: number): boolean {
    return stage.op === "sum" && stage.dtype === "float32" && additions > 2 * blockLength;
  }

  #laneSize(): number {
    return this.#lanes < 0 ? 1 : this.#sizes[this.#lanes];
  }

  /** Lanes from `count` on become the value that changes nothing. */
  #keepLanes(x: Value, count: number, op: ReduceOp, dtype: DType): Value {
    const c = this.#c;
    const lanes = c.words(0, 1, 2, 3);
    const limit = c.make("v128", [], (f) => f.get(count).i32x4("splat"));
    return c.choose(c.i32x4("lt_s", lanes, limit), x, identity(c, op, dtype));
  }

  /** The row-major inner index of each lane. */
  #innerIndex(vector: number | null): Value {
    const c = this.#c;
    const inner = this.#plan.inner;
    const base = c.make("v128", [], (f) => {
      f.i32Const(0);
      inner.forEach((n, i) => {
        f.i32Const(n)
          .i32("mul")
          .get(this.#index[this.#outerRank + i])
          .i32("add");
      });
      f.i32x4("splat");
    });
    if (vector === null || this.#lanes < 0) return base;
    return c.i32x4(
      "add",
      base,
      c.words(4 * vector, 4 * vector + 1, 4 * vector + 2, 4 * vector + 3),
    );
  }

  #innerStore(
    stage: Extract<PlanStage, { kind: "store" }>,
    vectors: number,
    count: number | null,
    across: boolean,
  ): void {
    if (product(this.#plan.inner) === 0) return;
    if (across) {
      const width = this.#wide && this.#laneSize() >= 8 ? 2 : 1;
      this.#rowLoops([stage], width, (cursors, many, tail) =>
        this.#storeAll([stage], cursors, many, tail),
      );
      return;
    }
    this.#innerLoops([stage], vectors, (cursors) =>
      this.#storeAll([stage], cursors, vectors, count),
    );
  }

  /** All inner axes, the last with lanes along it: whole vectors, then the rest. */
  #rowLoops(
    stages: readonly PlanStage[],
    width: number,
    body: (cursors: Map<Access, Cursor>, vectors: number, count: number | null) => void,
    endBlock: (() => void) | null = null,
  ): void {
    const f = this.#f;
    const inner = this.#plan.inner.map((_, i) => this.#outerRank + i);
    this.#c.scope(() => {
      const saved = this.#pinned;
      this.#pinned = saved.map((m) => new Map(m));
      this.#hoist(stages, inner, 1);
      const skip = new Set(this.#invariant(inner));
      if (this.#lanes < 0) {
        const one = f.local("i32");
        f.i32Const(1).set(one);
        const cursors = this.#cursors(stages, skip);
        body(cursors, 1, one);
        this.#releaseCursors(cursors);
        f.release("i32", one);
        this.#pinned = saved;
        return;
      }
      const n = this.#laneSize();
      const at = this.#index[this.#lanes];
      const blocks = this.#blocks(inner, Math.ceil(n / (4 * width)), endBlock);
      this.#nest(inner.slice(0, -1), blocks, () => {
        f.i32Const(0).set(at);
        const cursors = this.#cursors(stages, skip);
        let done = 0;
        for (const vectors of width > 1 ? [width, 1] : [1]) {
          const steps = Math.floor((n - done) / (4 * vectors));
          if (steps === 0) continue;
          const end = f.local("i32");
          done += steps * 4 * vectors;
          f.i32Const(done).set(end);
          const once = () => {
            body(cursors, vectors, null);
            this.#advance(cursors, this.#lanes, 4 * vectors);
          };
          if (steps === 1) {
            once();
            f.get(at)
              .i32Const(4 * vectors)
              .i32("add")
              .set(at);
          } else this.#steps(at, end, once, 4 * vectors, vectors === width ? blocks.at(-1) : null);
          f.release("i32", end);
        }
        if (done < n) {
          const count = f.local("i32");
          f.i32Const(n - done).set(count);
          body(cursors, 1, count);
          f.release("i32", count);
        }
        this.#releaseCursors(cursors);
      });
      this.#pinned = saved;
    });
  }

  /** All inner axes one step at a time, lanes along an outer axis. */
  #innerLoops(
    stages: readonly PlanStage[],
    vectors: number,
    body: (cursors: Map<Access, Cursor>) => void,
    endBlock: (() => void) | null = null,
  ): void {
    const f = this.#f;
    const inner = this.#plan.inner.map((_, i) => this.#outerRank + i);
    this.#c.scope(() => {
      const saved = this.#pinned;
      this.#pinned = saved.map((m) => new Map(m));
      this.#hoist(stages, inner, vectors);
      const skip = new Set(this.#invariant(inner));
      const run = inner.at(-1);
      const last = run === undefined ? 1 : this.#sizes[run];
      const blocks = this.#blocks(inner, last, endBlock);
      this.#nest(inner.slice(0, -1), blocks, () => {
        if (run === undefined) {
          const cursors = this.#cursors(stages, skip);
          body(cursors);
          this.#releaseCursors(cursors);
          return;
        }
        const at = this.#index[run];
        const end = f.local("i32");
        f.i32Const(0).set(at);
        f.i32Const(this.#sizes[run]).set(end);
        const cursors = this.#cursors(stages, skip);
        const once = () => {
          body(cursors);
          this.#advance(cursors, run, 1);
        };
        this.#steps(at, end, once, 1, blocks.at(-1));
        this.#releaseCursors(cursors);
        f.release("i32", end);
      });
      this.#pinned = saved;
    });
  }

  /** Loops over some axes, outermost first. */
  #nest(axes: readonly number[], blocks: readonly (Block | null)[], body: () => void): void {
    const [first, ...rest] = axes;
    if (first === undefined) {
      body();
      return;
    }
    const f = this.#f;
    const end = f.local("i32");
    f.i32Const(0).set(this.#index[first]);
    f.i32Const(this.#sizes[first]).set(end);
    const once = () => this.#nest(rest, blocks.slice(1), body);
    this.#steps(this.#index[first], end, once, 1, blocks[0]);
    f.release("i32", end);
  }

  /**
   * Which of the inner loops ends a block of a long sum, and after how many of its rounds: the innermost whose
   * rounds come to more than a block. `last` is how often the innermost runs.
   */
  #blocks(inner: readonly number[], last: number, endBlock: (() => void) | null): (Block | null)[] {
    const found: (Block | null)[] = inner.map(() => null);
    if (!endBlock) return found;
    let additions = 1;
    for (let i = inner.length - 1; i >= 0; i--) {
      const rounds = i === inner.length - 1 ? last : this.#sizes[inner[i]];
      if (additions * rounds > 2 * blockLength) {
        found[i] = { rounds: Math.ceil(blockLength / additions), end: endBlock };
        break;
      }
      additions *= rounds;
    }
    return found;
  }

  /** `once` for `at`, `at + step`, … to under `end`, and the end of a block after each so many rounds. */
  #steps(
    at: number,
    end: number,
    once: () => void,
    step: number,
    block: Block | null | undefined,
  ): void {
    const f = this.#f;
    if (!block) {
      f.whileLess(at, end, once, step);
      return;
    }
    const blockEnd = f.local("i32");
    f.block((exit) => {
      f.get(at).get(end).i32("ge_s").brIf(exit);
      f.loop((again) => {
        const reach = block.rounds * step;
        f.get(at).i32Const(reach).i32("add").get(end);
        f.get(at).i32Const(reach).i32("add").get(end).i32("lt_s").select().set(blockEnd);
        f.whileLess(at, blockEnd, once, step);
        block.end();
        f.get(at).get(end).i32("lt_s").brIf(again);
      });
    });
    f.release("i32", blockEnd);
  }

  // Values.

  /** Exprs that are the same all along some axes. */
  #invariant(axes: readonly number[]): number[] {
    const varies = dependence(this.#plan, axes, false);
    return this.#plan.exprs.map((_, i) => i).filter((i) => !varies[i]);
  }

  /** Computes what the stages need and the coming loop does not change, and keeps it. */
  #hoist(stages: readonly PlanStage[], axes: readonly number[], vectors: number): void {
    const c = this.#c;
    const fixed = new Set(this.#invariant(axes));
    const needed = closure(
      this.#plan,
      stages.map((s) => s.value),
    );
    // Only what a changing expr (or a stage) takes directly.
    const wanted = new Set<number>();
    for (const s of stages) if (fixed.has(s.value)) wanted.add(s.value);
    for (const i of needed) {
      const e = this.#plan.exprs[i];
      if (!fixed.has(i) && "args" in e) for (const a of e.args) if (fixed.has(a)) wanted.add(a);
    }
    const list = [...wanted].filter((i) => this.#plan.exprs[i].op !== "const");
    if (list.length === 0) return;
    const cursors = this.#cursorsOf(this.#accessesFor(list, new Set()));
    for (let v = 0; v < vectors; v++) {
      const pinned = this.#pinned[v] as Map<number, Value>;
      const site: Site = { cursors, vector: v, count: null, known: new Map(pinned) };
      for (const i of list) {
        if (pinned.has(i)) continue;
        pinned.set(i, c.pin(this.#copy(this.#value(i, site))));
      }
    }
    this.#releaseCursors(cursors);
  }

  #site(cursors: ReadonlyMap<Access, Cursor>, vector: number, count: number | null): Site {
    return { cursors, vector, count, known: new Map(this.#pinned[vector] ?? this.#pinned[0]) };
  }

  #value(i: number, site: Site): Value {
    const known = site.known.get(i);
    if (known) return known;
    const value = this.#compute(this.#plan.exprs[i], site);
    site.known.set(i, value);
    return value;
  }

  #compute(e: PlanExpr, site: Site): Value {
    const c = this.#c;
    switch (e.op) {
      case "const":
        if (e.dtype === "float32") return c.float(e.value);
        return c.int(e.dtype === "bool" ? (e.value !== 0 ? -1 : 0) : e.value);
      case "load":
        return this.#load(e.access, site);
      case "iota":
        return this.#iota(e.access, site);
      case "valid":
        return this.#inside(e.access, site) ?? c.int(-1);
      case "acc":
        return c.int(0);
      default: {
        const args = e.args.map((a) => this.#value(a, site));
        const from = dtypeFrom(this.#plan, e);
        const [x, y] = args as [Value, Value];
        if (e.op === "cast") return castTo(c, x, from, e.dtype);
        const operation: Operation = {
          args,
          from,
          to: e.dtype,
          constants: constantArgs(this.#plan, e.args),
          fmod: () => fmodIn(this.#module),
        };
        const row = scalarEmit[e.op] as NonNullable<(typeof scalarEmit)[typeof e.op]>;
        return row.emit(c, x, y ?? x, operation);
      }
    }
  }

  /** All ones in the lanes that the access's mask lets through; null where it has none. */
  #inside(a: Access, site: Site): Value | null {
    const c = this.#c;
    let all: Value | null = null;
    const meet = (m: Value) => {
      all = all ? c.v128("and", all, m) : m;
    };
    if (a.mask.some((m, axis) => m && axis !== this.#lanes))
      meet(
        c.make("v128", [], (f) => {
          f.i32Const(0);
          this.#scalarInside(a);
          f.i32("sub").i32x4("splat");
        }),
      );
    const range = this.#lanes >= 0 ? a.mask[this.#lanes] : null;
    if (range) {
      const lanes = this.#laneIndex(site.vector);
      meet(c.i32x4("gt_s", lanes, c.int(range[0] - 1)));
      meet(c.i32x4("lt_s", lanes, c.int(range[1])));
    }
    return all;
  }

  /** Pushes 1 where all masked axes but the lanes' are inside, else 0. */
  #scalarInside(a: Access): void {
    const f = this.#f;
    let first = true;
    a.mask.forEach((m, axis) => {
      if (!m || axis === this.#lanes) return;
      f.get(this.#index[axis])
        .i32Const(m[0])
        .i32("sub")
        .i32Const(m[1] - m[0])
        .i32("lt_u");
      if (!first) f.i32("and");
      first = false;
    });
  }

  #laneIndex(vector: number): Value {
    const c = this.#c;
    const base = c.make("v128", [], (f) => f.get(this.#index[this.#lanes]).i32x4("splat"));
    const v = 4 * vector;
    return c.i32x4("add", base, c.words(v, v + 1, v + 2, v + 3));
  }

  #iota(a: Access, site: Site): Value {
    const c = this.#c;
    const base = c.make("v128", [], (f) => {
      f.i32Const(a.offset);
      a.strides.forEach((s, axis) => {
        if (s === 0) return;
        f.get(this.#index[axis]).i32Const(s).i32("mul").i32("add");
      });
      f.i32x4("splat");
    });
    const s = this.#lanes >= 0 ? a.strides[this.#lanes] : 0;
    if (s === 0) return base;
    const v = 4 * site.vector;
    return c.i32x4("add", base, c.words(v * s, (v + 1) * s, (v + 2) * s, (v + 3) * s));
  }

  #load(a: Access, site: Site): Value {
    const c = this.#c;
    const f = this.#f;
    const cursor = site.cursors.get(a) as Cursor;
    const stride = this.#lanes >= 0 ? a.strides[this.#lanes] : 0;
    const mask = this.#inside(a, site);
    const laneRange = this.#lanes >= 0 ? a.mask[this.#lanes] : null;
    const step = site.vector * 4 * stride * a.size;
    const strided = stride !== 0 && stride !== 1;
    const careful = (site.count !== null || laneRange) && strided;
    if (!mask && !careful) {
      if (step >= 0) return this.#lanesAt(a, stride, cursor.pointer, step, null);
      return this.#moved(a, stride, null, () => f.get(cursor.pointer).i32Const(step).i32("add"));
    }
    const edge: Edge | null = careful
      ? {
          index: this.#index[this.#lanes],
          count: site.count ?? -1,
          low: laneRange?.[0] ?? 0,
          high: laneRange?.[1] ?? this.#sizes[this.#lanes],
        }
      : null;
    const raw = this.#moved(
      a,
      stride,
      site.vector > 0 && careful ? { edge, vector: site.vector } : edge && { edge, vector: 0 },
      () => {
        const at = this.#lanes >= 0 ? this.#index[this.#lanes] : -1;
        f.get(cursor.pointer);
        if (careful) {
          // The address of index 0 along the lanes.
          f.get(at)
            .i32Const(stride * a.size)
            .i32("mul")
            .i32("sub");
        } else {
          if (step !== 0) f.i32Const(step).i32("add");
          if (laneRange && stride === 1) {
            // Stay within three lanes of the readable part.
            const index = f.local("i32");
            const v = 4 * site.vector;
            f.get(at).i32Const(v).i32("add").set(index);
            bound(f, index, laneRange[1] - 1, "lt_s");
            bound(f, index, laneRange[0] - 3, "gt_s");
            f.get(index).get(at).i32("sub").i32Const(v).i32("sub");
            f.i32Const(a.size).i32("mul").i32("add");
            f.release("i32", index);
          }
        }
        if (a.mask.some((m, axis) => m && axis !== this.#lanes)) {
          // Elsewhere read the buffer's first elements; the mask drops them.
          const address = f.local("i32");
          f.set(address);
          f.get(address);
          this.#base(a);
          if (careful) {
            f.i32Const(-Math.min(0, ...this.#span(a, stride))).i32("add");
          }
          this.#scalarInside(a);
          f.select();
          f.release("i32", address);
        }
      },
    );
    return mask ? c.v128("and", raw, mask) : raw;
  }

  /** Byte offsets of the first and last readable lanes. */
  #span(a: Access, stride: number): [number, number] {
    const range = a.mask[this.#lanes] ?? [0, this.#sizes[this.#lanes]];
    return [range[0] * stride * a.size, (range[1] - 1) * stride * a.size];
  }

  #lanesAt(a: Access, stride: number, pointer: number, offset: number, edge: Edge | null): Value {
    return loadLanes(this.#c, { dtype: a.dtype, size: a.size, stride, pointer, offset, edge });
  }

  /** A load whose address is computed on the spot. */
  #moved(
    a: Access,
    stride: number,
    careful: { edge: Edge | null; vector: number } | null,
    address: () => void,
  ): Value {
    const c = this.#c;
    const f = this.#f;
    return c.make("v128", [], () => {
      const pointer = f.local("i32");
      address();
      f.set(pointer);
      let edge = careful?.edge ?? null;
      let shifted = -1;
      if (edge && careful && careful.vector > 0) {
        shifted = f.local("i32");
        f.get(edge.index)
          .i32Const(4 * careful.vector)
          .i32("add")
          .set(shifted);
        edge = { ...edge, index: shifted };
      }
      c.push(this.#lanesAt(a, stride, pointer, 0, edge));
      if (shifted >= 0) f.release("i32", shifted);
      f.release("i32", pointer);
    });
  }

  /** Pushes the address of the access's buffer. */
  #base(a: Access): void {
    this.#f.get(a.place === "scratch" ? scratchParam : firstBuffer + (a.place as number));
  }

  // Cursors.

  #accessesFor(roots: readonly number[], skip: ReadonlySet<number>): Access[] {
    const found: Access[] = [];
    const seen = new Set<number>();
    const visit = (i: number): void => {
      if (seen.has(i) || skip.has(i)) return;
      seen.add(i);
      const e = this.#plan.exprs[i];
      if (e.op === "load") found.push(e.access);
      if ("args" in e) for (const a of e.args) visit(a);
    };
    for (const r of roots) visit(r);
    return found;
  }

  /** Cursors of everything the stages read and write, but for exprs that are known already. */
  #cursors(stages: readonly PlanStage[], skip: ReadonlySet<number>): Map<Access, Cursor> {
    const accesses = this.#accessesFor(
      stages.map((s) => s.value),
      skip,
    );
    for (const s of stages) if (s.kind === "store") accesses.push(s.access);
    return this.#cursorsOf(accesses);
  }

  #cursorsOf(accesses: readonly Access[]): Map<Access, Cursor> {
    const f = this.#f;
    const cursors = new Map<Access, Cursor>();
    for (const access of accesses) {
      if (cursors.has(access)) continue;
      const pointer = f.local("i32");
      this.#base(access);
      if (access.offset !== 0) f.i32Const(access.offset * access.size).i32("add");
      access.strides.forEach((s, axis) => {
        if (s === 0) return;
        f.get(this.#index[axis])
          .i32Const(s * access.size)
          .i32("mul")
          .i32("add");
      });
      f.set(pointer);
      cursors.set(access, { access, pointer });
    }
    return cursors;
  }

  /** Moves every cursor along an axis. */
  #advance(cursors: ReadonlyMap<Access, Cursor>, axis: number, steps: number): void {
    for (const { access, pointer } of cursors.values()) {
      const bytes = access.strides[axis] * access.size * steps;
      if (bytes !== 0) this.#f.get(pointer).i32Const(bytes).i32("add").set(pointer);
    }
  }

  #releaseCursors(cursors: ReadonlyMap<Access, Cursor>): void {
    for (const { pointer } of cursors.values()) this.#f.release("i32", pointer);
  }

  // Stores.

  /** Stores of so many neighbouring vectors; in pairs where the engine packs pairs. */
  #storeAll(
    stages: readonly PlanStage[],
    cursors: ReadonlyMap<Access, Cursor>,
    vectors: number,
    count: number | null,
  ): void {
    const together = this.#wide ? 2 : 1;
    for (let v = 0; v < vectors; v += together)
      this.#storeVectors(stages, cursors, v, Math.min(v + together, vectors), count);
  }

  #storeVectors(
    stages: readonly PlanStage[],
    cursors: ReadonlyMap<Access, Cursor>,
    first: number,
    end: number,
    count: number | null,
  ): void {
    const f = this.#f;
    const stores = stages.filter((s) => s.kind === "store");
    const sites = Array.from({ length: end - first }, (_, i) =>
      this.#site(cursors, first + i, count),
    );
    // All values first: a store may overwrite what another store's value reads, and an engine that packs pairs does
    // so where all loads come before all stores.
    const jobs = stores.flatMap((s) =>
      sites.map((site) => ({ access: s.access, site, value: this.#value(s.value, site) })),
    );
    const held = jobs.map(({ value }) => {
      if (jobs.length === 1) return value;
      const own = this.#copy(value);
      const local = f.local("v128");
      this.#c.push(own);
      f.set(local);
      return this.#c.inLocal("v128", local);
    });
    for (const [i, { access, site }] of jobs.entries()) this.#store(access, held[i], site);
    if (jobs.length > 1) for (const v of held) f.release("v128", v.local);
  }

  #store(a: Access, value: Value, site: Site): void {
    const f = this.#f;
    const cursor = site.cursors.get(a) as Cursor;
    const stride = this.#lanes >= 0 ? a.strides[this.#lanes] : 0;
    const strided = stride !== 0 && stride !== 1;
    if (stride === 1 && site.count === null) {
      const { pointer } = cursor;
      const offset = site.vector * 4 * a.size;
      storeLanes(
        this.#c,
        { dtype: a.dtype, size: a.size, stride, pointer, offset, edge: null },
        value,
      );
      return;
    }
    const pointer = f.local("i32");
    f.get(cursor.pointer);
    if (site.count !== null && strided)
      f.get(this.#index[this.#lanes])
        .i32Const(stride * a.size)
        .i32("mul")
        .i32("sub");
    else if (site.vector > 0) f.i32Const(site.vector * 4 * stride * a.size).i32("add");
    f.set(pointer);
    const edge: Edge | null =
      site.count === null
        ? null
        : {
            index: this.#lanes >= 0 ? this.#index[this.#lanes] : site.count,
            count: site.count,
            low: 0,
            high: this.#laneSize(),
          };
    storeLanes(this.#c, { dtype: a.dtype, size: a.size, stride, pointer, offset: 0, edge }, value);
    f.release("i32", pointer);
  }

  /** A result that is the same in all lanes, stored once. */
  #storeOne(
    stage: Extract<PlanStage, { kind: "store" }>,
    cursors: ReadonlyMap<Access, Cursor>,
  ): void {
    const f = this.#f;
    const one = f.local("i32");
    f.i32Const(1).set(one);
    const known = new Map(this.#pinned[0]);
    const site: Site = { cursors, vector: 0, count: null, known };
    if (this.#lanes >= 0) f.i32Const(0).set(this.#index[this.#lanes]);
    const value = this.#value(stage.value, site);
    const cursor = cursors.get(stage.access) as Cursor;
    storeLanes(
      this.#c,
      {
        dtype: stage.access.dtype,
        size: itemSize[stage.access.dtype],
        stride: 1,
        pointer: cursor.pointer,
        offset: 0,
        edge: { index: one, count: one, low: 0, high: 1 },
      },
      value,
    );
    f.release("i32", one);
  }
}
