/**
 * The default backend: WebAssembly with SIMD, fused multiply-add where the engine has it, and threads
 * where memory can be shared. Small plans are interpreted by the reference's loops, since they answer
 * sooner than a module compiles.
 */
import type { Plan } from "../../compile/plan.ts";
import { deviceErrors } from "../../errors.ts";
import { sizeOf } from "../../shape.ts";
import type { Backend, Executable, Tier, WideMode } from "../backend.ts";
import { referenceBackend } from "../reference/backend.ts";
import { ModuleBuilder } from "./assembler.ts";
import { emitPlan } from "./emit.ts";
import { WasmMemory } from "./memory.ts";
import { nodeBuiltin } from "./node.ts";
import { type ThreadMain, ThreadPool, threadsAvailable } from "./pool.ts";
import { WasmProgram } from "./program.ts";
import { findWide, type Wide } from "./wide.ts";

/** Scalar operations from which on a plan is compiled. */
const compileFrom = 20_000;

const validates = (relaxed: boolean): boolean => {
  const module = new ModuleBuilder({ shared: false, minPages: 1, relaxed });
  const f = module.func("f", ["i32"]);
  f.get(0).get(0).load("v128").get(0).load("v128").get(0).load("v128").madd().store("v128");
  return WebAssembly.validate(module.build());
};

/** Whether this engine has WebAssembly with SIMD. */
export function wasmSupported(): boolean {
  return typeof WebAssembly === "object" && validates(false);
}

/** Fused multiply-add; Node 20 has it behind a flag, which is switched on here. */
function findRelaxed(): boolean {
  if (validates(true)) return true;
  nodeBuiltin("node:v8")?.setFlagsFromString("--experimental-wasm-relaxed-simd");
  return validates(true);
}

function coreCount(): number {
  const cores =
    nodeBuiltin("node:os")?.availableParallelism?.() ??
    globalThis.navigator?.hardwareConcurrency ??
    1;
  return Math.max(1, Math.min(cores, 16));
}

/** What all programs of the backend share: memory, arena, threads. */
export class WasmEngine {
  readonly memory: WasmMemory;
  readonly relaxed: boolean;
  readonly wide: Wide;
  readonly maxThreads: number;
  readonly #pool: ThreadPool | null;
  #arena = 0;
  #arenaBytes = 0;
  #nextId = 1;

  constructor() {
    const shared = threadsAvailable();
    this.relaxed = findRelaxed();
    this.wide = findWide(this.relaxed);
    this.memory = new WasmMemory(shared);
    this.maxThreads = shared ? coreCount() : 1;
    this.#pool = this.maxThreads > 1 ? new ThreadPool(this.memory.memory, this.maxThreads) : null;
  }

  /** The address of at least `bytes` of memory that only the running program uses. */
  arena(bytes: number): number {
    if (bytes > this.#arenaBytes) {
      if (this.#arenaBytes > 0) this.memory.release(this.#arena);
      this.#arenaBytes = 0;
      this.#arena = this.memory.allocate(bytes);
      this.#arenaBytes = bytes;
    }
    return this.#arena;
  }

  compile(plan: Plan): Executable {
    const emitted = emitPlan(plan, {
      shared: this.memory.shared,
      minPages: 1,
      maxPages: 65_536,
      relaxed: this.relaxed,
      wide: wideMode === "always" || (wideMode === "auto" && this.wide.on),
    });
    const id = this.#nextId++;
    let main: ThreadMain | null = null;
    if (emitted.bytes) {
      const module = compiled(emitted.bytes);
      const instance = new WebAssembly.Instance(module, { e: { m: this.memory.memory } });
      main = instance.exports.main as ThreadMain;
      if (emitted.segments.some((s) => s.kind === "module" && s.parallel))
        this.#pool?.load(id, emitted.bytes);
    }
    return new WasmProgram(this, plan, emitted, id, main);
  }

  runParallel(id: number, main: ThreadMain, segment: number, block: number, tables: number): void {
    const threads = this.threads;
    if (this.#pool && threads > 1) this.#pool.run(id, main, [segment, block, tables], threads);
    else main(0, 1, segment, block, tables);
  }

  unload(id: number): void {
    this.#pool?.unload(id);
  }

  /** The threads the next run will use: those that are ready, up to the limit. */
  get threads(): number {
    return threadLimit > 1 ? Math.min(this.#pool?.threads ?? 1, threadLimit) : 1;
  }
}

/**
 * A module of bytes that this backend emitted.
 *
 * @throws DeviceError `device/compile-forbidden` if the bytes are a module and are yet refused, as by a page's policy
 */
function compiled(bytes: Uint8Array<ArrayBuffer>): WebAssembly.Module {
  try {
    return new WebAssembly.Module(bytes);
  } catch (error) {
    // A RangeError is about memory, and bytes that are no module are our fault.
    if (error instanceof RangeError || !WebAssembly.validate(bytes)) throw error;
    throw deviceErrors.compileForbidden(error instanceof Error ? error.message : String(error));
  }
}

/** Roughly how many scalar operations a plan is. */
export function workOf(plan: Plan): number {
  let work = 0;
  for (const { kernel } of plan.steps) {
    if (kernel.kind === "loop")
      work += sizeOf(kernel.outer) * sizeOf(kernel.inner) * kernel.exprs.length;
    else if (kernel.kind === "contract")
      work += sizeOf(kernel.batch) * sizeOf(kernel.m) * sizeOf(kernel.n) * sizeOf(kernel.k);
    else for (const b of kernel.buffers) work += b.length;
  }
  return work;
}

let engine: WasmEngine | null = null;
/** Kept apart from the engine, so that setting them does not start one. */
let threadLimit = Number.POSITIVE_INFINITY;
let wideMode: WideMode = "auto";

/** The one engine, made when it is first needed. */
export function wasmEngine(): WasmEngine {
  engine ??= new WasmEngine();
  return engine;
}

const backend: Backend = {
  name: "wasm",
  compile(plan: Plan, tier: Tier): Executable {
    if (tier === "interpret" || (tier === "auto" && workOf(plan) < compileFrom))
      return referenceBackend.compile(plan, tier);
    return wasmEngine().compile(plan);
  },
  limitThreads(threads: number): void {
    threadLimit = threads;
  },
  layOut(wide: WideMode): void {
    wideMode = wide;
  },
  describe(): string {
    const e = wasmEngine();
    const vectors = e.wide.on ? "SIMD128 in pairs (AVX2)" : "SIMD128";
    return `wasm: ${vectors}, ${e.relaxed ? "fused multiply-add" : "no fused multiply-add"}, ${e.maxThreads} thread${e.maxThreads === 1 ? "" : "s"}`;
  },
  advice: () => wasmEngine().wide.advice,
};

export const wasmBackend = (): Backend => backend;
