/**
 * `Tensor`: a node of the graph, with what autograd needs to know about it. The class has no arithmetic
 * of its own; its methods are one-line delegates to ops/, which is all that makes the file long.
 */
import { type BackwardOptions, backward } from "./autograd/backward.ts";
import { type GradFn, record, registerTensor, type Saved } from "./autograd/tape.ts";
import { type DType, dtypes, isFloat, type TypedArray } from "./dtype.ts";
import { gradErrors, itemError, optionError } from "./errors.ts";
import type { Node } from "./graph/node.ts";
import { reshape } from "./graph/node.ts";
import * as a from "./ops/activation.ts";
import * as adv from "./ops/advanced-index.ts";
import { castTo, type Operand } from "./ops/cast.ts";
import * as c from "./ops/compare.ts";
import * as di from "./ops/diagonal.ts";
import * as e from "./ops/elementwise.ts";
import * as eqs from "./ops/equal.ts";
import * as ga from "./ops/gather.ts";
import { type IndexItem, index } from "./ops/indexing.ts";
import { asItIs, assignInPlace, assignResult, oneValue } from "./ops/inplace.ts";
import * as m from "./ops/math.ts";
import * as mat from "./ops/matrix.ts";
import * as r from "./ops/reduce.ts";
import * as sc from "./ops/scatter.ts";
import * as sh from "./ops/shape-ops.ts";
import * as so from "./ops/sort.ts";
import * as s from "./ops/statistics.ts";
import * as un from "./ops/unique.ts";
import * as win from "./ops/windows.ts";
import { formatTensor } from "./print.ts";
import { keepAlive, readNode, readNodeAsync } from "./runtime/realize.ts";
import { type Shape, sizeOf } from "./shape.ts";
import { tensorMade } from "./trace/trace.ts";

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
  #requiresGrad = false;

  constructor(node: Node) {
    this.node = node;
    tensorMade(this);
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

  /** The same value as a tensor of its own, which later updates do not touch. */
  clone(): Tensor {
    const copy = record("clone", reshape(this.node, this.shape), [this], (g) => [g]);
    keepAlive(copy);
    return copy;
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

  /** @throws UsageError `usage/option` for a dtype there is not */
  to(dtype: DType): Tensor {
    if (!dtypes.includes(dtype)) throw optionError("to", "dtype", dtype, dtypes.join(", "));
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

  abs(): Tensor {
    return m.abs(this);
  }
  sign(): Tensor {
    return m.sign(this);
  }
  reciprocal(): Tensor {
    return m.reciprocal(this);
  }
  sqrt(): Tensor {
    return m.sqrt(this);
  }
  rsqrt(): Tensor {
    return m.rsqrt(this);
  }
  square(): Tensor {
    return m.square(this);
  }
  exp2(): Tensor {
    return m.exp2(this);
  }
  expm1(): Tensor {
    return m.expm1(this);
  }
  log2(): Tensor {
    return m.log2(this);
  }
  log10(): Tensor {
    return m.log10(this);
  }
  log1p(): Tensor {
    return m.log1p(this);
  }
  sin(): Tensor {
    return m.sin(this);
  }
  cos(): Tensor {
    return m.cos(this);
  }
  tan(): Tensor {
    return m.tan(this);
  }
  asin(): Tensor {
    return m.asin(this);
  }
  acos(): Tensor {
    return m.acos(this);
  }
  atan(): Tensor {
    return m.atan(this);
  }
  sinh(): Tensor {
    return m.sinh(this);
  }
  cosh(): Tensor {
    return m.cosh(this);
  }
  tanh(): Tensor {
    return m.tanh(this);
  }
  asinh(): Tensor {
    return m.asinh(this);
  }
  acosh(): Tensor {
    return m.acosh(this);
  }
  atanh(): Tensor {
    return m.atanh(this);
  }
  erf(): Tensor {
    return m.erf(this);
  }
  erfc(): Tensor {
    return m.erfc(this);
  }
  erfinv(): Tensor {
    return m.erfinv(this);
  }
  lgamma(): Tensor {
    return m.lgamma(this);
  }
  digamma(): Tensor {
    return m.digamma(this);
  }
  sigmoid(): Tensor {
    return m.sigmoid(this);
  }
  floor(): Tensor {
    return m.floor(this);
  }
  ceil(): Tensor {
    return m.ceil(this);
  }
  round(options?: { decimals?: number }): Tensor {
    return m.round(this, options);
  }
  trunc(): Tensor {
    return m.trunc(this);
  }
  frac(): Tensor {
    return m.frac(this);
  }
  deg2rad(): Tensor {
    return m.deg2rad(this);
  }
  rad2deg(): Tensor {
    return m.rad2deg(this);
  }
  sinc(): Tensor {
    return m.sinc(this);
  }
  relu(): Tensor {
    return a.relu(this);
  }
  silu(): Tensor {
    return a.silu(this);
  }
  selu(): Tensor {
    return a.selu(this);
  }
  relu6(): Tensor {
    return a.relu6(this);
  }
  hardsigmoid(): Tensor {
    return a.hardsigmoid(this);
  }
  hardswish(): Tensor {
    return a.hardswish(this);
  }
  mish(): Tensor {
    return a.mish(this);
  }
  softsign(): Tensor {
    return a.softsign(this);
  }
  tanhshrink(): Tensor {
    return a.tanhshrink(this);
  }
  logsigmoid(): Tensor {
    return a.logsigmoid(this);
  }
  isnan(): Tensor {
    return c.isnan(this);
  }
  isinf(): Tensor {
    return c.isinf(this);
  }
  isfinite(): Tensor {
    return c.isfinite(this);
  }
  logicalNot(): Tensor {
    return c.logicalNot(this);
  }
  bitwiseNot(): Tensor {
    return c.bitwiseNot(this);
  }
  eq(other: Operand): Tensor {
    return c.eq(this, other);
  }
  ne(other: Operand): Tensor {
    return c.ne(this, other);
  }
  lt(other: Operand): Tensor {
    return c.lt(this, other);
  }
  le(other: Operand): Tensor {
    return c.le(this, other);
  }
  gt(other: Operand): Tensor {
    return c.gt(this, other);
  }
  ge(other: Operand): Tensor {
    return c.ge(this, other);
  }
  logicalAnd(other: Operand): Tensor {
    return c.logicalAnd(this, other);
  }
  logicalOr(other: Operand): Tensor {
    return c.logicalOr(this, other);
  }
  logicalXor(other: Operand): Tensor {
    return c.logicalXor(this, other);
  }
  bitwiseAnd(other: Operand): Tensor {
    return c.bitwiseAnd(this, other);
  }
  bitwiseOr(other: Operand): Tensor {
    return c.bitwiseOr(this, other);
  }
  bitwiseXor(other: Operand): Tensor {
    return c.bitwiseXor(this, other);
  }
  bitwiseLeftShift(other: Operand): Tensor {
    return c.bitwiseLeftShift(this, other);
  }
  bitwiseRightShift(other: Operand): Tensor {
    return c.bitwiseRightShift(this, other);
  }
  floorDivide(other: Operand): Tensor {
    return m.floorDivide(this, other);
  }
  remainder(other: Operand): Tensor {
    return m.remainder(this, other);
  }
  fmod(other: Operand): Tensor {
    return m.fmod(this, other);
  }
  pow(other: Operand): Tensor {
    return m.pow(this, other);
  }
  atan2(other: Operand): Tensor {
    return m.atan2(this, other);
  }
  maximum(other: Operand): Tensor {
    return m.maximum(this, other);
  }
  minimum(other: Operand): Tensor {
    return m.minimum(this, other);
  }
  fmax(other: Operand): Tensor {
    return m.fmax(this, other);
  }
  fmin(other: Operand): Tensor {
    return m.fmin(this, other);
  }
  hypot(other: Operand): Tensor {
    return m.hypot(this, other);
  }
  logaddexp(other: Operand): Tensor {
    return m.logaddexp(this, other);
  }
  xlogy(other: Operand): Tensor {
    return m.xlogy(this, other);
  }
  copysign(other: Operand): Tensor {
    return m.copysign(this, other);
  }
  heaviside(other: Operand): Tensor {
    return m.heaviside(this, other);
  }
  logit(options?: { eps?: number }): Tensor {
    return m.logit(this, options);
  }
  div(other: Operand, options?: { roundingMode?: "trunc" | "floor" | null }): Tensor {
    return m.div(this, other, options);
  }
  lerp(end: Tensor, weight: Operand): Tensor {
    return m.lerp(this, end, weight);
  }
  addcmul(x: Tensor, y: Tensor, options?: { value?: number }): Tensor {
    return m.addcmul(this, x, y, options);
  }
  addcdiv(x: Tensor, y: Tensor, options?: { value?: number }): Tensor {
    return m.addcdiv(this, x, y, options);
  }
  clamp(min?: Operand | null, max?: Operand | null): Tensor {
    return m.clamp(this, min, max);
  }
  nanToNum(options?: { nan?: number; posinf?: number; neginf?: number }): Tensor {
    return m.nanToNum(this, options);
  }
  softplus(options?: { beta?: number; threshold?: number }): Tensor {
    return a.softplus(this, options);
  }
  gelu(options?: { approximate?: "none" | "tanh" }): Tensor {
    return a.gelu(this, options);
  }
  elu(options?: { alpha?: number }): Tensor {
    return a.elu(this, options);
  }
  celu(options?: { alpha?: number }): Tensor {
    return a.celu(this, options);
  }
  leakyRelu(options?: { negativeSlope?: number }): Tensor {
    return a.leakyRelu(this, options);
  }
  prelu(weight: Tensor): Tensor {
    return a.prelu(this, weight);
  }
  hardtanh(options?: { minVal?: number; maxVal?: number }): Tensor {
    return a.hardtanh(this, options);
  }
  softmax(dim: number): Tensor {
    return a.softmax(this, dim);
  }
  logSoftmax(dim: number): Tensor {
    return a.logSoftmax(this, dim);
  }
  softmin(dim: number): Tensor {
    return a.softmin(this, dim);
  }
  maskedFill(mask: Tensor, value: Operand): Tensor {
    return c.maskedFill(this, mask, value);
  }
  isclose(other: Tensor, options?: { rtol?: number; atol?: number; equalNan?: boolean }): Tensor {
    return c.isclose(this, other, options);
  }

  // Reductions.
  mean(dim?: r.Dim, options?: r.ReduceOptions): Tensor {
    return s.mean(this, dim, options);
  }
  amax(dim?: r.Dim, options?: s.KeepOptions): Tensor {
    return s.amax(this, dim, options);
  }
  amin(dim?: r.Dim, options?: s.KeepOptions): Tensor {
    return s.amin(this, dim, options);
  }
  any(dim?: r.Dim, options?: s.KeepOptions): Tensor {
    return s.any(this, dim, options);
  }
  all(dim?: r.Dim, options?: s.KeepOptions): Tensor {
    return s.all(this, dim, options);
  }
  prod(dim?: number | null, options?: r.ReduceOptions): Tensor {
    return s.prod(this, dim, options);
  }
  argmax(dim?: number | null, options?: s.KeepOptions): Tensor {
    return s.argmax(this, dim, options);
  }
  argmin(dim?: number | null, options?: s.KeepOptions): Tensor {
    return s.argmin(this, dim, options);
  }
  max(): Tensor;
  max(other: Tensor): Tensor;
  max(dim: number, options?: s.KeepOptions): s.ValuesIndices;
  max(x?: number | Tensor, options?: s.KeepOptions): Tensor | s.ValuesIndices {
    if (x === undefined) return s.max(this);
    return typeof x === "number" ? s.max(this, x, options) : s.max(this, x);
  }
  min(): Tensor;
  min(other: Tensor): Tensor;
  min(dim: number, options?: s.KeepOptions): s.ValuesIndices;
  min(x?: number | Tensor, options?: s.KeepOptions): Tensor | s.ValuesIndices {
    if (x === undefined) return s.min(this);
    return typeof x === "number" ? s.min(this, x, options) : s.min(this, x);
  }
  median(): Tensor;
  median(dim: number, options?: s.KeepOptions): s.ValuesIndices;
  median(dim?: number, options?: s.KeepOptions): Tensor | s.ValuesIndices {
    return dim === undefined ? so.median(this) : so.median(this, dim, options);
  }
  var(dim?: r.Dim, options?: s.KeepOptions & { correction?: number }): Tensor {
    return s.variance(this, dim, options);
  }
  std(dim?: r.Dim, options?: s.KeepOptions & { correction?: number }): Tensor {
    return s.std(this, dim, options);
  }
  logsumexp(dim: r.Dim, options?: s.KeepOptions): Tensor {
    return s.logsumexp(this, dim, options);
  }
  norm(p?: number | "fro", dim?: r.Dim, options?: s.KeepOptions): Tensor {
    return s.norm(this, p, dim, options);
  }
  dist(other: Tensor, p?: number): Tensor {
    return s.dist(this, other, p);
  }
  countNonzero(dim?: r.Dim): Tensor {
    return s.countNonzero(this, dim);
  }
  cumsum(dim: number): Tensor {
    return s.cumsum(this, dim);
  }
  cumprod(dim: number): Tensor {
    return s.cumprod(this, dim);
  }
  sum(dim?: r.Dim, options?: r.ReduceOptions): Tensor {
    return r.sum(this, dim, options);
  }

  // Shapes, products, indices.
  /** The same elements under another shape: `x.reshape(2, -1)` or `x.reshape([2, -1])`. */
  reshape(...shape: readonly number[] | [Shape]): Tensor {
    return sh.reshape(this, shape.flat() as number[]);
  }
  view(...shape: readonly number[] | [Shape]): Tensor {
    return sh.reshape(this, shape.flat() as number[]);
  }
  permute(...dims: readonly number[] | [readonly number[]]): Tensor {
    return sh.permute(this, dims.flat() as number[]);
  }
  expand(...shape: readonly number[] | [Shape]): Tensor {
    return sh.expand(this, shape.flat() as number[]);
  }
  repeat(...sizes: readonly number[] | [readonly number[]]): Tensor {
    return sh.repeat(this, sizes.flat() as number[]);
  }
  flatten(startDim?: number, endDim?: number): Tensor {
    return sh.flatten(this, startDim, endDim);
  }
  unflatten(dim: number, sizes: Shape): Tensor {
    return sh.unflatten(this, dim, sizes);
  }
  transpose(a: number, b: number): Tensor {
    return sh.transpose(this, a, b);
  }
  t(): Tensor {
    return sh.t(this);
  }
  movedim(source: number | number[], destination: number | number[]): Tensor {
    return sh.movedim(this, source, destination);
  }
  expandAs(other: Tensor): Tensor {
    return sh.expandAs(this, other);
  }
  squeeze(dim?: number | readonly number[]): Tensor {
    return sh.squeeze(this, dim);
  }
  unsqueeze(dim: number): Tensor {
    return sh.unsqueeze(this, dim);
  }
  flip(dims: number | readonly number[]): Tensor {
    return sh.flip(this, dims);
  }
  narrow(dim: number, start: number, length: number): Tensor {
    return sh.narrow(this, dim, start, length);
  }
  select(dim: number, index: number): Tensor {
    return sh.select(this, dim, index);
  }
  split(sizeOrSizes: number | readonly number[], dim?: number): Tensor[] {
    return sh.split(this, sizeOrSizes, dim);
  }
  chunk(chunks: number, dim?: number): Tensor[] {
    return sh.chunk(this, chunks, dim);
  }
  unbind(dim?: number): Tensor[] {
    return sh.unbind(this, dim);
  }
  tile(dims: readonly number[]): Tensor {
    return sh.tile(this, dims);
  }
  roll(shifts: number | readonly number[], dims?: number | readonly number[]): Tensor {
    return sh.roll(this, shifts, dims);
  }
  matmul(other: Tensor): Tensor {
    return mat.matmul(this, other);
  }
  mm(other: Tensor): Tensor {
    return mat.mm(this, other);
  }
  bmm(other: Tensor): Tensor {
    return mat.bmm(this, other);
  }
  mv(other: Tensor): Tensor {
    return mat.mv(this, other);
  }
  dot(other: Tensor): Tensor {
    return mat.dot(this, other);
  }
  outer(other: Tensor): Tensor {
    return mat.outer(this, other);
  }
  tril(diagonal?: number): Tensor {
    return mat.tril(this, diagonal);
  }
  triu(diagonal?: number): Tensor {
    return mat.triu(this, diagonal);
  }
  gather(dim: number, index: Tensor): Tensor {
    return ga.gather(this, dim, index);
  }
  scatterAdd(dim: number, index: Tensor, src: Tensor): Tensor {
    return ga.scatterAdd(this, dim, index, src);
  }
  indexSelect(dim: number, index: Tensor): Tensor {
    return ga.indexSelect(this, dim, index);
  }
  take(index: Tensor): Tensor {
    return ga.take(this, index);
  }
  index(items: readonly IndexItem[]): Tensor {
    return index(this, items);
  }
  takeAlongDim(index: Tensor, dim?: number | null): Tensor {
    return ga.takeAlongDim(this, index, dim);
  }
  maskedSelect(mask: Tensor): Tensor {
    return adv.maskedSelect(this, mask);
  }
  nonzero(): Tensor {
    return adv.nonzero(this);
  }
  scatter(
    dim: number,
    index: Tensor,
    src: Operand,
    options?: { reduce?: "add" | "multiply" },
  ): Tensor {
    return sc.scatter(this, dim, index, src, options);
  }
  scatterReduce(
    dim: number,
    index: Tensor,
    src: Tensor,
    reduce: sc.Reduction,
    options?: { includeSelf?: boolean },
  ): Tensor {
    return sc.scatterReduce(this, dim, index, src, reduce, options);
  }
  indexAdd(dim: number, index: Tensor, src: Tensor, options?: { alpha?: number }): Tensor {
    return sc.indexAdd(this, dim, index, src, options);
  }
  repeatInterleave(n: number, dim?: number | null): Tensor {
    return sh.repeatInterleave(this, n, dim);
  }

  rot90(k?: number, dims?: readonly [number, number]): Tensor {
    return sh.rot90(this, k, dims);
  }
  unfold(dim: number, size: number, step: number): Tensor {
    return win.unfold(this, dim, size, step);
  }
  diagonal(options?: di.DiagonalOptions): Tensor {
    return di.diagonal(this, options);
  }
  diag(k?: number): Tensor {
    return di.diag(this, k);
  }
  trace(): Tensor {
    return di.trace(this);
  }

  // Order.
  sort(dim?: number, options?: so.SortOptions): s.ValuesIndices {
    return so.sort(this, dim, options);
  }
  argsort(dim?: number, options?: so.SortOptions): Tensor {
    return so.argsort(this, dim, options);
  }
  topk(
    k: number,
    dim?: number,
    options?: { largest?: boolean; sorted?: boolean },
  ): s.ValuesIndices {
    return so.topk(this, k, dim, options);
  }
  kthvalue(k: number, dim?: number, options?: s.KeepOptions): s.ValuesIndices {
    return so.kthvalue(this, k, dim, options);
  }
  quantile(q: number | Tensor, dim?: number | null, options?: s.KeepOptions): Tensor {
    return so.quantile(this, q, dim, options);
  }
  unique(options?: un.UniqueOptions & { returnInverse?: false; returnCounts?: false }): Tensor;
  unique(options: un.UniqueOptions): Tensor | un.UniqueResult;
  unique(options: un.UniqueOptions = {}): Tensor | un.UniqueResult {
    return un.unique(this, options);
  }
  bincount(options?: { weights?: Tensor; minlength?: number }): Tensor {
    return un.bincount(this, options);
  }
  equal(other: Tensor): Promise<boolean> {
    return eqs.equal(this, other);
  }
  allclose(
    other: Tensor,
    options?: { rtol?: number; atol?: number; equalNan?: boolean },
  ): Promise<boolean> {
    return eqs.allclose(this, other, options);
  }

  // In place.
  copy_(source: Operand): Tensor {
    return assignInPlace("copy_", this, source);
  }
  fill_(value: number | boolean): Tensor {
    return assignInPlace("fill_", this, oneValue("fill_", value));
  }
  zero_(): Tensor {
    return assignInPlace("zero_", this, 0);
  }
  add_(other: Operand, options?: { alpha?: number }): Tensor {
    return assignResult("add_", this, e.add(asItIs(this), other, options));
  }
  sub_(other: Operand, options?: { alpha?: number }): Tensor {
    return assignResult("sub_", this, e.sub(asItIs(this), other, options));
  }
  mul_(other: Operand): Tensor {
    return assignResult("mul_", this, e.mul(asItIs(this), other));
  }
  div_(other: Operand): Tensor {
    return assignResult("div_", this, e.divTrue(asItIs(this), other));
  }
  /** Writes `value` where `index(items)` reads; with `accumulate` adds it, repeated places too. */
  indexPut_(
    items: readonly IndexItem[],
    value: Operand,
    options: { accumulate?: boolean } = {},
  ): Tensor {
    const put = sc.indexPut(asItIs(this), items, value, options.accumulate ?? false);
    return assignResult("indexPut_", this, put);
  }
}

// Node prints objects through this method; browsers ignore it.
Object.defineProperty(Tensor.prototype, Symbol.for("nodejs.util.inspect.custom"), {
  value(this: Tensor): string {
    return this.toString();
  },
});
registerTensor(Tensor);
