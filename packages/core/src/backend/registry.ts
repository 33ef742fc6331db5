/** The backends there are, and which one is in use. */
import { deviceErrors } from "../errors.ts";
import type { Backend, WideMode } from "./backend.ts";
import { referenceBackend } from "./reference/backend.ts";
import { shapesBackend } from "./shapes/backend.ts";
import { wasmBackend, wasmSupported } from "./wasm/backend.ts";

/** `shapes` computes nothing and says that every value is zero. */
export type BackendName = "reference" | "wasm" | "shapes";

interface Entry {
  readonly supported: () => boolean;
  readonly computes: boolean;
  readonly get: () => Backend;
}

const registry: Readonly<Record<BackendName, Entry>> = {
  reference: { supported: () => true, computes: true, get: () => referenceBackend },
  wasm: { supported: wasmSupported, computes: true, get: wasmBackend },
  shapes: { supported: () => true, computes: false, get: () => shapesBackend },
};

/**
 * The backends this machine can compute with.
 *
 * @example availableBackends().includes("reference") // true
 */
export const availableBackends = (): BackendName[] =>
  (Object.keys(registry) as BackendName[]).filter(
    (name) => registry[name].computes && registry[name].supported(),
  );

let current: Backend | null = null;

/**
 * The backend that computes from now on: wasm where the engine has it, else reference.
 *
 * @example
 * setDefaultBackend("reference");
 * defaultBackend().name // "reference"
 */
export function defaultBackend(): Backend {
  current ??= registry[wasmSupported() ? "wasm" : "reference"].get();
  return current;
}

/**
 * Chooses the backend by name.
 *
 * @throws DeviceError `device/unknown` or `device/unsupported`
 * @example
 * setDefaultBackend("reference");
 * defaultBackend().name // "reference"
 */
export function setDefaultBackend(name: BackendName): void {
  const entry = registry[name];
  if (!entry) throw deviceErrors.unknown(name, Object.keys(registry));
  if (!entry.supported()) throw deviceErrors.unsupported(name);
  current = entry.get();
}

/** Chooses the layout of what is compiled from now on, in every backend that has a choice. */
export function layOut(wide: WideMode): void {
  for (const name of availableBackends()) registry[name].get().layOut?.(wide);
}

/** Limits the threads of every backend that has some, whichever is in use now. */
export function limitThreads(threads: number): void {
  for (const name of availableBackends()) registry[name].get().limitThreads?.(threads);
}
