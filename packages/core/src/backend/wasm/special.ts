/** Special kernels in WebAssembly: which emitter makes which, and which are left to the reference. */
import type { SpecialKernel } from "../../compile/kernel.ts";
import type { ModuleBuilder } from "./assembler.ts";
import type { EmittedKernel } from "./emitted.ts";
import { emitScatter, emitTake } from "./special-gather.ts";
import { emitPhilox, emitScan } from "./special-sequence.ts";
import { emitFold, emitPoolArgmax } from "./special-window.ts";

/**
 * The phases of a special kernel in `module`; null where the reference has to run it: sorting, functions of
 * the host, and element types that have no code here.
 */
export function emitSpecial(module: ModuleBuilder, kernel: SpecialKernel): EmittedKernel | null {
  const { special } = kernel;
  switch (special.op) {
    case "take":
      return emitTake(module, kernel, special);
    case "scatter":
      return emitScatter(module, kernel, special);
    case "scan":
      return emitScan(module, kernel, special);
    case "philox":
      return emitPhilox(module, special);
    case "poolArgmax":
      return emitPoolArgmax(module, kernel, special);
    case "fold":
      return emitFold(module, kernel, special);
    default:
      return null;
  }
}
