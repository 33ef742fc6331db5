/**
 * Linear algebra on the last two axes, batched. Factorisations run as functions of the host; their
 * gradients are made of products, so they can be differentiated again.
 */
import { needWholes } from "../arguments.ts";
import { noGrad, record, recordMany } from "../autograd/tape.ts";
import type { Tensor } from "../autograd/tensor.ts";
import { isFloat } from "../dtype.ts";
import { dtypeError, optionError, rankError, sizeError } from "../errors.ts";
import * as graph from "../graph/node.ts";
import { needTensor } from "./cast.ts";
import { eq, gt, logicalAnd, where } from "./compare.ts";
import { eye } from "./create.ts";
import { normalizeDim } from "./dims.ts";
import { add, mul, neg, sub, trueDivide } from "./elementwise.ts";
import {
  choleskyOf,
  cofactorsOf,
  determinantOf,
  eighOf,
  inverseOf,
  qrOf,
  slogdetOf,
  solveOf,
  svdOf,
} from "./linalg-host.ts";
import { abs } from "./math.ts";
import { matmul, tril } from "./matrix.ts";
import { catAxis, permuteTo, reshapeTo, shrinkTo } from "./movement.ts";
import { needOptions } from "./options.ts";
import { type Dim, sum } from "./reduce.ts";
import { amax, amin, type KeepOptions, norm as vectorNorm } from "./statistics.ts";

type Host = ReturnType<typeof inverseOf>;

export const call = (run: Host, inputs: readonly Tensor[], shape: readonly number[]): graph.Node =>
  graph.host(
    run.name,
    run,
    inputs.map((x) => x.node),
    shape,
    (inputs[0] as Tensor).dtype,
  );

/** Checks for matrices of floats; with `square` for as many rows as columns. */
export function matrices(
  op: string,
  a: Tensor,
  square: boolean,
): { m: number; n: number; batch: number[] } {
  needTensor(op, "the matrix", a);
  if (a.ndim < 2) throw rankError(op, "the matrix", "at least 2 axes", a.shape);
  if (!isFloat(a.dtype)) throw dtypeError(op, "the matrix", a.dtype, "a float");
  const [m, n] = a.shape.slice(-2) as [number, number];
  if (square && m !== n) throw sizeError(op, "a square matrix", a.ndim - 1, m, a.shape);
  return { m, n, batch: a.shape.slice(0, -2) };
}

export const transposed = (a: Tensor): Tensor => {
  const n = a.ndim;
  return permuteTo(a, [...a.shape.map((_, i) => i).slice(0, -2), n - 1, n - 2]);
};
const T = transposed;

/** Places lo to hi of the last axis. */
const lastAxis = (x: Tensor, lo: number, hi: number): Tensor =>
  shrinkTo(
    x,
    x.shape.flatMap((n, i) => (i === x.ndim - 1 ? [lo, hi] : [0, n])),
  );

/** A vector along the last axis as a row of a matrix, for products with its columns. */
const asRow = (v: Tensor): Tensor =>
  reshapeTo(v, [...v.shape.slice(0, -1), 1, v.shape.at(-1) as number]);
export const asColumn = (v: Tensor): Tensor => reshapeTo(v, [...v.shape, 1]);

/** A number for each matrix, to multiply it with. */
const perMatrix = (v: Tensor): Tensor => reshapeTo(v, [...v.shape, 1, 1]);

/**
 * Inverse of square matrices: `A·A⁻¹ = I`.
 *
 * @shape a: [..., n, n] -> [..., n, n]
 * @throws DataError `data/linalg` at the time of computing, for a singular matrix
 * @example linalg.inv(tensor([[2, 0], [0, 4]])) // [[0.5, 0], [0, 0.25]]
 */
export function inv(a: Tensor): Tensor {
  const { n } = matrices("linalg.inv", a, true);
  const out: Tensor = record("inv", call(inverseOf(n), [a], a.shape), [a], (g) => {
    const t = T(out);
    return [neg(matmul(matmul(t, g), t))];
  });
  return out;
}

/**
 * Determinant of square matrices.
 *
 * @shape a: [..., n, n] -> [...]
 * @remarks The gradient is the matrix of cofactors, at a singular matrix too (where PyTorch's first gradient is 0).
 * @example linalg.det(tensor([[1, 2], [3, 4]])) // -2
 */
export function det(a: Tensor): Tensor {
  const { n, batch } = matrices("linalg.det", a, true);
  return record("det", call(determinantOf(n), [a], batch), [a], (g) => [
    mul(perMatrix(g), cofactors(a)),
  ]);
}

/** The cofactors of square matrices, `det(A)·A⁻ᵀ`; they exist without the inverse, their own gradient does not. */
function cofactors(a: Tensor): Tensor {
  const n = a.shape.at(-1) as number;
  return record("cofactors", call(cofactorsOf(n), [a], a.shape), [a], (g) => {
    const b = T(inv(a));
    const whole = mul(perMatrix(sum(mul(g, b), [-2, -1])), b);
    return [mul(perMatrix(det(a)), sub(whole, matmul(matmul(b, T(g)), b)))];
  });
}

/**
 * Sign and logarithm of the absolute determinant, which do not overflow.
 *
 * @shape a: [..., n, n] -> { sign, logabsdet } [...]
 * @example linalg.slogdet(tensor([[1, 2], [3, 4]])).logabsdet // 0.6931
 */
export function slogdet(a: Tensor): { sign: Tensor; logabsdet: Tensor } {
  const { n, batch } = matrices("linalg.slogdet", a, true);
  const node = call(slogdetOf(n), [a], [...batch, 2]);
  const part = (i: number): graph.Node =>
    graph.reshape(graph.shrink(node, [...batch.flatMap((k) => [0, k]), i, i + 1]), batch);
  const [sign, logabsdet] = recordMany("slogdet", [part(0), part(1)], [a], (gs) => [
    mul(perMatrix(gs[1] as Tensor), T(inv(a))),
  ]) as [Tensor, Tensor];
  return { sign, logabsdet };
}

/** The lower triangle with half of the diagonal. */
const halved = (x: Tensor): Tensor => {
  const n = x.shape.at(-1) as number;
  return mul(tril(x), sub(1, mul(eye(n, { dtype: x.dtype }), 0.5)));
};

/**
 * The lower triangular L with `A = L·Lᵀ` of symmetric positive definite matrices.
 *
 * @param options.upper give the upper `Lᵀ`; default false
 * @shape a: [..., n, n] -> [..., n, n]
 * @throws DataError `data/linalg` at the time of computing, for a matrix that is not positive definite
 * @source Murray 2016, arXiv:1602.07527, eq. 9
 * @example linalg.cholesky(tensor([[4, 2], [2, 5]])) // [[2, 0], [1, 2]]
 */
export function cholesky(a: Tensor, options: { upper?: boolean } = {}): Tensor {
  needOptions("linalg.cholesky", options, ["upper"]);
  if (options.upper) return T(cholesky(T(a)));
  const { n } = matrices("linalg.cholesky", a, true);
  const out: Tensor = record("cholesky", call(choleskyOf(n), [a], a.shape), [a], (g) => {
    const back = inv(out);
    const inner = matmul(matmul(T(back), halved(matmul(T(out), g))), back);
    return [mul(add(inner, T(inner)), 0.5)];
  });
  return out;
}

/** Cuts a packed result [..., total] into matrices or vectors. */
export function cutPacked(
  node: graph.Node,
  batch: readonly number[],
  shapes: readonly (readonly number[])[],
): graph.Node[] {
  let start = 0;
  return shapes.map((shape) => {
    const size = shape.reduce((p, n) => p * n, 1);
    const part = graph.shrink(node, [...batch.flatMap((k) => [0, k]), start, start + size]);
    start += size;
    return graph.reshape(part, [...batch, ...shape]);
  });
}

/**
 * Orthonormal Q and upper triangular R with `A = Q·R` (reduced).
 *
 * @shape a: [..., m, n] -> { Q: [..., m, k], R: [..., k, n] }, k = min(m, n)
 * @source Walter et al. 2010, "Algorithmic differentiation of linear algebra functions"
 * @example linalg.qr(tensor([[3, 0], [4, 5]])).R.abs() // [[5, 4], [0, 3]]
 */
export function qr(a: Tensor): { Q: Tensor; R: Tensor } {
  const { m, n, batch } = matrices("linalg.qr", a, false);
  if (m < n) {
    // The rest of a wide matrix is expressed in the basis of its first square.
    const columns = (lo: number, hi: number): Tensor => lastAxis(a, lo, hi);
    const { Q, R } = qr(columns(0, m));
    return { Q, R: catAxis([R, matmul(T(Q), columns(m, n))], a.ndim - 1) };
  }
  const node = call(qrOf(m, n), [a], [...batch, m * n + n * n]);
  const nodes = cutPacked(node, batch, [
    [m, n],
    [n, n],
  ]);
  const [Q, R] = recordMany("qr", nodes, [a], ([gQ, gR]) => {
    const M = sub(matmul(R, T(gR as Tensor)), matmul(T(gQ as Tensor), Q));
    const low = tril(M, -1);
    const symmetric = add(add(low, T(low)), mul(M, eye(n, { dtype: a.dtype })));
    return [matmul(add(gQ as Tensor, matmul(Q, symmetric)), T(inv(R)))];
  }) as [Tensor, Tensor];
  return { Q, R };
}

/** 1 everywhere but on the diagonal, where it is 0. */
const offDiagonal = (n: number, like: Tensor): Tensor => sub(1, eye(n, { dtype: like.dtype }));

/** `x / (vⱼ − vᵢ)` off the diagonal, 0 on it. */
function overDifferences(x: Tensor, v: Tensor): Tensor {
  const gap = sub(asRow(v), asColumn(v));
  const off = offDiagonal(v.shape.at(-1) as number, x);
  return mul(partOf(x, add(gap, sub(1, off))), off);
}

/** `x / y`, but 0 where x is 0: what has no gradient needs none of a quotient that does not exist. */
function partOf(x: Tensor, y: Tensor): Tensor {
  const none = logicalAnd(eq(x, 0), eq(y, 0));
  return where(none, 0, trueDivide(x, where(none, 1, y)));
}

export interface SvdResult {
  readonly U: Tensor;
  readonly S: Tensor;
  readonly Vh: Tensor;
}

/**
 * Singular values in descending order with their vectors: `A = U·diag(S)·Vh`.
 *
 * @shape a: [..., m, n] -> { U: [..., m, m], S: [..., k], Vh: [..., n, n] }, or [..., m, k] and [..., k, n]
 *   with fullMatrices false
 * @remarks The gradient does not exist where two singular values are equal. The columns that only
 *   `fullMatrices` adds have none.
 * @example linalg.svd(tensor([[3, 0], [0, 4]])).S // [4, 3]
 */
export function svd(a: Tensor, options: { fullMatrices?: boolean } = {}): SvdResult {
  needOptions("linalg.svd", options, ["fullMatrices"]);
  const { m, n, batch } = matrices("linalg.svd", a, false);
  const k = Math.min(m, n);
  const node = call(svdOf(m, n), [a], [...batch, k * (m + 1 + n)]);
  const nodes = cutPacked(node, batch, [[m, k], [k], [k, n]]);
  const [U, S, Vh] = recordMany("svd", nodes, [a], ([gU, gS, gVh]) => [
    svdGradient({ U, S, Vh }, gU as Tensor, gS as Tensor, gVh as Tensor, m, n),
  ]) as [Tensor, Tensor, Tensor];
  if (!(options.fullMatrices ?? true) || m === n) return { U, S, Vh };
  return m > n ? { U: completed(U), S, Vh } : { U, S, Vh: T(completed(T(Vh))) };
}

/** Adds columns that make [..., m, k] orthonormal columns a whole basis. */
function completed(U: Tensor): Tensor {
  const [m, k] = U.shape.slice(-2) as [number, number];
  const rest = noGrad(() => {
    const outside = sub(eye(m, { dtype: U.dtype }), matmul(U, T(U)));
    return lastAxis(eigh(outside).eigenvectors, k, m);
  });
  return catAxis([U, rest], U.ndim - 1);
}

function svdGradient(
  { U, S, Vh }: SvdResult,
  gU: Tensor,
  gS: Tensor,
  gVh: Tensor,
  m: number,
  n: number,
): Tensor {
  const k = Math.min(m, n);
  const skew = (x: Tensor): Tensor => sub(x, T(x));
  const squares = mul(S, S);
  const left = overDifferences(skew(matmul(T(U), gU)), squares);
  const right = overDifferences(skew(matmul(Vh, T(gVh))), squares);
  let inner = add(mul(left, asRow(S)), mul(asColumn(S), right));
  inner = add(inner, mul(asColumn(gS), eye(k, { dtype: U.dtype })));
  let grad = matmul(matmul(U, inner), Vh);
  if (m > k) {
    const rest = sub(gU, matmul(U, matmul(T(U), gU)));
    grad = add(grad, matmul(partOf(rest, asRow(S)), Vh));
  }
  if (n > k) {
    const rest = sub(gVh, matmul(matmul(gVh, T(Vh)), Vh));
    grad = add(grad, matmul(U, partOf(rest, asColumn(S))));
  }
  return grad;
}

/**
 * Eigenvalues in ascending order and orthonormal eigenvectors (columns) of symmetric matrices.
 *
 * @shape a: [..., n, n] -> { eigenvalues: [..., n], eigenvectors: [..., n, n] }
 * @param options.UPLO which triangle is read, "L" (default) or "U"
 * @remarks The gradient of the vectors does not exist where two values are equal.
 * @example linalg.eigh(tensor([[2, 0], [0, 1]])).eigenvalues // [1, 2]
 */
export function eigh(
  a: Tensor,
  options: { UPLO?: "L" | "U" } = {},
): { eigenvalues: Tensor; eigenvectors: Tensor } {
  needOptions("linalg.eigh", options, ["UPLO"]);
  const { UPLO = "L" } = options;
  if (UPLO !== "L" && UPLO !== "U") throw optionError("linalg.eigh", "UPLO", UPLO, '"L" or "U"');
  if (UPLO === "U") return eigh(T(a));
  const { n, batch } = matrices("linalg.eigh", a, true);
  const node = call(eighOf(n), [a], [...batch, n + n * n]);
  const [values, vectors] = recordMany("eigh", cutPacked(node, batch, [[n], [n, n]]), [a], (gs) => {
    const [gL, gV] = gs as [Tensor, Tensor];
    const turning = overDifferences(matmul(T(vectors), gV), values);
    const inner = add(mul(asColumn(gL), eye(n, { dtype: a.dtype })), turning);
    const grad = matmul(matmul(vectors, inner), T(vectors));
    return [mul(add(grad, T(grad)), 0.5)];
  }) as [Tensor, Tensor];
  return { eigenvalues: values, eigenvectors: vectors };
}

/**
 * X with `A·X = B`.
 *
 * @shape a: [..., n, n], b: [..., n, k] or [n] -> as b
 * @throws DataError `data/linalg` at the time of computing, for a singular matrix
 * @example linalg.solve(tensor([[2, 0], [0, 4]]), tensor([2, 4])) // [1, 1]
 */
export function solve(a: Tensor, b: Tensor): Tensor {
  const { n, batch } = matrices("linalg.solve", a, true);
  if (b.ndim === a.ndim - 1 && b.shape.at(-1) === n) {
    const x = solve(a, asColumn(b));
    return reshapeTo(x, b.shape);
  }
  if (b.ndim !== a.ndim)
    throw rankError("linalg.solve", "the right side", `${a.ndim} axes`, b.shape);
  b.shape.forEach((size, i) => {
    const want = i < batch.length ? batch[i] : i === b.ndim - 2 ? n : size;
    if (size !== want)
      throw sizeError("linalg.solve", "the right side", i, want as number, b.shape);
  });
  const columns = b.shape.at(-1) as number;
  const out: Tensor = record("solve", call(solveOf(n, columns), [a, b], b.shape), [a, b], (g) => {
    const gB = solve(T(a), g);
    return [a.requiresGrad ? neg(matmul(gB, T(out))) : null, gB];
  });
  return out;
}

export type MatrixOrder = number | "fro" | "nuc";

/**
 * Norm of matrices: "fro" (default), "nuc" (sum of singular values), 1 and −1 (column sums), ∞ and −∞ (row
 * sums), 2 and −2 (largest and smallest singular value).
 *
 * @shape a: [..., m, n] -> [...]
 * @example linalg.matrixNorm(tensor([[3, 0], [0, 4]])) // 5
 */
export function matrixNorm(
  a: Tensor,
  ord: MatrixOrder = "fro",
  dim: readonly [number, number] = [-2, -1],
  options: KeepOptions = {},
): Tensor {
  needOptions("linalg.matrixNorm", options, ["keepdim"]);
  matrices("linalg.matrixNorm", a, false);
  needWholes("linalg.matrixNorm", "dim", dim);
  const rows = normalizeDim("linalg.matrixNorm", dim[0], a.ndim);
  const columns = normalizeDim("linalg.matrixNorm", dim[1], a.ndim);
  const { keepdim = false } = options;
  if (ord === "fro") return vectorNorm(a, 2, [rows, columns], { keepdim });
  const finish = (y: Tensor): Tensor =>
    keepdim
      ? reshapeTo(
          y,
          a.shape.map((n, i) => (i === rows || i === columns ? 1 : n)),
        )
      : y;
  const size = typeof ord === "number" ? Math.abs(ord) : Number.NaN;
  if (ord === "nuc" || size === 2) {
    const others = a.shape.map((_, i) => i).filter((i) => i !== rows && i !== columns);
    const { S } = svd(permuteTo(a, [...others, rows, columns]), { fullMatrices: false });
    return finish(ord === "nuc" ? sum(S, -1) : ord === 2 ? amax(S, -1) : amin(S, -1));
  }
  if (size !== 1 && size !== Number.POSITIVE_INFINITY)
    throw optionError("linalg.matrixNorm", "ord", ord, '"fro", "nuc", ±1, ±2 or ±Infinity');
  const sums = sum(abs(a), size === 1 ? rows : columns, { keepdim: true });
  const over = size === 1 ? columns : rows;
  const best =
    ord === size ? amax(sums, over, { keepdim: true }) : amin(sums, over, { keepdim: true });
  return finish(
    reshapeTo(
      best,
      a.shape.filter((_, i) => i !== rows && i !== columns),
    ),
  );
}

/**
 * Norm of a vector, of matrices (two `dim`s, or a matrix with `ord`), or of all elements (no `ord`).
 *
 * @shape a: [...] -> [...] without `dim`
 * @example linalg.norm(tensor([3, 4])) // 5
 */
export function norm(
  a: Tensor,
  ord: MatrixOrder | null = null,
  dim?: Dim,
  options: KeepOptions = {},
): Tensor {
  needTensor("linalg.norm", "the input", a);
  needOptions("linalg.norm", options, ["keepdim"]);
  const list = dim === undefined || dim === null ? null : [dim].flat();
  if (list?.length === 2 || (!list && ord !== null && a.ndim === 2))
    return matrixNorm(a, ord ?? "fro", (list ?? [-2, -1]) as unknown as [number, number], options);
  if (ord === "nuc") throw optionError("linalg.norm", "ord", ord, "a number for vectors");
  return vectorNorm(a, ord ?? 2, dim, options);
}

/**
 * Moore-Penrose pseudoinverse; singular values under `rtol` times the largest count as 0.
 *
 * @shape a: [..., m, n] -> [..., n, m]
 * @param options.rtol default max(m, n) times the machine's epsilon
 * @source Golub & Pereyra 1973, eq. 4.12, for the gradient
 * @example linalg.pinv(tensor([[2, 0], [0, 4]])) // [[0.5, 0], [0, 0.25]]
 */
export function pinv(a: Tensor, options: { rtol?: number } = {}): Tensor {
  needOptions("linalg.pinv", options, ["rtol"]);
  const { m, n, batch } = matrices("linalg.pinv", a, false);
  if (a.numel() === 0) return mul(reshapeTo(a, [...batch, n, m]), 1);
  const epsilon = a.dtype === "float64" ? 2 ** -52 : 2 ** -23;
  const rtol = options.rtol ?? Math.max(m, n) * epsilon;
  const value = noGrad(() => {
    const { U, S, Vh } = svd(a, { fullMatrices: false });
    const kept = gt(S, mul(amax(S, -1, { keepdim: true }), rtol));
    const inverse = where(kept, trueDivide(1, where(kept, S, 1)), 0);
    return matmul(mul(T(Vh), asRow(inverse)), T(U));
  });
  const P: Tensor = record("pinv", value.node, [a], (g) => {
    const K = matmul(T(g), P);
    const KPt = matmul(K, T(P));
    const outside = sub(KPt, matmul(matmul(a, P), KPt));
    return [add(sub(outside, T(matmul(P, K))), matmul(matmul(T(P), P), sub(T(g), matmul(K, a))))];
  });
  return P;
}
