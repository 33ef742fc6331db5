/** Functions of functions: values beside PyTorch's, and beside what gradients say. */
import { describe, expect, test } from "vitest";
import { autograd, func, manualSeed, matmul, rand, type Tensor, tensor } from "../index.ts";

const code = (expected: string): Error => expect.objectContaining({ code: expected }) as Error;
const f64 = (data: number[] | number[][]): Tensor => tensor(data, { dtype: "float64" });
const list = async (t: unknown): Promise<unknown> => (t as Tensor).toArray();

const A = f64([
  [1, 2],
  [3, -1],
  [0.5, 4],
]);
const curve = (x: Tensor): Tensor => matmul(A, x.sin()).mul(x.sum());

describe("func.grad", () => {
  test("gives gradients of gradients by being applied again", async () => {
    const slope = func.grad((x: Tensor) => x.sin());
    const x = f64([0.7]).squeeze(0);
    expect(await slope(x).item()).toBeCloseTo(Math.cos(0.7), 12);
    expect(await func.grad(slope)(x).item()).toBeCloseTo(-Math.sin(0.7), 12);
    expect(await func.grad(func.grad(slope))(x).item()).toBeCloseTo(-Math.cos(0.7), 12);
    expect(slope(x).requiresGrad).toBe(false);
  });

  test("takes the arguments that are asked for, and structures of tensors", async () => {
    const f = (a: Tensor, b: Tensor): Tensor => a.mul(b.square()).sum();
    const [a, b] = [f64([1, 2]), f64([3, 5])];
    expect(await list(func.grad(f, { argnums: 1 })(a, b))).toEqual([6, 20]);
    const both = func.grad(f, { argnums: [1, 0] })(a, b);
    expect(await Promise.all(both.map(list))).toEqual([
      [6, 20],
      [9, 25],
    ]);
    const named = func.grad((p: { w: Tensor; more: Tensor[] }) =>
      p.w.mul(p.more[0] as Tensor).sum(),
    )({ w: a, more: [b] });
    expect(await list(named.w)).toEqual([3, 5]);
    expect(await list(named.more[0])).toEqual([1, 2]);
  });

  test("hands on what the function gives beside its value", async () => {
    const f = (x: Tensor): [Tensor, Tensor] => [x.square().sum(), x.mul(10)];
    const [slope, more] = func.grad(f, { hasAux: true })(f64([1, 2]));
    expect([await list(slope), await list(more)]).toEqual([
      [2, 4],
      [10, 20],
    ]);
    const [, [value]] = func.gradAndValue(f, { hasAux: true })(f64([1, 2]));
    expect(await value.item()).toBe(5);
  });

  test("lets the ordinary backward pass through, to its inputs and to what it closes over", async () => {
    const [x, w] = [f64([1, 2]).requiresGrad_(), f64([3, 5]).requiresGrad_()];
    const slope = func.grad((v: Tensor) => v.pow(3).mul(w).sum())(x);
    slope.sum().backward();
    expect(await list(x.grad)).toEqual([18, 60]);
    expect(await list(w.grad)).toEqual([3, 12]);
  });

  test("is 0 for what has no part in the value", async () => {
    expect(
      await list(func.grad((_a: Tensor, b: Tensor) => b.sum())(f64([1, 2]), f64([1]))),
    ).toEqual([0, 0]);
  });

  test("says what does not fit", () => {
    const x = f64([1, 2]);
    expect(() => func.grad((v: Tensor) => v.mul(2))(x)).toThrow(code("func/scalar"));
    expect(() => func.grad((v: Tensor) => v.sum(), { argnums: 1 as 0 })(x)).toThrow(
      code("func/argnums"),
    );
    expect(() => func.grad((() => 3) as never)(x as never)).toThrow(code("func/output"));
    expect(() => func.grad((n: number) => x.mul(n).sum())(2)).toThrow(code("func/no-tensor"));
    expect(() => func.grad((v: Tensor) => v.sum())(tensor([1], { dtype: "int32" }))).toThrow(
      code("func/integer"),
    );
  });
});

describe("products with the Jacobian", () => {
  const x = f64([0.3, -0.8]);
  const rows = async (): Promise<number[][]> =>
    (await func.jacrev(curve)(x).toArray()) as number[][];

  test("from the left and from the right are those of the matrix", async () => {
    const J = await rows();
    const [value, pull] = func.vjp(curve, x);
    expect(await list(value)).toEqual(await list(curve(x)));
    const [left] = pull(f64([1, -2, 0.5])) as unknown as [Tensor];
    const [, right] = func.jvp(curve, [x], [f64([2, -1])]);
    const got = [(await list(left)) as number[], (await list(right)) as number[]] as const;
    for (const j of [0, 1])
      expect(got[0][j]).toBeCloseTo(
        (J[0]?.[j] as number) - 2 * (J[1]?.[j] as number) + 0.5 * (J[2]?.[j] as number),
        12,
      );
    J.forEach((row, i) => {
      expect(got[1][i]).toBeCloseTo(2 * (row[0] as number) - (row[1] as number), 12);
    });
  });

  test("make the Jacobian row by row, column by column, and by finite differences", async () => {
    const J = await rows();
    const forward = (await func.jacfwd(curve)(x).toArray()) as number[][];
    const base = (await list(x)) as number[];
    for (const j of [0, 1]) {
      const at = async (by: number): Promise<number[]> =>
        (await list(curve(f64(base.map((v, k) => (k === j ? v + by : v)))))) as number[];
      const [high, low] = [await at(1e-6), await at(-1e-6)];
      J.forEach((row, i) => {
        expect(forward[i]?.[j]).toBeCloseTo(row[j] as number, 12);
        expect(row[j]).toBeCloseTo(((high[i] as number) - (low[i] as number)) / 2e-6, 7);
      });
    }
  });

  test("have the axes of the value before those of the argument", () => {
    const f = (v: Tensor): Tensor =>
      v
        .sum(1)
        .unsqueeze(0)
        .unsqueeze(2)
        .mul(f64([1, 2, 3, 4]));
    const m = f64([
      [1, 2, 3],
      [4, 5, 6],
    ]);
    expect(func.jacrev(f)(m).shape).toEqual([1, 2, 4, 2, 3]);
    expect(func.jacfwd(f)(m).shape).toEqual([1, 2, 4, 2, 3]);
    expect(func.hessian((v: Tensor) => v.pow(3).sum())(m).shape).toEqual([2, 3, 2, 3]);
  });

  test("make the second derivatives, in blocks for several arguments", async () => {
    const f = (a: Tensor, b: Tensor): Tensor => a.square().mul(b).sum();
    const blocks = func.hessian(f, { argnums: [0, 1] })(f64([1, 2]), f64([3, 5])) as Tensor[][];
    expect(await Promise.all(blocks.flat().map(list))).toEqual([
      [
        [6, 0],
        [0, 10],
      ],
      [
        [2, 0],
        [0, 4],
      ],
      [
        [2, 0],
        [0, 4],
      ],
      [
        [0, 0],
        [0, 0],
      ],
    ]);
  });

  test("are refused vectors of other shapes", () => {
    expect(() => func.vjp(curve, x)[1](f64([1, 2]))).toThrow(code("func/matching"));
    expect(() => func.jvp(curve, [x], [f64([1])])).toThrow(code("func/matching"));
  });

  test("are those of autograd.functional at a point", async () => {
    const cube = (v: Tensor): Tensor => v.pow(3).sum();
    const { functional } = autograd;
    expect(await list(functional.jacobian(curve, x))).toEqual(await rows());
    expect(await list(functional.hvp(cube, f64([1, 2]), f64([1, 10]))[1])).toEqual([6, 120]);
    expect(await list(functional.vhp(cube, f64([1, 2]), f64([1, 10]))[1])).toEqual([6, 120]);
    expect(await list(functional.vjp(cube, f64([1, 2]))[1])).toEqual([3, 12]);
  });
});

describe("func.vmap", () => {
  const batch = f64([
    [1, 2],
    [3, 4],
    [5, 6],
  ]);

  test("applies a function to each example, along any axes", async () => {
    const f = (v: Tensor, w: Tensor): Tensor => v.mul(w.sum());
    const w = f64([1, 1]);
    const plain = await list(func.vmap(f, { inDims: [0, null] })(batch, w));
    expect(plain).toEqual(await list(batch.mul(2)));
    const turned = func.vmap(f, { inDims: [1, null], outDims: 1 })(batch.t(), w);
    expect(await list(turned)).toEqual(await list(batch.t().mul(2)));
    const parts = func.vmap((p: { a: Tensor; b: Tensor }) => [p.a.sum(), p.b], {
      inDims: [{ a: 0, b: null }],
      outDims: [0, null],
    })({ a: batch, b: w }) as Tensor[];
    expect(await Promise.all(parts.map(list))).toEqual([
      [3, 7, 11],
      [1, 1],
    ]);
  });

  test("gives the gradients of each example, and lets gradients through", async () => {
    const w = f64([2, -1]).requiresGrad_();
    const loss = (p: Tensor, v: Tensor): Tensor => p.dot(v).square();
    const each = func.vmap(func.grad(loss), { inDims: [null, 0] })(w, batch);
    // 2·(w·v)·v
    expect(await list(each)).toEqual([
      [0, 0],
      [12, 16],
      [40, 48],
    ]);
    each.sum().backward();
    const want = func.grad((p: Tensor) =>
      batch
        .unbind(0)
        .map((v) => func.grad(loss)(p, v).sum())
        .reduce((a, b) => a.add(b)),
    )(w.detach());
    expect(await list(w.grad)).toEqual(await list(want));
  });

  test("has random numbers only as it is told", async () => {
    const noisy = (v: Tensor): Tensor => v.mul(0).add(rand([2], { dtype: "float64" }));
    expect(() => func.vmap(noisy)(batch)).toThrow(code("func/random"));
    manualSeed(3);
    const same = (await list(func.vmap(noisy, { randomness: "same" })(batch))) as number[][];
    expect(same[0]).toEqual(same[2]);
    const other = (await list(func.vmap(noisy, { randomness: "different" })(batch))) as number[][];
    expect(other[0]).not.toEqual(other[2]);
  });

  test("says what does not fit", () => {
    const add = (a: Tensor, b: Tensor): Tensor => a.add(b);
    expect(() => func.vmap(add)(batch, f64([1, 2]))).toThrow(code("func/batch"));
    expect(() => func.vmap(add, { inDims: null })(batch, batch)).toThrow(code("func/batch"));
    expect(() => func.vmap(add, { inDims: [0] })(batch, batch)).toThrow(code("usage/option"));
    expect(() => func.vmap(add, { inDims: 5 })(batch, batch)).toThrow(code("shape/dim-range"));
  });
});
