/**
 * What a backend is, and the list of those there are. A backend turns a plan into something that runs;
 * it never sees operators or tensors. A new one is a folder and a line in `registry.ts`.
 */
import type { Plan } from "../compile/plan.ts";
import type { Buffer } from "../graph/buffer.ts";

/** A compiled plan. */
export interface Executable {
  /**
   * Runs once.
   *
   * @param inputs one a plan input: a leaf's buffer, or the value of a number that varies
   * @returns one buffer a plan output; an output with a donor has, or may have, taken over storage of the donor
   */
  run(inputs: readonly (Buffer | number)[]): Buffer[];
  /** Lets go of what the program holds. */
  dispose(): void;
}

/** `interpret`: at once, by plain loops; `compile`: to machine code; `auto`: by the amount of work. */
export type Tier = "auto" | "interpret" | "compile";

/** Whether code is laid out for pairs of vectors in one register: where that was found to be faster, or regardless. */
export type WideMode = "auto" | "always" | "never";

export interface Backend {
  readonly name: string;
  compile(plan: Plan, tier: Tier): Executable;
  /** Use at most so many threads from now on, where the backend has threads. */
  limitThreads?(threads: number): void;
  /** How what is compiled from now on is laid out, where the backend has a choice. */
  layOut?(wide: WideMode): void;
  /** One line for people: what this backend uses on this machine. */
  describe(): string;
  /** One line for people: what would make it faster on this machine, if something would. */
  advice?(): string | null;
}
