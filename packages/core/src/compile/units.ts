/**
 * Which nodes are units: scheduled on their own, with storage unless everything that uses them ends up
 * in the same kernel. Contractions, reductions, joins and special kernels always are. An elementwise
 * node is when it is used more than once and not cheap, when it would be recomputed over a larger
 * shape, or when its expression grows too long.
 */
import { isElementwise, isMovement } from "../graph/node.ts";
import { isScalar, scalars } from "../graph/scalars.ts";
import { NeedsStorage, viewOfChain } from "./lower.ts";
import type { CNode } from "./simplify.ts";

/** Scalar work and loads an element costs when it is computed in place. */
interface Cost {
  ops: number;
  loads: number;
}

const maxOps = 64;
const maxLoads = 16;
const cheapOps = 6;
const cheapLoads = 3;

const isSpecial = (op: string): boolean =>
  op === "take" ||
  op.startsWith("scatter:") ||
  op === "argsort" ||
  op.startsWith("scan:") ||
  op === "philox" ||
  op === "poolArgmax" ||
  op === "fold" ||
  op === "host";

export const isSpecialNode = (n: CNode): boolean => isSpecial(n.op);

/** Marks a contraction's operand so that it is an unmasked view of storage. */
export function markOperand(x: CNode, mark: (n: CNode) => void): void {
  for (;;) {
    try {
      const { base, view } = viewOfChain(x);
      // A constant is written into kernels, never stored: what is stored is the view of it.
      if (!base.unit) mark(base.op === "const" ? x : base);
      else if (view.mask) mark(padUnder(x));
      else return;
    } catch (problem) {
      if (!(problem instanceof NeedsStorage)) throw problem;
      mark(problem.node);
    }
  }
}

/** The innermost pad of a chain of movements. */
function padUnder(x: CNode): CNode {
  let found = x;
  for (let n = x; !n.unit && isMovement(n.op); n = n.inputs[0]) if (n.op === "pad") found = n;
  return found;
}

/** Marks what a special kernel reads: whole contiguous storage. */
function markWhole(x: CNode, mark: (n: CNode) => void): void {
  let n = x;
  while (!n.unit && n.op === "reshape") n = n.inputs[0];
  // A constant is written into kernels, never stored: what is stored is its reshape.
  if (!n.unit) mark(n.op === "const" ? x : n);
}

/** Storage a special kernel can read directly, through reshapes. */
export function wholeBase(x: CNode): CNode {
  let n = x;
  while (!n.unit && n.op === "reshape") n = n.inputs[0];
  return n;
}

export function chooseUnits(nodes: readonly CNode[], roots: readonly CNode[]): void {
  const cost = new Map<CNode, Cost>();
  const costOf = (n: CNode): Cost =>
    n.unit ? { ops: 0, loads: 1 } : (cost.get(n) ?? { ops: 0, loads: 0 });
  const mark = (n: CNode) => {
    n.unit = true;
  };
  for (const r of roots) if (r.op !== "const") mark(r);
  for (const n of nodes) {
    if (n.op === "input" || n.op === "const" || n.op === "iota") continue;
    if (n.op === "contract") {
      for (const x of n.inputs) markOperand(x, mark);
      mark(n);
      continue;
    }
    if (isSpecial(n.op)) {
      for (const x of n.inputs) markWhole(x, mark);
      mark(n);
      continue;
    }
    if (n.op.startsWith("reduce:") || n.op === "cat") {
      if (n.op.startsWith("reduce:")) storeIfReread(n.inputs[0], n, costOf, mark);
      mark(n);
      continue;
    }
    let ops = 0;
    let loads = 0;
    for (const x of n.inputs) {
      storeIfReread(x, n, costOf, mark);
      const c = costOf(x);
      ops += c.ops;
      loads += c.loads;
    }
    if (isElementwise(n.op)) ops += isScalar(n.op) ? scalars[n.op].cost : 1;
    const isView = isMovement(n.op);
    if (isView) {
      cost.set(n, { ops, loads });
      continue;
    }
    if (ops > maxOps || loads > maxLoads || (n.users > 1 && (ops > cheapOps || loads > cheapLoads)))
      mark(n);
    cost.set(n, { ops, loads });
  }
}

/** An expression read by a larger shape (broadcast or windows) is computed once, not at every read. */
function storeIfReread(
  x: CNode,
  reader: CNode,
  costOf: (n: CNode) => Cost,
  mark: (n: CNode) => void,
): void {
  let n = x;
  const size = reader.op.startsWith("reduce:") ? x.size : reader.size;
  while (!n.unit && isMovement(n.op)) n = n.inputs[0];
  if (n.unit || !isElementwise(n.op)) return;
  if (size > 2 * n.size && costOf(n).ops >= 2) mark(n);
}
