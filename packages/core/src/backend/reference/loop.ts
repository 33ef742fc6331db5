/**
 * Loop kernels by plain loops: the meaning every other backend is tested against. Expressions are
 * evaluated in doubles and rounded to their dtype one by one; sums are kept in double and rounded once.
 */
import type { Expr, LoopKernel, Stage } from "../../compile/kernel.ts";
import type { TypedArray } from "../../dtype.ts";
import { sizeOf, type View } from "../../shape.ts";
import { roundTo, type ScalarFunction, scalarFunction } from "./scalar.ts";

type Evaluate = (values: Float64Array, index: Int32Array, buffers: readonly TypedArray[]) => number;

const rank = (view: View): number => view.shape.length;

/** The place a view leads to, or −1 outside of its mask. */
function placeOf(view: View): (index: Int32Array) => number {
  const { strides, offset, mask } = view;
  const n = rank(view);
  return (index) => {
    let at = offset;
    for (let i = 0; i < n; i++) {
      const x = index[i] as number;
      if (mask) {
        const [lo, hi] = mask[i] as readonly [number, number];
        if (x < lo || x >= hi) return -1;
      }
      at += x * (strides[i] as number);
    }
    return at;
  };
}

function evaluator(kernel: LoopKernel, expr: Expr): Evaluate {
  switch (expr.op) {
    case "load": {
      const place = placeOf(expr.view);
      const { buffer } = expr;
      return (_v, index, buffers) => {
        const at = place(index);
        return at < 0 ? 0 : ((buffers[buffer] as TypedArray)[at] as number);
      };
    }
    case "const": {
      const value = roundTo(expr.dtype, expr.value);
      return () => value;
    }
    case "iota": {
      const place = placeOf(expr.view);
      return (_v, index) => place(index) | 0;
    }
    case "valid": {
      const mask = expr.view.mask ?? [];
      return (_v, index) => {
        for (let i = 0; i < mask.length; i++) {
          const [lo, hi] = mask[i] as readonly [number, number];
          const x = index[i] as number;
          if (x < lo || x >= hi) return 0;
        }
        return 1;
      };
    }
    case "acc":
      return () => Number.NaN;
    case "cast": {
      const [a] = expr.args as [number];
      const { dtype } = expr;
      return (v) => roundTo(dtype, v[a] as number);
    }
    default: {
      const [a, b = a, c = a] = expr.args as [number, number?, number?];
      const { dtype } = expr;
      const from = (kernel.exprs[expr.op === "where" ? b : a] as Expr).dtype;
      const fn: ScalarFunction = scalarFunction(expr.op, from, dtype);
      return (v) => roundTo(dtype, fn(v[a] as number, v[b] as number, v[c] as number));
    }
  }
}

/** The expressions a value needs, in order of evaluation. */
function needs(kernel: LoopKernel, value: number): number[] {
  const wanted = new Set<number>([value]);
  for (let i = value; i >= 0; i--) {
    const e = kernel.exprs[i] as Expr;
    if (wanted.has(i) && "args" in e) for (const a of e.args) wanted.add(a);
  }
  return [...wanted].sort((a, b) => a - b);
}

interface Reducer {
  start(): void;
  take(x: number, place: number): void;
  result(): number;
}

function reducer(stage: Extract<Stage, { kind: "reduce" }>, dtype: Expr["dtype"]): Reducer {
  let acc = 0;
  let at = 0;
  const isInt = dtype !== "float32" && dtype !== "float64";
  const { op } = stage;
  if (op === "sum" || op === "prod")
    return {
      start() {
        acc = op === "sum" ? 0 : 1;
      },
      take(x) {
        if (op === "sum") acc = isInt ? (acc + x) | 0 : acc + x;
        else acc = isInt ? Math.imul(acc, x) : acc * x;
      },
      result: () => roundTo(stage.dtype, acc),
    };
  const sign = op === "max" || op === "argmax" ? 1 : -1;
  const isArg = op === "argmax" || op === "argmin";
  let seen = false;
  return {
    start() {
      acc = sign * Number.NEGATIVE_INFINITY;
      at = 0;
      seen = false;
    },
    take(x, place) {
      if (Number.isNaN(acc)) return;
      if (!seen || Number.isNaN(x) || sign * x > sign * acc) {
        acc = x;
        at = place;
        seen = true;
      }
    },
    result: () => (isArg ? at : acc),
  };
}

/** Steps an index over `shape` axes from..to, row-major; false after the last position. */
function advance(index: Int32Array, shape: readonly number[], from: number): boolean {
  for (let i = shape.length - 1; i >= 0; i--) {
    const at = from + i;
    const next = (index[at] as number) + 1;
    if (next < (shape[i] as number)) {
      index[at] = next;
      return true;
    }
    index[at] = 0;
  }
  return false;
}

export function prepareLoop(kernel: LoopKernel): (buffers: readonly TypedArray[]) => void {
  const { outer, inner } = kernel;
  const innerSize = sizeOf(inner);
  const evaluate = kernel.exprs.map((e) => evaluator(kernel, e));
  const results = new Float64Array(kernel.stages.length);
  const isAcc = kernel.exprs.map((e) => (e.op === "acc" ? e.stage : -1));
  const stages = kernel.stages.map((stage) => ({
    stage,
    order: needs(kernel, stage.value),
    reduce:
      stage.kind === "reduce"
        ? reducer(stage, (kernel.exprs[stage.value] as Expr).dtype)
        : null,
    place: stage.kind === "store" ? placeOf(stage.view) : null,
    inner: stage.kind === "reduce" || stage.at === "inner",
  }));
  const values = new Float64Array(kernel.exprs.length);
  const index = new Int32Array(outer.length + inner.length);
  return (buffers) => {
    if (sizeOf(outer) === 0) return;
    index.fill(0);
    const run = (order: readonly number[]): void => {
      for (let k = 0; k < order.length; k++) {
        const i = order[k] as number;
        const acc = isAcc[i] as number;
        values[i] =
          acc >= 0
            ? (results[acc] as number)
            : (evaluate[i] as Evaluate)(values, index, buffers);
      }
    };
    do {
      stages.forEach(({ stage, order, reduce, place, inner: isInner }, s) => {
        reduce?.start();
        if (isInner && innerSize === 0) {
          if (reduce) results[s] = reduce.result();
          return;
        }
        index.fill(0, outer.length);
        let at = 0;
        do {
          run(order);
          const x = values[stage.value] as number;
          if (reduce) reduce.take(x, at++);
          else if (stage.kind === "store" && place)
            (buffers[stage.buffer] as TypedArray)[place(index)] = x;
        } while (isInner && advance(index, inner, outer.length));
        if (reduce) results[s] = reduce.result();
      });
      index.fill(0, outer.length);
    } while (advance(index, outer, 0));
  };
}
