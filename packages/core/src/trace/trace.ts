/**
 * What the engine does, as events. Nothing is printed here: a listener decides (`GRADUS_DEBUG`, the
 * doctor, a benchmark).
 */
import { needFunction } from "../arguments.ts";
import type { Plan } from "../compile/plan.ts";

export type TraceEvent = {
  readonly kind: "compile";
  readonly nodes: number;
  readonly kernels: number;
  readonly ms: number;
  readonly plan: Plan;
};

export type TraceListener = (event: TraceEvent) => void;

const listeners = new Set<TraceListener>();

/**
 * Calls `listener` with every event from now on; the result stops it.
 *
 * @example
 * const kinds = new Set();
 * const stop = onEngineEvent((event) => kinds.add(event.kind));
 * await tensor([1, 2]).add(1).sum().data();
 * stop();
 * kinds.size > 0 // true
 */
export function onEngineEvent(listener: TraceListener): () => void {
  needFunction("onEngineEvent", "listener", listener);
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function emit(event: TraceEvent): void {
  for (const listener of listeners) listener(event);
}
