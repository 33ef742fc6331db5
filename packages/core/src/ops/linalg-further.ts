/**
 * Linear algebra that is made of factorisations and products: norms and ranks, powers and exponentials, systems that are
 * triangular or have no exact solution.
 */
import { needWhole, needWholes } from "../arguments.ts";
import { record } from "../autograd/tape.ts";
import type { Tensor } from "../autograd/tensor.ts";
import { matmulShapeError, optionError, rankError, sizeError } from "../errors.ts";
import { broadcastShapes } from "../graph/node.ts";
import { needTensor, needTensors } from "./cast.ts";
import { gt } from "./compare.ts";
import { eye, zeros } from "./create.ts";
import { normalizeDim } from "./dims.ts";
import { add, mul, sub, trueDivide } from "./elementwise.ts";
import {
  asColumn,
  call,
  eigh,
  inv,
  type MatrixOrder,
  matrices,
  norm,
  pinv,
  solve,
  svd,
  transposed,
} from "./linalg.ts";
import { exponentialOf } from "./linalg-host.ts";
import { matmul, tril, triu } from "./matrix.ts";
import { catAxis, expandTo, reshapeTo, shrinkTo } from "./movement.ts";
import { needOptions } from "./options.ts";
import { type Dim, sum } from "./reduce.ts";
import { movedim, stack, unbind } from "./shape-ops.ts";
import { amax, amin, type KeepOptions, norm as normOf } from "./statistics.ts";

/**
 * Norm of vectors: `(Σ|x|ᵖ)^(1/p)` with p = `ord`; the largest |x| for ∞, the smallest for −∞, the number of non-zeros
 * for 0.
 *
 * @param ord default 2
 * @param dim the axis, or axes taken together; all of them if left out
 * @shape x: [...] -> [...] without `dim`
 * @example linalg.vectorNorm(tensor([[3, 4], [0, 1]]), 2, 1) // [5, 1]
 */
export function vectorNorm(x: Tensor, ord = 2, dim?: Dim, options: KeepOptions = {}): Tensor {
  needOptions("linalg.vectorNorm", options, ["keepdim"]);
  needTensor("linalg.vectorNorm", "the input", x);
  if (typeof ord !== "number" || Number.isNaN(ord))
    throw optionError("linalg.vectorNorm", "ord", ord, "a number");
  return normOf(x, ord, dim, options);
}

/**
 * Singular values in descending order, without their vectors.
 *
 * @shape a: [..., m, n] -> [..., min(m, n)]
 * @example linalg.svdvals(tensor([[3, 0], [0, 4]])) // [4, 3]
 */
export function svdvals(a: Tensor): Tensor {
  matrices("linalg.svdvals", a, false);
  return svd(a, { fullMatrices: false }).S;
}

/**
 * Eigenvalues of symmetric matrices in ascending order, without their vectors.
 *
 * @param options.UPLO which triangle is read, "L" (default) or "U"
 * @shape a: [..., n, n] -> [..., n]
 * @example linalg.eigvalsh(tensor([[2, 1], [1, 2]])) // [1, 3]
 */
export function eigvalsh(a: Tensor, options: { readonly UPLO?: "L" | "U" } = {}): Tensor {
  needOptions("linalg.eigvalsh", options, ["UPLO"]);
  return eigh(a, options).eigenvalues;
}

/**
 * The condition of matrices: `‖A‖·‖A⁻¹‖`, of the norm 2 the largest singular value over the smallest.
 *
 * @param p the norm, as of `linalg.matrixNorm`; default 2
 * @shape a: [..., n, n], for ±2 [..., m, n] -> [...]
 * @throws DataError `data/linalg` at the time of computing, for a singular matrix and another norm than ±2
 * @example linalg.cond(tensor([[1, 0], [0, 4]])) // 4
 */
export function cond(a: Tensor, p: MatrixOrder | null = null): Tensor {
  const { m, n } = matrices("linalg.cond", a, p !== null && p !== 2 && p !== -2);
  if (p === null || p === 2 || p === -2) {
    if (m === 0 || n === 0)
      throw sizeError("linalg.cond", "the matrix", a.ndim - 1, "at least 1", a.shape);
    const S = svdvals(a);
    const [largest, smallest] = [amax(S, -1), amin(S, -1)];
    return p === -2 ? trueDivide(smallest, largest) : trueDivide(largest, smallest);
  }
  return mul(norm(a, p, [-2, -1]), norm(inv(a), p, [-2, -1]));
}

export interface RankOptions {
  /** Singular values up to this count as 0. */
  readonly atol?: number | null;
  /** Or up to this share of the largest; default max(m, n) times the machine's epsilon, 0 where atol is given. */
  readonly rtol?: number | null;
  /** The matrices are symmetric, and eigenvalues take the place of singular values; default false. */
  readonly hermitian?: boolean;
}

/**
 * The number of singular values that are not 0: of independent rows, and of independent columns.
 *
 * @shape a: [..., m, n] -> int [...]
 * @example linalg.matrixRank(tensor([[1, 2], [2, 4]])) // 1
 */
export function matrixRank(a: Tensor, options: RankOptions = {}): Tensor {
  needOptions("linalg.matrixRank", options, ["atol", "rtol", "hermitian"]);
  const { atol = null, rtol = null, hermitian = false } = options;
  const { m, n, batch } = matrices("linalg.matrixRank", a, hermitian);
  if (m === 0 || n === 0) return zeros(batch, { dtype: "int32" });
  const still = a.detach();
  const S = hermitian ? eigh(still).eigenvalues.abs() : svdvals(still);
  const epsilon = a.dtype === "float64" ? 2 ** -52 : 2 ** -23;
  const share = rtol ?? (atol !== null && atol > 0 ? 0 : Math.max(m, n) * epsilon);
  const least = mul(amax(S, -1, { keepdim: true }), share).maximum(atol ?? 0);
  return sum(gt(S, least), -1);
}

/** The identity for each matrix of a batch. */
const identities = (n: number, batch: readonly number[], like: Tensor): Tensor =>
  expandTo(eye(n, { dtype: like.dtype }), [...batch, n, n]);

/**
 * A square matrix times itself: `Aⁿ`, of negative n the inverse's; `A⁰` is the identity.
 *
 * @shape a: [..., n, n] -> [..., n, n]
 * @throws DataError `data/linalg` at the time of computing, for negative n and a singular matrix
 * @example linalg.matrixPower(tensor([[1, 1], [0, 1]]), 5) // [[1, 5], [0, 1]]
 */
export function matrixPower(a: Tensor, n: number): Tensor {
  const { n: size, batch } = matrices("linalg.matrixPower", a, true);
  needWhole("linalg.matrixPower", "n", n);
  if (n === 0) return add(mul(a.detach(), 0), identities(size, batch, a));
  let square = n < 0 ? inv(a) : a;
  let power: Tensor | null = null;
  // By the binary digits of n.
  for (let rest = Math.abs(n); ; ) {
    if (rest % 2 === 1) power = power ? matmul(power, square) : square;
    rest = Math.floor(rest / 2);
    if (rest === 0) break;
    square = matmul(square, square);
  }
  return mul(power as Tensor, 1);
}

/**
 * The exponential of square matrices: `Σ Aᵏ / k!`.
 *
 * @shape a: [..., n, n] -> [..., n, n]
 * @remarks The gradient is a block of the exponential of a matrix twice the size.
 * @source Al-Mohy & Higham 2009, "Computing the Fréchet derivative of the matrix exponential", eq. 1.2
 * @example linalg.matrixExp(tensor([[0, 1], [0, 0]])) // [[1, 1], [0, 1]]
 */
export function matrixExp(a: Tensor): Tensor {
  const { n } = matrices("linalg.matrixExp", a, true);
  return record("matrixExp", call(exponentialOf(n), [a], a.shape), [a], (g) => {
    const t = transposed(a);
    const none = mul(t, 0);
    const above = catAxis([t, g], a.ndim - 1);
    const whole = matrixExp(catAxis([above, catAxis([none, t], a.ndim - 1)], a.ndim - 2));
    const lead = a.shape.slice(0, -2).flatMap((k) => [0, k]);
    return [shrinkTo(whole, [...lead, 0, n, n, 2 * n])];
  });
}

/** Both with the axes that broadcasting gives their batches. */
function broadcastBatches(op: string, a: Tensor, b: Tensor): [Tensor, Tensor] {
  const batch = broadcastShapes(a.shape.slice(0, -2), b.shape.slice(0, -2));
  if (typeof batch === "number")
    throw sizeError(op, "the right side", 0, "that broadcasts", b.shape);
  return [
    expandTo(a, [...batch, ...a.shape.slice(-2)]),
    expandTo(b, [...batch, ...b.shape.slice(-2)]),
  ];
}

export interface TriangularOptions {
  /** Whether the matrix is upper triangular, else lower. */
  readonly upper: boolean;
  /** Solve `A·X = B`, or with false `X·A = B`; default true. */
  readonly left?: boolean;
  /** Take the diagonal for 1 without looking; default false. */
  readonly unitriangular?: boolean;
}

/**
 * X with `A·X = B` for triangular matrices; only the triangle is read.
 *
 * @param options.upper whether the matrix is upper triangular
 * @param options.left false for `X·A = B`; default true
 * @param options.unitriangular take the diagonal for 1 without looking; default false
 * @shape a: [..., n, n], b: [..., n, k] (with left false [..., k, n]) -> as b
 * @throws DataError `data/linalg` at the time of computing, for a 0 on the diagonal (where PyTorch gives infinities)
 * @example linalg.solveTriangular(tensor([[2, 9], [1, 1]]), tensor([[2], [3]]), { upper: false }) // [[1], [2]]
 */
export function solveTriangular(a: Tensor, b: Tensor, options: TriangularOptions): Tensor {
  const op = "linalg.solveTriangular";
  needOptions(op, options ?? {}, ["upper", "left", "unitriangular"]);
  const { n } = matrices(op, a, true);
  matrices(op, b, false);
  if (typeof options?.upper !== "boolean")
    throw optionError(op, "upper", options?.upper, "true or false");
  const { upper, left = true, unitriangular = false } = options;
  const axis = b.ndim - (left ? 2 : 1);
  if (b.shape[axis] !== n) throw sizeError(op, "the right side", axis, n, b.shape);
  const cut = upper ? triu : tril;
  const whole = unitriangular ? add(cut(a, upper ? 1 : -1), eye(n, { dtype: a.dtype })) : cut(a);
  const [A, B] = broadcastBatches(op, whole, b);
  return left ? solve(A, B) : transposed(solve(transposed(A), transposed(B)));
}

/** Which results are given beside the solution, named as LAPACK's routines. */
export type LstsqDriver = "gels" | "gelsd" | "gelss" | "gelsy";

export interface LeastSquares {
  /** X with the least `‖A·X − B‖`, of several the shortest. */
  readonly solution: Tensor;
  /** `‖A·X − B‖²` for each column, where m > n and the driver is not "gelsy"; else empty. */
  readonly residuals: Tensor;
  /** The rank of each matrix; empty with "gels". */
  readonly rank: Tensor;
  /** The singular values with "gelsd" and "gelss"; else empty. */
  readonly singularValues: Tensor;
}

/**
 * X with the least `‖A·X − B‖`, by the pseudoinverse.
 *
 * @param options.rcond singular values up to this share of the largest count as 0; default max(m, n) times the
 *   machine's epsilon
 * @param options.driver which results are given beside the solution: "gels", "gelsd", "gelss" or "gelsy" (default)
 * @shape a: [..., m, n], b: [..., m, k] or [..., m] -> solution: [..., n, k] or [..., n]
 * @throws ShapeError `shape/size` for a right side of other rows
 * @remarks The drivers give what PyTorch's give, but all compute in the same way, also where the rank is not full.
 * @example linalg.lstsq(tensor([[1, 0], [1, 1], [1, 2]]), tensor([[1], [3], [5]])).solution // [[1], [2]]
 */
export function lstsq(
  a: Tensor,
  b: Tensor,
  options: { readonly rcond?: number | null; readonly driver?: LstsqDriver } = {},
): LeastSquares {
  const op = "linalg.lstsq";
  needOptions(op, options, ["rcond", "driver"]);
  const { driver = "gelsy" } = options;
  if (!["gels", "gelsd", "gelss", "gelsy"].includes(driver))
    throw optionError(op, "driver", driver, '"gels", "gelsd", "gelss" or "gelsy"');
  const { m, n } = matrices(op, a, false);
  needTensor(op, "the right side", b);
  const vector = b.ndim === a.ndim - 1;
  if (!vector && b.ndim !== a.ndim)
    throw rankError(op, "the right side", `${a.ndim} axes`, b.shape);
  const rows = vector ? b.ndim - 1 : b.ndim - 2;
  if (b.shape[rows] !== m) throw sizeError(op, "the right side", rows, m, b.shape);
  const [A, B] = broadcastBatches(op, a, vector ? asColumn(b) : b);
  const rtol = options.rcond ?? Math.max(m, n) * (a.dtype === "float64" ? 2 ** -52 : 2 ** -23);
  const X = matmul(pinv(A, { rtol }), B);
  const off = sub(matmul(A, X), B);
  const none = zeros([0], { dtype: a.dtype });
  const least = driver === "gelsd" || driver === "gelss";
  return {
    solution: vector ? reshapeTo(X, X.shape.slice(0, -1)) : X,
    residuals: m > n && driver !== "gelsy" ? sum(mul(off, off), -2) : none,
    rank: driver === "gels" ? zeros([0], { dtype: "int32" }) : matrixRank(a, { rtol }),
    singularValues: least ? svdvals(a) : none,
  };
}

/**
 * Cross product of vectors of three: `(a₂b₃ − a₃b₂, a₃b₁ − a₁b₃, a₁b₂ − a₂b₁)`, at right angles to both.
 *
 * @param options.dim the axis of the three; default −1
 * @shape a, b: [..., 3], broadcast -> [..., 3]
 * @throws ShapeError `shape/size` for an axis of another size
 * @example linalg.cross(tensor([1, 0, 0]), tensor([0, 1, 0])) // [0, 0, 1]
 */
export function cross(a: Tensor, b: Tensor, options: { readonly dim?: number } = {}): Tensor {
  needOptions("linalg.cross", options, ["dim"]);
  needTensors("linalg.cross", "operands", [a, b]);
  const { dim = -1 } = options;
  if (a.ndim !== b.ndim) throw rankError("linalg.cross", "the second", `${a.ndim} axes`, b.shape);
  const axis = normalizeDim("linalg.cross", dim, a.ndim);
  for (const [name, x] of [
    ["the first", a],
    ["the second", b],
  ] as const)
    if (x.shape[axis] !== 3) throw sizeError("linalg.cross", name, axis, 3, x.shape);
  const [a1, a2, a3] = unbind(a, axis) as [Tensor, Tensor, Tensor];
  const [b1, b2, b3] = unbind(b, axis) as [Tensor, Tensor, Tensor];
  const minor = (p: Tensor, q: Tensor, r: Tensor, s: Tensor): Tensor => sub(mul(p, s), mul(q, r));
  return stack([minor(a2, a3, b2, b3), minor(a3, a1, b3, b1), minor(a1, a2, b1, b2)], axis);
}

/**
 * Dot products along an axis: `Σ xᵢ·yᵢ`.
 *
 * @param options.dim the axis; default −1
 * @shape x, y: [..., n], broadcast -> [...]
 * @throws ShapeError `shape/size` where the axes differ
 * @example linalg.vecdot(tensor([[1, 2], [3, 4]]), tensor([1, 10])) // [21, 43]
 */
export function vecdot(x: Tensor, y: Tensor, options: { readonly dim?: number } = {}): Tensor {
  needOptions("linalg.vecdot", options, ["dim"]);
  needTensors("linalg.vecdot", "operands", [x, y]);
  const { dim = -1 } = options;
  const [a, b] = [
    normalizeDim("linalg.vecdot", dim, x.ndim),
    normalizeDim("linalg.vecdot", dim, y.ndim),
  ];
  if (x.shape[a] !== y.shape[b])
    throw sizeError("linalg.vecdot", "the second", b, x.shape[a] as number, y.shape);
  return sum(mul(x, y), dim);
}

/**
 * The powers of numbers: column j is `xʲ`.
 *
 * @param options.N how many columns; default as many as numbers
 * @shape x: [..., n] -> [..., n, N]
 * @example linalg.vander(tensor([1, 2, 3])) // [[1, 1, 1], [1, 2, 4], [1, 3, 9]]
 */
export function vander(x: Tensor, options: { readonly N?: number | null } = {}): Tensor {
  needOptions("linalg.vander", options, ["N"]);
  needTensor("linalg.vander", "the input", x);
  if (x.ndim === 0) throw rankError("linalg.vander", "the input", "at least 1 axis", x.shape);
  if (options.N !== undefined && options.N !== null) needWhole("linalg.vander", "N", options.N, 2);
  const columns = options.N ?? (x.shape.at(-1) as number);
  const powers: Tensor[] = [add(mul(x, 0), 1)];
  while (powers.length < columns) powers.push(mul(powers.at(-1) as Tensor, x));
  return stack(powers, -1);
}

/**
 * The product of several matrices, in the order of least work; the first and the last may be vectors.
 *
 * @shape tensors: [n₀, n₁], [n₁, n₂], … -> [n₀, nₖ], without the axis of a vector
 * @throws ShapeError `shape/matmul` where neighbours do not fit
 * @source Cormen et al., "Introduction to Algorithms", matrix-chain multiplication
 * @example linalg.multiDot([tensor([1, 2]), tensor([[1, 0], [0, 1]]), tensor([3, 4])]) // 11
 */
export function multiDot(tensors: readonly Tensor[]): Tensor {
  const op = "linalg.multiDot";
  needTensors(op, "tensors", tensors);
  const k = tensors.length;
  if (k < 2) throw optionError(op, "tensors", k, "a list of at least two");
  const chain = tensors.map((t, i) => {
    if (t.ndim === 1 && i === 0) return reshapeTo(t, [1, t.shape[0] as number]);
    if (t.ndim === 1 && i === k - 1) return reshapeTo(t, [t.shape[0] as number, 1]);
    if (t.ndim !== 2) throw rankError(op, `tensor ${i}`, "2 axes", t.shape);
    return t;
  });
  const sizes = [chain[0]?.shape[0] as number, ...chain.map((t) => t.shape[1] as number)];
  chain.forEach((t, i) => {
    const before = chain[i - 1];
    if (before && before.shape[1] !== t.shape[0])
      throw matmulShapeError(
        op,
        before.shape,
        t.shape,
        before.shape[1] as number,
        t.shape[0] as number,
      );
  });
  // cost[i][j]: multiplications of the product of i to j; cut[i][j]: where it is taken apart.
  const cost = chain.map(() => new Array<number>(k).fill(0));
  const cut = chain.map(() => new Array<number>(k).fill(0));
  for (let length = 1; length < k; length++)
    for (let i = 0; i + length < k; i++) {
      const j = i + length;
      const row = cost[i] as number[];
      row[j] = Number.POSITIVE_INFINITY;
      for (let c = i; c < j; c++) {
        const last = (sizes[i] as number) * (sizes[c + 1] as number) * (sizes[j + 1] as number);
        const work = (row[c] as number) + ((cost[c + 1] as number[])[j] as number) + last;
        if (work < (row[j] as number)) {
          row[j] = work;
          (cut[i] as number[])[j] = c;
        }
      }
    }
  const product = (i: number, j: number): Tensor => {
    if (i === j) return chain[i] as Tensor;
    const c = (cut[i] as number[])[j] as number;
    return matmul(product(i, c), product(c + 1, j));
  };
  const whole = product(0, k - 1);
  const shape = [
    ...(tensors[0]?.ndim === 1 ? [] : [whole.shape[0] as number]),
    ...(tensors[k - 1]?.ndim === 1 ? [] : [whole.shape[1] as number]),
  ];
  return reshapeTo(whole, shape);
}

const count = (shape: readonly number[]): number => shape.reduce((p, n) => p * n, 1);

/**
 * The inverse of what `tensordot(a, x, ind)` does, taken as a matrix of its first `ind` axes by the others.
 *
 * @param options.ind how many axes are the rows; default 2
 * @shape a: [rows…, columns…] with as many rows as columns in all -> [columns…, rows…]
 * @throws ShapeError `shape/size` where there are not
 * @example linalg.tensorinv(tensor([[[2, 0]], [[0, 4]]]), { ind: 1 }) // [[[0.5, 0], [0, 0.25]]]
 */
export function tensorinv(a: Tensor, options: { readonly ind?: number } = {}): Tensor {
  needOptions("linalg.tensorinv", options, ["ind"]);
  needTensor("linalg.tensorinv", "the input", a);
  const { ind = 2 } = options;
  needWhole("linalg.tensorinv", "ind", ind, 1);
  const [rows, columns] = [a.shape.slice(0, ind), a.shape.slice(ind)];
  const n = count(rows);
  if (count(columns) !== n)
    throw sizeError(
      "linalg.tensorinv",
      "the input",
      ind,
      `${n} in all axes from there on`,
      a.shape,
    );
  return reshapeTo(inv(reshapeTo(a, [n, n])), [...columns, ...rows]);
}

/**
 * X with `tensordot(a, X) = b`, over all axes of X.
 *
 * @param options.dims axes of `a` that are moved to its end first; default none
 * @shape a: [b's axes…, x…], b: [...] -> [x…]
 * @throws ShapeError `shape/size` where `a` is not square over them
 * @example linalg.tensorsolve(tensor([[[2, 0]], [[0, 4]]]), tensor([[2], [4]])) // [1, 1]
 */
export function tensorsolve(
  a: Tensor,
  b: Tensor,
  options: { readonly dims?: readonly number[] | null } = {},
): Tensor {
  const op = "linalg.tensorsolve";
  needOptions(op, options, ["dims"]);
  needTensors(op, "operands", [a, b]);
  const dims = [...(options.dims ?? [])];
  needWholes(op, "dims", dims);
  const turned =
    dims.length > 0
      ? movedim(
          a,
          dims,
          dims.map((_, i) => i - dims.length),
        )
      : a;
  const rest = turned.shape.slice(b.ndim);
  const n = b.numel();
  if (count(rest) !== n || turned.numel() !== n * n)
    throw sizeError(op, "the first", b.ndim, `${n} in all axes from there on`, turned.shape);
  const matrix = reshapeTo(turned, [n, n]);
  return reshapeTo(solve(matrix, reshapeTo(b, [n])), rest);
}
