/** Functions of pairs of vectors, and sums of embeddings. */
import {
  cdist,
  einsum,
  embeddingLookup,
  needOptions,
  needTensor,
  norm,
  type Tensor,
  tensor,
  triuIndices,
  where,
} from "@gradus/core";
import { argumentShapeError, inputRankError, layerOptionError } from "../errors.ts";

/** `yₒ = x1·Wₒ·x2 + bₒ`. @shape x1: [..., i], x2: [..., j], weight: [o, i, j] -> [..., o] @example bilinear(tensor([1, 2]), tensor([3]), tensor([[[1], [1]]])) // [9] */
export function bilinear(
  x1: Tensor,
  x2: Tensor,
  weight: Tensor,
  bias: Tensor | null = null,
): Tensor {
  needTensor("bilinear", "the first input", x1);
  needTensor("bilinear", "the second input", x2);
  needTensor("bilinear", "the weight", weight);
  if (weight.ndim !== 3)
    throw argumentShapeError(
      "bilinear",
      "weight",
      [1, x1.shape.at(-1) ?? 1, x2.shape.at(-1) ?? 1],
      weight.shape,
    );
  const y = einsum("...i,oij,...j->...o", x1, weight, x2);
  if (bias === null) return y;
  needTensor("bilinear", "the bias", bias);
  return y.add(bias);
}

/** The distance of pairs of vectors: `‖a − b + eps‖ₚ`. @shape a, b: [..., D] -> [...] @example pairwiseDistance(tensor([[0, 0]]), tensor([[3, 4]])) // [5] */
export function pairwiseDistance(
  a: Tensor,
  b: Tensor,
  options: { p?: number; eps?: number; keepdim?: boolean } = {},
): Tensor {
  needOptions("pairwiseDistance", options, ["p", "eps", "keepdim"]);
  needTensor("pairwiseDistance", "the first", a);
  needTensor("pairwiseDistance", "the second", b);
  const { p = 2, eps = 1e-6, keepdim = false } = options;
  return norm(a.sub(b).add(eps), p, -1, { keepdim });
}

/** Distances of every two rows, each pair once. @shape x: [n, D] -> [n·(n − 1)/2] @example pdist(tensor([[0, 0], [3, 4], [0, 0]])) // [5, 0, 5] */
export function pdist(x: Tensor, options: { p?: number } = {}): Tensor {
  needOptions("pdist", options, ["p"]);
  needTensor("pdist", "the input", x);
  if (x.ndim !== 2) throw inputRankError("pdist", "[n, D]", x.shape);
  const n = x.shape[0] as number;
  const [rows, columns] = triuIndices(n, n, 1).unbind(0) as [Tensor, Tensor];
  const all = cdist(x, x, { p: options.p ?? 2 });
  return all.reshape([n * n]).take(rows.mul(n).add(columns));
}

export interface EmbeddingBagOptions {
  /** What becomes of the rows of a bag; default "mean". */
  readonly mode?: "sum" | "mean" | "max";
  /** A factor for each index; only with "sum". */
  readonly perSampleWeights?: Tensor | null;
  /** A row that counts in no bag and gets no gradient. */
  readonly paddingIdx?: number | null;
}

/**
 * Rows of a table by index, joined bag by bag.
 *
 * @shape input: int [N, L], weight: [V, D] -> [N, D]; or input: int [n], offsets: where each bag begins -> [bags, D]
 * @throws IndexError for an index outside of the table
 * @remarks An empty bag gives zeros. `offsets` is read at once.
 * @example embeddingBag(tensor([[0, 1]], { dtype: "int32" }), tensor([[1, 2], [3, 4]])) // [[2, 3]]
 */
export function embeddingBag(
  input: Tensor,
  weight: Tensor,
  offsets: readonly number[] | null = null,
  options: EmbeddingBagOptions = {},
): Tensor {
  needOptions("embeddingBag", options, ["mode", "perSampleWeights", "paddingIdx"]);
  needTensor("embeddingBag", "the input", input);
  needTensor("embeddingBag", "the weight", weight);
  const { mode = "mean", perSampleWeights = null, paddingIdx = null } = options;
  if (mode !== "sum" && mode !== "mean" && mode !== "max")
    throw layerOptionError("embeddingBag", "mode", mode, '"sum", "mean" or "max"');
  if (perSampleWeights !== null && mode !== "sum")
    throw layerOptionError(
      "embeddingBag",
      "perSampleWeights",
      "given",
      'left out, or the mode "sum"',
    );
  const bags = bagsOf(input, offsets);
  const count = bags.length;
  const longest = Math.max(1, ...bags.map(([from, to]) => to - from));
  const flat = input.reshape([-1]);
  // Every bag as a row of the longest's length; places beyond a bag's end do not count.
  const places = new Int32Array(count * longest);
  const inBag = new Uint8Array(count * longest);
  bags.forEach(([from, to], i) => {
    for (let k = 0; k < to - from; k++) {
      places[i * longest + k] = from + k;
      inBag[i * longest + k] = 1;
    }
  });
  if (flat.numel() === 0)
    return weight
      .narrow(0, 0, 0)
      .sum(0, { keepdim: true })
      .expand([count, weight.shape[1] as number]);
  const at = tensor(places, { shape: [count, longest] });
  const ids = flat.take(at);
  let counted = tensor(inBag, { shape: [count, longest] }).bool();
  if (paddingIdx !== null) {
    const row = paddingIdx < 0 ? paddingIdx + (weight.shape[0] as number) : paddingIdx;
    counted = counted.logicalAnd(ids.ne(row));
  }
  const rows = embeddingLookup(weight, ids);
  const factor = counted.unsqueeze(2);
  if (mode === "max") {
    const best = where(factor, rows, Number.NEGATIVE_INFINITY).max(1).values;
    return where(counted.any(1, { keepdim: true }), best, 0);
  }
  let kept = where(factor, rows, 0);
  if (perSampleWeights !== null) {
    needTensor("embeddingBag", "the weights of samples", perSampleWeights);
    if (perSampleWeights.shape.join() !== input.shape.join())
      throw argumentShapeError(
        "embeddingBag",
        "perSampleWeights",
        input.shape,
        perSampleWeights.shape,
      );
    kept = kept.mul(perSampleWeights.reshape([-1]).take(at).unsqueeze(2));
  }
  const total = kept.sum(1);
  if (mode === "sum") return total;
  return total.div(counted.to(weight.dtype).sum(1, { keepdim: true }).clamp(1));
}

/** Where each bag begins and ends in the flat input. */
function bagsOf(input: Tensor, offsets: readonly number[] | null): [number, number][] {
  if (input.ndim === 2) {
    if (offsets !== null)
      throw layerOptionError("embeddingBag", "offsets", offsets, "left out for an input of 2 axes");
    const [n, length] = input.shape as [number, number];
    return Array.from({ length: n }, (_, i) => [i * length, (i + 1) * length]);
  }
  if (input.ndim !== 1) throw inputRankError("embeddingBag", "[n] or [N, L]", input.shape);
  const n = input.numel();
  const good =
    Array.isArray(offsets) &&
    offsets[0] === 0 &&
    offsets.every((o, i) => Number.isInteger(o) && o >= (offsets[i - 1] ?? 0) && o <= n);
  if (!good)
    throw layerOptionError(
      "embeddingBag",
      "offsets",
      offsets,
      `rising whole numbers from 0 to ${n}, the first 0`,
    );
  return offsets.map((from, i) => [from, offsets[i + 1] ?? n]);
}
