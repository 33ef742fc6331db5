/** Edges where a value was wrong once: what PyTorch 2.13 gives for each. */
import { afterEach, describe, expect, test } from "vitest";
import {
  all,
  any,
  arange,
  atan2,
  bincount,
  eq,
  full,
  fullLike,
  gather,
  grad,
  hardtanh,
  indexAdd,
  indexSelect,
  isclose,
  linalg,
  maskedFill,
  narrow,
  oneHot,
  ones,
  pad,
  prelu,
  repeatInterleave,
  roll,
  scatter,
  scatterAdd,
  scatterReduce,
  setEngineOptions,
  squeeze,
  type Tensor,
  take,
  tensor,
  zeros,
} from "../src/index.ts";

type Tier = "interpret" | "compile";
const tiers: readonly Tier[] = ["interpret", "compile"];
afterEach(() => setEngineOptions({ tier: "auto" }));

const ints = (values: number | readonly unknown[]): Tensor =>
  tensor(values as number[], { dtype: "int32" });
const leaf = (values: number | readonly unknown[], dtype: "float32" | "float64" = "float64") =>
  tensor(values as number[], { dtype, requiresGrad: true });

async function near(x: Tensor | null | undefined, want: readonly number[], digits = 6) {
  const got = Array.from((await x?.data()) ?? []);
  expect(got.length).toBe(want.length);
  for (const [i, w] of want.entries()) expect(got[i]).toBeCloseTo(w, digits);
}

describe.each(tiers)("in the %s tier", (tier) => {
  test("a bool is true of anything but 0, however often it is asked", async () => {
    setEngineOptions({ tier });
    for (const [value, truth] of [
      [1, 1],
      [6, 1],
      [0.5, 1],
      [Number.NaN, 1],
      [-1, 1],
      [0, 0],
      [-0, 0],
    ] as const) {
      const x = full([4], value, { dtype: "bool" });
      expect([value, await x.sum().item()]).toEqual([value, 4 * truth]);
      expect([value, ...(await eq(x, true).data())]).toEqual([value, ...Array(4).fill(truth)]);
    }
    expect(Array.from(await fullLike(tensor([true, false]), -1).data())).toEqual([1, 1]);
  });

  test("numbers wrap around in uint8, at every size", async () => {
    setEngineOptions({ tier });
    for (const n of [3, 3000, 30_000]) {
      const bytes = Uint8Array.from({ length: n }, (_, i) => [0, 1, 255][i % 3] as number);
      const u = tensor(bytes);
      const first = async (x: Tensor) => Array.from((await x.data()).slice(0, 3));
      expect(await first(u.gt(-1))).toEqual([0, 0, 0]);
      expect(await first(u.clamp(-1, 1))).toEqual([1, 1, 1]);
      expect(await first(u.eq(256))).toEqual([1, 0, 0]);
      expect(await first(u.remainder(-2))).toEqual([0, 1, 1]);
      expect(await first(u.floorDivide(-1))).toEqual([0, 0, 1]);
      expect(await first(u.ge(300))).toEqual([0, 0, 1]);
      expect(await first(u.add(300))).toEqual([44, 45, 43]);
      expect(await first(u.mul(-1))).toEqual([0, 255, 1]);
      expect(await first(u.maskedFill(u.gt(0), -1))).toEqual([0, 255, 255]);
    }
    expect(await ints([1]).mul(3_000_000_000).item()).toBe(-1294967296);
  });

  test("sums of many float32 are as exact as of few", async () => {
    setEngineOptions({ tier });
    for (const shape of [[200_000], [300, 400], [40, 3, 700], [2000, 3, 3, 8]]) {
      const x = full(shape, 0.1);
      for (const dim of [null, ...shape.keys()]) {
        const off = Array.from(await x.mean(dim).data(), (mean) => Math.abs(mean / 0.1 - 1));
        expect(off.reduce((a, b) => Math.max(a, b))).toBeLessThan(1e-6);
      }
    }
    expect(
      await tensor([1e7, 1e7 + 1, 1e7 + 2])
        .var()
        .item(),
    ).toBe(1);
  });

  test("the rest of −0 is −0, of which the reciprocal tells", async () => {
    setEngineOptions({ tier });
    const x = tensor(Float32Array.of(-0, -2, 0, 2, -1.5));
    const back = await x.remainder(1).reciprocal().data();
    expect(Array.from(back)).toEqual([-Infinity, -Infinity, Infinity, Infinity, 2]);
  });

  test("angles of any size have their sine, cosine and tangent", async () => {
    setEngineOptions({ tier });
    const xs = [];
    for (let e = -4; e < 128; e++)
      for (const m of [1, 1.2345678, 1.5707964, 1.9999999]) xs.push(m * 2 ** e, -m * 2 ** e);
    for (let k = 1; k < 400; k++) xs.push(k * 12345 * Math.PI, 2 ** 40 * k * Math.PI);
    const x = tensor(Float32Array.from(xs));
    const given = await x.data();
    for (const name of ["sin", "cos", "tan"] as const) {
      const got = await x[name]().data();
      const off = Array.from(given, (v, i) => {
        const want = Math[name](v);
        return Math.abs((got[i] as number) - want) / Math.abs(want);
      });
      expect(off.reduce((a, b) => Math.max(a, b))).toBeLessThan(3e-7);
    }
    const none = await tensor([Infinity, -Infinity, Number.NaN]).sin().data();
    expect(none.every(Number.isNaN)).toBe(true);
  });
});

test("the mean of 10 million equal numbers is that number", async () => {
  expect(Math.abs((await full([10_000_000], 0.1).mean().item()) / 0.1 - 1)).toBeLessThan(1e-6);
});

test("prelu has a slope for each channel, which axis 1 counts", async () => {
  await near(
    prelu(full([1, 3, 3], -1), tensor([0.1, 0.2, 0.3])),
    [-0.1, -0.1, -0.1, -0.2, -0.2, -0.2, -0.3, -0.3, -0.3],
  );
  expect(prelu(zeros([2, 3, 4]), tensor([1, 2, 3])).shape).toEqual([2, 3, 4]);
  expect(await prelu(tensor(-1), tensor([0.5])).item()).toBe(-0.5);
  expect(() => prelu(tensor([-1, -2]), tensor([0.5, 0.1]))).toThrow("1 or 1 (channels)");
  expect(() => prelu(tensor([[-1, -2]]), tensor([[0.5, 0.1]]))).toThrow("at most 1 axis");
});

describe("gradients at points where the formula has 0/0", () => {
  test("std of equal values, and of one", async () => {
    for (const make of [
      (x: Tensor) => x.std(),
      (x: Tensor) => x.std(0, { correction: 0 }),
      (x: Tensor) => x.var(),
    ]) {
      const x = leaf([1, 1]);
      make(x).backward();
      await near(x.grad, [0, 0]);
    }
    const rows = leaf([
      [3, 3, 3],
      [1, 2, 3],
    ]);
    rows.std(1).sum().backward();
    await near(rows.grad, [0, 0, 0, -0.5, 0, 0.5]);
    const one = leaf([5]);
    one.std().backward();
    expect(await one.grad?.item()).toBeNaN();
  });

  test("std twice", async () => {
    const x = leaf([1, 2, 4]);
    const [g] = grad(x.std(), x, { createGraph: true });
    await near(g, [-0.4364, -0.1091, 0.5455], 4);
    await near(
      grad((g as Tensor).mul(tensor([1, 2, 3])).sum(), x)[0],
      [-0.0468, 0.0701, -0.0234],
      4,
    );
  });

  test("atan2 at the origin", async () => {
    const [y, x] = [leaf([0, 1]), leaf([0, 2])];
    atan2(y, x).sum().backward();
    await near(y.grad, [0, 0.4]);
    await near(x.grad, [0, -0.2]);
  });

  test("the nuclear and the spectral norm of zeros, and of equal singular values", async () => {
    for (const [start, ord, want] of [
      [zeros([2, 2]), "nuc", [1, 0, 0, 1]],
      [zeros([2, 2]), 2, [0.5, 0, 0, 0.5]],
      [
        tensor([
          [1, 0],
          [0, 1],
        ]),
        "nuc",
        [1, 0, 0, 1],
      ],
      [zeros([3, 2]), "nuc", [1, 0, 0, 1, 0, 0]],
    ] as const) {
      const a = start.double().requiresGrad_();
      linalg.norm(a, ord).backward();
      await near(a.grad, want);
    }
  });

  test("the determinant of a singular matrix, as PyTorch's with createGraph", async () => {
    const a = leaf([
      [1, 2],
      [2, 4],
    ]);
    linalg.det(a).backward();
    await near(a.grad, [4, -2, -2, 1]);
    const nothing = leaf(Array(3).fill([0, 0, 0]));
    linalg.det(nothing).backward();
    await near(nothing.grad, Array(9).fill(0));
  });
});

describe("the second gradient of a product by place", () => {
  const twice = (x: Tensor, s: Tensor, index: number[], includeSelf: boolean, w: number[]) => {
    const y = scatterReduce(x, 0, ints(index), s, "prod", { includeSelf });
    const [gx, gs] = grad(y.mul(tensor(w)).sum(), [x, s], { createGraph: true }) as [
      Tensor,
      Tensor,
    ];
    const weights = tensor(Array.from({ length: s.numel() }, (_, i) => (w.length > 1 ? i + 1 : 1)));
    return [gx, gs, ...grad(gx.sum().add(gs.mul(weights).sum()), [x, s])] as const;
  };

  test("with what was there", async () => {
    const [gx, gs, dx, ds] = twice(leaf([3]), leaf([2, 5]), [0, 0], true, [1]);
    await near(gx, [10]);
    await near(gs, [15, 6]);
    await near(dx, [7]);
    await near(ds, [8, 5]);
  });

  test("without", async () => {
    const [gx, gs, dx, ds] = twice(leaf([3]), leaf([2, 5]), [0, 0], false, [1]);
    await near(gx, [0]);
    await near(gs, [5, 2]);
    await near(dx, [0]);
    await near(ds, [1, 1]);
  });

  test("of factors that are 0", async () => {
    const [gx, gs, dx, ds] = twice(leaf([0, 3]), leaf([2, 0, 5]), [0, 1, 1], true, [1, 2]);
    await near(gx, [2, 0]);
    await near(gs, [0, 30, 0]);
    await near(dx, [1, 20]);
    await near(ds, [1, 28, 12]);
  });
});

test("tensors without axes go through the index operators as if they had one", async () => {
  const five = tensor(5);
  const zero = ints(0);
  const one: readonly (readonly [Tensor, number[], number])[] = [
    [gather(five, 0, zero), [], 5],
    [gather(five, 0, ints([0])), [1], 5],
    [gather(tensor([5, 6]), 0, ints(1)), [], 6],
    [scatter(five, 0, zero, 7), [], 7],
    [scatter(five, 0, ints([0]), tensor([7])), [], 7],
    [scatterAdd(five, 0, zero, tensor(7)), [], 12],
    [scatterReduce(five, 0, zero, tensor(7), "prod"), [], 35],
    [scatterReduce(five, 0, ints([0]), tensor([7]), "prod"), [], 35],
    [indexSelect(five, 0, zero), [], 5],
    [indexSelect(five, 0, ints([0])), [], 5],
    [indexSelect(tensor([5, 6]), 0, zero), [1], 5],
    [indexAdd(five, 0, zero, tensor(7)), [], 12],
    [take(five, zero), [], 5],
  ];
  for (const [x, shape, value] of one) {
    expect(x.shape).toEqual(shape);
    expect(await x.item()).toBe(value);
  }
  expect(() => indexSelect(five, 0, ints([0, 0]))).toThrow("shape/size");
  expect(() => indexAdd(five, 0, ints([0]), tensor([7]))).toThrow("shape/rank");
  const x = leaf(2);
  gather(x, 0, zero).mul(3).backward();
  expect(await x.grad?.item()).toBe(3);
});

describe("an index out of range", () => {
  const x = tensor([[1, 2, 3]]);

  test("is told at the call, with the caller's own number and its place", () => {
    for (const [run, message] of [
      [
        () => gather(x, 1, ints([[0, 3]])),
        "gather: index 3 at place [0, 1] is out of range for size 3",
      ],
      [() => gather(x, 1, tensor([[0, 9]]).int()), "index 9 at place [0, 1]"],
      [() => indexSelect(x, 1, ints([7])), "indexSelect: index 7 at place 0"],
      [() => take(x, ints([1, -4])), "take: index -4 at place 1 is out of range for size 3"],
      [
        () => tensor([0, 1, 2]).index([ints([7])]),
        "index: index 7 at place 0 is out of range for size 3",
      ],
      [() => tensor([0, 1, 2]).index([ints([-4])]), "index: index -4"],
      [() => scatterAdd(zeros([2]), 0, ints([2]), ones([1])), "scatterAdd: index 2 at place 0"],
      [() => indexAdd(zeros([2]), 0, ints([2]), ones([1])), "indexAdd: index 2"],
      [() => oneHot(ints([0, 5]), 3), "oneHot: label 5 at place 1 is out of range for 3 classes"],
    ] as const)
      expect(run).toThrow(message);
  });

  test("that is negative is refused where PyTorch refuses it", async () => {
    for (const run of [
      () => gather(x, 1, ints([[-1]])),
      () => indexSelect(x, 1, ints([-1])),
      () => scatter(zeros([2]), 0, ints([-1]), 1),
      () => scatterAdd(zeros([2]), 0, ints([-1]), ones([1])),
      () => scatterReduce(zeros([2]), 0, ints([-1]), ones([1]), "sum"),
      () => indexAdd(zeros([2]), 0, ints([-1]), ones([1])),
      () => oneHot(ints([-1, 1]), 3),
    ])
      expect(run).toThrow("-1");
    await near(take(x, ints([-1])), [3]);
    await near(tensor([0, 1, 2]).index([ints([-1, 0])]), [2, 0]);
  });

  test("that is still to be computed is told with its number, and by the call's line", async () => {
    for (const [make, message] of [
      [() => gather(x, 1, ints([[1, 2]]).mul(3)), "gather: index 3 is out of range for size 3"],
      [
        () => indexSelect(x, 1, ints([1]).sub(2)),
        "indexSelect: index -1 is out of range for size 3",
      ],
      [() => tensor([0, 1, 2]).index([ints([7]).add(0)]), "index: index 7 is out of range"],
      [() => take(x, ints([1]).sub(6)), "take: index -5 is out of range for size 3"],
      [() => zeros([4]).scatterAdd(0, ints([2]).mul(2), ones([1])), "scatterAdd: index 4"],
    ] as const)
      for (const tier of tiers) {
        setEngineOptions({ tier });
        const error = await make()
          .data()
          .then(
            () => null,
            (e: Error) => e,
          );
        expect(error?.message).toContain(message);
        expect(error?.stack).toContain("pytorch-edges.test.ts");
      }
  });
});

test("edges of shapes and dtypes", async () => {
  expect(squeeze(ones([1, 2, 1]), []).shape).toEqual([1, 2, 1]);
  expect(linalg.pinv(ones([0, 3])).shape).toEqual([3, 0]);
  expect(any(tensor([2], { dtype: "uint8" })).dtype).toBe("uint8");
  expect(all(tensor([1, 2], { dtype: "uint8" })).dtype).toBe("uint8");
  const mean = scatterReduce(
    zeros([2], { dtype: "uint8" }),
    0,
    ints([0, 0]),
    tensor([3, 4], { dtype: "uint8" }),
    "mean",
  );
  expect(mean.dtype).toBe("uint8");
  expect(bincount(ints([1, 1]), { weights: ints([2, 3]) }).dtype).toBe("float64");
  await near(arange(-0.9, 2.1, 2, { dtype: "int32" }), [0, 2]);
  expect(await isclose(tensor([true]), tensor([true])).item()).toBe(1);
  const row = tensor([[[0, 1, 2, 3, 4]]]);
  await near(pad(row, [-1, 2], { mode: "reflect" }), [1, 2, 3, 4, 3, 2]);
  await near(pad(row, [-1, 2], { mode: "replicate" }), [1, 2, 3, 4, 4, 4]);
  await near(pad(row, [-1, 2], { mode: "circular" }), [1, 2, 3, 4, 1, 2]);
  await near(pad(row, [-2, -1], { mode: "reflect" }), [2, 3]);
  await near(repeatInterleave(tensor([1, 2]), ints([2, 1])), [1, 1, 2]);
  await near(
    repeatInterleave(
      tensor([
        [1, 2],
        [3, 4],
      ]),
      ints([2, 1]),
      0,
    ),
    [1, 2, 1, 2, 3, 4],
  );
  expect(linalg.norm(leaf([1, 0]), 0).requiresGrad).toBe(true);
});

test("what PyTorch refuses is refused", () => {
  for (const run of [
    () => isclose(tensor([1]), tensor([1]), { rtol: -1 }),
    () => hardtanh(ones([2]), { minVal: 2, maxVal: 1 }),
    () => arange(3, 1),
    () => roll(tensor(1), 1, 0),
    () => narrow(tensor(1), 0, 0, 1),
    () => scatterAdd(zeros([3]), 0, ints([0]), ones([1], { dtype: "float64" })),
    () => maskedFill(zeros([3]), tensor([true, false, true]), tensor([1])),
    () => repeatInterleave(tensor([1, 2]), ints([1, -1])),
  ])
    expect(run).toThrow(/^\w+: .*\nHint: /s);
});
