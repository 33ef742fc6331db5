/**
 * The factorisation `A = P·L·U` with row pivoting. Where the pivots lie is found by the host and has no gradient; the
 * factors of the reordered matrix do.
 */
import { recordMany } from "../autograd/tape.ts";
import type { Tensor } from "../autograd/tensor.ts";
import { rankError, sizeError } from "../errors.ts";
import { castTo, needTensor } from "./cast.ts";
import { eye } from "./create.ts";
import { add, sub } from "./elementwise.ts";
import { call, cutPacked, matrices, transposed as T } from "./linalg.ts";
import { solveTriangular } from "./linalg-further.ts";
import { pivotsOf, swapsOf, unpivotedOf } from "./linalg-host.ts";
import { matmul, oneHot, tril, triu } from "./matrix.ts";
import { catAxis, shrinkTo } from "./movement.ts";
import { needOptions } from "./options.ts";

export interface LuResult {
  /** A permutation. */
  readonly P: Tensor;
  /** Lower triangular, 1 on the diagonal. */
  readonly L: Tensor;
  /** Upper triangular. */
  readonly U: Tensor;
}

/** Rows lo to hi of matrices. */
const rows = (x: Tensor, lo: number, hi: number): Tensor =>
  shrinkTo(
    x,
    x.shape.flatMap((n, i) => (i === x.ndim - 2 ? [lo, hi] : [0, n])),
  );
const columns = (x: Tensor, lo: number, hi: number): Tensor => T(rows(T(x), lo, hi));

/** L and U of square matrices that need no pivots. */
function unpivoted(a: Tensor): [Tensor, Tensor] {
  const n = a.shape.at(-1) as number;
  const batch = a.shape.slice(0, -2);
  const nodes = cutPacked(call(unpivotedOf(n), [a], [...batch, 2 * n * n]), batch, [
    [n, n],
    [n, n],
  ]);
  const [L, U] = recordMany("lu", nodes, [a], ([gL, gU]) => {
    const inner = add(tril(matmul(T(L), gL as Tensor), -1), triu(matmul(gU as Tensor, T(U))));
    const left = solveTriangular(T(L), inner, { upper: true, unitriangular: true });
    return [solveTriangular(T(U), left, { upper: false, left: false })];
  }) as [Tensor, Tensor];
  return [L, U];
}

/** A permutation for each matrix: row i of `P·A` is the row of A at place i of the order. */
const permutation = (order: Tensor, m: number, like: Tensor): Tensor =>
  castTo(oneHot(castTo(order, "int32"), m), like.dtype);

/** The order of the rows [..., m], and the swaps that make it [..., k]. */
function pivots(a: Tensor): { order: Tensor; swaps: Tensor } {
  const [m, n] = a.shape.slice(-2) as [number, number];
  const batch = a.shape.slice(0, -2);
  const k = Math.min(m, n);
  const still = a.detach();
  const nodes = cutPacked(call(pivotsOf(m, n), [still], [...batch, m + k]), batch, [[m], [k]]);
  const [order, swaps] = recordMany("pivots", nodes, [still], () => [null]) as [Tensor, Tensor];
  return { order, swaps };
}

/** The factors of the reordered matrices. */
function factors(a: Tensor): { order: Tensor; swaps: Tensor; L: Tensor; U: Tensor } {
  const [m, n] = a.shape.slice(-2) as [number, number];
  const k = Math.min(m, n);
  const { order, swaps } = pivots(a);
  const sorted = matmul(permutation(order, m, a), a);
  const [top, U] = unpivoted(columns(rows(sorted, 0, k), 0, k));
  if (m > k) {
    const below = solveTriangular(U, rows(sorted, k, m), { upper: true, left: false });
    return { order, swaps, L: catAxis([top, below], a.ndim - 2), U };
  }
  if (n === k) return { order, swaps, L: top, U };
  const right = solveTriangular(top, columns(sorted, k, n), { upper: false, unitriangular: true });
  return { order, swaps, L: top, U: catAxis([U, right], a.ndim - 1) };
}

/**
 * `A = P·L·U` with a permutation P, L lower triangular with 1 on its diagonal, U upper triangular.
 *
 * @shape a: [..., m, n] -> { P: [..., m, m], L: [..., m, k], U: [..., k, n] }, k = min(m, n)
 * @throws DataError `data/linalg` at the time of computing the gradient, for a singular matrix
 * @source Golub & Van Loan, "Matrix Computations", algorithm 3.4.1
 * @example linalg.lu(tensor([[1, 2], [4, 4]])).U // [[4, 4], [0, 1]]
 */
export function lu(a: Tensor): LuResult {
  const { m } = matrices("linalg.lu", a, false);
  const { order, L, U } = factors(a);
  return { P: T(permutation(order, m, a)), L, U };
}

/**
 * `A = P·L·U` with both factors in one matrix, L below the diagonal, and the swaps of rows that P is made of.
 *
 * @shape a: [..., m, n] -> { LU: [..., m, n], pivots: int [..., min(m, n)] }
 * @remarks Pivots count from 1, as LAPACK's and PyTorch's: in step i row i and row `pivots[i]` were swapped.
 * @example linalg.luFactor(tensor([[1, 2], [4, 4]])).pivots // [2, 2]
 */
export function luFactor(a: Tensor): { LU: Tensor; pivots: Tensor } {
  const { m, n } = matrices("linalg.luFactor", a, false);
  const { swaps, L, U } = factors(a);
  const k = Math.min(m, n);
  const low = tril(L, -1);
  const wide = n > k ? catAxis([low, sub(columns(U, k, n), columns(U, k, n))], a.ndim - 1) : low;
  const high = m > k ? catAxis([U, sub(rows(L, k, m), rows(L, k, m))], a.ndim - 2) : U;
  return { LU: add(wide, high), pivots: castTo(swaps, "int32") };
}

/**
 * X with `A·X = B` from what `luFactor` gives for A.
 *
 * @param options.left false for `X·A = B`; default true
 * @param options.adjoint solve with Aᵀ in A's place; default false
 * @shape LU: [..., n, n], pivots: int [..., n], b: [..., n, k] -> as b
 * @throws DataError `data/linalg` at the time of computing, for a singular matrix
 * @example
 * const { LU, pivots } = linalg.luFactor(tensor([[1, 2], [4, 4]]));
 * linalg.luSolve(LU, pivots, tensor([[3], [8]])) // [[1], [1]]
 */
export function luSolve(
  LU: Tensor,
  pivots: Tensor,
  b: Tensor,
  options: { readonly left?: boolean; readonly adjoint?: boolean } = {},
): Tensor {
  const op = "linalg.luSolve";
  needOptions(op, options, ["left", "adjoint"]);
  const { n } = matrices(op, LU, true);
  needTensor(op, "the pivots", pivots);
  matrices(op, b, false);
  const { left = true, adjoint = false } = options;
  if (!left) return T(luSolve(LU, pivots, T(b), { adjoint: !adjoint }));
  if (pivots.ndim !== LU.ndim - 1)
    throw rankError(op, "the pivots", `${LU.ndim - 1} axes`, pivots.shape);
  if (pivots.shape.at(-1) !== n)
    throw sizeError(op, "the pivots", pivots.ndim - 1, n, pivots.shape);
  if (b.shape.at(-2) !== n) throw sizeError(op, "the right side", b.ndim - 2, n, b.shape);
  const swaps = castTo(pivots, LU.dtype);
  const node = call(swapsOf(n), [swaps], swaps.shape);
  const [order] = recordMany("pivots", [node], [swaps], () => [null]) as [Tensor];
  const P = permutation(order, n, LU);
  const L = add(tril(LU, -1), eye(n, { dtype: LU.dtype }));
  const U = triu(LU);
  if (!adjoint) {
    const y = solveTriangular(L, matmul(P, b), { upper: false, unitriangular: true });
    return solveTriangular(U, y, { upper: true });
  }
  const y = solveTriangular(T(U), b, { upper: false });
  return matmul(T(P), solveTriangular(T(L), y, { upper: true, unitriangular: true }));
}
