/**
 * Lowering: from nodes to scalar expressions over a kernel's axes. Walking from a node down to storage,
 * each movement met is remembered; at the storage they become one view. Where they cannot, the node
 * in between has to be stored first: `NeedsStorage` says which.
 */
import type { DType } from "../dtype.ts";
import { isElementwise, isMovement } from "../graph/node.ts";
import type { ScalarName } from "../graph/scalars.ts";
import { type Shape, sameShape, sizeOf, View } from "../shape.ts";
import type { Expr, KernelBuffer } from "./kernel.ts";
import type { CNode } from "./simplify.ts";

/** Thrown when a node must be a unit of its own before the one at hand can be lowered. */
export class NeedsStorage {
  readonly node: CNode;
  constructor(node: CNode) {
    this.node = node;
  }
}

/** Movements still to be applied, the next one first, ending at the kernel's axes. */
export class Moves {
  readonly op: string;
  readonly args: readonly number[];
  readonly shape: Shape;
  readonly next: Moves | null;
  /** The node before this movement; stored when the views cannot say what follows. */
  readonly source: CNode | null;
  readonly #interned = new Map<string, Moves>();

  constructor(
    op: string,
    args: readonly number[],
    shape: Shape,
    next: Moves | null,
    source: CNode | null,
  ) {
    this.op = op;
    this.args = args;
    this.shape = shape;
    this.next = next;
    this.source = source;
  }

  /** This, with one more movement in front; equal lists are one object. */
  before(op: string, args: readonly number[], shape: Shape, source: CNode | null): Moves {
    const key = `${op}|${args}|${shape}|${source?.id}`;
    let m = this.#interned.get(key);
    if (!m) {
      m = new Moves(op, args, shape, this, source);
      this.#interned.set(key, m);
    }
    return m;
  }

  /** The view of contiguous storage of `shape` after all movements. */
  apply(shape: Shape): View {
    let view: View | null = View.contiguous(shape);
    for (let m: Moves | null = this; m; m = m.next) {
      view = step(view, m);
      if (!view) {
        if (m.source) throw new NeedsStorage(m.source);
        throw new Misaligned();
      }
    }
    return view;
  }
}

/** A list of pairs from a flat list of numbers. */
function pairs(flat: readonly number[]): [number, number][] {
  const out: [number, number][] = [];
  for (let i = 0; i < flat.length; i += 2) out.push([flat[i], flat[i + 1]]);
  return out;
}

function step(view: View, m: { op: string; args: readonly number[]; shape: Shape }): View | null {
  switch (m.op) {
    case "reshape":
      return view.reshape(m.shape);
    case "permute":
      return view.permute(m.args);
    case "expand": {
      const lead = m.shape.length - view.shape.length;
      const wide =
        lead > 0 ? view.reshape([...new Array<number>(lead).fill(1), ...view.shape]) : view;
      return wide?.expand(m.shape) ?? null;
    }
    case "pad":
      return view.pad(pairs(m.args));
    case "shrink":
      return view.shrink(pairs(m.args));
    case "flip":
      return view.flip(m.args);
    case "windows": {
      const k = m.args[0];
      const part = (i: number) => m.args.slice(1 + i * k, 1 + (i + 1) * k);
      return view.windows(part(0), part(1), part(2));
    }
    default:
      return view;
  }
}

/** The storage a chain of movements reads, and the view it reads it through. */
export function viewOfChain(node: CNode): { base: CNode; view: View } {
  const chain: CNode[] = [];
  let base = node;
  while (!base.unit && isMovement(base.op)) {
    chain.push(base);
    base = base.inputs[0];
  }
  let view: View | null = View.contiguous(base.shape);
  for (let i = chain.length - 1; i >= 0; i--) {
    const m = chain[i];
    view = step(view, m);
    if (!view) throw new NeedsStorage(m.inputs[0]);
  }
  return { base, view };
}

/** The axes of a loop kernel: `full` split into outer (parallel) and inner (reduced) axes. */
export interface Domain {
  readonly full: Shape;
  readonly axes: readonly number[];
}

export const outerOf = (d: Domain): number[] => d.full.filter((_, i) => !d.axes.includes(i));
export const innerOf = (d: Domain): number[] => d.axes.map((i) => d.full[i]);

/** The order that puts a full shape's axes as the kernel has them: outer, then inner. */
export const orderOf = (d: Domain): number[] => [
  ...d.full.map((_, i) => i).filter((i) => !d.axes.includes(i)),
  ...d.axes,
];

/** Collects the expressions and buffers of one loop kernel. */
export class Lowering {
  readonly exprs: Expr[] = [];
  readonly buffers: KernelBuffer[] = [];
  /** The node behind each buffer. */
  readonly bases: CNode[] = [];
  readonly loads: Set<CNode> = new Set();
  readonly #domain: Domain;
  /** Members of this kernel; reductions among them have a finished stage to read. */
  readonly #inside: ReadonlySet<CNode>;
  readonly #stageOf = new Map<CNode, number>();
  readonly #memo = new Map<CNode, Map<Moves, number>>();
  readonly #exprIds = new Map<string, number>();
  readonly #bufferIds = new Map<string, number>();
  readonly end: Moves;

  constructor(domain: Domain, inside: ReadonlySet<CNode>) {
    this.#domain = domain;
    this.#inside = inside;
    this.end = new Moves("end", [], [...outerOf(domain), ...innerOf(domain)], null, null);
  }

  finishStage(node: CNode, stage: number): void {
    this.#stageOf.set(node, stage);
  }

  /** The moves that put a node of the full shape on the kernel's axes. */
  fullMoves(): Moves {
    return this.end.before("permute", orderOf(this.#domain), this.end.shape, null);
  }

  /** The moves that put a node with one element an outer position on the kernel's axes. */
  outerMoves(): Moves {
    const outer = outerOf(this.#domain);
    const ones = [...outer, ...this.#domain.axes.map(() => 1)];
    return this.end.before("expand", [], this.end.shape, null).before("reshape", [], ones, null);
  }

  buffer(node: CNode, write: boolean): number {
    const key = `${node.id}${write ? "w" : "r"}`;
    let id = this.#bufferIds.get(key);
    if (id === undefined) {
      id = this.buffers.length;
      this.buffers.push({ dtype: node.dtype, length: node.size, write });
      this.bases.push(node);
      this.#bufferIds.set(key, id);
      if (!write) this.loads.add(node);
    }
    return id;
  }

  #emit(expr: Expr, key: string): number {
    let id = this.#exprIds.get(key);
    if (id === undefined) {
      id = this.exprs.length;
      this.exprs.push(expr);
      this.#exprIds.set(key, id);
    }
    return id;
  }

  #constant(value: number, dtype: DType): number {
    return this.#emit(
      { op: "const", dtype, value },
      `const|${dtype}|${Object.is(value, -0) ? "-0" : value}`,
    );
  }

  /** The expression of `node` at the place the moves lead to. */
  lower(node: CNode, moves: Moves): number {
    let byMoves = this.#memo.get(node);
    if (!byMoves) {
      byMoves = new Map();
      this.#memo.set(node, byMoves);
    }
    const known = byMoves.get(moves);
    if (known !== undefined) return known;
    const id = this.#lower(node, moves);
    byMoves.set(moves, id);
    return id;
  }

  #lower(node: CNode, moves: Moves): number {
    if (node.op === "const") return this.#constant(node.args[0], node.dtype);
    const stage = this.#stageOf.get(node);
    if (stage !== undefined) return this.#acc(node, moves, stage);
    if (node.unit && !this.#inside.has(node)) {
      const view = moves.apply(node.shape);
      const buffer = this.buffer(node, false);
      return this.#emit(
        { op: "load", dtype: node.dtype, buffer, view },
        `load|${buffer}|${view.key}`,
      );
    }
    return this.value(node, moves);
  }

  /** The expression that computes `node` itself (not a load of its storage). */
  value(node: CNode, moves: Moves): number {
    if (node.op === "iota") {
      const view = moves.apply(node.shape);
      const bare = new View(view.shape, view.strides, view.offset, null);
      const index = this.#emit({ op: "iota", dtype: "int32", view: bare }, `iota|${bare.key}`);
      return view.mask ? this.#onlyInside(index, "int32", view) : index;
    }
    if (node.op === "pad") {
      const child = node.inputs[0];
      const inner = moves.before("pad", node.args, node.shape, child);
      const value = this.lower(child, inner);
      if (this.#readsStorage(child)) return value;
      const view = inner.apply(child.shape);
      return view.mask ? this.#onlyInside(value, node.dtype, view) : value;
    }
    if (isMovement(node.op)) {
      const child = node.inputs[0];
      return this.lower(child, moves.before(node.op, node.args, node.shape, child));
    }
    if (isElementwise(node.op)) {
      const args = node.inputs.map((x) =>
        this.lower(
          x,
          sameShape(x.shape, node.shape) || x.op === "const"
            ? moves
            : moves.before("expand", [], node.shape, null),
        ),
      );
      return this.#emit(
        { op: node.op as ScalarName | "cast", dtype: node.dtype, args } as Expr,
        `${node.op}|${node.dtype}|${args}`,
      );
    }
    throw new NeedsStorage(node);
  }

  #onlyInside(value: number, dtype: DType, view: View): number {
    const valid = this.#emit(
      { op: "valid", dtype: "bool", view },
      `valid|${view.shape}|${view.mask}`,
    );
    const args = [valid, value, this.#constant(0, dtype)];
    return this.#emit({ op: "where", dtype, args }, `where|${dtype}|${args}`);
  }

  /** Whether a chain of movements ends in loaded storage, so that a masked load gives a pad's zeros. */
  #readsStorage(node: CNode): boolean {
    let n = node;
    while (!n.unit && isMovement(n.op)) n = n.inputs[0];
    return n.unit && !this.#inside.has(n);
  }

  /** A reduction of this kernel, which may be read only at its own outer position. */
  #acc(node: CNode, moves: Moves, stage: number): number {
    const view = moves.apply(node.shape);
    const outer = outerOf(this.#domain);
    let step = sizeOf(outer);
    let aligned = view.offset === 0 && !view.mask;
    view.shape.forEach((n, i) => {
      if (i < outer.length) step /= outer[i];
      if (n !== 1 && view.strides[i] !== (i < outer.length ? step : 0)) aligned = false;
    });
    if (!aligned) throw new Misaligned();
    return this.#emit({ op: "acc", dtype: node.dtype, stage }, `acc|${stage}`);
  }
}

/** Thrown when a kernel would need another position's reduction: its members cannot be one kernel. */
export class Misaligned {}
