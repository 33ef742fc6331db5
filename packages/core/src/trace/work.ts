/** How much arithmetic a graph is, counted without running it. */
import { isElementwise, type Node } from "../graph/node.ts";
import { sizeOf } from "../shape.ts";

/** The products of a contraction, each of which is added to others. */
function ownProducts(node: Node): number {
  if (node.op !== "contract") return 0;
  const [, , , k = 0] = node.args;
  const a = node.inputs[0] as Node;
  return node.size * sizeOf(a.shape.slice(a.shape.length - k));
}

/** The arithmetic of one primitive: a contraction's products and sums, one for each element otherwise. */
function ownWork(node: Node): number {
  if (node.op === "contract") return 2 * ownProducts(node);
  if (node.op.startsWith("reduce:") || node.op.startsWith("scan:"))
    return (node.inputs[0] as Node).size;
  return isElementwise(node.op) && node.op !== "cast" ? node.size : 0;
}

/**
 * The floating-point operations a node needs that no earlier call has counted: `seen` remembers which were.
 * A sum of n numbers counts as n, an m by k times k by n product as 2·m·n·k, moving data as nothing.
 */
export const newWork = (node: Node, seen: WeakSet<Node>): number => sumOf(ownWork, node, seen);

/** The multiply-adds of products and convolutions that a node needs and no earlier call has counted. */
export const newProducts = (node: Node, seen: WeakSet<Node>): number =>
  sumOf(ownProducts, node, seen);

function sumOf(own: (node: Node) => number, node: Node, seen: WeakSet<Node>): number {
  let work = 0;
  const stack = [node];
  for (let at = stack.pop(); at; at = stack.pop()) {
    if (seen.has(at)) continue;
    seen.add(at);
    if (at.buffer) continue;
    work += own(at);
    stack.push(...at.inputs);
  }
  return work;
}
