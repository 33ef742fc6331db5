/**
 * Values and gradients at the edges that golden files reach interpreted only, with small graphs compiled
 * as well: divisions by infinity, digamma's gradient, ties.
 */
import { afterEach, describe, expect, test } from "vitest";
import type { BackendName } from "../index.ts";
import {
  defaultBackend,
  digamma,
  floorDivide,
  grad,
  gradcheck,
  lgamma,
  remainder,
  setDefaultBackend,
  setEngineOptions,
  tensor,
  unbind,
  zeros,
} from "../index.ts";

const before = defaultBackend().name as BackendName;

afterEach(() => {
  setDefaultBackend(before);
  setEngineOptions({ tier: "auto" });
});

const ways: ["reference" | "wasm", "interpret" | "compile"][] = [
  ["reference", "interpret"],
  ["wasm", "interpret"],
  ["wasm", "compile"],
];

test("an axis without places has no slices, and a loop over it no turns", () => {
  expect(unbind(zeros([0]))).toEqual([]);
  expect(unbind(zeros([2, 0]), 1)).toEqual([]);
  expect([...zeros([0, 3])]).toEqual([]);
});

describe.each(ways)("on %s, %s", (backend, tier) => {
  const use = (): void => {
    setDefaultBackend(backend);
    setEngineOptions({ tier });
  };
  const inf = Number.POSITIVE_INFINITY;
  const dividends = [-1, 1, -1, 1, -5, 0, inf, 5, -5, -7, 7, 0];
  const divisors = [inf, inf, -inf, -inf, inf, inf, 2, 0, 0, 2, -2, 0];

  test("floorDivide by infinity is -1 where the signs differ, as in PyTorch", async () => {
    use();
    const q = floorDivide(tensor(dividends), tensor(divisors));
    expect([...(await q.data())]).toEqual([
      -1,
      0,
      0,
      -1,
      -1,
      0,
      Number.NaN,
      inf,
      -inf,
      -4,
      -4,
      Number.NaN,
    ]);
  });

  test("remainder by infinity takes the divisor's sign, as in PyTorch", async () => {
    use();
    const r = remainder(tensor(dividends.slice(0, 6)), tensor(divisors.slice(0, 6)));
    expect([...(await r.data())]).toEqual([inf, 1, -1, -inf, inf, 0]);
  });

  test("floorDivide by a large divisor of the other sign does not overflow", async () => {
    use();
    const q = floorDivide(tensor([-3e38, 3e38, 3e38]), tensor([3.2e38, -3.2e38, -2e38]));
    expect([...(await q.data())]).toEqual([-1, -1, -2]);
  });

  test("digamma's gradient is π²/6 at 1 and π²/2 at a half", async () => {
    use();
    const x = tensor([1, 0.5], { dtype: "float64", requiresGrad: true });
    const [g] = grad([digamma(x).sum()], [x]);
    const [one, half] = [...(await (g as typeof x).data())];
    expect(one).toBeCloseTo(Math.PI ** 2 / 6, 12);
    expect(half).toBeCloseTo(Math.PI ** 2 / 2, 12);
  });

  test("digamma and lgamma agree with finite differences on both sides of 0", async () => {
    use();
    const x = () =>
      tensor([0.3, 1.7, 5.2, 12, -0.4, -2.3], { dtype: "float64", requiresGrad: true });
    expect(await gradcheck((v) => digamma(v), [x()])).toBe(true);
    expect(await gradcheck((v) => lgamma(v), [x()])).toBe(true);
  });
});
