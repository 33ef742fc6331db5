/** What a kernel emitter hands to the runtime. */

/** A kernel inside a module: functions run one after the other by every thread, with a barrier between. */
export interface EmittedKernel {
  /**
   * Function indices. Signature of each: `(tid: i32, threads: i32, tables: i32, scratch: i32, p0: i32, …
   * one byte pointer a kernel buffer) -> ()`.
   */
  readonly phases: readonly number[];
  /** Constant tables; copied to memory once per program; `tables` points at them. */
  readonly tables: Int32Array;
  /** Bytes of scratch the kernel needs with this many threads; 16-byte aligned. */
  readonly scratchBytes: (threads: number) => number;
  /** Rough cost, to keep tiny kernels on one thread: when false only thread 0 does the work. */
  readonly parallel: boolean;
}
