import { describe, expect, test } from "vitest";
import {
  batched,
  cholesky,
  choleskyOf,
  determinant,
  determinantOf,
  eigh,
  eighOf,
  inverse,
  inverseOf,
  packed,
  qr,
  qrOf,
  slogdet,
  slogdetOf,
  solve,
  solveOf,
  svd,
  svdOf,
} from "./linalg-host.ts";

type Matrix = Float64Array;

/** Numbers that look random and are the same everywhere. */
function noise(count: number, seed = 1): Matrix {
  let state = seed;
  return Float64Array.from({ length: count }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state / 2 ** 32) * 2 - 1;
  });
}

function multiply(a: Matrix, b: Matrix, m: number, k: number, n: number): Matrix {
  const out = new Float64Array(m * n);
  for (let i = 0; i < m; i++)
    for (let j = 0; j < n; j++)
      for (let q = 0; q < k; q++)
        out[i * n + j] =
          (out[i * n + j] as number) + (a[i * k + q] as number) * (b[q * n + j] as number);
  return out;
}

function transpose(a: Matrix, m: number, n: number): Matrix {
  return Float64Array.from(
    { length: m * n },
    (_, p) => a[(p % m) * n + Math.floor(p / m)] as number,
  );
}

function identity(n: number): Matrix {
  return Float64Array.from({ length: n * n }, (_, p) => (p % (n + 1) === 0 ? 1 : 0));
}

function diagonal(values: Matrix): Matrix {
  const n = values.length;
  return identity(n).map((x, p) => (x === 0 ? 0 : (values[p % n] as number)));
}

function expectClose(got: ArrayLike<number>, want: ArrayLike<number>, tolerance: number): void {
  expect(got.length).toBe(want.length);
  for (let i = 0; i < want.length; i++) {
    const off = Math.abs((got[i] as number) - (want[i] as number));
    if (!(off <= tolerance))
      expect.fail(`at [${i}]: got ${got[i]}, want ${want[i]}, off by ${off}, allowed ${tolerance}`);
  }
}

/** A well-conditioned matrix: noise with a heavy diagonal. */
function wellConditioned(n: number): Matrix {
  return noise(n * n, n).map((x, p) => (p % (n + 1) === 0 ? x + n / 2 : x));
}

function expectOrthonormalColumns(q: Matrix, m: number, n: number): void {
  expectClose(multiply(transpose(q, m, n), q, n, m, n), identity(n), 1e-13);
}

const positive = Float64Array.of(4, 1, 2, 0.5, 1, 3, 0, -1, 2, 0, 5, 1.5, 0.5, -1, 1.5, 2);

describe("LU", () => {
  test.each([1, 2, 5, 20])("inverts a square matrix of %i rows", (n) => {
    const a = wellConditioned(n);
    expectClose(multiply(a, inverse(a, n), n, n, n), identity(n), 1e-13);
  });

  test("inverts where the first pivot is 0", () => {
    expect(Array.from(inverse(Float64Array.of(0, 2, 4, 0), 2))).toEqual([0, 0.25, 0.5, 0]);
  });

  test("solves for several right sides", () => {
    const [n, columns] = [20, 3];
    const a = wellConditioned(n);
    const x = noise(n * columns, 7);
    expectClose(solve(a, multiply(a, x, n, n, columns), n, columns), x, 1e-12);
  });

  test("names the column of a singular matrix", () => {
    const a = Float64Array.of(1, 2, 2, 4);
    expect(() => inverse(a, 2)).toThrowErrorMatchingInlineSnapshot(`
      [DataError: linalg.inv: the 2 × 2 matrix is singular (the pivot of column 1 is 0).
      Hint: use linalg.pinv, or add a small multiple of the identity.
      (data/linalg)]
    `);
    expect(() => solve(a, Float64Array.of(1, 1), 2, 1)).toThrowErrorMatchingInlineSnapshot(`
      [DataError: linalg.solve: the 2 × 2 matrix is singular (the pivot of column 1 is 0).
      Hint: use linalg.pinv, or add a small multiple of the identity.
      (data/linalg)]
    `);
  });

  test("gives determinants with their signs", () => {
    expect(determinant(Float64Array.of(0, 1, 1, 0), 2)).toBe(-1);
    expect(determinant(Float64Array.of(1, 2, 2, 4), 2)).toBe(0);
    expect(determinant(new Float64Array(0), 0)).toBe(1);
    // torch 2.13, float64
    expectClose([determinant(positive, 4)], [51.50000000000001], 1e-12);
  });

  test("gives log determinants, −∞ for a singular matrix", () => {
    const { sign, logabsdet } = slogdet(Float64Array.of(0, 1e200, 1e200, 0), 2);
    expect(sign).toBe(-1);
    expectClose([logabsdet], [400 * Math.LN10], 1e-12);
    expect(slogdet(Float64Array.of(1, 2, 2, 4), 2)).toEqual({ sign: 0, logabsdet: -Infinity });
  });
});

describe("Cholesky", () => {
  test("multiplies back to the matrix, from its lower triangle alone", () => {
    const n = 20;
    const b = noise(n * n, 3);
    const a = multiply(b, transpose(b, n, n), n, n, n).map((x, p) =>
      p % (n + 1) === 0 ? x + 1 : x,
    );
    const lower = a.map((x, p) => (p % n > Math.floor(p / n) ? 99 : x));
    const l = cholesky(lower, n);
    expectClose(multiply(l, transpose(l, n, n), n, n, n), a, 1e-12);
    expect(l.every((x, p) => p % n <= Math.floor(p / n) || x === 0)).toBe(true);
  });

  test("agrees with torch", () => {
    // torch 2.13, float64: torch.linalg.cholesky
    expectClose(
      cholesky(positive, 4),
      [
        2.0, 0.0, 0.0, 0.0, 0.5, 1.6583123951777, 0.0, 0.0, 1.0, -0.30151134457776363,
        1.9771421064483223, 0.0, 0.25, -0.6784005252999682, 0.5287705633524583, 1.0943831224048783,
      ],
      1e-14,
    );
  });

  test("names the leading minor that is not positive", () => {
    expect(() =>
      cholesky(Float64Array.of(1, 2, 0, 2, 1, 0, 0, 0, 1), 3),
    ).toThrowErrorMatchingInlineSnapshot(`
      [DataError: linalg.cholesky: the 3 × 3 matrix is not positive definite: its leading minor of order 2 is not positive.
      Hint: check that it is symmetric, or add a small multiple of the identity.
      (data/linalg)]
    `);
  });
});

describe("QR", () => {
  test.each([
    [20, 20],
    [9, 4],
    [4, 9],
    [1, 1],
    [5, 1],
  ])("multiplies back to a %i × %i matrix with orthonormal columns", (m, n) => {
    const k = Math.min(m, n);
    const a = noise(m * n, m + n);
    const { q, r } = qr(a, m, n);
    expectClose(multiply(q, r, m, k, n), a, 1e-13);
    expectOrthonormalColumns(q, m, k);
    expect(r.every((x, p) => p % n >= Math.floor(p / n) || x === 0)).toBe(true);
  });

  test("has torch's signs", () => {
    // torch 2.13, float64: torch.linalg.qr
    const { q, r } = qr(Float64Array.of(1, -2, 3, 4, -5, 6), 3, 2);
    expectClose(
      q,
      [
        -0.16903085094570325, 0.21398024625545647, -0.50709255283711, -0.8559209850218258,
        0.8451542547285166, -0.47075654176200427,
      ],
      1e-14,
    );
    expectClose(r, [-5.916079783099615, 3.380617018914066, 0.0, -6.676183683170241], 1e-14);
    const upper = qr(Float64Array.of(3, 1, 0, -2), 2, 2);
    expectClose(upper.r, [3.0, 1.0, 0.0, -2.0], 0);
  });

  test("has torch's signs where a diagonal starts at 0", () => {
    // torch 2.13, float64: torch.linalg.qr
    expectClose(qr(Float64Array.of(0, 1, 1, 0), 2, 2).r, [-1.0, 0.0, 0.0, -1.0], 1e-15);
    const { q, r } = qr(Float64Array.of(1, 2, 0, 0, 0, 3), 3, 2);
    expectClose(q, [1.0, 0.0, 0.0, 0.0, 0.0, -1.0], 1e-15);
    expectClose(r, [1.0, 2.0, 0.0, -3.0], 1e-15);
  });
});

describe("SVD", () => {
  test.each([
    [20, 20],
    [9, 4],
    [4, 9],
    [1, 3],
  ])("multiplies back to a %i × %i matrix with orthonormal factors", (m, n) => {
    const k = Math.min(m, n);
    const a = noise(m * n, m * 31 + n);
    const { u, s, vh } = svd(a, m, n);
    expectClose(multiply(multiply(u, diagonal(s), m, k, k), vh, m, k, n), a, 1e-13);
    expectOrthonormalColumns(u, m, k);
    expectOrthonormalColumns(transpose(vh, k, n), n, k);
    expect(Array.from(s)).toEqual(Array.from(s).sort((x, y) => y - x));
  });

  test("completes the factors of matrices that lack rank", () => {
    const rankTwo = multiply(noise(12, 4), noise(10, 5), 6, 2, 5);
    for (const a of [rankTwo, new Float64Array(30), new Float64Array(30).fill(1)]) {
      const { u, s, vh } = svd(a, 6, 5);
      expectClose(multiply(multiply(u, diagonal(s), 6, 5, 5), vh, 6, 5, 5), a, 1e-14);
      expectOrthonormalColumns(u, 6, 5);
      expectOrthonormalColumns(transpose(vh, 5, 5), 5, 5);
    }
    expectClose(svd(rankTwo, 6, 5).s.slice(2), [0, 0, 0], 1e-15);
  });

  test("neither overflows nor vanishes at extreme scales", () => {
    expectClose(
      svd(Float64Array.of(3e200, 0, 0, 4e200), 2, 2).s.map((x) => x / 1e200),
      [4, 3],
      1e-15,
    );
    expectClose(
      svd(Float64Array.of(3e-200, 0, 0, 4e-200), 2, 2).s.map((x) => x * 1e200),
      [4, 3],
      1e-15,
    );
  });

  test("agrees with torch's singular values", () => {
    // torch 2.13, float64: torch.linalg.svdvals
    expectClose(
      svd(Float64Array.of(1, -2, 3, 4, -5, 6), 3, 2).s,
      [8.251588574096083, 4.786573513887253],
      1e-14,
    );
  });
});

describe("symmetric eigenvalues", () => {
  test.each([1, 2, 7, 20])("diagonalize a matrix of %i rows", (n) => {
    const b = noise(n * n, n + 11);
    const a = b.map((x, p) => x + (b[(p % n) * n + Math.floor(p / n)] as number));
    const { values, vectors } = eigh(a, n);
    expectClose(multiply(a, vectors, n, n, n), multiply(vectors, diagonal(values), n, n, n), 1e-12);
    expectOrthonormalColumns(vectors, n, n);
    expect(Array.from(values)).toEqual(Array.from(values).sort((x, y) => x - y));
  });

  test("agree with torch, from the lower triangle alone", () => {
    const lower = positive.map((x, p) => (p % 4 > Math.floor(p / 4) ? 99 : x));
    // torch 2.13, float64: torch.linalg.eigvalsh
    expectClose(
      eigh(lower, 4).values,
      [0.9274352865149322, 1.9129390823669776, 4.128622658631629, 7.03100297248646],
      1e-14,
    );
  });

  test("of repeated values still have orthonormal vectors", () => {
    const n = 5;
    const a = new Float64Array(n * n).fill(1).map((x, p) => (p % (n + 1) === 0 ? x + 1 : x));
    const { values, vectors } = eigh(a, n);
    expectClose(values, [1, 1, 1, 1, 6], 1e-14);
    expectOrthonormalColumns(vectors, n, n);
  });
});

test("batched runs matrix by matrix, converting to and from the output's type", () => {
  const run = batched([4, 2], 2, (a, b) => solve(a as Matrix, b as Matrix, 2, 1));
  const out = new Float32Array(4);
  run([Float32Array.of(2, 0, 0, 4, 1, 0, 0, 10), Float32Array.of(2, 4, 3, 1)], out);
  expect(Array.from(out)).toEqual([1, 1, 3, Math.fround(0.1)]);
});

test("packed lays results end to end", () => {
  const run = batched([4], 6, (a) => {
    const { values, vectors } = eigh(a as Matrix, 2);
    return packed(values, vectors);
  });
  const out = new Float64Array(6);
  run([Float64Array.of(5, 0, 0, 3)], out);
  expect(Array.from(out)).toEqual([3, 5, 0, 1, 1, 0]);
});

describe("kernels by size", () => {
  /** Runs a host function; the output has room for `length` numbers, and no less may be written. */
  const run = (
    f: ReturnType<typeof inverseOf>,
    inputs: readonly Matrix[],
    length: number,
  ): Matrix => {
    const out = new Float64Array(length).fill(Number.NaN);
    f(inputs, out);
    return out;
  };
  const [one, two] = [noise(12, 21), noise(12, 22)];
  const pair = packed(one, two);
  const squares = packed(positive, identity(4));

  test("are one function for a name, and carry it", () => {
    expect(inverseOf(3)).toBe(inverseOf(3));
    expect(solveOf(3, 2)).not.toBe(solveOf(2, 3));
    const all = [
      inverseOf(3),
      solveOf(3, 2),
      determinantOf(3),
      slogdetOf(3),
      choleskyOf(3),
      qrOf(4, 3),
      svdOf(4, 3),
      eighOf(3),
    ];
    expect(all.map((f) => f.name)).toEqual([
      "inv:3",
      "solve:3,2",
      "det:3",
      "slogdet:3",
      "cholesky:3",
      "qr:4,3",
      "svd:4,3",
      "eigh:3",
    ]);
  });

  test("run over a batch of square matrices", () => {
    const right = noise(16, 5);
    expect(run(inverseOf(4), [squares], 32)).toEqual(packed(inverse(positive, 4), identity(4)));
    expect(run(solveOf(4, 2), [squares, right], 16)).toEqual(
      packed(solve(positive, right.slice(0, 8), 4, 2), right.slice(8)),
    );
    expect(run(determinantOf(4), [squares], 2)).toEqual(
      Float64Array.of(determinant(positive, 4), 1),
    );
    const { sign, logabsdet } = slogdet(positive, 4);
    expect(run(slogdetOf(4), [squares], 4)).toEqual(Float64Array.of(sign, logabsdet, 1, 0));
    expect(run(choleskyOf(4), [squares], 32)).toEqual(packed(cholesky(positive, 4), identity(4)));
    const { values, vectors } = eigh(positive, 4);
    expect(run(eighOf(4), [squares], 40)).toEqual(
      packed(values, vectors, Float64Array.of(1, 1, 1, 1), identity(4)),
    );
  });

  test.each([
    [4, 3],
    [3, 4],
  ])("lay the results of each %i × %i matrix end to end", (m, n) => {
    const k = Math.min(m, n);
    const q = [one, two].map((a) => qr(a, m, n));
    expect(run(qrOf(m, n), [pair], 2 * (m * k + k * n))).toEqual(
      packed(...q.flatMap((x) => [x.q, x.r])),
    );
    const s = [one, two].map((a) => svd(a, m, n));
    expect(run(svdOf(m, n), [pair], 2 * (m * k + k + k * n))).toEqual(
      packed(...s.flatMap((x) => [x.u, x.s, x.vh])),
    );
  });

  test("know the empty matrix", () => {
    const empty = new Float64Array(0);
    expect(run(inverseOf(0), [empty], 0)).toEqual(empty);
    expect(run(determinantOf(0), [empty], 2)).toEqual(Float64Array.of(1, 1));
    expect(run(slogdetOf(0), [empty], 2)).toEqual(Float64Array.of(1, 0));
  });
});
