/** A function of one example made a function of a batch. */
import { needFunction, needWhole } from "../arguments.ts";
import type { Tensor } from "../autograd/tensor.ts";
import { funcErrors, optionError } from "../errors.ts";
import { isTensor } from "../ops/cast.ts";
import { normalizeDim } from "../ops/dims.ts";
import { needOptions } from "../ops/options.ts";
import { defaultGenerator } from "../ops/random.ts";
import { select, stack } from "../ops/shape-ops.ts";
import { leavesOf, mapTree, withLeaves } from "./tree.ts";

/** The axis of the batch, null for what is the same for all; a list or an object where arguments have parts. */
export type Dims = number | null | readonly Dims[] | { readonly [name: string]: Dims };

export interface VmapOptions {
  /** The axis of the batch in each argument; default 0 in all. */
  readonly inDims?: Dims;
  /** Where the axis of the batch goes in each result; default 0. */
  readonly outDims?: Dims;
  /** Whether random numbers are refused, the same for all examples, or others for each; default "error". */
  readonly randomness?: "error" | "same" | "different";
  /** How many examples are computed together; the results do not depend on it. */
  readonly chunkSize?: number | null;
}

/** The axis for each tensor of a structure; one number stands for all below it. */
function dimsOf(option: string, dims: Dims | undefined, tree: unknown): (number | null)[] {
  if (isTensor(tree)) {
    if (dims !== null && !Number.isInteger(dims))
      throw optionError("func.vmap", option, dims, "a whole number or null for each tensor");
    return [dims as number | null];
  }
  const parts = Array.isArray(tree)
    ? tree.map((part, i) => [part, i] as const)
    : typeof tree === "object" && tree !== null
      ? Object.entries(tree).map(([name, part]) => [part, name] as const)
      : [];
  const spread = dims === null || typeof dims === "number";
  if (
    !spread &&
    (typeof dims !== "object" || (Array.isArray(dims) && dims.length !== parts.length))
  )
    throw optionError("func.vmap", option, dims, `as many as there are parts, ${parts.length}`);
  return parts.flatMap(([part, at]) =>
    dimsOf(option, spread ? dims : (dims as Record<string | number, Dims>)[at], part),
  );
}

/**
 * The function that applies `fn` to each example of a batch: `y[i] = fn(x[i])`.
 *
 * @param options.inDims the axis of the batch in each argument, null for arguments that all examples share; default 0
 * @param options.outDims where the axis of the batch goes in the results; default 0
 * @param options.randomness random numbers in `fn` are refused ("error", default), the "same" or "different" for each
 * @param options.chunkSize how many examples are computed together; the results do not depend on it
 * @shape x: [B, ...] -> [B, ...]
 * @throws UsageError `func/batch` where the batches of the arguments differ or there is none
 * @remarks `fn` is called once for each example and the results are stacked: the values, and gradients through them, are
 *   PyTorch's; the time is that of a loop, so write the batch into the operators where it counts.
 * @example func.vmap((a, b) => a.dot(b), { inDims: [0, null] })(tensor([[1, 2], [3, 4]]), tensor([1, 10])) // [21, 43]
 * @source PyTorch, torch.func.vmap
 */
export function vmap<A extends readonly unknown[], R>(
  fn: (...args: A) => R,
  options: VmapOptions = {},
): (...args: A) => R {
  const where = "func.vmap";
  needFunction(where, "fn", fn);
  needOptions(where, options, ["inDims", "outDims", "randomness", "chunkSize"]);
  const { inDims = 0, outDims = 0, randomness = "error", chunkSize = null } = options;
  if (!["error", "same", "different"].includes(randomness))
    throw optionError(where, "randomness", randomness, '"error", "same" or "different"');
  if (chunkSize !== null) needWhole(where, "chunkSize", chunkSize, 1);
  return (...args) => {
    const tensors = leavesOf(args);
    const given = dimsOf("inDims", inDims, args);
    const axes = tensors.map((t, k) => {
      const dim = given[k] as number | null;
      return dim === null ? null : normalizeDim(where, dim, t.ndim);
    });
    const sizes = tensors.flatMap((t, k) => {
      const axis = axes[k];
      return axis === null ? [] : [t.shape[axis as number] as number];
    });
    const batch = sizes[0];
    if (batch === undefined || batch === 0 || sizes.some((n) => n !== batch))
      throw funcErrors.batch(where, sizes);
    const start = defaultGenerator.getState();
    const results = Array.from({ length: batch }, (_, i) => {
      if (randomness === "same") defaultGenerator.setState(start);
      const example = tensors.map((t, k) => {
        const axis = axes[k];
        return axis === null ? t : select(t, axis as number, i);
      });
      const result = fn(...withLeaves(args, example));
      if (randomness === "error" && defaultGenerator.getState().offset !== start.offset)
        throw funcErrors.random(where);
      return result;
    });
    return stacked(results, outDims);
  };
}

/** The results of all examples as one, tensor by tensor. */
function stacked<R>(results: readonly R[], outDims: Dims): R {
  const all = results.map(leavesOf);
  const [first] = all as [Tensor[]];
  if (first.length === 0) throw funcErrors.output("func.vmap", results[0]);
  const dims = dimsOf("outDims", outDims, results[0]);
  let next = 0;
  return mapTree(results[0] as R, () => {
    const k = next++;
    const dim = dims[k];
    if (dim === null) return first[k] as Tensor;
    return stack(
      all.map((leaves) => leaves[k] as Tensor),
      dim,
    );
  });
}
