/**
 * `Tensor`: a node of the graph, with what autograd needs to know about it. The class has no arithmetic
 * of its own; its methods are one-line delegates to ops/.
 */
import { type BackwardOptions, backward } from "./autograd/backward.ts";
import { type GradFn, registerTensor } from "./autograd/tape.ts";
import { type DType, isFloat, type TypedArray } from "./dtype.ts";
import { gradErrors, itemError } from "./errors.ts";
import type { Node } from "./graph/node.ts";
import { castTo, type Operand } from "./ops/cast.ts";
import * as e from "./ops/elementwise.ts";
import * as r from "./ops/reduce.ts";
import { formatTensor } from "./print.ts";
import { keepAlive, readNode, readNodeAsync } from "./runtime/realize.ts";
import { type Shape, sizeOf } from "./shape.ts";

export type Hook = (grad: Tensor) => Tensor | undefined | null;

export type NestedValues = number | boolean | NestedValues[];

function nest(data: TypedArray, shape: Shape, bool: boolean): NestedValues {
  const at = (depth: number, start: number): NestedValues => {
    if (depth === shape.length) return bool ? data[start] !== 0 : (data[start] as number);
    const n = shape[depth] as number;
    const step = sizeOf(shape.slice(depth + 1));
    return Array.from({ length: n }, (_, i) => at(depth + 1, start + i * step));
  };
  return at(0, 0);
}

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
  #requiresGrad = false;

  constructor(node: Node) {
    this.node = node;
  }

  get shape(): Shape {
    return this.node.shape;
  }

  get dtype(): DType {
    return this.node.dtype;
  }

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
    this.#requiresGrad = on;
  }

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

  /**
   * Adds the gradient of this one-element tensor (or of `Σ this·gradient`) to every leaf's `grad`.
   *
   * @throws GradError `grad/not-scalar`, `grad/no-path`, `grad/freed`
   * @example tensor(3, { requiresGrad: true }).square().backward()
   */
  backward(gradient?: Tensor | null, options: BackwardOptions = {}): void {
    keepAlive(this);
    backward(this, gradient, options);
  }

  accumulateGrad(g: Tensor): void {
    this.grad = this.grad ? e.add(this.grad, g) : g;
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

  /** The value as a flat typed array in row-major order (a copy). */
  async data(): Promise<TypedArray> {
    return readNodeAsync(this.node);
  }

  /**
   * The value of a tensor with one element.
   *
   * @throws ShapeError `shape/item`
   */
  async item(): Promise<number> {
    if (this.numel() !== 1) throw itemError(this.shape);
    return (await this.data())[0] as number;
  }

  /** The value as nested arrays (a number for shape []). */
  async toArray(): Promise<NestedValues> {
    return nest(await this.data(), this.shape, this.dtype === "bool");
  }

  /** The value, shape and dtype as PyTorch prints them; computes the value. */
  toString(): string {
    return formatTensor(readNode(this.node), this.shape, this.dtype, this.requiresGrad);
  }

  to(dtype: DType): Tensor {
    return castTo(this, dtype);
  }
  float(): Tensor {
    return castTo(this, "float32");
  }
  double(): Tensor {
    return castTo(this, "float64");
  }
  int(): Tensor {
    return castTo(this, "int32");
  }
  bool(): Tensor {
    return castTo(this, "bool");
  }

  // Elementwise.
  add(other: Operand, options?: { alpha?: number }): Tensor {
    return e.add(this, other, options);
  }
  sub(other: Operand, options?: { alpha?: number }): Tensor {
    return e.sub(this, other, options);
  }
  mul(other: Operand): Tensor {
    return e.mul(this, other);
  }
  neg(): Tensor {
    return e.neg(this);
  }
  exp(): Tensor {
    return e.exp(this);
  }
  log(): Tensor {
    return e.log(this);
  }

  // Reductions.
  sum(dim?: r.Dim, options?: r.ReduceOptions): Tensor {
    return r.sum(this, dim, options);
  }
}

// Node prints objects through this method; browsers ignore it.
Object.defineProperty(Tensor.prototype, Symbol.for("nodejs.util.inspect.custom"), {
  value(this: Tensor): string {
    return this.toString();
  },
});
registerTensor(Tensor);
