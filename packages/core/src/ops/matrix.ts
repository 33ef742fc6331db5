/** Products: everything here is one contraction of two views. */

import { needWhole } from "../arguments.ts";
import type { Tensor } from "../autograd/tensor.ts";
import { isFloat } from "../dtype.ts";
import { dtypeError, matmulShapeError, optionError, rankError, sizeError } from "../errors.ts";
import { broadcastShapes } from "../graph/node.ts";
import { readNode } from "../runtime/realize.ts";
import { sizeOf } from "../shape.ts";
import { asTensor, castTo, needTensor } from "./cast.ts";
import { eq, ge, where } from "./compare.ts";
import { contraction, span } from "./contraction.ts";
import { arange } from "./create.ts";
import { add, mul } from "./elementwise.ts";
import { checkedIndex } from "./index-check.ts";
import { expandTo, permuteTo, reshapeTo } from "./movement.ts";
import { needOptions } from "./options.ts";
import { broadcast } from "./primitive.ts";
import { sum } from "./reduce.ts";
import { amax } from "./statistics.ts";

/**
 * Matrix product with PyTorch's rules: vectors, matrices, and batches of them, which broadcast.
 *
 * @shape a: [..., m, k], b: [..., k, n] -> [..., m, n]
 * @throws ShapeError `shape/matmul`
 * @example matmul(tensor([[1, 2]]), tensor([[3], [4]])) // [[11]]
 */
export function matmul(a: Tensor, b: Tensor): Tensor {
  needTensor("matmul", "the first", a);
  needTensor("matmul", "the second", b);
  if (a.ndim === 0 || b.ndim === 0)
    throw rankError("matmul", a.ndim === 0 ? "the first" : "the second", "at least 1 axis", []);
  if (a.dtype !== b.dtype)
    throw dtypeError("matmul", "the second", b.dtype, `${a.dtype}, as the first`);
  const [x, y] = [a, b];
  const ka = x.shape[x.ndim - 1] as number;
  const kb = y.shape[y.ndim === 1 ? 0 : y.ndim - 2] as number;
  if (ka !== kb) throw matmulShapeError("matmul", a.shape, b.shape, ka, kb);
  if (y.ndim === 1) return contraction(x, y, { batch: 0, m: x.ndim - 1, n: 0, k: 1 });
  if (y.ndim === 2)
    return contraction(x, permuteTo(y, [1, 0]), { batch: 0, m: x.ndim - 1, n: 1, k: 1 });
  const swapped = permuteTo(y, [...span(0, y.ndim - 2), y.ndim - 1, y.ndim - 2]);
  const lead = y.shape.slice(0, -2);
  if (x.ndim === 1) {
    const wide = expandTo(x, [...lead, ka]);
    return contraction(wide, swapped, { batch: lead.length, m: 0, n: 1, k: 1 });
  }
  const batch = broadcastShapes(x.shape.slice(0, -2), lead);
  if (typeof batch === "number") {
    broadcast("matmul", x.shape.slice(0, -2), lead);
    return x;
  }
  return contraction(
    expandTo(x, [...batch, ...x.shape.slice(-2)]),
    expandTo(swapped, [...batch, ...swapped.shape.slice(-2)]),
    { batch: batch.length, m: 1, n: 1, k: 1 },
  );
}

function ranked(op: string, rank: number, ...xs: Tensor[]): void {
  xs.forEach((x, i) => {
    needTensor(op, `tensor ${i}`, x);
    if (x.ndim !== rank) throw rankError(op, `tensor ${i}`, `${rank} axes`, x.shape);
  });
}
/** Product of two matrices. @shape a: [m, k], b: [k, n] -> [m, n] @example mm(tensor([[2]]), tensor([[3]])) // [[6]] */
export const mm = (a: Tensor, b: Tensor): Tensor => {
  ranked("mm", 2, a, b);
  return matmul(a, b);
};
/** Products of batches of matrices. @shape a: [b, m, k], b: [b, k, n] -> [b, m, n] @example bmm(tensor([[[2]]]), tensor([[[3]]])) // [[[6]]] */
export const bmm = (a: Tensor, b: Tensor): Tensor => {
  ranked("bmm", 3, a, b);
  return matmul(a, b);
};
/** Matrix times vector. @shape a: [m, k], b: [k] -> [m] @example mv(tensor([[2]]), tensor([3])) // [6] */
export const mv = (a: Tensor, b: Tensor): Tensor => {
  ranked("mv", 2, a);
  ranked("mv", 1, b);
  return matmul(a, b);
};
/** `Σ aᵢbᵢ`. @shape a, b: [n] -> [] @example dot(tensor([1, 2]), tensor([3, 4])) // 11 */
export const dot = (a: Tensor, b: Tensor): Tensor => {
  ranked("dot", 1, a, b);
  return matmul(a, b);
};
/** `yᵢⱼ = aᵢbⱼ`. @shape a: [m], b: [n] -> [m, n] @example outer(tensor([1, 2]), tensor([3])) // [[3], [6]] */
export const outer = (a: Tensor, b: Tensor): Tensor => {
  ranked("outer", 1, a, b);
  return mul(reshapeTo(a, [a.numel(), 1]), b);
};
/** `beta·b + y`; with beta 0, b does not matter even where it is NaN. */
function plusScaled(b: Tensor, beta: number, y: Tensor): Tensor {
  return beta === 0 ? y : add(mul(b, beta), y);
}
/** `beta·b + alpha·x·w`. @shape b: broadcastable to [m, n] @example addmm(tensor([1]), tensor([[2]]), tensor([[3]])) // [[7]] */
export const addmm = (
  b: Tensor,
  x: Tensor,
  w: Tensor,
  o: { beta?: number; alpha?: number } = {},
): Tensor => {
  needOptions("addmm", o, ["beta", "alpha"]);
  return plusScaled(b, o.beta ?? 1, mul(mm(x, w), o.alpha ?? 1));
};
/** `beta·b + alpha·x·w` of batches. @shape b: broadcastable to [b, m, n] @example baddbmm(tensor([1]), tensor([[[2]]]), tensor([[[3]]])) // [[[7]]] */
export const baddbmm = (
  b: Tensor,
  x: Tensor,
  w: Tensor,
  o: { beta?: number; alpha?: number } = {},
): Tensor => {
  needOptions("baddbmm", o, ["beta", "alpha"]);
  return plusScaled(b, o.beta ?? 1, mul(bmm(x, w), o.alpha ?? 1));
};

/** `beta·b + alpha·m·v`. @shape b: broadcastable to [n], m: [n, k], v: [k] @example addmv(tensor([1]), tensor([[2]]), tensor([3])) // [7] */
export function addmv(
  b: Tensor,
  m: Tensor,
  v: Tensor,
  o: { beta?: number; alpha?: number } = {},
): Tensor {
  needOptions("addmv", o, ["beta", "alpha"]);
  return plusScaled(b, o.beta ?? 1, mul(mv(m, v), o.alpha ?? 1));
}
/** `beta·b + alpha·v⊗w`. @shape b: broadcastable to [m, n], v: [m], w: [n] @example addr(tensor([[1]]), tensor([2]), tensor([3])) // [[7]] */
export function addr(
  b: Tensor,
  v: Tensor,
  w: Tensor,
  o: { beta?: number; alpha?: number } = {},
): Tensor {
  needOptions("addr", o, ["beta", "alpha"]);
  return plusScaled(b, o.beta ?? 1, mul(outer(v, w), o.alpha ?? 1));
}
/** `beta·b + alpha·Σᵢ xᵢ·wᵢ`. @shape b: broadcastable to [m, n], x: [k, m, j], w: [k, j, n] @example addbmm(tensor([1]), tensor([[[2]]]), tensor([[[3]]])) // [[7]] */
export function addbmm(
  b: Tensor,
  x: Tensor,
  w: Tensor,
  o: { beta?: number; alpha?: number } = {},
): Tensor {
  needOptions("addbmm", o, ["beta", "alpha"]);
  return plusScaled(b, o.beta ?? 1, mul(sum(bmm(x, w), 0), o.alpha ?? 1));
}
/** Sums of products along the last axes of both. @shape a: [..., n], b: [..., n] -> [..., ...] @example inner(tensor([1, 2]), tensor([3, 4])) // 11 */
export function inner(a: Tensor, b: Tensor): Tensor {
  needTensor("inner", "the first", a);
  needTensor("inner", "the second", b);
  if (a.ndim === 0 || b.ndim === 0) return mul(a, b);
  const n = a.shape.at(-1) as number;
  if (b.shape.at(-1) !== n) throw sizeError("inner", "the second", b.ndim - 1, n, b.shape);
  const rows = (x: Tensor): Tensor =>
    reshapeTo(x, [n === 0 ? sizeOf(x.shape.slice(0, -1)) : x.numel() / n, n]);
  const y = matmul(rows(a), permuteTo(rows(b), [1, 0]));
  return reshapeTo(y, [...a.shape.slice(0, -1), ...b.shape.slice(0, -1)]);
}
/** As `dot`, which differs for complex numbers only. @shape a, b: [n] -> [] @example vdot(tensor([1, 2]), tensor([3, 4])) // 11 */
export const vdot: typeof dot = dot;

function triangle(x: Tensor, diagonal: number, lower: boolean): Tensor {
  const op = lower ? "tril" : "triu";
  needTensor(op, "the input", x);
  needWhole(op, "diagonal", diagonal);
  if (x.ndim < 2) throw rankError(op, "the input", "at least 2 axes", x.shape);
  const rows = reshapeTo(arange(x.shape[x.ndim - 2] as number), [x.shape[x.ndim - 2] as number, 1]);
  const columns = arange(x.shape[x.ndim - 1] as number);
  const keep = lower ? ge(add(rows, diagonal), columns) : ge(columns, add(rows, diagonal));
  return where(keep, x, asTensor(0, x.dtype));
}
/** The part on and below a diagonal. @shape x: [..., m, n] @example tril(tensor([[1, 2], [3, 4]])) // [[1, 0], [3, 4]] */
export const tril = (x: Tensor, diagonal = 0): Tensor => triangle(x, diagonal, true);
/** The part on and above a diagonal. @shape x: [..., m, n] @example triu(tensor([[1, 2], [3, 4]])) // [[1, 2], [0, 4]] */
export const triu = (x: Tensor, diagonal = 0): Tensor => triangle(x, diagonal, false);

/**
 * Integers as rows with a single 1. @remarks `numClasses` −1 reads the largest value now.
 *
 * @shape x: int [...] -> int32 [..., numClasses]
 * @throws IndexError for a value that is no class
 * @example oneHot(tensor([1], { dtype: "int32" }), 2) // [[0, 1]]
 */
export function oneHot(x: Tensor, numClasses = -1): Tensor {
  needTensor("oneHot", "the input", x);
  if (isFloat(x.dtype)) throw dtypeError("oneHot", "the input", x.dtype, "int32 or uint8");
  if (!Number.isInteger(numClasses) || numClasses < -1 || numClasses === 0)
    throw optionError("oneHot", "numClasses", numClasses, "a whole number from 1, or -1");
  const most = (): number => (x.numel() > 0 ? readNode(amax(x).node)[0] : -1);
  const classes = numClasses === -1 ? most() + 1 : numClasses;
  const labels = checkedIndex("oneHot", x, classes, { what: "label" });
  return castTo(eq(reshapeTo(labels, [...x.shape, 1]), arange(classes)), "int32");
}
