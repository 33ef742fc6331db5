/**
 * Expensive values are computed once a row. Where a kernel reduces a value and then stores something made of
 * it (softmax: the exponentials are summed, then divided by the sum), the value is stored first, in the
 * place of the final result, reduced from there, and read back for the final store.
 */
import { closure, exprCost, type Plan, type PlanExpr, type PlanStage, prune } from "./loop-plan.ts";

/** From this cost on, storing and reading back twice is cheaper than computing again. */
const worthStoring = 12;

type Store = Extract<PlanStage, { kind: "store" }>;

/** Whether a store covers its buffer one to one: every axis moves it, and nothing is masked. */
const isWhole = (plan: Plan, { access }: Store): boolean =>
  access.dtype === "float32" &&
  access.mask.every((m) => m === null) &&
  [...plan.outer, ...plan.inner].every((n, i) => n === 1 || access.strides[i] !== 0);

/** Whether an expression is made of `value` other than by way of `through`. */
function needs(plan: Plan, root: number, value: number, through: number): boolean {
  if (root === through) return false;
  if (root === value) return true;
  const expr = plan.exprs[root];
  return "args" in expr && expr.args.some((arg) => needs(plan, arg, value, through));
}

/** Everything the stages from `first` on read from memory, apart from `without`. */
function loadsOf(plan: Plan, first: number, without: number): PlanExpr[] {
  const roots = plan.stages.slice(first).map((s) => s.value);
  const found: PlanExpr[] = [];
  const visit = (e: number): void => {
    if (e === without) return;
    const expr = plan.exprs[e];
    if (expr.op === "load") found.push(expr);
    if ("args" in expr) for (const arg of expr.args) visit(arg);
  };
  for (const root of roots) visit(root);
  return found;
}

/** The plan with one value stored before it is reduced, or null where nothing is gained or it is not safe. */
export function storeBeforeReducing(plan: Plan): Plan | null {
  const sizes = [...plan.outer, ...plan.inner];
  for (const [at, stage] of plan.stages.entries()) {
    if (stage.kind !== "reduce" || stage.op.startsWith("arg")) continue;
    const value = plan.exprs[stage.value];
    if (value.dtype !== "float32" || !("args" in value)) continue;
    let cost = 0;
    for (const e of closure(plan, [stage.value])) cost += exprCost(plan, plan.exprs[e]);
    if (cost < worthStoring) continue;
    const later = plan.stages.slice(at + 1);
    const stores = later.filter(
      (s): s is Store =>
        s.kind === "store" && s.at === "inner" && closure(plan, [s.value]).has(stage.value),
    );
    const [final] = stores;
    if (!final || stores.length > 1 || !isWhole(plan, final)) continue;
    // What is still read from memory after the early store must be smaller than the result, as a row's scale
    // is: something of its size may be the very storage the result is written over.
    const safe = loadsOf(plan, at, stage.value).every(
      (e) =>
        e.op === "load" &&
        e.access.place !== final.access.place &&
        sizes.some((n, i) => n > 1 && e.access.strides[i] === 0),
    );
    const untouched = plan.exprs.every(
      (e) => e.op !== "load" || e.access.place !== final.access.place,
    );
    // After the final store its place holds the result and the early value is gone.
    const after = plan.stages.slice(plan.stages.indexOf(final) + 1);
    const gone = after.some((s) => needs(plan, s.value, stage.value, final.value));
    if (safe && untouched && !gone) return rewritten(plan, at, stage.value, final);
  }
  return null;
}

/**
 * Stores `value` where `final` writes, before stage `at`; from there on it is loaded. After `final` it is the result
 * that is loaded from there.
 */
function rewritten(plan: Plan, at: number, value: number, final: Store): Plan {
  const exprs: PlanExpr[] = plan.exprs.map((e) =>
    e.op === "acc" && e.stage >= at ? { ...e, stage: e.stage + 1 } : e,
  );
  const load = exprs.push({ op: "load", dtype: "float32", access: final.access }) - 1;
  /** Copies expressions with what is stored in place of what was computed. */
  const copier = (copies: Map<number, number>) => {
    const copy = (e: number): number => {
      const known = copies.get(e);
      if (known !== undefined) return known;
      const expr = exprs[e];
      let made = e;
      if ("args" in expr) {
        const args = expr.args.map(copy);
        if (args.some((a, i) => a !== expr.args[i])) made = exprs.push({ ...expr, args }) - 1;
      }
      copies.set(e, made);
      return made;
    };
    return copy;
  };
  const before = copier(new Map([[value, load]]));
  const after = copier(new Map([[final.value, load]]));
  const place = plan.stages.indexOf(final);
  const early: Store = { kind: "store", at: "inner", value, access: final.access };
  const stages = [
    ...plan.stages.slice(0, at),
    early,
    ...plan.stages
      .slice(at)
      .map((s, i) => ({ ...s, value: (at + i > place ? after : before)(s.value) })),
  ];
  return prune({ ...plan, exprs, stages });
}
