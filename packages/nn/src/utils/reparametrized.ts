/**
 * A parameter that is computed from others before every forward pass. The module keeps what it is computed from as its
 * parameters; under the parameter's own name stands the computed tensor.
 */
import { Tensor } from "@gradus/core";
import { layerOptionError, reparametrizedError } from "../errors.ts";
import type { Module } from "../module.ts";

interface Entry {
  readonly kind: string;
  remove(): void;
}

const entries = new WeakMap<Module, Map<string, Entry>>();

const ofModule = (module: Module): Map<string, Entry> => {
  const found = entries.get(module) ?? new Map<string, Entry>();
  entries.set(module, found);
  return found;
};

/** The parameter that is to be computed. @throws UsageError `nn/option`, `nn/reparametrized` */
export function needParameter(where: string, module: Module, name: string): Tensor {
  const value: unknown = typeof module === "object" && module !== null && Reflect.get(module, name);
  if (typeof (module as Partial<Module>)?.registerForwardPreHook !== "function")
    throw layerOptionError(where, "the module", module, "a module");
  const before = ofModule(module).get(name);
  if (before) throw reparametrizedError(where, module.constructor.name, name, before.kind);
  if (!(value instanceof Tensor) || !value.trainable || !value.isLeaf)
    throw layerOptionError(
      where,
      "name",
      name,
      `the name of a parameter of ${module.constructor.name}`,
    );
  return value;
}

/** Has `compute` make the tensor under `name` before every call of the module. */
export function recompute(
  kind: string,
  module: Module,
  name: string,
  compute: () => Tensor,
  back: () => void,
): void {
  const hook = module.registerForwardPreHook(() => {
    Reflect.set(module, name, compute());
    return undefined;
  });
  ofModule(module).set(name, {
    kind,
    remove: () => {
      hook.remove();
      back();
    },
  });
}

/** Makes a computed tensor an ordinary parameter again. @throws UsageError `nn/option` where it is none */
export function undo(where: string, kind: string, module: Module, name: string): void {
  const entry = typeof module === "object" && module !== null && entries.get(module)?.get(name);
  if (!entry || entry.kind !== kind)
    throw layerOptionError(where, "name", name, `a parameter to which ${kind} was applied`);
  entry.remove();
  entries.get(module)?.delete(name);
}

/** Takes a field away from a module and gives it others, in their order. */
export function replaceField(module: Module, name: string, fields: Record<string, Tensor>): void {
  Reflect.deleteProperty(module, name);
  for (const [key, value] of Object.entries(fields)) Reflect.set(module, key, value);
}
