/**
 * The inputs of a function whose derivative is taken. Where an input has a history, its stand-in goes on from there, so
 * that derivatives of derivatives and the ordinary backward pass find their way through.
 */
import { enableGrad, isGradEnabled, record } from "../autograd/tape.ts";
import type { GradFn, Tensor } from "../autograd/tensor.ts";
import { isFloat } from "../dtype.ts";
import { funcErrors } from "../errors.ts";
import { isTensor } from "../ops/cast.ts";
import { detach } from "../ops/view.ts";
import { currentScope, eachTensor, hold, within } from "../runtime/held.ts";
import { leavesOf, mapTree } from "./tree.ts";

/** Runs a program's function and the passes around it; what it makes on the way is held as in a model. */
export function tracing<T>(run: () => T): T {
  const outer = currentScope();
  const result = within(outer === "program" ? "model" : outer, () => enableGrad(run));
  if (outer === "program") eachTensor(result, hold);
  return result;
}

export class Tracked {
  readonly where: string;
  readonly #fresh = new Set<Tensor>();
  readonly #outside = isGradEnabled();

  constructor(where: string) {
    this.where = where;
  }

  /** Stand-ins for the tensors of an argument, with respect to which derivatives can be taken. */
  inputs<T>(tree: T): T {
    return mapTree(tree, (t) => {
      if (!isFloat(t.dtype)) throw funcErrors.integer(this.where, t.dtype);
      const linked = enableGrad(() => record(this.where, t.node, [t], (g) => [g]));
      if (linked.requiresGrad && this.#outside) return linked;
      const leaf = within("library", () => detach(t));
      leaf.requiresGrad = true;
      this.#fresh.add(leaf);
      return leaf;
    });
  }

  /** Results without the history that leads to the stand-ins alone. */
  results<T>(tree: T): T {
    const known = new Map<GradFn, boolean>();
    return mapTree(tree, (t) => {
      if (!t.requiresGrad) return t;
      return this.#outside && this.#reachesOut(t, known) ? t : within("library", () => detach(t));
    });
  }

  /** Whether a gradient would flow to anything but the stand-ins. */
  #reachesOut(t: Tensor, known: Map<GradFn, boolean>): boolean {
    if (!t.gradFn) return t.requiresGrad && !this.#fresh.has(t);
    const stack: GradFn[] = [t.gradFn];
    const seen = new Set<GradFn>(stack);
    const before = known.get(t.gradFn);
    if (before !== undefined) return before;
    let out = false;
    while (stack.length > 0 && !out) {
      const fn = stack.pop() as GradFn;
      for (const { tensor, gradFn, requiresGrad } of fn.inputs) {
        if (!gradFn) out ||= requiresGrad && !this.#fresh.has(tensor);
        else if (!seen.has(gradFn)) {
          seen.add(gradFn);
          stack.push(gradFn);
        }
      }
    }
    known.set(t.gradFn, out);
    return out;
  }
}

/** What a function that has results besides its value gives back. */
export function valueAndAux(where: string, result: unknown, hasAux: boolean): [unknown, unknown] {
  if (!hasAux) return [result, undefined];
  if (!Array.isArray(result) || result.length !== 2) throw funcErrors.aux(where, result);
  return [result[0], result[1]];
}

/** The tensors of a function's value. @throws UsageError `func/output` */
export function outputsOf(where: string, value: unknown): Tensor[] {
  const leaves = leavesOf(value);
  if (leaves.length === 0 || (!isTensor(value) && (typeof value !== "object" || value === null)))
    throw funcErrors.output(where, value);
  return leaves;
}
