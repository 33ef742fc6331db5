/**
 * Where a node that can fail on its values was called: a bad index is found when it is computed, which may be far from
 * the line that is wrong.
 */
import { type GradusError, IndexError, type IndexKind, indexRangeError } from "../errors.ts";
import type { Node } from "./node.ts";

interface Origin {
  readonly op: string;
  readonly kind: IndexKind;
  /** Holds the stack of the call. */
  readonly call: Error;
}

const origins = new WeakMap<Node, Origin>();

export function noteOrigin(node: Node, op: string, kind: IndexKind): void {
  origins.set(node, { op, kind, call: new Error() });
}

/** The error of a computation told by the call it comes from, where that is plain; else the error as it is. */
export function atOrigin(error: unknown, nodes: Iterable<Node>): unknown {
  if (!(error instanceof IndexError)) return error;
  const { value, limit } = error.details as { value: number; limit: number };
  const found: Origin[] = [];
  for (const node of nodes) {
    const origin = origins.get(node);
    if (origin && node.inputs[0]?.shape[0] === limit) found.push(origin);
  }
  const [first] = found;
  if (!first || found.some((o) => o.op !== first.op || o.kind.what !== first.kind.what))
    return error;
  const told: GradusError = indexRangeError(first.op, value, limit, first.kind);
  const calls = found.length === 1 ? first.call.stack?.split("\n").slice(1) : null;
  if (calls) told.stack = `${told.name}: ${told.message}\n${calls.join("\n")}`;
  return told;
}
