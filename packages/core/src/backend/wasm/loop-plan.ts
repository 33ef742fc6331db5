/**
 * A loop kernel made ready for emission: axes of size 1 are gone, neighbouring axes that every view
 * steps through as one are merged, and it is decided which axis the four lanes lie along.
 *
 * - `row`: along the last inner axis; a reduction ends with a sum across lanes.
 * - `column`: along the last outer axis, accumulators in registers; also every plain elementwise kernel.
 * - `tile`: along the last outer axis too, but inner loops run outside and accumulators live in a small
 *   array, so that memory is read in order.
 */

import type { LoopKernel, ReduceOp } from "../../compile/kernel.ts";
import { type DType, itemSize } from "../../dtype.ts";
import type { ScalarName } from "../../graph/scalars.ts";
import type { View } from "../../shape.ts";
import { costOf } from "./scalar-emit.ts";

export type Range = readonly [number, number];

/** A view over the kernel's axes `[...outer, ...inner]`. */
export interface Access {
  /** Position of the kernel's buffer, or an area of scratch memory, or nothing in memory at all. */
  readonly place: number | "scratch" | "none";
  readonly dtype: DType;
  /** Bytes an element; 1 where nothing is in memory. */
  readonly size: number;
  readonly offset: number;
  readonly strides: readonly number[];
  /** Null where an axis is not masked. */
  readonly mask: readonly (Range | null)[];
}

export type PlanExpr =
  | { readonly op: "load" | "iota" | "valid"; readonly dtype: DType; readonly access: Access }
  | { readonly op: "const"; readonly dtype: DType; readonly value: number }
  | { readonly op: "acc"; readonly dtype: DType; readonly stage: number }
  | {
      readonly op: ScalarName | "cast";
      readonly dtype: DType;
      readonly args: readonly number[];
    };

export type PlanStage =
  | {
      readonly kind: "reduce";
      readonly op: ReduceOp;
      readonly value: number;
      readonly dtype: DType;
    }
  | {
      readonly kind: "store";
      readonly at: "inner" | "outer";
      readonly value: number;
      readonly access: Access;
    };

export interface Plan {
  readonly outer: readonly number[];
  readonly inner: readonly number[];
  readonly exprs: readonly PlanExpr[];
  readonly stages: readonly PlanStage[];
}

export type Mode = "row" | "column" | "tile";

export const product = (sizes: readonly number[]): number => sizes.reduce((p, n) => p * n, 1);

function accessOf(view: View, rank: number, place: Access["place"], dtype: DType): Access | null {
  const { strides, mask, shape } = view;
  if (mask?.some(([lo, hi]) => lo >= hi)) return null;
  return {
    place,
    dtype,
    size: place === "none" ? 1 : itemSize[dtype],
    offset: view.offset,
    strides: Array.from({ length: rank }, (_, i) => strides[i] ?? 0),
    mask: Array.from({ length: rank }, (_, i) => {
      const range = mask?.[i];
      return range && (range[0] > 0 || range[1] < shape[i]) ? range : null;
    }),
  };
}

/** The kernel as a plan, axes not yet simplified. A load that is masked everywhere is a 0. */
function translate(kernel: LoopKernel): Plan {
  const rank = kernel.outer.length + kernel.inner.length;
  const exprs = kernel.exprs.map((e): PlanExpr => {
    switch (e.op) {
      case "load":
      case "iota":
      case "valid": {
        const place = e.op === "load" ? e.buffer : "none";
        const access = accessOf(e.view, rank, place, e.dtype);
        if (!access) return { op: "const", dtype: e.dtype, value: 0 };
        if (e.op !== "valid") return { op: e.op, dtype: e.dtype, access };
        // Only its mask matters.
        const strides = access.strides.map(() => 0);
        return { op: e.op, dtype: e.dtype, access: { ...access, strides, offset: 0 } };
      }
      default:
        return e;
    }
  });
  const stages = kernel.stages.map((s): PlanStage => {
    if (s.kind === "reduce") return s;
    const dtype = kernel.buffers[s.buffer]?.dtype as DType;
    const access = accessOf(s.view, rank, s.buffer, dtype) as Access;
    return { kind: "store", at: s.at, value: s.value, access };
  });
  const reduces = stages.some((s) => s.kind === "reduce" || s.at === "outer");
  if (reduces) return { outer: kernel.outer, inner: kernel.inner, exprs, stages };
  return { outer: [...kernel.outer, ...kernel.inner], inner: [], exprs, stages };
}

/** The plan with `f` applied to every access. */
export function mapAccesses(plan: Plan, f: (access: Access) => Access): Plan {
  return {
    ...plan,
    exprs: plan.exprs.map((e) => ("access" in e ? { ...e, access: f(e.access) } : e)),
    stages: plan.stages.map((s) => (s.kind === "store" ? { ...s, access: f(s.access) } : s)),
  };
}

function accessesOf(plan: Plan): Access[] {
  const found: Access[] = [];
  for (const e of plan.exprs) if ("access" in e) found.push(e.access);
  for (const s of plan.stages) if (s.kind === "store") found.push(s.access);
  return found;
}

/** Axes of size 1 left out, neighbours merged where every access allows. */
export function simplify(plan: Plan): Plan {
  const sizes = [...plan.outer, ...plan.inner];
  const accesses = accessesOf(plan);
  // Groups of axes that become one, each within outer or within inner.
  const groups: number[][] = [];
  const firstInner = plan.outer.length;
  for (let axis = 0; axis < sizes.length; axis++) {
    const n = sizes[axis];
    if (n === 1) continue;
    const group = groups.at(-1);
    const last = group?.at(-1);
    const together =
      group !== undefined &&
      last !== undefined &&
      last < firstInner === axis < firstInner &&
      accesses.every((a) => a.strides[last] === a.strides[axis] * n && !a.mask[axis]);
    if (together) group.push(axis);
    else groups.push([axis]);
  }
  const sizeOf = (group: readonly number[]): number => product(group.map((i) => sizes[i]));
  const isOuter = (group: readonly number[]): boolean => group[0] < firstInner;
  const merged = mapAccesses(plan, (a) => ({
    ...a,
    strides: groups.map((g) => a.strides[g.at(-1) as number]),
    mask: groups.map((g) => {
      const range = a.mask[g[0]];
      const rest = sizeOf(g.slice(1));
      return range ? [range[0] * rest, range[1] * rest] : null;
    }),
  }));
  return {
    ...merged,
    outer: groups.filter(isOuter).map(sizeOf),
    inner: groups.filter((g) => !isOuter(g)).map(sizeOf),
  };
}

/** Exprs the given roots need, roots included. */
export function closure(plan: Plan, roots: Iterable<number>): Set<number> {
  const found = new Set<number>();
  const visit = (e: number): void => {
    if (found.has(e)) return;
    found.add(e);
    const expr = plan.exprs[e];
    if ("args" in expr) for (const arg of expr.args) visit(arg);
  };
  for (const root of roots) visit(root);
  return found;
}

export const constantArgs = (plan: Plan, args: readonly number[]): (number | undefined)[] =>
  args.map((i) => {
    const e = plan.exprs[i];
    return e.op === "const" ? e.value : undefined;
  });

export function exprCost(plan: Plan, e: PlanExpr): number {
  switch (e.op) {
    case "load":
    case "const":
    case "acc":
      return 0;
    case "iota":
    case "valid":
    case "cast":
      return 1;
    default:
      return costOf(e.op, constantArgs(plan, e.args));
  }
}

/** Whether each expr changes along the given axes. */
export function dependence(plan: Plan, axes: readonly number[], ofAcc: boolean): boolean[] {
  const found: boolean[] = [];
  for (const e of plan.exprs) {
    if ("access" in e)
      found.push(axes.some((i) => e.access.strides[i] !== 0 || e.access.mask[i] !== null));
    else if ("args" in e) found.push(e.args.some((i) => found[i]));
    else found.push(e.op === "acc" && ofAcc);
  }
  return found;
}

/** Exprs worth work in the inner loops, with their cost. */
function innerWork(plan: Plan): number {
  const axes = plan.inner.map((_, i) => plan.outer.length + i);
  const varies = dependence(plan, axes, false);
  return plan.exprs.reduce((sum, e, i) => sum + (varies[i] ? exprCost(plan, e) : 0), 0);
}

const laneCost = (stride: number): number =>
  stride === 0 ? 0.1 : stride === 1 ? 1 : stride === 2 || stride === -1 ? 2.5 : 6;

export function chooseMode(plan: Plan): Mode {
  if (plan.inner.length === 0) return "column";
  if (plan.outer.length === 0) return "row";
  const accesses = accessesOf(plan).filter((a) => a.place !== "none");
  const rowAxis = plan.outer.length + plan.inner.length - 1;
  const columnAxis = plan.outer.length - 1;
  const moves = (axis: number): number =>
    accesses.reduce((sum, a) => sum + laneCost(a.strides[axis]), 0);
  const work = innerWork(plan) + 2;
  const lanes = (n: number): number => Math.ceil(n / 4) / n;
  const n = plan.inner.at(-1) as number;
  const loops = plan.stages.filter((s) => s.kind === "reduce" || s.at === "inner").length;
  const row = lanes(n) * (work + moves(rowAxis)) + (20 * loops) / n;
  const column = lanes(plan.outer.at(-1) as number) * (work + moves(columnAxis));
  if (row <= column) return "row";
  const argument = plan.stages.some((s) => s.kind === "reduce" && s.op.startsWith("arg"));
  return product(plan.inner) >= 16 && !argument ? "tile" : "column";
}

export const planOf = (kernel: LoopKernel): Plan => simplify(translate(kernel));

// Large reductions with few results.

/** Part of a plan, and how much scratch all parts before it have taken. */
export interface Split {
  readonly parts: readonly Plan[];
  /** Bytes of scratch shared by the threads. */
  readonly sharedBytes: number;
}

const scratchAccess = (dtype: DType, offset: number, strides: readonly number[]): Access => ({
  place: "scratch",
  dtype,
  size: itemSize[dtype] === 1 ? 1 : 4,
  offset,
  strides,
  mask: strides.map(() => null),
});

/** Axis `axis` cut into `count` pieces of `length` from `start`, as two axes: the first goes to the front. */
const cutAccess = (a: Access, axis: number, start: number, length: number): Access => {
  const stride = a.strides[axis];
  return {
    ...a,
    offset: a.offset + start * stride,
    strides: [length * stride, ...a.strides],
    mask: [null, ...a.mask],
  };
};

/**
 * A reduction over much with few results is cut into pieces of fixed length (a matter of shape
 * alone, so that the sum is the same for any number of threads): every piece is reduced into scratch
 * memory, then the pieces together. Each stage becomes a plan of its own. Null where the
 * plan is better left whole.
 */
export function split(plan: Plan, mode: Mode): Split | null {
  const inner = product(plan.inner);
  const results = product(plan.outer);
  if (plan.inner.length === 0 || inner === 0 || results === 0) return null;
  const reduces = plan.stages.filter((s) => s.kind === "reduce");
  const single =
    reduces.length === 1 && plan.stages.every((s) => s.kind === "reduce" || s.at === "outer");
  const few = mode === "row" ? results < 16 : results < 2048;
  const much = inner * results >= (single ? 1 << 16 : 1 << 18);
  const deep = inner >= (mode === "row" ? 1 << 14 : 512);
  if (!few || !much || !deep || (!single && results > 4)) return null;
  if (reduces.some((s) => s.op.startsWith("arg"))) return null;

  const rank = plan.outer.length;
  const at = plan.inner.indexOf(Math.max(...plan.inner));
  const axis = rank + at;
  const n = plan.inner[at];
  if (plan.exprs.some((e) => "access" in e && e.access.mask[axis])) return null;
  const pieces = Math.min(Math.max(Math.ceil((inner * results) / (1 << 18)), 32), 256);
  const length = Math.ceil(Math.ceil(n / pieces) / 16) * 16;
  const whole = Math.floor(n / length);
  const rest = n - whole * length;
  if (whole < 4) return null;
  const count = whole + (rest > 0 ? 1 : 0);

  const parts: Plan[] = [];
  let exprs: readonly PlanExpr[] = plan.exprs;
  let sharedWords = 0;
  const rows = rowMajor(plan.outer);
  const noInner = plan.inner.map(() => 0);
  const withLength = (size: number): number[] => plan.inner.map((m, i) => (i === at ? size : m));
  for (let s = 0; s < plan.stages.length; s++) {
    const stage = plan.stages[s];
    if (stage.kind === "store") {
      const stores = [stage];
      for (let next = plan.stages[s + 1]; next?.kind === "store" && next.at === stage.at; ) {
        stores.push(next);
        next = plan.stages[++s + 1];
      }
      const outward = stage.at === "inner" ? [...plan.outer, ...plan.inner] : plan.outer;
      const part = { outer: outward, inner: [], exprs, stages: stores };
      parts.push(
        stage.at === "inner"
          ? part
          : mapAccesses(part, (a) => ({
              ...a,
              strides: a.strides.slice(0, rank),
              mask: a.mask.slice(0, rank),
            })),
      );
      continue;
    }
    const partial = sharedWords;
    sharedWords += Math.ceil((count * results) / 4) * 4;
    const final = sharedWords;
    sharedWords += Math.ceil(results / 4) * 4;
    const word = stage.dtype === "float32" ? "float32" : "int32";
    const piece = (
      start: number,
      pieceLength: number,
      pieceCount: number,
      first: number,
    ): Plan => ({
      ...mapAccesses({ outer: [], inner: [], exprs, stages: [] }, (a) =>
        cutAccess(a, axis, start, pieceLength),
      ),
      outer: [pieceCount, ...plan.outer],
      inner: withLength(pieceLength),
      stages: [
        stage,
        {
          kind: "store",
          at: "outer",
          value: exprs.length,
          access: scratchAccess(word, partial + first * results, [results, ...rows, ...noInner]),
        },
      ],
    });
    const withAcc = (part: Plan): Plan => ({
      ...part,
      exprs: [...part.exprs, { op: "acc", dtype: stage.dtype, stage: 0 }],
    });
    parts.push(withAcc(piece(0, length, whole, 0)));
    if (rest > 0) parts.push(withAcc(piece(whole * length, rest, 1, whole)));
    parts.push({
      outer: plan.outer,
      inner: [count],
      exprs: [
        {
          op: "load",
          dtype: stage.dtype,
          access: scratchAccess(word, partial, [...rows, results]),
        },
        { op: "acc", dtype: stage.dtype, stage: 0 },
      ],
      stages: [
        { ...stage, value: 0 },
        { kind: "store", at: "outer", value: 1, access: scratchAccess(word, final, [...rows, 0]) },
      ],
    });
    // From here on the result is read from memory.
    const result: PlanExpr = {
      op: "load",
      dtype: stage.dtype,
      access: scratchAccess(word, final, [...rows, ...noInner]),
    };
    const index = s;
    exprs = exprs.map((e) => (e.op === "acc" && e.stage === index ? result : e));
  }
  return { parts: parts.map((part) => simplify(prune(part))), sharedBytes: sharedWords * 4 };
}

function rowMajor(sizes: readonly number[]): number[] {
  const strides = new Array<number>(sizes.length);
  let step = 1;
  for (let i = sizes.length - 1; i >= 0; i--) {
    strides[i] = step;
    step *= sizes[i];
  }
  return strides;
}

/** Without the exprs no stage needs. */
export function prune(plan: Plan): Plan {
  const kept = [
    ...closure(
      plan,
      plan.stages.map((s) => s.value),
    ),
  ].sort((a, b) => a - b);
  const index = new Map(kept.map((e, i) => [e, i]));
  const place = (e: number): number => index.get(e) as number;
  return {
    ...plan,
    exprs: kept.map((e) => {
      const expr = plan.exprs[e];
      return "args" in expr ? { ...expr, args: expr.args.map(place) } : expr;
    }),
    stages: plan.stages.map((s) => ({ ...s, value: place(s.value) })),
  };
}
