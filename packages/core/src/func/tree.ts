/** Arguments and results that hold tensors: a tensor, a list, or an object by name, inside each other. */
import type { Tensor } from "../autograd/tensor.ts";
import { funcErrors } from "../errors.ts";
import { isTensor } from "../ops/cast.ts";

export type Tree = unknown;

const isPlain = (x: unknown): x is Readonly<Record<string, unknown>> =>
  typeof x === "object" && x !== null && Object.getPrototypeOf(x) === Object.prototype;

/** The same structure with every tensor replaced; what is no tensor stays. */
export function mapTree<T>(tree: T, fn: (t: Tensor) => unknown): T {
  if (isTensor(tree)) return fn(tree) as T;
  if (Array.isArray(tree)) return tree.map((item) => mapTree(item, fn)) as T;
  if (isPlain(tree))
    return Object.fromEntries(Object.entries(tree).map(([k, v]) => [k, mapTree(v, fn)])) as T;
  return tree;
}

/** Its tensors in order. */
export function leavesOf(tree: Tree): Tensor[] {
  const found: Tensor[] = [];
  mapTree(tree, (t) => found.push(t));
  return found;
}

/** The same structure with its tensors replaced by those of a list, in order. */
export function withLeaves<T>(tree: T, leaves: readonly unknown[]): T {
  let next = 0;
  return mapTree(tree, () => leaves[next++]);
}

/** Refuses a structure without a tensor. @throws UsageError `func/no-tensor` */
export function needLeaves(where: string, what: string, tree: Tree): Tensor[] {
  const leaves = leavesOf(tree);
  if (leaves.length === 0) throw funcErrors.noTensor(where, what, tree);
  return leaves;
}
