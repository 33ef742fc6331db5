/**
 * What a backend receives: kernels in order, each bound to numbered slots. A slot is an input (a leaf's
 * data or a number that changes from run to run), an output, or a temporary that lives inside the
 * program.
 */
import type { DType } from "../dtype.ts";
import type { Kernel } from "./kernel.ts";

export interface Slot {
  readonly kind: "input" | "output" | "temp";
  /** Place among the inputs or outputs; −1 for a temporary. */
  readonly index: number;
  readonly dtype: DType;
  readonly length: number;
}

export interface Step {
  readonly kernel: Kernel;
  /** The slot of each of the kernel's buffers. */
  readonly slots: readonly number[];
}

export interface Output {
  readonly slot: number;
  /** The input this output is the next value of, or −1. */
  readonly donor: number;
  /** Whether the donor stays readable, and the value before it gives up its storage instead. */
  readonly alternates: boolean;
  /** Whether the output may be written straight over its donor: every read of it comes first. */
  readonly inPlace: boolean;
}

export interface Plan {
  readonly slots: readonly Slot[];
  readonly steps: readonly Step[];
  readonly inputs: readonly number[];
  readonly outputs: readonly Output[];
}
