/**
 * Accumulators of a reduction, four lanes at a time. A long float32 sum is made in blocks: their sums are added in
 * float64, so that rounding grows with the length of a block and not with that of the whole. `max` and `min` drop NaN in the fast
 * instruction and remember it in a mask beside; `argmax` and `argmin` keep the best value and its
 * index in each lane, an index of 2³¹ − 1 meaning that nothing better than the start was seen.
 */
import type { ReduceOp } from "../../compile/kernel.ts";
import type { DType } from "../../dtype.ts";
import type { Code, Value } from "./loop-code.ts";

const noIndex = 0x7fffffff;

export const isArgument = (op: ReduceOp): boolean => op === "argmax" || op === "argmin";

/** The value that changes no result. `dtype` is that of the values reduced. */
export function identity(c: Code, op: ReduceOp, dtype: DType): Value {
  const float = dtype === "float32";
  if (op === "sum") return c.int(0);
  if (op === "prod") return float ? c.float(1) : c.int(dtype === "bool" ? -1 : 1);
  const largest = op === "max" || op === "argmax";
  if (float) return c.float(largest ? -Infinity : Infinity);
  if (dtype === "bool" && !isArgument(op)) return c.int(largest ? 0 : -1);
  return c.int(largest ? -0x80000000 : 0x7fffffff);
}

/** `a ∘ b`, NaN and all; not for `argmax` and `argmin`. */
export function combine(c: Code, op: ReduceOp, dtype: DType, a: Value, b: Value): Value {
  const float = dtype === "float32";
  if (dtype === "bool") return c.v128(op === "sum" || op === "max" ? "or" : "and", a, b);
  switch (op) {
    case "sum":
      return float ? c.f32x4("add", a, b) : c.i32x4("add", a, b);
    case "prod":
      return float ? c.f32x4("mul", a, b) : c.i32x4("mul", a, b);
    case "max":
    case "argmax":
      return float ? c.f32x4("max", a, b) : c.i32x4("max_s", a, b);
    default:
      return float ? c.f32x4("min", a, b) : c.i32x4("min_s", a, b);
  }
}

/** A best value and its index. */
interface Best {
  readonly value: Value;
  readonly index: Value;
}

export class Accumulator {
  private readonly c: Code;
  private readonly op: ReduceOp;
  /** Of the values reduced. */
  private readonly dtype: DType;
  private readonly main: number[] = [];
  /** Beside each main accumulator: where NaN was seen, or the best index. */
  private readonly side: number[] = [];
  /** Of a long sum: the blocks so far, in float64, of lanes 0 and 1 and of lanes 2 and 3. */
  private readonly blocks: readonly number[];

  constructor(c: Code, op: ReduceOp, dtype: DType, count: number, long: boolean) {
    this.c = c;
    this.op = op;
    this.dtype = dtype;
    for (let i = 0; i < count; i++) {
      this.main.push(c.f.local("v128"));
      if (this.watchesNaN || isArgument(op)) this.side.push(c.f.local("v128"));
    }
    this.blocks = long ? [c.f.local("v128"), c.f.local("v128")] : [];
  }

  private get watchesNaN(): boolean {
    return this.dtype === "float32" && (this.op === "max" || this.op === "min");
  }

  private get count(): number {
    return this.main.length;
  }

  private mainAt(i: number): Value {
    return this.c.inLocal("v128", this.main[i]);
  }

  private sideAt(i: number): Value {
    return this.c.inLocal("v128", this.side[i]);
  }

  start(): void {
    const { c } = this;
    const first = identity(c, this.op, this.dtype);
    for (const local of this.main) this.assign(local, first);
    for (const local of this.side) this.assign(local, c.int(this.watchesNaN ? 0 : noIndex));
    for (const local of this.blocks) this.assign(local, c.int(0));
  }

  /** Ends a block of a long sum. */
  endBlock(): void {
    const { c } = this;
    const [low, high] = this.blocks as [number, number];
    const add = (to: number, part: Value): void =>
      this.assign(to, c.f64x2("add", c.inLocal("v128", to), c.f64x2("promote_low_f32x4", part)));
    for (const [i, local] of this.main.entries()) {
      const v = this.mainAt(i);
      add(low, v);
      add(high, c.shuffle32(v, v, [2, 3, 2, 3]));
      this.assign(local, c.int(0));
    }
  }

  /** What the blocks of a long sum come to. */
  private ofBlocks(across: boolean): Value {
    const { c } = this;
    this.endBlock();
    const [low, high] = this.blocks.map((local) => c.inLocal("v128", local)) as [Value, Value];
    if (!across) {
      const part = (v: Value): Value => c.f32x4("demote_f64x2_zero", v);
      return c.shuffle32(part(low), part(high), [0, 1, 4, 5]);
    }
    const both = c.f64x2("add", low, high);
    const sum = c.f32x4(
      "demote_f64x2_zero",
      c.f64x2("add", both, c.shuffle32(both, both, [2, 3, 0, 1])),
    );
    return c.shuffle32(sum, sum, [0, 0, 0, 0]);
  }

  private assign(local: number, value: Value): void {
    this.c.push(value);
    this.c.f.set(local);
  }

  /** Take in one vector; `index` is only asked for by `argmax` and `argmin`. */
  update(i: number, x: Value, index: () => Value): void {
    const { c } = this;
    if (isArgument(this.op)) {
      const old = { value: this.mainAt(i), index: this.sideAt(i) };
      const better = this.isBetter(old.value, x);
      const chosen = c.choose(better, index(), old.index);
      const best = c.choose(better, x, old.value);
      c.push(chosen);
      this.assign(this.main[i], best);
      c.f.set(this.side[i]);
      return;
    }
    if (!this.watchesNaN) {
      this.assign(this.main[i], combine(c, this.op, this.dtype, this.mainAt(i), x));
      return;
    }
    const seen = c.v128("or", this.sideAt(i), c.f32x4("ne", x, x));
    const best = c.f32x4(this.op === "max" ? "pmax" : "pmin", this.mainAt(i), x);
    this.assign(this.side[i], seen);
    this.assign(this.main[i], best);
  }

  private isBetter(old: Value, x: Value): Value {
    const { c } = this;
    const name = this.op === "argmax" ? "gt" : "lt";
    if (this.dtype !== "float32") return c.i32x4(`${name}_s`, x, old);
    const newNaN = c.v128("andnot", c.f32x4("ne", x, x), c.f32x4("ne", old, old));
    return c.v128("or", c.f32x4(name, x, old), newNaN);
  }

  /** The result; one value in all lanes when `across`, else a result in each lane. */
  finish(across: boolean): Value {
    const { c } = this;
    if (this.blocks.length > 0) return this.ofBlocks(across);
    if (isArgument(this.op)) {
      const best = { value: this.mainAt(0), index: this.sideAt(0) };
      const { index } = across ? this.bestAcross(best) : best;
      const held = c.pin(index);
      return c.v128("andnot", held, c.i32x4("eq", held, c.int(noIndex)));
    }
    const all = (join: (a: Value, b: Value) => Value, at: (i: number) => Value): Value => {
      let values = Array.from({ length: this.count }, (_, i) => at(i));
      while (values.length > 1)
        values = values
          .filter((_, i) => i % 2 === 0)
          .map((v, i) => {
            const other = values[i * 2 + 1];
            return other ? join(v, other) : v;
          });
      const v = values[0];
      if (!across) return v;
      const pairs = join(v, c.shuffle32(v, v, [2, 3, 0, 1]));
      return join(pairs, c.shuffle32(pairs, pairs, [1, 0, 3, 2]));
    };
    const joined = all(
      (a, b) => combine(c, this.op, this.dtype, a, b),
      (i) => this.mainAt(i),
    );
    if (this.dtype === "uint8") return c.v128("and", joined, c.int(255));
    if (!this.watchesNaN) return joined;
    const seen = all(
      (a, b) => c.v128("or", a, b),
      (i) => this.sideAt(i),
    );
    return c.choose(seen, c.float(NaN), joined);
  }

  private bestAcross(best: Best): Best {
    const { c } = this;
    let now = best;
    for (const lanes of [
      [2, 3, 0, 1],
      [1, 0, 3, 2],
    ] as const) {
      const other = {
        value: c.shuffle32(now.value, now.value, lanes),
        index: c.shuffle32(now.index, now.index, lanes),
      };
      const better = this.isBetter(now.value, other.value);
      const worse = this.isBetter(other.value, now.value);
      const earlier = c.v128("andnot", c.i32x4("lt_s", other.index, now.index), worse);
      const take = c.v128("or", better, earlier);
      now = {
        value: c.pin(c.choose(take, other.value, now.value)),
        index: c.pin(c.choose(take, other.index, now.index)),
      };
    }
    return now;
  }

  release(): void {
    for (const local of [...this.main, ...this.side, ...this.blocks])
      this.c.f.release("v128", local);
  }
}
