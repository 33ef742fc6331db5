/**
 * `Tensor`: a node of the graph, with what autograd needs to know about it. This file is the state alone and
 * stands below the operators; their functions become methods in ../tensor.ts.
 */
import { type DType, isFloat } from "../dtype.ts";
import { gradErrors } from "../errors.ts";
import type { Node } from "../graph/node.ts";
import { hold } from "../runtime/held.ts";
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
  /** The graph node whose value this tensor is. In-place forms point it at a new one. */
  node: Node;
  /** The gradient `backward()` accumulated, on leaves (and after `retainGrad()`). */
  grad: Tensor | null = null;
  /** How this tensor was made, where a gradient flows through it. */
  gradFn: GradFn | null = null;
  /** Which of `gradFn`'s outputs this is. */
  outputIndex = 0;
  hooks: Hook[] = [];
  retainsGrad = false;
  /** Whether it was ever told to require a gradient: frozen or not, it is there to be trained. */
  trainable = false;
  #requiresGrad = false;

  constructor(node: Node) {
    this.node = node;
    hold(this);
    watcher?.(this);
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
    return dim === undefined ? this.shape : (this.shape.at(dim) ?? Number.NaN);
  }

  /** Whether `backward()` computes a gradient through (or for) this tensor. */
  get requiresGrad(): boolean {
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
    this.gradFn = fn;
    this.outputIndex = outputIndex;
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

  /** The same value without history. */
  detach(): Tensor {
    return new Tensor(this.node);
  }

  /** Takes over the value and the history of another tensor; for in-place forms. */
  assign(from: Tensor): this {
    this.node = from.node;
    this.gradFn = from.gradFn;
    this.outputIndex = from.outputIndex;
    if (from.requiresGrad) this.#requiresGrad = true;
    return this;
  }

  /** Goes back to what it was; for the tape. */
  restore({ node, gradFn, outputIndex, requiresGrad }: Saved): void {
    this.node = node;
    this.gradFn = gradFn;
    this.outputIndex = outputIndex;
    this.#requiresGrad = requiresGrad;
  }
}
