import type { LoopKernel } from "../../compile/kernel.ts";
import type { ModuleBuilder } from "./assembler.ts";
import type { EmittedKernel } from "./emitted.ts";

export function emitLoop(_module: ModuleBuilder, _kernel: LoopKernel): EmittedKernel | null {
  return null;
}
