/**
 * Contractions in WebAssembly: matrix products of every form, convolution and both of its gradients,
 * as one packed and register-tiled product whose operands are read through affine views. `contract-plan.ts`
 * decides, `contract-driver.ts` loops, `contract-pack.ts` brings operands into order and
 * `contract-tile.ts` multiplies.
 */
import type { ContractKernel } from "../../compile/kernel.ts";
import { sizeOf } from "../../shape.ts";
import type { ModuleBuilder } from "./assembler.ts";
import { ContractLibrary, descriptor } from "./contract-driver.ts";
import { isParallel, planContract } from "./contract-plan.ts";
import type { EmittedKernel } from "./emitted.ts";

const libraries = new WeakMap<ModuleBuilder, ContractLibrary>();

/** The phases of a contraction in `module`; null where the reference has to run it (float64). */
export function emitContract(module: ModuleBuilder, kernel: ContractKernel): EmittedKernel | null {
  if (kernel.dtype !== "float32") return null;
  let library = libraries.get(module);
  if (!library) {
    library = new ContractLibrary(module);
    libraries.set(module, library);
  }
  const outLength = sizeOf(kernel.batch) * sizeOf(kernel.m) * sizeOf(kernel.n);
  if (outLength === 0 || sizeOf(kernel.k) === 0) {
    const tables = new Int32Array(descriptor.length);
    tables[descriptor.indexOf("outLength")] = outLength;
    return { phases: [library.zero], tables, scratchBytes: () => 0, parallel: false };
  }
  const plan = planContract(kernel, {
    fused: module.options.relaxed,
    wide: module.options.wide ?? false,
  });
  const split = plan.chunks > 1;
  const phases = [library.driver(plan.tile, split)];
  if (split) phases.push(library.sum);
  return {
    phases,
    tables: plan.tables,
    scratchBytes: plan.scratchBytes,
    parallel: isParallel(kernel),
  };
}
