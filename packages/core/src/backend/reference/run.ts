/**
 * The reference executor of kernels: plain loops in doubles, each expression rounded to its dtype. It is
 * what every backend is tested against, and what runs small graphs and whatever a backend cannot emit.
 */
import type { Kernel } from "../../compile/kernel.ts";
import type { TypedArray } from "../../dtype.ts";
import { prepareContract } from "./contract.ts";
import { prepareLoop } from "./loop.ts";
import { prepareSpecial } from "./special.ts";

/** Runs a kernel over its buffers, in the kernel's order. */
export type Runnable = (buffers: readonly TypedArray[]) => void;

const prepared = new WeakMap<Kernel, Runnable>();

function compile(kernel: Kernel): Runnable {
  switch (kernel.kind) {
    case "loop":
      return prepareLoop(kernel);
    case "contract":
      return prepareContract(kernel);
    case "special":
      return prepareSpecial(kernel);
  }
}

/** What runs `kernel`; compiled once for each kernel object. */
export function prepare(kernel: Kernel): Runnable {
  let run = prepared.get(kernel);
  if (!run) {
    run = compile(kernel);
    prepared.set(kernel, run);
  }
  return run;
}

/**
 * Runs one kernel.
 *
 * @throws IndexError `index/out-of-range` if `take` or `scatter` meets an index outside of its rows
 */
export function runReference(kernel: Kernel, buffers: readonly TypedArray[]): void {
  prepare(kernel)(buffers);
}
