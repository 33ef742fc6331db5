/** The backends there are, and which one is in use. */
import { deviceErrors } from "../errors.ts";
import type { Backend } from "./backend.ts";
import { referenceBackend } from "./reference/backend.ts";
import { wasmBackend, wasmSupported } from "./wasm/backend.ts";

export type BackendName = "reference" | "wasm";

const registry: Readonly<Record<BackendName, { supported: () => boolean; get: () => Backend }>> = {
  reference: { supported: () => true, get: () => referenceBackend },
  wasm: { supported: wasmSupported, get: wasmBackend },
};

/** The backends this machine can use. */
export const availableBackends = (): BackendName[] =>
  (Object.keys(registry) as BackendName[]).filter((name) => registry[name].supported());

let current: Backend | null = null;

/** The backend that computes from now on: wasm where the engine has it, else reference. */
export function defaultBackend(): Backend {
  current ??= registry[wasmSupported() ? "wasm" : "reference"].get();
  return current;
}

/**
 * Chooses the backend by name.
 *
 * @throws DeviceError `device/unknown` or `device/unsupported`
 */
export function setDefaultBackend(name: BackendName): void {
  const entry = registry[name];
  if (!entry) throw deviceErrors.unknown(name, Object.keys(registry));
  if (!entry.supported()) throw deviceErrors.unsupported(name);
  current = entry.get();
}

/** Limits the threads of every backend that has some, whichever is in use now. */
export function limitThreads(threads: number): void {
  for (const name of availableBackends()) registry[name].get().limitThreads?.(threads);
}
