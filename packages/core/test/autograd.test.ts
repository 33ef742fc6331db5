/** The rules of gradients, as a user of PyTorch knows them. */
import { describe, expect, test } from "vitest";
import * as g from "../src/index.ts";

const leaf = (data: number[]): g.Tensor => g.tensor(data, { requiresGrad: true });
const read = async (t: g.Tensor | null | undefined): Promise<number[] | null> =>
  t ? Array.from(await t.data()) : null;

describe("backward", () => {
  test("adds to the gradient that is there, until it is set to null", async () => {
    const x = leaf([1, 2]);
    x.square().sum().backward();
    x.square().sum().backward();
    expect(await read(x.grad)).toEqual([4, 8]);
    x.grad = null;
    x.sum().backward();
    expect(await read(x.grad)).toEqual([1, 1]);
  });

  test("starts from one number, or from a gradient of the same shape", async () => {
    const x = leaf([1, 2]);
    expect(() => x.mul(2).backward()).toThrow("grad/not-scalar");
    expect(() => x.mul(2).backward(g.tensor([1]))).toThrow("grad/seed-shape");
    x.mul(2).backward(g.tensor([1, 10]));
    expect(await read(x.grad)).toEqual([2, 20]);
  });

  test("uses its graph up, unless told to keep it", async () => {
    const x = leaf([3]);
    const y = x.square().sum();
    y.backward(null, { retainGraph: true });
    y.backward();
    expect(await read(x.grad)).toEqual([12]);
    expect(() => y.backward()).toThrow("grad/freed");
  });

  test("needs a path to something that wants a gradient", () => {
    expect(() => g.tensor([1]).sum().backward()).toThrow("grad/no-path");
    const x = leaf([1]);
    expect(() =>
      g
        .noGrad(() => x.mul(2))
        .sum()
        .backward(),
    ).toThrow("grad/no-path");
    expect(() => x.detach().sum().backward()).toThrow("grad/no-path");
  });

  test("adds up over all the ways a value was used", async () => {
    const x = leaf([2]);
    const y = x.mul(3);
    y.mul(x).add(y).sum().backward();
    expect(await read(x.grad)).toEqual([2 * 3 * 2 + 3]);
  });
});

describe("leaves", () => {
  test("are made by the user; a gradient is kept for them alone", async () => {
    const x = leaf([1]);
    const y = x.mul(2);
    expect([x.isLeaf, y.isLeaf, y.requiresGrad]).toEqual([true, false, true]);
    y.square().sum().backward();
    expect(y.grad).toBeNull();
    expect(await read(x.grad)).toEqual([8]);
  });

  test("retainGrad keeps another tensor's gradient", async () => {
    const x = leaf([1]);
    const y = x.mul(2);
    y.retainGrad();
    y.square().sum().backward();
    expect(await read(y.grad)).toEqual([4]);
  });

  test("that want a gradient cannot be changed in place outside of noGrad", async () => {
    const x = leaf([1]);
    expect(() => x.add_(1)).toThrow("grad/leaf-in-place");
    g.noGrad(() => x.add_(1));
    expect(await read(x)).toEqual([2]);
    expect(x.requiresGrad).toBe(true);
  });

  test("only floats can want one, and only leaves can be told not to", () => {
    expect(() => g.tensor([1], { dtype: "int32", requiresGrad: true })).toThrow("grad/integer");
    const y = leaf([1]).mul(2);
    expect(() => {
      y.requiresGrad = false;
    }).toThrow("grad/not-leaf");
  });
});

describe("hooks", () => {
  test("see a gradient as it passes, may replace it, and can be removed", async () => {
    const x = leaf([1, 2]);
    const y = x.mul(1);
    const seen: g.Tensor[] = [];
    y.registerHook((grad) => {
      seen.push(grad);
      return undefined;
    });
    const hook = y.registerHook((grad) => grad.mul(10));
    y.sum().backward(null, { retainGraph: true });
    expect(await read(x.grad)).toEqual([10, 10]);
    expect(seen).toHaveLength(1);
    hook.remove();
    x.grad = null;
    y.sum().backward();
    expect(await read(x.grad)).toEqual([1, 1]);
  });
});

describe("grad", () => {
  test("gives gradients without storing them, of any order", async () => {
    const x = leaf([2]);
    const [first] = g.grad([x.pow(3).sum()], [x], { createGraph: true });
    const [second] = g.grad([(first as g.Tensor).sum()], [x], { createGraph: true });
    const [third] = g.grad([(second as g.Tensor).sum()], [x]);
    expect([await read(first), await read(second), await read(third)]).toEqual([[12], [12], [6]]);
    expect(x.grad).toBeNull();
  });

  test("names an input that the outputs do not depend on", () => {
    const [x, other] = [leaf([1]), leaf([1])];
    expect(() => g.grad([x.sum()], [other])).toThrow("grad/unused-input");
    expect(g.grad([x.sum()], [other], { allowUnused: true })).toEqual([null]);
    expect(() => g.grad([x.sum()], [g.tensor([1])])).toThrow("grad/input");
  });
});

test("checkpoint gives the same gradients and computes the inside again", async () => {
  let calls = 0;
  const inside = (x: g.Tensor): g.Tensor => {
    calls++;
    return x.square().sin();
  };
  const [a, b] = [leaf([0.3, 0.7]), leaf([0.3, 0.7])];
  inside(a).sum().backward();
  const once = calls;
  g.checkpoint(inside, b).sum().backward();
  expect(await read(b.grad)).toEqual(await read(a.grad));
  expect(calls - once).toBe(2);
});

describe("reading after an update", () => {
  test("a large value that others were made from holds until the next update, then throws", async () => {
    g.setEngineOptions({ tier: "compile" });
    const w = leaf(new Array<number>(300_000).fill(1));
    const update = () =>
      g.noGrad(() => {
        const next = g.within("library", () => w.detach().add(1));
        g.applyUpdates([{ target: w, value: next.node }]);
      });
    update();
    const large = w.mul(2);
    const loss = large.sum();
    loss.backward();
    update();
    expect(await loss.item()).toBe(1_200_000);
    expect((await large.data())[7]).toBe(4);
    const later = w.mul(2);
    later.sum().backward();
    update();
    update();
    expect((await w.data())[7]).toBe(5);
    await expect(later.data()).rejects.toMatchObject({ code: "usage/stale" });
    g.setEngineOptions({ tier: "auto" });
  });
});

describe("printing reads like PyTorch's", () => {
  test.each([
    [() => g.tensor([1, 2, 3]), "tensor([1., 2., 3.])"],
    [() => g.tensor([1.5, -2]), "tensor([ 1.5000, -2.0000])"],
    [() => g.arange(3), "tensor([0, 1, 2])"],
    [() => g.tensor([true, false]), "tensor([ true, false])"],
    [() => g.tensor(Math.PI), "tensor(3.1416)"],
    [() => g.zeros([0, 3]), "tensor([], shape=[0, 3])"],
    [() => g.tensor([1e10, 1]), "tensor([1.0000e+10, 1.0000e+00])"],
    [() => g.tensor([Number.NaN, Number.POSITIVE_INFINITY, -1]), "tensor([nan, inf, -1.])"],
    [
      () => g.zeros([2, 2, 2]),
      "tensor([[[0., 0.],\n         [0., 0.]],\n\n        [[0., 0.],\n         [0., 0.]]])",
    ],
    [() => leaf([1, 2]), "tensor([1., 2.], requiresGrad=true)"],
    [() => g.tensor([1], { dtype: "float64" }), "tensor([1.], dtype=float64)"],
  ])("%#", (make, text) => {
    expect(String(make())).toBe(text);
  });

  test("long ones show their ends", () => {
    const text = String(g.arange(2000));
    expect(text).toContain("...");
    expect(text).toContain("1999");
    expect(text).toContain("shape=[2000]");
    expect(text.length).toBeLessThan(200);
  });
});

describe("tensors from data", () => {
  test("take int64 data as int32, and refuse what does not fit", async () => {
    const t = g.tensor(BigInt64Array.of(1n, -5n));
    expect([t.dtype, await read(t)]).toEqual(["int32", [1, -5]]);
    expect(() => g.tensor(BigInt64Array.of(3_000_000_000n))).toThrow("data/value-range");
  });

  test("refuse ragged lists and shapes that do not hold the data", () => {
    expect(() => g.tensor([[1, 2], [3]])).toThrow("shape/ragged");
    expect(() => g.tensor([1, 2, 3], { shape: [2, 2] })).toThrow("shape/view-size");
  });

  test("own their data: a typed array that changes later changes nothing", async () => {
    const data = Float32Array.of(1, 2);
    const t = g.tensor(data);
    data[0] = 99;
    expect(await read(t)).toEqual([1, 2]);
  });
});
