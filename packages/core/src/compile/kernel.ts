/**
 * The kernel IR: what the compiler hands to a backend. Three kinds of kernel.
 *
 * - `LoopKernel`: nested loops over `outer × inner`, one or more stages; every elementwise chain with
 *   its reductions (softmax, layerNorm, one Adam update) is one of these.
 * - `ContractKernel`: `C[b, m, n] = Σₖ A[b, m, k] · B[b, n, k]`, both operands affine views; matmul,
 *   convolution and its two gradients, einsum.
 * - `SpecialKernel`: gather, scatter, sort, scan, random, pooling windows, host functions.
 *
 * A kernel names its buffers by position; a program binds positions to memory.
 */
import type { DType } from "../dtype.ts";
import type { HostFunction } from "../graph/node.ts";
import type { ScalarName } from "../graph/scalars.ts";
import type { View } from "../shape.ts";

/** One buffer a kernel touches. `length` is in elements. */
export interface KernelBuffer {
  readonly dtype: DType;
  readonly length: number;
  readonly write: boolean;
}

/**
 * Scalar expressions, in order of evaluation: an argument is the index of an earlier expression of
 * the same kernel. Views are over the axes `[...outer, ...inner]`; an expression used by a store "at
 * outer" reads only `acc`s and views whose inner strides are 0 and inner mask is whole.
 */
export type Expr =
  | { readonly op: "load"; readonly dtype: DType; readonly buffer: number; readonly view: View }
  | { readonly op: "const"; readonly dtype: DType; readonly value: number }
  /** The index itself: `offset + Σ index·stride` as int32. */
  | { readonly op: "iota"; readonly dtype: "int32"; readonly view: View }
  /** 1 inside the view's mask, 0 outside. */
  | { readonly op: "valid"; readonly dtype: "bool"; readonly view: View }
  /** The finished result of an earlier reduce stage, one value an outer position. */
  | { readonly op: "acc"; readonly dtype: DType; readonly stage: number }
  | { readonly op: "cast"; readonly dtype: DType; readonly args: readonly number[] }
  | { readonly op: ScalarName; readonly dtype: DType; readonly args: readonly number[] };

export type ReduceOp = "sum" | "prod" | "max" | "min" | "argmax" | "argmin";

export type Stage =
  /**
   * Runs over all inner positions. `max`/`min` propagate NaN; `argmax`/`argmin` give the row-major
   * inner index of the first best (the first NaN, if there is one) as int32.
   */
  | {
      readonly kind: "reduce";
      readonly op: ReduceOp;
      readonly value: number;
      readonly dtype: DType;
    }
  /** Writes `value` through `view` (no mask): each (outer, inner) position, or once an outer position. */
  | {
      readonly kind: "store";
      readonly at: "inner" | "outer";
      readonly buffer: number;
      readonly view: View;
      readonly value: number;
    };

export interface LoopKernel {
  readonly kind: "loop";
  /** Parallel axes, row-major, the last varies fastest. */
  readonly outer: readonly number[];
  /** Axes of the reduce stages (and of inner stores); empty for a plain elementwise kernel. */
  readonly inner: readonly number[];
  readonly buffers: readonly KernelBuffer[];
  readonly exprs: readonly Expr[];
  readonly stages: readonly Stage[];
}

/**
 * `out[b, m, n] = Σₖ a[b, m, k] · b[b, n, k]`, float32 (or float64) with buffers `[a, b, out]`.
 * The views have no mask. `out` is written contiguously in `[batch..., m..., n...]` order.
 */
export interface ContractKernel {
  readonly kind: "contract";
  readonly dtype: DType;
  readonly batch: readonly number[];
  readonly m: readonly number[];
  readonly n: readonly number[];
  readonly k: readonly number[];
  /** Over `[...batch, ...m, ...k]`. */
  readonly a: View;
  /** Over `[...batch, ...n, ...k]`. */
  readonly b: View;
  readonly buffers: readonly KernelBuffer[];
}

/** A kernel that is not a loop nest of scalars. Inputs and output are contiguous. */
export interface SpecialKernel {
  readonly kind: "special";
  readonly special: Special;
  /** Inputs in the order of the node's inputs, then the output. */
  readonly buffers: readonly KernelBuffer[];
}

export type ScatterMode = "set" | "add" | "mul" | "max" | "min";

export type Special =
  /** `[rows, width]`, `[count]` int32 -> `[count, width]`: `out[i] = src[index[i]]`. */
  | { readonly op: "take"; readonly rows: number; readonly width: number; readonly count: number }
  /**
   * base `[rows, width]`, index `[count]` int32, src `[count, width]` -> `[rows, width]`: base with
   * `out[index[i]] ∘= src[i]` in order of i (for `set` the last one wins).
   */
  | {
      readonly op: "scatter";
      readonly mode: ScatterMode;
      readonly rows: number;
      readonly width: number;
      readonly count: number;
    }
  /** `[rows, length]` -> int32 `[rows, length]`: stable order of each row, NaN last (first if descending). */
  | {
      readonly op: "argsort";
      readonly rows: number;
      readonly length: number;
      readonly descending: boolean;
    }
  /** `[rows, length]` -> the same: running sum or product of each row. */
  | {
      readonly op: "scan";
      readonly mode: "sum" | "prod";
      readonly rows: number;
      readonly length: number;
    }
  /**
   * int32 `[4]` = (seedLo, seedHi, offsetLo, offsetHi) -> int32 `[count]`: Philox4x32-10 bits; element
   * i is word `i & 3` of the block whose 128-bit counter is `(offset + ⌊i/4⌋, 0)`.
   */
  | { readonly op: "philox"; readonly count: number }
  /**
   * `[planes, height, width]` -> int32 `[planes, outHeight, outWidth]`: the place of each window's
   * first maximum (first NaN, if any), as `row · width + column` in the unpadded plane.
   */
  | {
      readonly op: "poolArgmax";
      readonly planes: number;
      readonly height: number;
      readonly width: number;
      readonly outHeight: number;
      readonly outWidth: number;
      readonly kernel: readonly [number, number];
      readonly stride: readonly [number, number];
      readonly dilation: readonly [number, number];
      readonly padding: readonly [number, number];
    }
  /**
   * Adjoint of sliding windows: `[planes, outHeight, outWidth, kernelH, kernelW]` -> `[planes, height,
   * width]`, each window's elements added to the places they were read from.
   */
  | {
      readonly op: "fold";
      readonly planes: number;
      readonly height: number;
      readonly width: number;
      readonly outHeight: number;
      readonly outWidth: number;
      readonly kernel: readonly [number, number];
      readonly stride: readonly [number, number];
      readonly dilation: readonly [number, number];
    }
  /** A function of whole arrays run by the host: linear algebra and the like. */
  | { readonly op: "host"; readonly name: string; readonly run: HostFunction };

export type Kernel = LoopKernel | ContractKernel | SpecialKernel;
