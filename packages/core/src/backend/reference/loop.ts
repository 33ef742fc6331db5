/**
 * Loop kernels, interpreted. A kernel is compiled once into short lists of row operations; a run takes
 * the domain block by block and applies each operation to all positions of a block, so the cost of
 * interpreting is shared by a block. A block holds as many whole rows (outer positions with all their
 * inner ones) as fit; a row that does not fit goes through every stage in pieces.
 *
 * Each expression is computed at the least of three levels: once a run ("uniform"), once an outer
 * position, or at every inner position. Going up a level spreads a value over its row.
 */
import type { Expr, LoopKernel, Stage } from "../../compile/kernel.ts";
import type { TypedArray } from "../../dtype.ts";
import { sizeOf, View } from "../../shape.ts";
import { FlatView } from "./flat-view.ts";
import { type Carry, type Reducer, reducer } from "./reduce.ts";
import {
  castFunction,
  loadPlaces,
  loadRun,
  type Row,
  rowFunction,
  storePlaces,
  storeRun,
} from "./rows.ts";
import { roundTo } from "./scalar.ts";

/** Positions of a block: enough to share the cost of a call, few enough to stay in the cache. */
const blockSize = 512;

/** Kernels run one at a time, so all of them use the same registers. */
const registers: Row[] = [];

function register(i: number): Row {
  while (registers.length <= i) registers.push(new Float64Array(blockSize));
  return registers[i];
}

const uniform = 0;
const outer = 1;
const inner = 2;
type Level = 0 | 1 | 2;

/** Computes positions `from … from + n − 1` of its level. */
type Operation = (from: number, n: number, buffers: readonly TypedArray[]) => void;

interface CompiledStage {
  readonly outer: Operation[];
  readonly inner: Operation[];
  readonly reduce: {
    readonly reducer: Reducer;
    readonly values: Row;
    readonly out: Row;
    readonly round: (x: number) => number;
  } | null;
}

class LoopCompiler {
  readonly rows: number;
  readonly positions: number;
  readonly rowLength: number;
  /** A row is longer than a block. */
  readonly pieces: boolean;
  readonly setup: Operation[] = [];
  readonly #kernel: LoopKernel;
  readonly #levels: Level[] = [];
  readonly #done = new Set<number>();
  readonly #innerDone = new Set<number>();
  readonly #spread = new Map<number, Row>();
  readonly #accs = new Map<number, Row>();
  #registerCount: number;

  constructor(kernel: LoopKernel) {
    this.#kernel = kernel;
    this.#registerCount = kernel.exprs.length;
    this.positions = sizeOf(kernel.outer);
    this.rowLength = sizeOf(kernel.inner);
    this.pieces = this.rowLength > blockSize;
    const fit = Math.max(1, Math.floor(blockSize / Math.max(this.rowLength, 1)));
    this.rows = Math.min(fit, Math.max(this.positions, 1));
    for (const e of kernel.exprs) this.#levels.push(this.#levelOf(e));
  }

  get #width(): number {
    return this.pieces ? blockSize : Math.max(this.rows, this.rows * this.rowLength);
  }

  #viewLevel(view: View): Level {
    const first = this.#kernel.outer.length;
    const varies = (from: number, to: number): boolean => {
      for (let i = from; i < to; i++) {
        const n = view.shape[i];
        const [low, high] = view.mask?.[i] ?? [0, n];
        if (low > 0 || high < n || (n !== 1 && view.strides[i] !== 0)) return true;
      }
      return false;
    };
    if (this.rowLength !== 1 && varies(first, view.shape.length)) return inner;
    return varies(0, view.shape.length) ? outer : uniform;
  }

  #levelOf(e: Expr): Level {
    switch (e.op) {
      case "const":
        return uniform;
      case "load":
      case "iota":
        return this.#viewLevel(e.op === "load" ? e.view : unmasked(e.view));
      case "valid":
        return this.#viewLevel(placeless(e.view));
      case "acc":
        return outer;
      default:
        return e.args.reduce<Level>((l, a) => Math.max(l, this.#levels[a]) as Level, 0);
    }
  }

  /** The view over the positions of a level. */
  #flat(view: View, level: Level): FlatView {
    const axes =
      level === inner || this.rowLength === 1 ? view.shape.length : this.#kernel.outer.length;
    const cut = new View(
      view.shape.slice(0, axes),
      view.strides.slice(0, axes),
      view.offset,
      view.mask?.slice(0, axes) ?? null,
    );
    return new FlatView(cut, blockSize);
  }

  #list(level: Level, stage: CompiledStage): Operation[] {
    return level === uniform ? this.setup : level === outer ? stage.outer : stage.inner;
  }

  /** Sees to it that expression `i` is computed by the end of the stage's lists; gives its row. */
  #need(i: number, stage: CompiledStage): Row {
    const e = this.#kernel.exprs[i];
    if (e.op === "acc") return this.#accs.get(e.stage) as Row;
    const out = register(i);
    const level = this.#levels[i];
    const done = level === inner ? this.#innerDone : this.#done;
    if (done.has(i)) return out;
    done.add(i);
    const compute = this.#compile(e, level, out, stage);
    if (level === uniform) {
      const width = this.#width;
      this.setup.push((_from, _n, buffers) => {
        compute(0, 1, buffers);
        out.fill(out[0], 1, width);
      });
    } else this.#list(level, stage).push(compute);
    return out;
  }

  /** The row of expression `i` with a value at each position of a level at or above its own. */
  #at(i: number, level: Level, stage: CompiledStage): Row {
    const row = this.#need(i, stage);
    if (level !== inner || this.#levels[i] !== outer || this.rowLength === 1) return row;
    const known = this.#spread.get(i);
    if (known) return known;
    const wide = register(this.#registerCount++);
    this.#spread.set(i, wide);
    const { rowLength, pieces } = this;
    stage.outer.push((_from, n) => {
      if (pieces) wide.fill(row[0]);
      else for (let r = 0; r < n; r++) wide.fill(row[r], r * rowLength, (r + 1) * rowLength);
    });
    return wide;
  }

  #compile(e: Expr, level: Level, out: Row, stage: CompiledStage): Operation {
    switch (e.op) {
      case "const": {
        const value = roundTo(e.dtype, e.value);
        return (_from, n) => out.fill(value, 0, n);
      }
      case "acc":
        return () => {};
      case "load": {
        const { buffer } = e;
        const view = this.#flat(e.view, level);
        const { offset, step } = view;
        if (Number.isNaN(step))
          return (from, n, buffers) => loadPlaces(out, buffers[buffer], view.places(from, n), n);
        return (from, n, buffers) => loadRun(out, buffers[buffer], offset + from * step, step, n);
      }
      case "iota": {
        // Places would take a negative index for a masked one.
        const [view, start] = fromZero(unmasked(e.view));
        const flat = this.#flat(view, level);
        if (Number.isNaN(flat.step))
          return (from, n) => {
            const places = flat.places(from, n);
            for (let k = 0; k < n; k++) out[k] = places[k] + start;
          };
        return (from, n) => {
          const first = flat.offset + start;
          for (let k = 0; k < n; k++) out[k] = first + (from + k) * flat.step;
        };
      }
      case "valid": {
        const flat = this.#flat(placeless(e.view), level);
        if (!Number.isNaN(flat.step)) return (_from, n) => out.fill(1, 0, n);
        return (from, n) => {
          const places = flat.places(from, n);
          for (let k = 0; k < n; k++) out[k] = places[k] < 0 ? 0 : 1;
        };
      }
      default: {
        const [a, b, c] = e.args.map((i) => this.#at(i, level, stage));
        const from = this.#kernel.exprs[e.args.at(-1) as number].dtype;
        const f = e.op === "cast" ? castFunction(from, e.dtype) : rowFunction(e.op, from, e.dtype);
        const x = a as Row;
        const y = b ?? x;
        const z = c ?? x;
        return (_from, n) => f(out, x, y, z, n);
      }
    }
  }

  stage(s: Stage, index: number): CompiledStage {
    const compiled: CompiledStage = { outer: [], inner: [], reduce: null };
    if (this.pieces) this.#innerDone.clear();
    if (s.kind === "reduce") {
      const values = this.#at(s.value, inner, compiled);
      const out = register(this.#registerCount++);
      this.#accs.set(index, out);
      const { dtype } = s;
      return {
        ...compiled,
        reduce: { reducer: reducer(s.op, dtype), values, out, round: (x) => roundTo(dtype, x) },
      };
    }
    const level = s.at === "inner" && this.rowLength !== 1 ? inner : outer;
    const row = this.#at(s.value, level, compiled);
    const view = this.#flat(s.view, level);
    const { buffer } = s;
    const { offset, step } = view;
    this.#list(level, compiled).push(
      Number.isNaN(step)
        ? (from, n, buffers) => storePlaces(buffers[buffer], row, view.places(from, n), n)
        : (from, n, buffers) => storeRun(buffers[buffer], row, offset + from * step, step, n),
    );
    return compiled;
  }
}

const unmasked = (view: View): View =>
  view.mask ? new View(view.shape, view.strides, view.offset, null) : view;

/** Only the mask of a view: every place is 0. */
const placeless = (view: View): View =>
  new View(
    view.shape,
    view.strides.map(() => 0),
    0,
    view.mask,
  );

/** A view whose least place is 0, and what to add to get the original's places. */
function fromZero(view: View): [View, number] {
  let least = view.offset;
  view.strides.forEach((stride, i) => {
    least += Math.min(0, stride * Math.max(0, view.shape[i] - 1));
  });
  return [new View(view.shape, view.strides, view.offset - least, null), least];
}

const carry: Carry = { value: 0, index: 0, seen: 0 };

function begin(r: Reducer): void {
  carry.value = r.start;
  carry.index = 0;
  carry.seen = 0;
}

/** Compiles a loop kernel to something that runs it. */
export function prepareLoop(kernel: LoopKernel): (buffers: readonly TypedArray[]) => void {
  const compiler = new LoopCompiler(kernel);
  const stages = kernel.stages.map((s, i) => compiler.stage(s, i));
  const { rows, positions, rowLength, pieces, setup } = compiler;

  const runWhole = (at: number, n: number, buffers: readonly TypedArray[]): void => {
    for (const stage of stages) {
      for (const operation of stage.outer) operation(at, n, buffers);
      for (const operation of stage.inner) operation(at * rowLength, n * rowLength, buffers);
      if (!stage.reduce) continue;
      const { reducer: r, values, out, round } = stage.reduce;
      for (let k = 0; k < n; k++) {
        begin(r);
        r.take(values, k * rowLength, rowLength, carry);
        out[k] = round(r.result(carry));
      }
    }
  };

  const runPieces = (at: number, buffers: readonly TypedArray[]): void => {
    for (const stage of stages) {
      for (const operation of stage.outer) operation(at, 1, buffers);
      if (stage.reduce) begin(stage.reduce.reducer);
      if (stage.reduce || stage.inner.length > 0)
        for (let i = 0; i < rowLength; i += blockSize) {
          const n = Math.min(blockSize, rowLength - i);
          for (const operation of stage.inner) operation(at * rowLength + i, n, buffers);
          if (stage.reduce) stage.reduce.reducer.take(stage.reduce.values, 0, n, carry);
        }
      if (stage.reduce)
        stage.reduce.out[0] = stage.reduce.round(stage.reduce.reducer.result(carry));
    }
  };

  return (buffers) => {
    if (positions === 0) return;
    for (const operation of setup) operation(0, 1, buffers);
    if (pieces) for (let at = 0; at < positions; at++) runPieces(at, buffers);
    else
      for (let at = 0; at < positions; at += rows)
        runWhole(at, Math.min(rows, positions - at), buffers);
  };
}
