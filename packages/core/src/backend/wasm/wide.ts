/**
 * Twice the lanes where the engine can pack two neighbouring 128-bit instructions into one of 256 bits (AVX2).
 * V8 can, behind a flag, in Node from 24 on and on x64; whether it does is measured here with a small kernel, and that it
 * does so rightly is tried on a few others. Where it does not, code stays laid out for 128 bits: tiles that need
 * packing would be slower without. The bits of every result are the same with and without.
 */
import type { LoopKernel } from "../../compile/kernel.ts";
import { View } from "../../shape.ts";
import { ModuleBuilder } from "./assembler.ts";
import { blockParams, emitBlockKernel, emitScatterTile, type TileShape } from "./contract-tile.ts";
import { emitLoop } from "./loop.ts";
import { nodeBuiltin } from "./node.ts";

export interface Wide {
  readonly on: boolean;
  /** Why it is off; empty where it is on. */
  readonly reason: string;
  /** What people could do about it. */
  readonly advice: string | null;
}

const flag = "--experimental-wasm-revectorize";

/** The first V8 that packs in the compiler it uses by default. */
const firstV8 = 13;

/** How much faster per multiply-add the packed tile must be; it is about 2 times where it works, and 0.7 where not. */
const worth = 1.3;

/** A function that runs often is compiled again, for speed, in the background; packing shows only then. */
const patienceMs = 150;

/** How much faster it must have become to count as compiled again; it is 3 times and more. */
const tieredUp = 1.7;

const narrow: TileShape = { rows: 4, vectors: 2 };
const packed: TileShape = { rows: 4, vectors: 4, wide: true };
const steps = 256;
const panels = 4;

/** A kernel on fixed data. */
interface Probe {
  readonly run: () => void;
  readonly results: () => Int32Array;
}

/** Addresses in a probe's memory. */
const place = {
  a: 4096,
  b: 24_576,
  tables: 98_304,
  tile: 102_400,
  out: 106_496,
  end: 131_072,
} as const;

function instanceOf(module: ModuleBuilder): {
  run: (...args: number[]) => void;
  memory: ArrayBuffer;
} {
  const memory = new WebAssembly.Memory({ initial: place.end / 65_536 });
  const compiled = new WebAssembly.Module(module.build());
  const { run } = new WebAssembly.Instance(compiled, { e: { m: memory } }).exports as {
    run: (...args: number[]) => void;
  };
  return { run, memory: memory.buffer };
}

const resultsOf = (memory: ArrayBuffer, words: number) => () =>
  new Int32Array(memory, place.out, words).slice();

/** A few tiles of a product. */
function tileProbe(shape: TileShape, relaxed: boolean): Probe {
  const module = new ModuleBuilder({ shared: false, minPages: 1, relaxed });
  module.export("run", emitBlockKernel(module, shape, emitScatterTile(module)).index);
  const { run, memory } = instanceOf(module);
  const columns = shape.vectors * 4;
  const floats = new Float32Array(memory);
  for (let i = 0; i < steps * shape.rows * panels; i++) floats[place.a / 4 + i] = Math.sin(i);
  for (let i = 0; i < steps * columns * panels; i++) floats[place.b / 4 + i] = Math.cos(i);
  const words = new Int32Array(memory, place.tables, 256);
  const [columnTable, wholeTable] = [64, 192];
  for (let r = 0; r < shape.rows * panels; r++) words[r] = r * columns * panels * 4;
  for (let c = 0; c < columns * panels; c++) words[columnTable + c] = c * 4;
  words.fill(1, wholeTable, wholeTable + panels);
  const values: Record<(typeof blockParams)[number], number> = {
    a: place.a,
    b: place.b,
    rowPanels: panels,
    columnPanels: panels,
    steps,
    out: place.out,
    rowTable: place.tables,
    columnTable: place.tables + columnTable * 4,
    wholeTable: place.tables + wholeTable * 4,
    rowsLeft: shape.rows * panels,
    columnsLeft: columns * panels,
    add: 0,
    tile: place.tile,
  };
  const args = blockParams.map((name) => values[name]);
  return {
    run: () => run(...args),
    results: resultsOf(memory, shape.rows * columns * panels * panels),
  };
}

/** Elementwise work with a sample of every kind of instruction: products, bits, comparisons, conversions. */
function loopProbe(relaxed: boolean): Probe {
  const length = 1024;
  const module = new ModuleBuilder({ shared: false, minPages: 1, relaxed, wide: true });
  const view = View.contiguous([length]);
  const float = "float32";
  const buffer = (write: boolean) => ({ dtype: float, length, write }) as const;
  const kernel: LoopKernel = {
    kind: "loop",
    outer: [length],
    inner: [],
    buffers: [buffer(false), buffer(true)],
    exprs: [
      { op: "load", dtype: float, buffer: 0, view },
      { op: "exp", dtype: float, args: [0] },
      { op: "sigmoid", dtype: float, args: [0] },
      { op: "mul", dtype: float, args: [1, 2] },
      { op: "floor", dtype: float, args: [0] },
      { op: "lt", dtype: "bool", args: [4, 2] },
      { op: "where", dtype: float, args: [5, 3, 0] },
      { op: "sqrt", dtype: float, args: [1] },
      { op: "div", dtype: float, args: [6, 7] },
      { op: "cast", dtype: "int32", args: [0] },
      { op: "cast", dtype: float, args: [9] },
      { op: "sub", dtype: float, args: [8, 10] },
      { op: "maximum", dtype: float, args: [11, 4] },
    ],
    stages: [{ kind: "store", at: "inner", value: 12, buffer: 1, view }],
  };
  const [phase] = emitLoop(module, kernel)?.phases ?? [];
  if (phase === undefined) throw new Error("the probe was not emitted");
  module.export("run", phase);
  const { run, memory } = instanceOf(module);
  const floats = new Float32Array(memory, place.b, length);
  for (let i = 0; i < length; i++) floats[i] = 9 * Math.sin(i);
  return {
    run: () => run(0, 1, 0, 0, place.b, place.out),
    results: resultsOf(memory, length),
  };
}

/** The times of one kernel: of the first runs, and the least of those after. */
class Timed {
  readonly probe: Probe;
  readonly #slow: number;
  least: number = Number.POSITIVE_INFINITY;

  constructor(probe: Probe) {
    this.probe = probe;
    // Few enough that they are all of code that was compiled in haste.
    this.#slow = Math.min(this.#time(1), this.#time(1), this.#time(1));
  }

  #time(runs: number): number {
    const start = performance.now();
    for (let i = 0; i < runs; i++) this.probe.run();
    return (performance.now() - start) / runs;
  }

  run(): void {
    this.least = Math.min(this.least, this.#time(4));
  }

  get tieredUp(): boolean {
    return this.least * tieredUp < this.#slow;
  }
}

/** Whether packing is worth it here, and right. Takes some milliseconds, once. */
function probe(relaxed: boolean): string {
  const half = new Timed(tileProbe(narrow, relaxed));
  const full = new Timed(tileProbe(packed, relaxed));
  const loop = loopProbe(relaxed);
  loop.run();
  // The first runs are of code that never packs.
  const expected = [full.probe.results(), loop.results()];
  const gain = (): number => (2 * half.least) / full.least;
  const start = performance.now();
  while (performance.now() - start < patienceMs) {
    half.run();
    full.run();
    for (let i = 0; i < 8; i++) loop.run();
    if (half.tieredUp && full.tieredUp && gain() > worth && performance.now() - start > 12) break;
  }
  if (!half.tieredUp || !full.tieredUp) return "the engine did not get round to optimising";
  if (gain() < worth) return "this processor or engine gains nothing";
  const found = [full.probe.results(), loop.results()];
  return found.every((words, i) => words.every((word, j) => word === expected[i][j]))
    ? ""
    : "this engine packs wrongly: results differ";
}

/** Whether pairs of vectors are packed from now on. */
export function findWide(relaxed: boolean): Wide {
  const off = (reason: string, advice: string | null = null): Wide => ({
    on: false,
    reason,
    advice,
  });
  const versions = typeof process === "undefined" ? undefined : process.versions;
  const v8 = nodeBuiltin("node:v8");
  if (!versions?.v8 || !v8 || versions.bun || versions.deno) return off("only Node offers it");
  if (process.env.GRADUS_WIDE === "0") return off("GRADUS_WIDE=0");
  if (process.arch !== "x64") return off(`there is none on ${process.arch}`);
  if (Number.parseInt(versions.v8, 10) < firstV8)
    return off(
      `Node ${versions.node} has none, 24 and newer do`,
      `this is Node ${versions.node}; with Node 24 or newer, training is about 1.6 times as fast on a processor with AVX2`,
    );
  v8.setFlagsFromString(flag);
  const reason = probe(relaxed);
  if (reason !== "") v8.setFlagsFromString(flag.replace("--", "--no-"));
  return reason === "" ? { on: true, reason, advice: null } : off(reason);
}
