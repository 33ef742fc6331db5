/** The reference executor: a kernel as a function of typed arrays. */
import type { Kernel } from "../../compile/kernel.ts";
import type { TypedArray } from "../../dtype.ts";
import { prepareContract } from "./contract.ts";
import { prepareLoop } from "./loop.ts";
import { prepareSpecial } from "./special.ts";

export type Runnable = (buffers: readonly TypedArray[]) => void;

/** Reads a kernel once, to be run many times. */
export function prepare(kernel: Kernel): Runnable {
  if (kernel.kind === "loop") return prepareLoop(kernel);
  return kernel.kind === "contract" ? prepareContract(kernel) : prepareSpecial(kernel);
}
