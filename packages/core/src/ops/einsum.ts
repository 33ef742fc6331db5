/**
 * Products named by letters. An equation is worked off from the left, two operands at a time: letters
 * wanted later and shared are the batch, shared and not wanted are summed in the contraction.
 */

import { needWhole, needWholes } from "../arguments.ts";
import type { Tensor } from "../autograd/tensor.ts";
import { broadcastError, einsumError, optionError, rankError, sizeError } from "../errors.ts";
import { broadcastShapes } from "../graph/node.ts";
import { shown } from "../shown.ts";
import { castTo, isTensor, needTensor, needTensors } from "./cast.ts";
import { contraction } from "./contraction.ts";
import { diagonal } from "./diagonal.ts";
import { normalizeDim } from "./dims.ts";
import { mul, sub, trueDivide } from "./elementwise.ts";
import { maximum } from "./math.ts";
import { expandTo, permuteTo, reshapeTo, sumAxes } from "./movement.ts";
import { needOptions } from "./options.ts";
import { sum } from "./reduce.ts";
import { norm } from "./statistics.ts";

/** A tensor whose axes have names. */
interface Named {
  readonly x: Tensor;
  readonly labels: readonly string[];
}

/** Splits "ab...c" into letters and the ellipsis, which becomes as many numbered labels as it has axes. */
function labelsOf(equation: string, term: string, ndim: number | null): string[] {
  const dots = term.indexOf("...");
  const letters = term.replace("...", "");
  if (!/^[a-zA-Z]*$/.test(letters)) throw einsumError(equation, `"${term}" is not letters`);
  if (dots < 0) return [...letters];
  const hidden = ndim === null ? -1 : ndim - letters.length;
  const rest = hidden < 0 ? ["..."] : Array.from({ length: hidden }, (_, i) => `.${hidden - i}`);
  return [...letters.slice(0, dots), ...rest, ...letters.slice(dots)];
}

/** A letter that occurs twice in an operand means its diagonal. */
function withoutRepeats({ x, labels }: Named): Named {
  for (let i = 0; i < labels.length; i++) {
    const j = labels.indexOf(labels[i] as string, i + 1);
    if (j < 0) continue;
    if (x.shape[i] !== x.shape[j])
      throw sizeError("einsum", "the operand", j, x.shape[i] as number, x.shape);
    const kept = labels.filter((_, k) => k !== i && k !== j);
    return withoutRepeats({
      x: diagonal(x, { dim1: i, dim2: j }),
      labels: [...kept, labels[i] as string],
    });
  }
  return { x, labels };
}

/** Sums the axes nobody wants any more. */
function summedTo({ x, labels }: Named, wanted: ReadonlySet<string>): Named {
  const gone = labels.flatMap((l, i) => (wanted.has(l) ? [] : [i]));
  return { x: sumAxes(x, gone, false), labels: labels.filter((l) => wanted.has(l)) };
}

/** Axes in the order of `labels`, of size 1 where there is none. */
function spread(a: Named, labels: readonly string[]): Tensor {
  const order = labels.filter((l) => a.labels.includes(l)).map((l) => a.labels.indexOf(l));
  return reshapeTo(
    permuteTo(a.x, order),
    labels.map((l) => (a.labels.includes(l) ? (a.x.shape[a.labels.indexOf(l)] as number) : 1)),
  );
}

/** As `spread`, grown to the sizes. */
function aligned(a: Named, labels: readonly string[], sizes: ReadonlyMap<string, number>): Tensor {
  return expandTo(
    spread(a, labels),
    labels.map((l) => sizes.get(l) as number),
  );
}

function productOf(
  a: Named,
  b: Named,
  wanted: ReadonlySet<string>,
  sizes: ReadonlyMap<string, number>,
): Named {
  const both = a.labels.filter((l) => b.labels.includes(l));
  const batch = both.filter((l) => wanted.has(l));
  const k = both.filter((l) => !wanted.has(l));
  const left = summedTo(a, new Set([...wanted, ...both]));
  const right = summedTo(b, new Set([...wanted, ...both]));
  const m = left.labels.filter((l) => !both.includes(l));
  const n = right.labels.filter((l) => !both.includes(l));
  const labels = [...batch, ...m, ...n];
  if (k.length === 0) {
    // Nothing is summed: a broadcast product.
    return { x: mul(spread(left, labels), spread(right, labels)), labels };
  }
  const x = contraction(
    aligned(left, [...batch, ...m, ...k], sizes),
    aligned(right, [...batch, ...n, ...k], sizes),
    {
      batch: batch.length,
      m: m.length,
      n: n.length,
      k: k.length,
    },
  );
  return { x, labels };
}

/**
 * Sums of products by Einstein's convention: letters name axes; one that the output does not have is summed.
 *
 * @param equation "ij,jk->ik"; without "->" the output has the letters that occur once, sorted; "..." stands
 *   for any further axes, which broadcast
 * @throws UsageError `usage/einsum`
 * @throws ShapeError `shape/broadcast` where a letter has two sizes
 * @example einsum("ij,ij->i", tensor([[1, 2], [3, 4]]), tensor([[1, 1], [1, 1]])) // [3, 7]
 */
export function einsum(equation: string, ...operands: Tensor[]): Tensor {
  if (typeof equation !== "string") throw einsumError(shown(equation), "there is no text");
  const [inputs, output] = equation.replaceAll(" ", "").split("->") as [string, string | undefined];
  const terms = inputs.split(",");
  if (terms.length !== operands.length)
    throw einsumError(
      equation,
      `it names ${terms.length} operands, but ${operands.length} are given`,
    );
  const sizes = new Map<string, number>();
  const named = operands.map((x, i) => {
    needTensor("einsum", `operand ${i}`, x);
    const labels = labelsOf(equation, terms[i] as string, x.ndim);
    if (labels.length !== x.ndim || labels.includes("..."))
      throw einsumError(equation, `"${terms[i]}" does not name the ${x.ndim} axes of operand ${i}`);
    labels.forEach((l, axis) => {
      const n = x.shape[axis] as number;
      const known = sizes.get(l) ?? 1;
      if (known !== n && known !== 1 && n !== 1)
        throw broadcastError("einsum", (operands[0] as Tensor).shape, x.shape, axis - x.ndim);
      sizes.set(l, known === 1 ? n : known);
    });
    // Sums of small integers are made as int32, as everywhere.
    return withoutRepeats({ x: x.dtype === "uint8" ? castTo(x, "int32") : x, labels });
  });
  const all = terms.join("");
  const dotted = [...sizes.keys()]
    .filter((l) => l.startsWith("."))
    .sort((a, b) => Number(b.slice(1)) - Number(a.slice(1)));
  const once = [...new Set(all.replaceAll(".", ""))]
    .filter((l) => all.split(l).length === 2)
    .sort();
  const target =
    output === undefined
      ? [...dotted, ...once]
      : labelsOf(equation, output, null).flatMap((l) => (l === "..." ? dotted : [l]));
  for (const l of target)
    if (!sizes.has(l)) throw einsumError(equation, `the output's "${l}" is in no operand`);
  let result = named[0] as Named;
  for (let i = 1; i < named.length; i++) {
    const wanted = new Set([...target, ...named.slice(i + 1).flatMap((n) => n.labels)]);
    result = productOf(result, named[i] as Named, wanted, sizes);
  }
  result = summedTo(result, new Set(target));
  return aligned(result, target, sizes);
}

/**
 * Sum of products over several axes of both.
 *
 * @param options.dims how many of a's last axes meet b's first ones (default 2), or lists of axes
 * @example tensordot(tensor([1, 2]), tensor([3, 4]), { dims: 1 }) // 11
 */
export function tensordot(
  a: Tensor,
  b: Tensor,
  options: { dims?: number | readonly [readonly number[], readonly number[]] } = {},
): Tensor {
  needOptions("tensordot", options, ["dims"]);
  needTensor("tensordot", "the first", a);
  needTensor("tensordot", "the second", b);
  const { dims = 2 } = options;
  if (typeof dims === "number") needWhole("tensordot", "dims", dims, 0);
  else for (const side of [dims?.[0], dims?.[1]]) needWholes("tensordot", "dims", side);
  const first = (n: number): number[] => Array.from({ length: n }, (_, i) => i);
  const [ka, kb] =
    typeof dims === "number"
      ? [first(dims).map((i) => a.ndim - dims + i), first(dims)]
      : [
          dims[0].map((d) => normalizeDim("tensordot", d, a.ndim)),
          dims[1].map((d) => normalizeDim("tensordot", d, b.ndim)),
        ];
  ka.forEach((axis, i) => {
    const n = a.shape[axis] as number;
    const at = kb[i] as number;
    if (b.shape[at] !== n) throw sizeError("tensordot", "the second", at, n, b.shape);
  });
  const m = first(a.ndim).filter((i) => !ka.includes(i));
  const n = first(b.ndim).filter((i) => !kb.includes(i));
  if (ka.length === 0) return mul(reshapeTo(a, [...a.shape, ...n.map(() => 1)]), b);
  return contraction(permuteTo(a, [...m, ...ka]), permuteTo(b, [...n, ...kb]), {
    batch: 0,
    m: m.length,
    n: n.length,
    k: ka.length,
  });
}

/** Kronecker product: a block `aᵢⱼ·b` for each element of a. @shape a: [m, n], b: [p, q] -> [m·p, n·q] @example kron(tensor([1, 2]), tensor([1, 1])) // [1, 1, 2, 2] */
export function kron(a: Tensor, b: Tensor): Tensor {
  needTensor("kron", "the first", a);
  needTensor("kron", "the second", b);
  const n = Math.max(a.ndim, b.ndim);
  const wide = (x: Tensor): number[] => [...new Array<number>(n - x.ndim).fill(1), ...x.shape];
  const [p, q] = [wide(a), wide(b)];
  const blocks = mul(
    reshapeTo(
      a,
      p.flatMap((k) => [k, 1]),
    ),
    reshapeTo(
      b,
      q.flatMap((k) => [1, k]),
    ),
  );
  return reshapeTo(
    blocks,
    p.map((k, i) => k * (q[i] as number)),
  );
}

/**
 * Coordinates of a grid: each vector spread over the axes of all of them.
 *
 * @shape vectors of n₁, n₂, … -> as many tensors [n₁, n₂, …]
 * @param options.indexing "ij" (default), or "xy" for the first two axes swapped
 * @example meshgrid(tensor([1, 2]), tensor([3]))[0] // [[1], [2]]
 */
export function meshgrid(...args: (Tensor | { indexing?: "ij" | "xy" })[]): Tensor[] {
  const last = args.at(-1);
  const given = last !== undefined && !isTensor(last) ? last : null;
  if (given) needOptions("meshgrid", given, ["indexing"]);
  const indexing = given?.indexing ?? "ij";
  if (indexing !== "ij" && indexing !== "xy")
    throw optionError("meshgrid", "indexing", indexing, '"ij" or "xy"');
  const vectors = (given ? args.slice(0, -1) : args) as Tensor[];
  needTensors("meshgrid", "vectors", vectors);
  for (const v of vectors)
    if (v.ndim > 1) throw rankError("meshgrid", "a vector", "at most 1 axis", v.shape);
  const shape = vectors.map((v) => v.numel());
  const swap = indexing === "xy" && vectors.length > 1;
  return vectors.map((v, i) => {
    const spread = expandTo(
      reshapeTo(
        v,
        shape.map((n, k) => (k === i ? n : 1)),
      ),
      shape,
    );
    return swap ? permuteTo(spread, [1, 0, ...shape.slice(2).map((_, k) => k + 2)]) : spread;
  });
}

function ranked(op: string, x: Tensor): void {
  needTensor(op, "each of the two", x);
  if (x.ndim < 2) throw rankError(op, "each of the two", "at least 2 axes", x.shape);
}

/**
 * Distances between all pairs of rows: `‖aᵢ − bⱼ‖ₚ`.
 *
 * @shape a: [..., m, d], b: [..., n, d] -> [..., m, n]
 * @example cdist(tensor([[0, 0]]), tensor([[3, 4]])) // [[5]]
 */
export function cdist(a: Tensor, b: Tensor, options: { p?: number } = {}): Tensor {
  needOptions("cdist", options, ["p"]);
  ranked("cdist", a);
  ranked("cdist", b);
  const d = a.shape.at(-1) as number;
  if (b.shape.at(-1) !== d) throw sizeError("cdist", "the second", b.ndim - 1, d, b.shape);
  const left = reshapeTo(a, [...a.shape.slice(0, -1), 1, d]);
  const right = reshapeTo(b, [...b.shape.slice(0, -2), 1, ...b.shape.slice(-2)]);
  return norm(sub(left, right), options.p ?? 2, -1);
}

/**
 * Cosine of the angle between vectors along an axis: `a·b / (max(‖a‖, eps)·max(‖b‖, eps))`.
 *
 * @shape a, b: broadcastable -> without `dim`
 * @param options.dim default 1
 * @param options.eps least length, default 1e-8
 * @example cosineSimilarity(tensor([[1, 0]]), tensor([[1, 1]])) // [0.7071]
 */
export function cosineSimilarity(
  a: Tensor,
  b: Tensor,
  options: { dim?: number; eps?: number } = {},
): Tensor {
  needOptions("cosineSimilarity", options, ["dim", "eps"]);
  needTensor("cosineSimilarity", "the first", a);
  needTensor("cosineSimilarity", "the second", b);
  const { dim = 1, eps = 1e-8 } = options;
  const shape = broadcastShapes(a.shape, b.shape);
  if (typeof shape === "number") throw broadcastError("cosineSimilarity", a.shape, b.shape, shape);
  const unit = (x: Tensor): Tensor => {
    const wide = expandTo(x, shape);
    const length = norm(wide, 2, dim, { keepdim: true });
    // The floor changes the value but, as in PyTorch, not the gradient.
    const lift = sub(maximum(length.detach(), eps), length.detach());
    return trueDivide(wide, length.add(lift));
  };
  return sum(mul(unit(a), unit(b)), dim);
}
