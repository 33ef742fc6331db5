/**
 * Dense linear algebra that the host runs: pure functions of one matrix in doubles, row-major. They are
 * made for the sizes a model meets (up to a few hundred rows) and for repeatable results: fixed order of
 * operations, no blocking. `batched` turns one into a kernel over leading axes, and the factories at the
 * end (`inverseOf`, `qrOf`, …) give those kernels by size.
 *
 * It is a little over 600 lines, as the factorisations share their rotations, reflections and elimination.
 */

import { linalgError } from "../errors.ts";
import type { HostFunction } from "../graph/node.ts";

const at = (a: ArrayLike<number>, i: number): number => a[i] as number;

/** Lays arrays end to end: how a function with several results returns them. */
export function packed(...parts: readonly Float64Array[]): Float64Array {
  const out = new Float64Array(parts.reduce((n, part) => n + part.length, 0));
  let to = 0;
  for (const part of parts) {
    out.set(part, to);
    to += part.length;
  }
  return out;
}

/**
 * A host function that applies `run` to one matrix of each input after the other.
 *
 * @param inputSizes elements of one matrix of each input
 * @param outputSize elements `run` returns
 */
export function batched(
  inputSizes: readonly number[],
  outputSize: number,
  run: (...inputs: Float64Array[]) => Float64Array,
): HostFunction {
  return (inputs, output) => {
    const count = outputSize === 0 ? 0 : output.length / outputSize;
    for (let i = 0; i < count; i++) {
      const one = inputs.map((x, k) => {
        const size = at(inputSizes, k);
        return Float64Array.from(x.subarray(i * size, (i + 1) * size));
      });
      output.set(run(...one), i * outputSize);
    }
  };
}

interface Factors {
  /** `L` below the diagonal (its own is 1) and `U` from the diagonal up. */
  readonly lu: Float64Array;
  /** Row i of `L·U` is row `order[i]` of the matrix. */
  readonly order: Int32Array;
  /** 1 or −1: the sign of the permutation. */
  readonly sign: number;
  /** The first column whose pivot is 0, or −1. */
  readonly singular: number;
}

/** `P·A = L·U` with row pivoting, A [n, n]. */
function factor(a: Float64Array, n: number): Factors {
  const lu = a.slice();
  const order = Int32Array.from({ length: n }, (_, i) => i);
  let sign = 1;
  let singular = -1;
  for (let k = 0; k < n; k++) {
    let pivot = k;
    for (let i = k + 1; i < n; i++)
      if (Math.abs(at(lu, i * n + k)) > Math.abs(at(lu, pivot * n + k))) pivot = i;
    if (pivot !== k) {
      for (let j = 0; j < n; j++) {
        const x = at(lu, k * n + j);
        lu[k * n + j] = at(lu, pivot * n + j);
        lu[pivot * n + j] = x;
      }
      const row = at(order, k);
      order[k] = at(order, pivot);
      order[pivot] = row;
      sign = -sign;
    }
    const d = at(lu, k * n + k);
    if (d === 0) {
      if (singular < 0) singular = k;
      continue;
    }
    for (let i = k + 1; i < n; i++) {
      const f = at(lu, i * n + k) / d;
      lu[i * n + k] = f;
      if (f === 0) continue;
      for (let j = k + 1; j < n; j++) lu[i * n + j] = at(lu, i * n + j) - f * at(lu, k * n + j);
    }
  }
  return { lu, order, sign, singular };
}

function solveNamed(
  op: string,
  a: Float64Array,
  b: Float64Array,
  n: number,
  columns: number,
): Float64Array {
  const { lu, order, singular } = factor(a, n);
  if (singular >= 0)
    throw linalgError(
      op,
      `the ${n} × ${n} matrix is singular (the pivot of column ${singular} is 0)`,
      "use linalg.pinv, or add a small multiple of the identity.",
    );
  const x = new Float64Array(n * columns);
  for (let i = 0; i < n; i++)
    for (let c = 0; c < columns; c++) {
      let sum = at(b, at(order, i) * columns + c);
      for (let j = 0; j < i; j++) sum -= at(lu, i * n + j) * at(x, j * columns + c);
      x[i * columns + c] = sum;
    }
  for (let i = n - 1; i >= 0; i--)
    for (let c = 0; c < columns; c++) {
      let sum = at(x, i * columns + c);
      for (let j = i + 1; j < n; j++) sum -= at(lu, i * n + j) * at(x, j * columns + c);
      x[i * columns + c] = sum / at(lu, i * n + i);
    }
  return x;
}

/**
 * `X` with `A·X = B`, A [n, n], B [n, columns].
 *
 * @throws DataError `data/linalg` if A is singular
 */
export const solve = (a: Float64Array, b: Float64Array, n: number, columns: number): Float64Array =>
  solveNamed("solve", a, b, n, columns);

function identity(n: number): Float64Array {
  const out = new Float64Array(n * n);
  for (let i = 0; i < n; i++) out[i * n + i] = 1;
  return out;
}

/**
 * `A⁻¹`, A [n, n].
 *
 * @throws DataError `data/linalg` if A is singular
 */
export const inverse = (a: Float64Array, n: number): Float64Array =>
  solveNamed("inv", a, identity(n), n, n);

/** `det A`, A [n, n]; 0 if A is singular, 1 if it is empty. */
export function determinant(a: Float64Array, n: number): number {
  const { lu, sign } = factor(a, n);
  let product = sign;
  for (let i = 0; i < n; i++) product *= at(lu, i * n + i);
  // Never −0.
  return product + 0;
}

/** The cofactors of A [n, n]: `det U · det V · U·diag(Πⱼ≠ᵢ sⱼ)·Vᵀ` of its singular values, which needs no inverse. */
export function cofactors(a: Float64Array, n: number): Float64Array {
  const { u, s, vh } = svd(a, n, n);
  const sign = Math.sign(determinant(u, n)) * Math.sign(determinant(vh, n));
  const others = new Float64Array(n).fill(sign);
  let before = 1;
  let after = 1;
  for (let i = 0; i < n; i++) {
    others[i] = at(others, i) * before;
    before *= at(s, i);
    others[n - 1 - i] = at(others, n - 1 - i) * after;
    after *= at(s, n - 1 - i);
  }
  const out = new Float64Array(n * n);
  for (let i = 0; i < n; i++)
    for (let j = 0; j < n; j++) {
      let sum = 0;
      for (let k = 0; k < n; k++) sum += at(u, i * n + k) * at(others, k) * at(vh, k * n + j);
      out[i * n + j] = sum;
    }
  return out;
}

/** Sign and `ln |det A|`, A [n, n]; 0 and −∞ if A is singular. */
export function slogdet(a: Float64Array, n: number): { sign: number; logabsdet: number } {
  const factors = factor(a, n);
  let { sign } = factors;
  let logabsdet = 0;
  for (let i = 0; i < n; i++) {
    const d = at(factors.lu, i * n + i);
    sign *= Math.sign(d);
    logabsdet += Math.log(Math.abs(d));
  }
  return { sign: sign + 0, logabsdet };
}

/**
 * The lower `L` with `A = L·Lᵀ`, A [n, n] symmetric; only its lower triangle is read.
 *
 * @throws DataError `data/linalg` if A is not positive definite
 */
export function cholesky(a: Float64Array, n: number): Float64Array {
  const l = new Float64Array(n * n);
  for (let i = 0; i < n; i++)
    for (let j = 0; j <= i; j++) {
      let sum = at(a, i * n + j);
      for (let k = 0; k < j; k++) sum -= at(l, i * n + k) * at(l, j * n + k);
      if (i !== j) l[i * n + j] = sum / at(l, j * n + j);
      else if (sum > 0) l[i * n + i] = Math.sqrt(sum);
      else
        throw linalgError(
          "cholesky",
          `the ${n} × ${n} matrix is not positive definite: its leading minor of order ${i + 1} is not positive`,
          "check that it is symmetric, or add a small multiple of the identity.",
        );
    }
  return l;
}

/**
 * `A = Q·R` by Householder reflections, A [m, n], Q [m, k], R [k, n], k = min(m, n).
 *
 * @remarks The signs are LAPACK's and so PyTorch's: a column that has anything below its diagonal gets a
 *   diagonal of the opposite sign, and a negative one for 0.
 */
export function qr(a: Float64Array, m: number, n: number): { q: Float64Array; r: Float64Array } {
  const k = Math.min(m, n);
  const work = a.slice();
  const scales = new Float64Array(k);
  // Each reflection is I − scale·v·vᵀ with v[j] = 1; v is kept below the diagonal.
  const reflect = (x: Float64Array, width: number, from: number, j: number): void => {
    const scale = at(scales, j);
    if (scale === 0) return;
    for (let c = from; c < width; c++) {
      let dot = at(x, j * width + c);
      for (let i = j + 1; i < m; i++) dot += at(work, i * n + j) * at(x, i * width + c);
      dot *= scale;
      x[j * width + c] = at(x, j * width + c) - dot;
      for (let i = j + 1; i < m; i++)
        x[i * width + c] = at(x, i * width + c) - dot * at(work, i * n + j);
    }
  };
  for (let j = 0; j < k; j++) {
    let below = 0;
    for (let i = j + 1; i < m; i++) below = Math.hypot(below, at(work, i * n + j));
    if (below === 0) continue;
    const top = at(work, j * n + j);
    const diagonal = top < 0 ? Math.hypot(top, below) : -Math.hypot(top, below);
    for (let i = j + 1; i < m; i++) work[i * n + j] = at(work, i * n + j) / (top - diagonal);
    scales[j] = (diagonal - top) / diagonal;
    reflect(work, n, j + 1, j);
    work[j * n + j] = diagonal;
  }
  const q = new Float64Array(m * k);
  for (let i = 0; i < k; i++) q[i * k + i] = 1;
  for (let j = k - 1; j >= 0; j--) reflect(q, k, j, j);
  const r = new Float64Array(k * n);
  for (let i = 0; i < k; i++) for (let j = i; j < n; j++) r[i * n + j] = at(work, i * n + j);
  return { q, r };
}

const maxSweeps = 60;

/** The cosine, sine and tangent of the rotation that makes `[[p, off], [off, q]]` diagonal. */
function rotation(p: number, q: number, off: number): { c: number; s: number; t: number } {
  const theta = (q - p) / (2 * off);
  const t = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.hypot(theta, 1));
  const c = 1 / Math.hypot(t, 1);
  return { c, s: t * c, t };
}

/** Rows i and j of `x` turned: `(xᵢ, xⱼ) ← (c·xᵢ − s·xⱼ, s·xᵢ + c·xⱼ)`. */
function turnRows(x: Float64Array, n: number, i: number, j: number, c: number, s: number): void {
  for (let k = 0; k < n; k++) {
    const [u, v] = [at(x, i * n + k), at(x, j * n + k)];
    x[i * n + k] = c * u - s * v;
    x[j * n + k] = s * u + c * v;
  }
}

function rowDot(x: Float64Array, n: number, i: number, j: number): number {
  let sum = 0;
  for (let k = 0; k < n; k++) sum += at(x, i * n + k) * at(x, j * n + k);
  return sum;
}

/** Rows of `x` in another order. */
function takeRows(x: Float64Array, n: number, order: readonly number[]): Float64Array {
  const out = new Float64Array(x.length);
  order.forEach((row, i) => {
    out.set(x.subarray(row * n, (row + 1) * n), i * n);
  });
  return out;
}

function transposed(x: Float64Array, m: number, n: number): Float64Array {
  const out = new Float64Array(m * n);
  for (let i = 0; i < m; i++) for (let j = 0; j < n; j++) out[j * m + i] = at(x, i * n + j);
  return out;
}

/** Makes row `i` a unit vector orthogonal to the rows before it; `x` [k, n] with k ≤ n. */
function completeRow(x: Float64Array, n: number, i: number): void {
  for (let axis = 0; axis < n; axis++) {
    x.fill(0, i * n, (i + 1) * n);
    x[i * n + axis] = 1;
    // Twice is enough to lose the rounding of the first pass.
    for (let pass = 0; pass < 2; pass++)
      for (let j = 0; j < i; j++) {
        const dot = rowDot(x, n, i, j);
        for (let k = 0; k < n; k++) x[i * n + k] = at(x, i * n + k) - dot * at(x, j * n + k);
      }
    const length = Math.sqrt(rowDot(x, n, i, i));
    // Of n axes, one at least keeps a part of 1/√n outside of fewer than n directions.
    if (length * length * n >= 0.5) {
      for (let k = 0; k < n; k++) x[i * n + k] = at(x, i * n + k) / length;
      return;
    }
  }
}

/**
 * `A = U·diag(S)·Vh` by one-sided Jacobi rotations, A [m, n], U [m, k], S [k] descending, Vh [k, n],
 * k = min(m, n).
 *
 * @source Hestenes 1958, "Inversion of matrices by biorthogonalization and related results"
 */
export function svd(
  a: Float64Array,
  m: number,
  n: number,
): { u: Float64Array; s: Float64Array; vh: Float64Array } {
  if (m < n) {
    const { u, s, vh } = svd(transposed(a, m, n), n, m);
    return { u: transposed(vh, m, m), s, vh: transposed(u, n, m) };
  }
  // Columns of A as rows, scaled so that squares neither overflow nor vanish.
  const columns = transposed(a, m, n);
  const scale = columns.reduce((top, x) => Math.max(top, Math.abs(x)), 0) || 1;
  for (let i = 0; i < columns.length; i++) columns[i] = at(columns, i) / scale;
  const v = identity(n);
  let frobenius = 0;
  for (let i = 0; i < n; i++) frobenius += rowDot(columns, m, i, i);
  // Columns below the rounding of the largest count as 0: turning them would only stir noise.
  const negligible = frobenius * Number.EPSILON ** 2;
  for (let sweep = 0, turned = true; turned && sweep < maxSweeps; sweep++) {
    turned = false;
    for (let i = 0; i < n; i++)
      for (let j = i + 1; j < n; j++) {
        const [p, q] = [rowDot(columns, m, i, i), rowDot(columns, m, j, j)];
        const off = rowDot(columns, m, i, j);
        if (Math.min(p, q) <= negligible) continue;
        if (!(Math.abs(off) > Number.EPSILON * Math.sqrt(p * q))) continue;
        turned = true;
        const { c, s } = rotation(p, q, off);
        turnRows(columns, m, i, j, c, s);
        turnRows(v, n, i, j, c, s);
      }
  }
  const lengths = Array.from({ length: n }, (_, i) => Math.sqrt(rowDot(columns, m, i, i)));
  const order = lengths.map((_, i) => i).sort((i, j) => at(lengths, j) - at(lengths, i) || i - j);
  const ut = takeRows(columns, m, order);
  const s = Float64Array.from(order, (i) => at(lengths, i));
  for (let i = 0; i < n; i++) {
    const length = at(s, i);
    if (length * length <= negligible) completeRow(ut, m, i);
    else for (let k = 0; k < m; k++) ut[i * m + k] = at(ut, i * m + k) / length;
  }
  return { u: transposed(ut, n, m), s: s.map((x) => x * scale), vh: takeRows(v, n, order) };
}

/**
 * Eigenvalues, ascending, and orthonormal eigenvectors (columns) of a symmetric A [n, n] by cyclic
 * Jacobi rotations; only the lower triangle is read.
 *
 * @source Golub & Van Loan 2013, "Matrix Computations", 8.5
 */
export function eigh(a: Float64Array, n: number): { values: Float64Array; vectors: Float64Array } {
  const x = new Float64Array(n * n);
  for (let i = 0; i < n; i++)
    for (let j = 0; j <= i; j++) {
      x[i * n + j] = at(a, i * n + j);
      x[j * n + i] = at(a, i * n + j);
    }
  const v = identity(n);
  for (let sweep = 0, turned = true; turned && sweep < maxSweeps; sweep++) {
    turned = false;
    for (let i = 0; i < n; i++)
      for (let j = i + 1; j < n; j++) {
        const off = at(x, i * n + j);
        const [p, q] = [at(x, i * n + i), at(x, j * n + j)];
        const small = Number.EPSILON * Math.sqrt(Math.abs(p)) * Math.sqrt(Math.abs(q));
        // What adds nothing to either diagonal is 0.
        const vanishes =
          Math.abs(p) + Math.abs(off) === Math.abs(p) &&
          Math.abs(q) + Math.abs(off) === Math.abs(q);
        if (!(Math.abs(off) > small) || vanishes) continue;
        turned = true;
        const { c, s, t } = rotation(p, q, off);
        turnRows(x, n, i, j, c, s);
        for (let k = 0; k < n; k++) {
          x[k * n + i] = at(x, i * n + k);
          x[k * n + j] = at(x, j * n + k);
        }
        x[i * n + i] = p - t * off;
        x[j * n + j] = q + t * off;
        x[i * n + j] = 0;
        x[j * n + i] = 0;
        turnRows(v, n, i, j, c, s);
      }
  }
  const diagonal = Array.from({ length: n }, (_, i) => at(x, i * n + i));
  const order = diagonal
    .map((_, i) => i)
    .sort((i, j) => at(diagonal, i) - at(diagonal, j) || i - j);
  return {
    values: Float64Array.from(order, (i) => at(diagonal, i)),
    vectors: transposed(takeRows(v, n, order), n, n),
  };
}

const made = new Map<string, HostFunction>();

/** The one host function of a name: made at its first use, and carrying that name as its own. */
export function named(name: string, make: () => HostFunction): HostFunction {
  let run = made.get(name);
  if (!run) {
    run = Object.defineProperty(make(), "name", { value: name });
    made.set(name, run);
  }
  return run;
}

/*
 * Below, `[...batch]` stands for any leading axes, flattened. A factory called twice with the same sizes
 * gives the same function, whose `name` is what tells it apart in a graph. A function with several
 * results writes, for each matrix of the batch, one after the other.
 */

/** `inv:n`: A `[...batch, n, n]` -> A⁻¹ `[...batch, n, n]`. Throws `data/linalg` if a matrix is singular. */
export const inverseOf = (n: number): HostFunction =>
  named(`inv:${n}`, () => batched([n * n], n * n, (a) => inverse(a as Float64Array, n)));

/**
 * `solve:n,columns`: A `[...batch, n, n]`, B `[...batch, n, columns]` -> X `[...batch, n, columns]`.
 * Throws `data/linalg` if a matrix is singular.
 */
export const solveOf = (n: number, columns: number): HostFunction =>
  named(`solve:${n},${columns}`, () =>
    batched([n * n, n * columns], n * columns, (a, b) =>
      solve(a as Float64Array, b as Float64Array, n, columns),
    ),
  );

/** `det:n`: A `[...batch, n, n]` -> `[...batch]`. */
export const determinantOf = (n: number): HostFunction =>
  named(`det:${n}`, () =>
    batched([n * n], 1, (a) => Float64Array.of(determinant(a as Float64Array, n))),
  );

/** `cofactors:n`: A `[...batch, n, n]` -> `[...batch, n, n]`. */
export const cofactorsOf = (n: number): HostFunction =>
  named(`cofactors:${n}`, () => batched([n * n], n * n, (a) => cofactors(a as Float64Array, n)));

/** `slogdet:n`: A `[...batch, n, n]` -> `[...batch, 2]`, sign then ln |det|. */
export const slogdetOf = (n: number): HostFunction =>
  named(`slogdet:${n}`, () =>
    batched([n * n], 2, (a) => {
      const { sign, logabsdet } = slogdet(a as Float64Array, n);
      return Float64Array.of(sign, logabsdet);
    }),
  );

/**
 * `cholesky:n`: A `[...batch, n, n]` -> lower L `[...batch, n, n]`. Throws `data/linalg` if a matrix is
 * not positive definite.
 */
export const choleskyOf = (n: number): HostFunction =>
  named(`cholesky:${n}`, () => batched([n * n], n * n, (a) => cholesky(a as Float64Array, n)));

/** `qr:m,n`: A `[...batch, m, n]` -> `[...batch, m·k + k·n]`, Q `[m, k]` then R `[k, n]`, k = min(m, n). */
export const qrOf = (m: number, n: number): HostFunction =>
  named(`qr:${m},${n}`, () =>
    batched([m * n], Math.min(m, n) * (m + n), (a) => {
      const { q, r } = qr(a as Float64Array, m, n);
      return packed(q, r);
    }),
  );

/**
 * `svd:m,n`: A `[...batch, m, n]` -> `[...batch, m·k + k + k·n]`, U `[m, k]`, S `[k]` then Vh `[k, n]`,
 * k = min(m, n).
 */
export const svdOf = (m: number, n: number): HostFunction =>
  named(`svd:${m},${n}`, () =>
    batched([m * n], Math.min(m, n) * (m + 1 + n), (a) => {
      const { u, s, vh } = svd(a as Float64Array, m, n);
      return packed(u, s, vh);
    }),
  );

/** `eigh:n`: A `[...batch, n, n]` -> `[...batch, n + n·n]`, values `[n]` then vectors `[n, n]` in columns. */
export const eighOf = (n: number): HostFunction =>
  named(`eigh:${n}`, () =>
    batched([n * n], n + n * n, (a) => {
      const { values, vectors } = eigh(a as Float64Array, n);
      return packed(values, vectors);
    }),
  );

/** Where the pivots of A [m, n] lie: the order of its rows, and the swaps that make it, counted from 1. */
export function pivotsOfMatrix(a: Float64Array, m: number, n: number): Float64Array {
  const k = Math.min(m, n);
  const work = a.slice();
  const order = Float64Array.from({ length: m }, (_, i) => i);
  const swaps = new Float64Array(k);
  for (let j = 0; j < k; j++) {
    let pivot = j;
    for (let i = j + 1; i < m; i++)
      if (Math.abs(at(work, i * n + j)) > Math.abs(at(work, pivot * n + j))) pivot = i;
    swaps[j] = pivot + 1;
    if (pivot !== j) {
      [order[j], order[pivot]] = [at(order, pivot), at(order, j)];
      for (let c = 0; c < n; c++) {
        const x = at(work, j * n + c);
        work[j * n + c] = at(work, pivot * n + c);
        work[pivot * n + c] = x;
      }
    }
    const d = at(work, j * n + j);
    if (d === 0) continue;
    for (let i = j + 1; i < m; i++) {
      const f = at(work, i * n + j) / d;
      for (let c = j; c < n; c++) work[i * n + c] = at(work, i * n + c) - f * at(work, j * n + c);
    }
  }
  return packed(order, swaps);
}

/** L and U of A [n, n], whose rows stand in the order of their pivots. */
function unpivoted(a: Float64Array, n: number): Float64Array {
  const u = a.slice();
  const l = identity(n);
  for (let j = 0; j < n; j++) {
    const d = at(u, j * n + j);
    for (let i = j + 1; i < n; i++) {
      const f = d === 0 ? 0 : at(u, i * n + j) / d;
      l[i * n + j] = f;
      u[i * n + j] = 0;
      for (let c = j + 1; c < n; c++) u[i * n + c] = at(u, i * n + c) - f * at(u, j * n + c);
    }
  }
  return packed(l, u);
}

function product(a: Float64Array, b: Float64Array, n: number): Float64Array {
  const out = new Float64Array(n * n);
  for (let i = 0; i < n; i++)
    for (let k = 0; k < n; k++) {
      const f = at(a, i * n + k);
      if (f === 0) continue;
      for (let j = 0; j < n; j++) out[i * n + j] = at(out, i * n + j) + f * at(b, k * n + j);
    }
  return out;
}

/**
 * `Σ Aᵏ / k!`, A [n, n]: the series of A / 2ˢ, whose norm is at most ½, squared s times.
 *
 * @source Moler & Van Loan 2003, "Nineteen dubious ways to compute the exponential of a matrix", method 3
 */
export function exponential(a: Float64Array, n: number): Float64Array {
  let largest = 0;
  for (let i = 0; i < n; i++) {
    let row = 0;
    for (let j = 0; j < n; j++) row += Math.abs(at(a, i * n + j));
    largest = Math.max(largest, row);
  }
  if (!Number.isFinite(largest)) return new Float64Array(n * n).fill(Number.NaN);
  const squarings = largest > 0.5 ? Math.ceil(Math.log2(largest / 0.5)) : 0;
  const scaled = a.map((x) => x / 2 ** squarings);
  let sum = identity(n);
  let term = identity(n);
  // ½¹⁸ / 18! is far below the rounding of a double.
  for (let k = 1; k <= 18; k++) {
    term = product(term, scaled, n).map((x) => x / k);
    sum = sum.map((x, i) => x + at(term, i));
  }
  for (let s = 0; s < squarings; s++) sum = product(sum, sum, n);
  return sum;
}

/** `pivots:m,n`: A `[...batch, m, n]` -> `[...batch, m + k]`, the order of the rows, then the swaps. */
export const pivotsOf = (m: number, n: number): HostFunction =>
  named(`pivots:${m},${n}`, () =>
    batched([m * n], m + Math.min(m, n), (a) => pivotsOfMatrix(a as Float64Array, m, n)),
  );

/** `swaps:n`: swaps `[...batch, n]`, counted from 1 -> the order of rows that they make `[...batch, n]`. */
export const swapsOf = (n: number): HostFunction =>
  named(`swaps:${n}`, () =>
    batched([n], n, (swaps) => {
      const order = Float64Array.from({ length: n }, (_, i) => i);
      (swaps as Float64Array).forEach((to, i) => {
        const j = to - 1;
        if (j >= 0 && j < n) [order[i], order[j]] = [at(order, j), at(order, i)];
      });
      return order;
    }),
  );

/** `unpivoted:n`: A `[...batch, n, n]` -> `[...batch, 2·n·n]`, L then U. */
export const unpivotedOf = (n: number): HostFunction =>
  named(`unpivoted:${n}`, () =>
    batched([n * n], 2 * n * n, (a) => unpivoted(a as Float64Array, n)),
  );

/** `exp:n`: A `[...batch, n, n]` -> its exponential. */
export const exponentialOf = (n: number): HostFunction =>
  named(`exp:${n}`, () => batched([n * n], n * n, (a) => exponential(a as Float64Array, n)));
