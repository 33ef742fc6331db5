/**
 * What the special kernels share: the head of a phase function, dividing a range among threads, and reporting
 * an index that is out of range.
 */
import type { DType } from "../../dtype.ts";
import type { FuncBuilder, ModuleBuilder } from "./assembler.ts";

/** Where a kernel writes `code, value, limit`, three int32, when an index is out of range; 0 is fine. */
export const errorSlot = 512;

export const indexOutOfRange = 1;

/** A kernel with less than this many element steps stays on one thread. */
export const parallelFrom = 32_768;

/** A phase over `buffers` buffers: `(tid, threads, tables, scratch, p0, …)`. */
export class Phase {
  readonly f: FuncBuilder;
  readonly scratch = 3;
  readonly parallel: boolean;
  private readonly shared: boolean;

  constructor(module: ModuleBuilder, buffers: number, parallel: boolean) {
    this.f = module.func(null, Array<"i32">(4 + buffers).fill("i32"));
    this.parallel = parallel;
    this.shared = module.options.shared;
  }

  /** The parameter that holds a buffer's address. */
  pointer(buffer: number): number {
    return 4 + buffer;
  }

  i32(): number {
    return this.f.local("i32");
  }

  /** Two locals with this thread's part of `0 … total`, in whole multiples of `step`. */
  range(total: number, step = 1): { low: number; high: number } {
    const { f } = this;
    const [low, high] = [this.i32(), this.i32()];
    if (!this.parallel) {
      f.get(0).if(() => f.return());
      f.i32Const(0).set(low).i32Const(total).set(high);
      return { low, high };
    }
    const units = Math.ceil(total / step);
    const clipped = (local: number): void => {
      f.i32Const(step).i32("mul").tee(local).i32Const(total).get(local).i32Const(total);
      f.i32("lt_s").select().set(local);
    };
    // Units a thread, rounded up: nothing overflows, and the last may get less.
    const each = this.i32();
    f.i32Const(units).get(1).i32("add").i32Const(1).i32("sub").get(1).i32("div_u").tee(each);
    f.get(0).i32("mul");
    clipped(low);
    f.get(0).i32Const(1).i32("add").get(each).i32("mul");
    clipped(high);
    return { low, high };
  }

  /** Pushes `base + index · bytes`. */
  address(base: number, index: number, bytes: number): FuncBuilder {
    const { f } = this;
    f.get(base).get(index);
    if (bytes !== 1) f.i32Const(bytes).i32("mul");
    return f.i32("add");
  }

  /** Runs `inRange` where `0 <= index < limit`, and otherwise reports the index. */
  checked(index: number, limit: number, inRange: () => void): void {
    const { f } = this;
    f.get(index).i32Const(limit).i32("lt_u");
    f.if(inRange, () => {
      const report = (): void => {
        f.i32Const(errorSlot).get(index).store("i32", 4);
        f.i32Const(errorSlot).i32Const(limit).store("i32", 8);
      };
      // Of several threads, one wins the slot.
      if (this.shared) {
        f.i32Const(errorSlot).i32Const(0).i32Const(indexOutOfRange).atomic("compareExchange");
        f.i32("eqz").if(report);
      } else {
        f.i32Const(errorSlot).load("i32").i32("eqz");
        f.if(() => {
          f.i32Const(errorSlot).i32Const(indexOutOfRange).store("i32");
          report();
        });
      }
    });
  }

  /**
   * Walks `bytes` (a local, a multiple of `unit`) from 0: `vector` for each 16 bytes, then `single` for
   * each unit that is left. Both get the byte offset in `at`.
   */
  spans(bytes: number, at: number, unit: number, vector: () => void, single: () => void): void {
    const { f } = this;
    const whole = this.i32();
    f.get(bytes).i32Const(-16).i32("and").set(whole);
    f.i32Const(0).set(at);
    f.whileLess(at, whole, vector, 16);
    if (unit < 16) f.whileLess(at, bytes, single, unit);
    f.release("i32", whole);
  }
}

export const isWord = (dtype: DType): dtype is "float32" | "int32" =>
  dtype === "float32" || dtype === "int32";
