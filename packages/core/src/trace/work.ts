/** How much arithmetic a graph is, counted without running it. */
import { isElementwise, type Node } from "../graph/node.ts";
import { sizeOf } from "../shape.ts";

/** The arithmetic of one primitive: a contraction's products and sums, one for each element otherwise. */
function ownWork(node: Node): number {
  if (node.op === "contract") {
    const [, , , k = 0] = node.args;
    const a = node.inputs[0] as Node;
    return 2 * node.size * sizeOf(a.shape.slice(a.shape.length - k));
  }
  if (node.op.startsWith("reduce:") || node.op.startsWith("scan:"))
    return (node.inputs[0] as Node).size;
  return isElementwise(node.op) && node.op !== "cast" ? node.size : 0;
}

/**
 * The floating-point operations a node needs that no earlier call has counted: `seen` remembers which were.
 * A sum of n numbers counts as n, an m by k times k by n product as 2·m·n·k, moving data as nothing.
 */
export function newWork(node: Node, seen: WeakSet<Node>): number {
  let work = 0;
  const stack = [node];
  for (let at = stack.pop(); at; at = stack.pop()) {
    if (seen.has(at)) continue;
    seen.add(at);
    if (at.buffer) continue;
    work += ownWork(at);
    stack.push(...at.inputs);
  }
  return work;
}
