/** From a plan's kernels to one WebAssembly module: the kernels, each once, and a `main` that calls them. */
import type { Kernel, LoopKernel } from "../../compile/kernel.ts";
import type { Plan } from "../../compile/plan.ts";
import { type FuncBuilder, ModuleBuilder, type ModuleOptions } from "./assembler.ts";
import { emitContract } from "./contract.ts";
import type { EmittedKernel } from "./emitted.ts";
import { emitLoop } from "./loop.ts";
import { poolControl } from "./memory.ts";
import { emitBarrier } from "./pool.ts";
import { emitSpecial } from "./special.ts";

/** Kernels that run one after the other in the module, or one that the host has to run. */
export type Segment =
  | {
      readonly kind: "module";
      readonly steps: readonly number[];
      readonly parallel: boolean;
      readonly updates: boolean;
    }
  | { readonly kind: "host"; readonly step: number; readonly updates: boolean };

export interface Emitted {
  readonly bytes: Uint8Array<ArrayBuffer> | null;
  readonly segments: readonly Segment[];
  /** All kernels' constant tables in a row. */
  readonly tables: Int32Array;
  readonly scratchBytes: (threads: number) => number;
}

/** Everything of a loop kernel that its code depends on. */
function loopKey(k: LoopKernel): string {
  const parts: string[] = [`${k.outer}/${k.inner}`, k.buffers.map((b) => b.dtype).join()];
  for (const e of k.exprs) {
    if (e.op === "load") parts.push(`l${e.buffer}:${e.view.key}`);
    else if (e.op === "iota") parts.push(`i:${e.view.key}`);
    else if (e.op === "valid") parts.push(`v:${e.view.mask}`);
    else if (e.op === "const") parts.push(`c${e.dtype}:${Object.is(e.value, -0) ? "-0" : e.value}`);
    else if (e.op === "acc") parts.push(`a${e.stage}`);
    else parts.push(`${e.op}:${e.dtype}:${e.args}`);
  }
  for (const s of k.stages)
    parts.push(
      s.kind === "reduce"
        ? `r${s.op}:${s.value}:${s.dtype}`
        : `s${s.at}:${s.buffer}:${s.value}:${s.view.key}`,
    );
  return parts.join(";");
}

function emitKernel(module: ModuleBuilder, kernel: Kernel): EmittedKernel | null {
  if (kernel.kind === "loop") return emitLoop(module, kernel);
  return kernel.kind === "contract" ? emitContract(module, kernel) : emitSpecial(module, kernel);
}

/**
 * Emits a plan. `main(tid, threads, segment, pointers, tables)` runs one segment; `pointers` is the
 * address of an int32 list: one address a slot, then the scratch memory's.
 */
export function emitPlan(plan: Plan, options: ModuleOptions): Emitted {
  const module = new ModuleBuilder(options);
  const main = module.func("main", ["i32", "i32", "i32", "i32", "i32"]);
  const barrier = options.shared ? emitBarrier(module) : -1;
  const known = new Map<string, EmittedKernel | null>();
  const tables: Int32Array[] = [];
  let tableLength = 0;
  const scratch: ((threads: number) => number)[] = [];
  const segments: Segment[] = [];
  let open: {
    steps: number[];
    parallel: boolean;
    updates: boolean;
    code: FuncBuilder;
  } | null = null;
  const bodies: { index: number; segment: number }[] = [];
  const close = () => {
    if (!open) return;
    bodies.push({ index: open.code.index, segment: segments.length });
    segments.push({
      kind: "module",
      steps: open.steps,
      parallel: open.parallel,
      updates: open.updates,
    });
    open = null;
  };
  // From the first kernel on that overwrites a parameter, segments count as updates.
  const overwritten = new Set(plan.outputs.filter((o) => o.inPlace).map((o) => o.slot));
  let updates = false;
  plan.steps.forEach((step, i) => {
    const key = step.kernel.kind === "loop" ? loopKey(step.kernel) : null;
    let kernel = key === null ? undefined : known.get(key);
    if (kernel === undefined) {
      kernel = emitKernel(module, step.kernel);
      if (key !== null) known.set(key, kernel);
    }
    if (!updates && step.slots.some((slot) => overwritten.has(slot))) {
      close();
      updates = true;
    }
    if (!kernel) {
      close();
      segments.push({ kind: "host", step: i, updates });
      return;
    }
    open ??= {
      steps: [],
      parallel: false,
      updates,
      code: module.func(null, ["i32", "i32", "i32", "i32"]),
    };
    const { code } = open;
    open.steps.push(i);
    const tableOffset = tableLength * 4;
    if (kernel.tables.length > 0) {
      tables.push(kernel.tables);
      tableLength += Math.ceil(kernel.tables.length / 4) * 4;
    }
    scratch.push(kernel.scratchBytes);
    const [tid, threads, pointers, tableBase] = [0, 1, 2, 3];
    const call = (phase: number, alone: boolean) => {
      if (alone) code.i32Const(0).i32Const(1);
      else code.get(tid).get(threads);
      code.get(tableBase).i32Const(tableOffset).i32("add");
      code.get(pointers).load("i32", plan.slots.length * 4);
      for (const slot of step.slots) code.get(pointers).load("i32", slot * 4);
      code.call(phase);
    };
    const sync = () => {
      if (barrier >= 0) code.get(tid).get(threads).i32Const(poolControl).call(barrier);
    };
    if (kernel.parallel) open.parallel = true;
    for (const phase of kernel.phases) {
      if (kernel.parallel) call(phase, false);
      else {
        code.get(tid).i32("eqz");
        code.if(() => call(phase, true));
      }
      sync();
    }
  });
  close();
  const joined = new Int32Array(tableLength);
  let at = 0;
  for (const t of tables) {
    joined.set(t, at);
    at += Math.ceil(t.length / 4) * 4;
  }
  for (const { index, segment } of bodies) {
    main.get(2).i32Const(segment).i32("eq");
    main.if(() => {
      main.get(0).get(1).get(3).get(4).call(index);
    });
  }
  return {
    bytes: bodies.length > 0 ? module.build() : null,
    segments,
    tables: joined,
    scratchBytes: (threads) => scratch.reduce((most, f) => Math.max(most, f(threads)), 0),
  };
}
