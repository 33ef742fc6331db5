/**
 * `Tensor`: a node of the graph, with what autograd needs to know about it. This file is the state alone and
 * stands below the operators; their functions become methods in ../tensor.ts.
 */
import { type DType, isFloat } from "../dtype.ts";
import { dimRangeError, gradErrors } from "../errors.ts";
import type { Node } from "../graph/node.ts";
import { hold, within } from "../runtime/held.ts";
import { type Shape, sizeOf } from "../shape.ts";

/** Sees a tensor's gradient during backward; what it returns replaces the gradient. */
export type Hook = (grad: Tensor) => Tensor | undefined | null;

/** Gradients of the outputs in, gradients of the inputs out (null: no gradient). */
export type BackwardFn = (grads: readonly Tensor[]) => readonly (Tensor | null | undefined)[];

/**
 * What a tensor was when an operator took or made it. An in-place form gives the tensor another value and history;
 * the tape goes on with these.
 */
export interface Saved {
  readonly tensor: Tensor;
  readonly node: Node;
  readonly gradFn: GradFn | null;
  readonly outputIndex: number;
  readonly requiresGrad: boolean;
}

/** How tensors were made by one operator: an entry of the tape. */
export interface GradFn {
  readonly name: string;
  readonly inputs: readonly Saved[];
  /** Null once a backward pass has used it up. */
  backward: BackwardFn | null;
  /** The node of an output is what a missing gradient is the zero of. */
  readonly outputs: readonly { readonly tensor: Tensor; readonly node: Node }[];
}

/**
 * The memory that a tensor shares with its views: the value of the whole, and how often it has been replaced. It is
 * made when the first view is.
 */
export interface Memory {
  node: Node;
  version: number;
}

/** Puts a new value into memory. */
export function writeMemory(memory: Memory, node: Node): void {
  if (memory.node.isState) node.markState();
  memory.node = node;
  memory.version++;
}

/** How a tensor looks at a memory. */
export interface View {
  /** The tensor whose memory it is, where they share their history too. */
  readonly base: Tensor | null;
  /** What this view shows of a whole. */
  look(whole: Tensor): Tensor;
  /** What it shows of the memory as it is now. */
  derive(): Tensor;
  /** Puts a value, and where asked for its history, into the part of the memory that it shows. */
  write(op: string, part: Tensor, history: boolean): void;
}

let watcher: ((made: Tensor) => void) | null = null;

/** Has every tensor told to `watch` as it is made; null ends it. */
export function watchTensors(watch: ((made: Tensor) => void) | null): void {
  watcher = watch;
}

/**
 * An array with a shape, a dtype and, where asked for, a gradient. Its methods are the operators under
 * the same names; nothing is computed until a value is read.
 *
 * @example tensor([1, 2]).add(1).mul(2) // [4, 6]
 */
export class Tensor {
  #node: Node;
  /** The gradient `backward()` accumulated, on leaves (and after `retainGrad()`). */
  grad: Tensor | null = null;
  #gradFn: GradFn | null = null;
  #outputIndex = 0;
  hooks: Hook[] = [];
  retainsGrad = false;
  /** Whether it was ever told to require a gradient: frozen or not, it is there to be trained. */
  trainable = false;
  #requiresGrad = false;
  #memory: Memory | null = null;
  #view: View | null = null;
  /** The memory's version that `#node` is of, and the history of the base then. */
  #seen = 0;
  #baseFn: GradFn | null = null;

  constructor(node: Node) {
    this.#node = node;
    hold(this);
    watcher?.(this);
  }

  /** The graph node whose value this tensor is. In-place forms point it at a new one. */
  get node(): Node {
    if (this.#memory !== null && this.#memory.version !== this.#seen) this.#follow();
    return this.#node;
  }

  set node(node: Node) {
    if (this.#view) {
      this.#view.write("writing", new Tensor(node), false);
      return;
    }
    this.#node = node;
    if (this.#requiresGrad && !this.#gradFn) node.markState();
    if (!this.#memory) return;
    writeMemory(this.#memory, node);
    this.#seen = this.#memory.version;
  }

  /** How this tensor was made, where a gradient flows through it. */
  get gradFn(): GradFn | null {
    if (this.#memory !== null && this.#memory.version !== this.#seen) this.#follow();
    return this.#gradFn;
  }

  /** Which of `gradFn`'s outputs this is. */
  get outputIndex(): number {
    return this.#outputIndex;
  }

  /** The memory that this tensor's views look at. */
  memory(): Memory {
    this.#memory ??= { node: this.#node, version: 0 };
    return this.#memory;
  }

  /** How this tensor looks at another's memory; null for one with a memory of its own. */
  get sharing(): View | null {
    return this.#view;
  }

  /** Makes this tensor a view. */
  lookAt(memory: Memory, view: View): void {
    this.#memory = memory;
    this.#view = view;
    this.#seen = memory.version;
    this.#baseFn = view.base?.gradFn ?? null;
  }

  /** Takes over what the memory has become. */
  #follow(): void {
    const [memory, view] = [this.#memory as Memory, this.#view];
    this.#seen = memory.version;
    if (!view) {
      this.#node = memory.node;
      return;
    }
    const now = view.derive();
    this.#node = now.node;
    const fn = view.base?.gradFn ?? null;
    if (fn === this.#baseFn || !now.gradFn) return;
    this.#baseFn = fn;
    this.attach(now.gradFn, now.outputIndex);
  }

  /** The size of each axis. */
  get shape(): Shape {
    return this.node.shape;
  }

  /** The type of the elements. */
  get dtype(): DType {
    return this.node.dtype;
  }

  /** The number of axes. */
  get ndim(): number {
    return this.node.shape.length;
  }

  /** The number of elements. */
  numel(): number {
    return sizeOf(this.node.shape);
  }

  /** The shape, or one axis of it. */
  size(): Shape;
  size(dim: number): number;
  size(dim?: number): Shape | number {
    if (dim === undefined) return this.shape;
    const size = Number.isInteger(dim) ? this.shape.at(dim) : undefined;
    if (size === undefined) throw dimRangeError("size", dim, this.ndim);
    return size;
  }

  /** Whether `backward()` computes a gradient through (or for) this tensor. */
  get requiresGrad(): boolean {
    if (this.#memory !== null && this.#memory.version !== this.#seen) this.#follow();
    return this.#requiresGrad;
  }

  set requiresGrad(on: boolean) {
    if (on && !isFloat(this.dtype)) throw gradErrors.requiresGradInt(this.dtype);
    if (!on && this.gradFn) throw gradErrors.notLeaf("requiresGrad");
    if (on) this.trainable = true;
    this.#requiresGrad = on;
    if (on) this.node.markState();
  }

  /** Sets `requiresGrad` and returns this tensor. */
  requiresGrad_(on = true): this {
    this.requiresGrad = on;
    return this;
  }

  /** Whether this tensor was made by the user rather than by a recorded operator. */
  get isLeaf(): boolean {
    return this.gradFn === null;
  }

  /** Joins the tape; called by operators. */
  attach(fn: GradFn, outputIndex: number): void {
    this.#gradFn = fn;
    this.#outputIndex = outputIndex;
    this.#requiresGrad = true;
  }

  /** Calls `hook` with this tensor's gradient during backward; what it returns replaces the gradient. */
  registerHook(hook: Hook): { remove(): void } {
    if (!this.requiresGrad) throw gradErrors.hookNeedsGrad();
    this.hooks.push(hook);
    return {
      remove: () => {
        this.hooks = this.hooks.filter((h) => h !== hook);
      },
    };
  }

  /** Keep `grad` of this tensor although it is not a leaf. */
  retainGrad(): void {
    if (!this.requiresGrad) throw gradErrors.hookNeedsGrad();
    this.retainsGrad = !this.isLeaf;
  }

  /** This tensor as it is now, for an in-place form to build on. */
  asItIs(): Tensor {
    const now = within("library", () => new Tensor(this.node));
    if (this.gradFn) now.attach(this.gradFn, this.outputIndex);
    return now;
  }

  /** Takes over the value and the history of another tensor; for in-place forms. */
  assign(from: Tensor, op = "assign"): this {
    const shared = this.#view;
    if (shared) shared.write(op, from, true);
    else this.node = from.node;
    // A view with a base takes its history from there.
    if (shared?.base) return this;
    this.#node = from.node;
    this.#seen = this.#memory?.version ?? 0;
    this.#gradFn = from.gradFn;
    this.#outputIndex = from.outputIndex;
    if (from.requiresGrad) this.#requiresGrad = true;
    return this;
  }

  /** Makes this tensor what it was, for the tape; the result makes it what it is again. */
  become(was: Saved): () => void {
    const now = saved(this);
    const [memory, baseFn] = [this.#memory, this.#baseFn];
    const set = ({ node, gradFn, outputIndex, requiresGrad }: Saved): void => {
      this.#node = node;
      this.#gradFn = gradFn;
      this.#outputIndex = outputIndex;
      this.#requiresGrad = requiresGrad;
    };
    this.#memory = null;
    set(was);
    return () => {
      set(now);
      this.#memory = memory;
      this.#baseFn = baseFn;
    };
  }
}

/** A tensor as it is now, for the tape. */
export const saved = (tensor: Tensor): Saved => ({
  tensor,
  node: tensor.node,
  gradFn: tensor.gradFn,
  outputIndex: tensor.outputIndex,
  requiresGrad: tensor.requiresGrad,
});
