/**
 * The compiler's own copy of the graph: equal nodes are one node (hash-consing), trivial work is gone
 * (x·1, x+0, casts and reshapes to the same, movement of a constant), and each node knows its users.
 */
import type { DType } from "../dtype.ts";
import { type HostFunction, isElementwise, type Node, type Op, opCodes } from "../graph/node.ts";
import { type Shape, sameShape, sizeOf } from "../shape.ts";

export interface CNode {
  readonly id: number;
  readonly op: Op | "input";
  readonly inputs: readonly CNode[];
  readonly shape: Shape;
  readonly size: number;
  readonly dtype: DType;
  readonly args: readonly number[];
  readonly host: { readonly name: string; readonly run: HostFunction } | null;
  /** How many places use this node. */
  users: number;
  /** Scheduled on its own: has (or may get) storage. */
  unit: boolean;
}

export interface Simplified {
  readonly nodes: readonly CNode[];
  readonly roots: readonly CNode[];
  /** The node of each program input: leaves first, then numbers that vary. */
  readonly inputs: readonly CNode[];
  /** What a node of the graph has become here. */
  readonly became: ReadonlyMap<Node, CNode>;
}

class Builder {
  readonly nodes: CNode[] = [];
  readonly #seen = new Map<string, CNode>();

  make(
    op: CNode["op"],
    inputs: readonly CNode[],
    shape: Shape,
    dtype: DType,
    args: readonly number[],
    host: CNode["host"],
  ): CNode {
    const key = `${op === "input" ? -1 : opCodes[op]}|${dtype}|${shape}|${args}|${inputs.map((i) => i.id)}|${host?.name ?? ""}`;
    const known = this.#seen.get(key);
    if (known) return known;
    const node: CNode = {
      id: this.nodes.length,
      op,
      inputs,
      shape,
      size: sizeOf(shape),
      dtype,
      args,
      host,
      users: 0,
      unit: false,
    };
    this.nodes.push(node);
    this.#seen.set(key, node);
    return node;
  }
}

const isConst = (n: CNode, value: number): boolean => n.op === "const" && n.args[0] === value;

/** What a reduction of no elements gives. */
const identities: Readonly<Record<string, number>> = {
  "reduce:sum": 0,
  "reduce:prod": 1,
  "reduce:max": Number.NEGATIVE_INFINITY,
  "reduce:min": Number.POSITIVE_INFINITY,
  pad: 0,
  contract: 0,
};

/**
 * Where no elements take part: a node without elements is an empty constant whatever it was made from, and
 * a reduction, padding or product of nothing is its identity everywhere. Kernels never see an empty axis.
 */
function ofNothing(node: Node, inputs: readonly CNode[], builder: Builder): CNode | null {
  const spread = (value: number): CNode => {
    const { shape, dtype } = node;
    const one = builder.make("const", [], [], dtype, [value], null);
    if (shape.length === 0) return one;
    const ones = shape.map(() => 1);
    const axes = builder.make("reshape", [one], ones, dtype, [], null);
    return sameShape(ones, shape) ? axes : builder.make("expand", [axes], shape, dtype, [], null);
  };
  if (sizeOf(node.shape) === 0) return spread(0);
  if (!inputs.some((x) => x.size === 0)) return null;
  if (node.op.startsWith("scatter:")) return inputs[0];
  const identity = identities[node.op];
  return identity === undefined ? null : spread(identity);
}

/** The node this one equals, where it does nothing. */
function trivial(node: Node, args: readonly number[], inputs: readonly CNode[]): CNode | null {
  const [a, b] = inputs as [CNode, CNode];
  switch (node.op) {
    case "reshape":
    case "expand":
      return sameShape(a.shape, node.shape) ? a : null;
    case "permute":
      return args.every((axis, i) => axis === i) ? a : null;
    case "shrink":
      return sameShape(a.shape, node.shape) ? a : null;
    case "pad":
      return node.args.every((n) => n === 0) ? a : null;
    case "flip":
      return node.args.length === 0 ? a : null;
    case "cast":
      return a.dtype === node.dtype ? a : null;
    case "mul":
      if (isConst(b, 1) && sameShape(a.shape, node.shape)) return a;
      return isConst(a, 1) && sameShape(b.shape, node.shape) ? b : null;
    case "div":
      return isConst(b, 1) && sameShape(a.shape, node.shape) ? a : null;
    case "cat":
      return inputs.length === 1 ? a : null;
    default:
      return null;
  }
}

/** Constants move freely: a reshaped or expanded constant is still that constant in an expression. */
const movesConst = (op: Op): boolean =>
  op === "reshape" || op === "expand" || op === "permute" || op === "shrink" || op === "flip";

/**
 * Copies the graph. `order` lists nodes inputs first; `inputSlot` gives the program input a node is, or
 * −1 where it is computed (a constant that does not vary is computed).
 */
export function simplify(
  order: readonly Node[],
  roots: readonly Node[],
  inputSlot: (node: Node) => number,
  inputCount: number,
): Simplified {
  const builder = new Builder();
  const made = new Map<Node, CNode>();
  const inputs = new Array<CNode>(inputCount);
  for (const node of order) {
    const slot = inputSlot(node);
    if (slot >= 0) {
      const c = builder.make("input", [], node.shape, node.dtype, [slot], null);
      c.unit = true;
      inputs[slot] = c;
      made.set(node, c);
      continue;
    }
    let from = node.inputs.map((i) => made.get(i) as CNode);
    const op = node.op;
    let args = node.args;
    // Chains of one movement become one movement.
    const first = from[0];
    if (first && first.op === op && !first.unit) {
      if (op === "reshape" || op === "expand") from = [first.inputs[0]];
      else if (op === "permute") {
        args = args.map((i) => first.args[i]);
        from = [first.inputs[0]];
      }
    }
    // Elementwise operators broadcast by themselves: see through expansion of constants.
    if (isElementwise(op)) from = from.map((x) => constantUnder(x) ?? x);
    if (op === "cat") from = from.filter((x) => x.size > 0);
    const same = ofNothing(node, from, builder) ?? trivial(node, args, from);
    made.set(node, same ?? builder.make(op, from, node.shape, node.dtype, args, node.host ?? null));
  }
  const out = roots.map((r) => made.get(r) as CNode);
  return { nodes: live(builder.nodes, out), roots: out, inputs, became: made };
}

/** The constant a chain of movements ends in, if it does. */
function constantUnder(x: CNode): CNode | null {
  let y = x;
  while (movesConst(y.op as Op)) y = y.inputs[0];
  return y.op === "const" ? y : null;
}

/** Nodes the roots need, inputs first, with their users counted. */
function live(nodes: readonly CNode[], roots: readonly CNode[]): CNode[] {
  const keep = new Set<CNode>(roots);
  for (let i = nodes.length - 1; i >= 0; i--) {
    const n = nodes[i];
    if (keep.has(n)) for (const x of n.inputs) keep.add(x);
  }
  const out = nodes.filter((n) => keep.has(n));
  for (const n of out) for (const x of n.inputs) x.users++;
  for (const r of roots) r.users++;
  return out;
}
