/**
 * The graph that operators append to. A node is one primitive applied to other nodes; nothing computes
 * until a value is wanted. The list of primitives is closed: leaves, elementwise scalars (which
 * broadcast), movement, reductions, one contraction, concatenation, and a few special kernels.
 */

import type { DType } from "../dtype.ts";
import { type Shape, sizeOf, windowCount } from "../shape.ts";
import type { Buffer } from "./buffer.ts";
import { type ScalarName, scalarNames } from "./scalars.ts";

const opNames = [
  "buffer",
  "const",
  "iota",
  "cast",
  "reshape",
  "permute",
  "expand",
  "pad",
  "shrink",
  "flip",
  "windows",
  "cat",
  "reduce:sum",
  "reduce:prod",
  "reduce:max",
  "reduce:min",
  "reduce:argmax",
  "reduce:argmin",
  "contract",
  "take",
  "scatter:set",
  "scatter:add",
  "scatter:mul",
  "scatter:max",
  "scatter:min",
  "argsort",
  "scan:sum",
  "scan:prod",
  "philox",
  "poolArgmax",
  "fold",
  "host",
] as const;

export type Op = (typeof opNames)[number] | ScalarName;

/** A small number for each primitive, in the program cache's keys. */
export const opCodes: Readonly<Record<string, number>> = Object.fromEntries(
  [...opNames, ...scalarNames].map((name, i) => [name, i]),
);

const elementwise = new Set<string>([...scalarNames, "cast"]);
const movement = new Set<string>([
  "reshape",
  "permute",
  "expand",
  "pad",
  "shrink",
  "flip",
  "windows",
]);

export const isElementwise = (op: Op | "input"): boolean => elementwise.has(op);
export const isMovement = (op: Op | "input"): boolean => movement.has(op);

/** What the host computes of whole arrays: linear algebra and the like. */
export type HostFunction = (
  inputs: readonly (Float32Array | Float64Array | Int32Array | Uint8Array)[],
  output: Float32Array | Float64Array | Int32Array | Uint8Array,
) => void;

const none: readonly never[] = [];

export class Node {
  readonly op: Op;
  /** Elementwise inputs broadcast; every other primitive's are exact. */
  inputs: readonly Node[];
  readonly shape: Shape;
  readonly dtype: DType;
  /** The primitive's static parameters, flat. */
  readonly args: readonly number[];
  /** Set on leaves, and on any node once it has been computed. */
  buffer: Buffer | null;
  /** For `host`: what to run, and its name. */
  readonly host: { readonly name: string; readonly run: HostFunction } | null;
  /** Scratch of graph walks: which walk saw the node last, and its number there. */
  mark = 0;
  slot = 0;
  /** Computed on the way to something else and not stored. */
  ran = false;
  /** The value of a tensor that is trained or updated, or made from one. */
  trained: boolean;
  /** Such a tensor's own value. */
  #state = false;
  /** Stored by the program that computes it, as someone may hold it. */
  wanted = false;
  /** The value of a parameter before its last step. */
  replaced = false;
  /** On the tape, so that a backward pass may want it. */
  taped = false;

  constructor(
    op: Op,
    inputs: readonly Node[],
    shape: Shape,
    dtype: DType,
    args: readonly number[] = none,
    buffer: Buffer | null = null,
    host: { readonly name: string; readonly run: HostFunction } | null = null,
  ) {
    this.op = op;
    this.inputs = inputs;
    this.shape = shape;
    this.dtype = dtype;
    this.args = args;
    this.buffer = buffer;
    this.host = host;
    let trained = false;
    for (let i = 0; i < inputs.length && !trained; i++) trained = inputs[i].trained;
    this.trained = trained;
  }

  get size(): number {
    return sizeOf(this.shape);
  }

  /** Whether this is the value of a tensor that is trained or updated. */
  get isState(): boolean {
    return this.#state;
  }

  /** Says that this is the value of a tensor that is trained or updated. */
  markState(): void {
    this.#state = true;
    this.trained = true;
  }

  /** Turns a computed node into a leaf, letting go of what it was computed from. */
  settle(buffer: Buffer): void {
    this.buffer = buffer;
    this.inputs = none;
    this.ran = false;
    this.trained = this.#state;
  }
}

const scalarShape: Shape = [];

export const leaf = (buffer: Buffer, shape: Shape): Node =>
  new Node("buffer", none, shape, buffer.dtype, none, buffer);

/** A number as `dtype` holds it: anything but 0 is true, and integers cut the fraction off and wrap around. */
function held(value: number, dtype: DType): number {
  if (dtype === "bool") return value === 0 ? 0 : 1;
  if (dtype === "uint8") return value & 255;
  if (dtype === "int32") return value | 0;
  return dtype === "float32" ? Math.fround(value) : value;
}

/** One number of shape []; elementwise primitives broadcast it. It is what its dtype can hold, in every tier. */
export const constant = (value: number, dtype: DType): Node =>
  new Node("const", none, scalarShape, dtype, [held(value, dtype)]);

/** `[0, 1, …, n−1]` as int32. */
export const iota = (n: number): Node => new Node("iota", none, [n], "int32");

/** NumPy's broadcasting of two shapes, or the axis (from the right, negative) where they clash. */
export function broadcastShapes(a: Shape, b: Shape): Shape | number {
  if (a === b || b.length === 0) return a;
  if (a.length === 0) return b;
  const n = Math.max(a.length, b.length);
  const out = new Array<number>(n);
  for (let i = 1; i <= n; i++) {
    const x = i <= a.length ? a[a.length - i] : 1;
    const y = i <= b.length ? b[b.length - i] : 1;
    if (x !== y && x !== 1 && y !== 1) return -i;
    out[n - i] = x === 1 ? y : x;
  }
  return out;
}

/** An elementwise primitive; `shape` is the broadcast of the inputs' shapes. */
export const scalar = (op: ScalarName, inputs: readonly Node[], shape: Shape, dtype: DType): Node =>
  new Node(op, inputs, shape, dtype);

export const cast = (x: Node, dtype: DType): Node =>
  x.dtype === dtype ? x : new Node("cast", [x], x.shape, dtype);

export const reshape = (x: Node, shape: Shape): Node => new Node("reshape", [x], shape, x.dtype);

export const permute = (x: Node, order: readonly number[]): Node =>
  new Node(
    "permute",
    [x],
    order.map((i) => x.shape[i]),
    x.dtype,
    order,
  );

/** Axes of size 1 grow; the rank stays. */
export const expand = (x: Node, shape: Shape): Node => new Node("expand", [x], shape, x.dtype);

/** Zeros (false) before and after each axis; `amounts` is before₀, after₀, before₁, … */
export const pad = (x: Node, amounts: readonly number[]): Node =>
  new Node(
    "pad",
    [x],
    x.shape.map((n, i) => n + amounts[2 * i] + amounts[2 * i + 1]),
    x.dtype,
    amounts,
  );

/** Keeps [lo, hi) of each axis; `ranges` is lo₀, hi₀, lo₁, … */
export const shrink = (x: Node, ranges: readonly number[]): Node =>
  new Node(
    "shrink",
    [x],
    x.shape.map((_, i) => ranges[2 * i + 1] - ranges[2 * i]),
    x.dtype,
    ranges,
  );

export const flip = (x: Node, axes: readonly number[]): Node =>
  new Node("flip", [x], x.shape, x.dtype, axes);

/** Sliding windows over the last k axes: `[..., L] -> [..., out, size]`, see `View.windows`. */
export function windows(
  x: Node,
  size: readonly number[],
  stride: readonly number[],
  dilation: readonly number[],
): Node {
  const first = x.shape.length - size.length;
  const out = size.map((s, i) => windowCount(x.shape[first + i], s, stride[i], dilation[i]));
  return new Node("windows", [x], [...x.shape.slice(0, first), ...out, ...size], x.dtype, [
    size.length,
    ...size,
    ...stride,
    ...dilation,
  ]);
}

/** Joins along `axis`; the inputs have one dtype and agree in every other axis. */
export function cat(xs: readonly Node[], axis: number): Node {
  const first = xs[0];
  const shape = first.shape.slice();
  shape[axis] = xs.reduce((n, x) => n + x.shape[axis], 0);
  return new Node("cat", xs, shape, first.dtype, [axis]);
}

export type ReduceName = "sum" | "prod" | "max" | "min" | "argmax" | "argmin";

/** Reduces `axes` (ascending) away; `argmax`/`argmin` give the row-major place within them. */
export function reduce(op: ReduceName, x: Node, axes: readonly number[]): Node {
  return new Node(
    `reduce:${op}`,
    [x],
    x.shape.filter((_, i) => !axes.includes(i)),
    op === "argmax" || op === "argmin" ? "int32" : x.dtype,
    axes,
  );
}

/**
 * `out[b, m, n] = Σₖ a[b, m, k] · b[b, n, k]` with `ranks` axes in each group:
 * a is `[...batch, ...m, ...k]`, b is `[...batch, ...n, ...k]`, the result `[...batch, ...m, ...n]`.
 */
export function contract(
  a: Node,
  b: Node,
  ranks: { batch: number; m: number; n: number; k: number },
): Node {
  const { batch, m, n, k } = ranks;
  return new Node(
    "contract",
    [a, b],
    [...a.shape.slice(0, batch + m), ...b.shape.slice(batch, batch + n)],
    a.dtype,
    [batch, m, n, k],
  );
}

/** src `[rows, width]`, index int32 `[count]` -> `[count, width]`. */
export const take = (src: Node, index: Node): Node =>
  new Node("take", [src, index], [index.shape[0], src.shape[1]], src.dtype);

/** base `[rows, width]` with `base[index[i]] ∘= src[i]`, in order of i. */
export const scatter = (
  mode: "set" | "add" | "mul" | "max" | "min",
  base: Node,
  index: Node,
  src: Node,
): Node => new Node(`scatter:${mode}`, [base, index, src], base.shape, base.dtype);

/** `[rows, length]` -> int32 order of each row; stable, NaN counts as greatest. */
export const argsort = (x: Node, descending: boolean): Node =>
  new Node("argsort", [x], x.shape, "int32", [descending ? 1 : 0]);

/** Running sum or product along the last axis of `[rows, length]`. */
export const scan = (mode: "sum" | "prod", x: Node): Node =>
  new Node(`scan:${mode}`, [x], x.shape, x.dtype);

/** Philox bits; `key` is int32 [4] = seedLo, seedHi, offsetLo, offsetHi. */
export const philox = (key: Node, count: number): Node =>
  new Node("philox", [key], [count], "int32");

export interface PoolGeometry {
  readonly kernel: readonly [number, number];
  readonly stride: readonly [number, number];
  readonly dilation: readonly [number, number];
  readonly padding: readonly [number, number];
}

/** `[planes, h, w]` -> int32 `[planes, oh, ow]`: where each window's first maximum is in its plane. */
export const poolArgmax = (x: Node, out: readonly [number, number], g: PoolGeometry): Node =>
  new Node("poolArgmax", [x], [x.shape[0], ...out], "int32", [
    ...g.kernel,
    ...g.stride,
    ...g.dilation,
    ...g.padding,
  ]);

/** Adjoint of 2-d windows: `[planes, oh, ow, kh, kw]` -> `[planes, h, w]`. */
export const fold = (
  x: Node,
  size: readonly [number, number],
  stride: readonly [number, number],
  dilation: readonly [number, number],
): Node => new Node("fold", [x], [x.shape[0], ...size], x.dtype, [...stride, ...dilation]);

/** Whole arrays through a function of the host. `run` must be one constant function for each name. */
export const host = (
  name: string,
  run: HostFunction,
  inputs: readonly Node[],
  shape: Shape,
  dtype: DType,
  args: readonly number[] = none,
): Node => new Node("host", inputs, shape, dtype, args, null, { name, run });
