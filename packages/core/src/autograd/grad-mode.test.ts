import { describe, expect, test } from "vitest";
import { enableGrad, isGradEnabled, noGrad, tensor } from "../index.ts";
import { engineContexts, GradMode } from "./grad-mode.ts";

const turns = async (n: number): Promise<void> => {
  for (let i = 0; i < n; i++) await null;
};

describe.each([
  ["with contexts", engineContexts()],
  ["without contexts", null],
] as const)("%s", (_name, contexts) => {
  const mode = new GradMode(contexts);

  test("a function has its mode, and the one before is back afterwards, after an error too", () => {
    expect(mode.within("noGrad", false, () => mode.enabled)).toBe(false);
    expect(() =>
      mode.within("noGrad", false, () => {
        throw new Error("its own");
      }),
    ).toThrow("its own");
    expect(mode.enabled).toBe(true);
  });

  test("modes nest, those that end at once and those that do not", async () => {
    const seen = await mode.within("noGrad", false, async () => {
      await turns(3);
      const inner = await mode.within("enableGrad", true, async () => {
        await turns(3);
        return [mode.enabled, mode.during(false, () => mode.enabled), mode.enabled];
      });
      return [...inner, mode.enabled];
    });
    expect(seen).toEqual([true, false, true, false]);
    expect(mode.enabled).toBe(true);
  });

  test("nothing is left behind by functions that overlap, whichever ends first", async () => {
    for (const [a, b] of [
      [2, 9],
      [9, 2],
    ] as const) {
      await Promise.allSettled([
        mode.within("noGrad", false, () => turns(a)),
        mode.within("noGrad", false, () => turns(b)),
      ]);
      expect(mode.enabled).toBe(true);
    }
  });

  test("an error of an asynchronous function arrives, and its mode ends", async () => {
    const failing = mode.within("noGrad", false, async () => {
      await turns(1);
      throw new Error("its own");
    });
    await expect(failing).rejects.toThrow("its own");
    expect(mode.enabled).toBe(true);
  });
});

test("without contexts, the function that another outlives says so", async () => {
  const mode = new GradMode(null);
  const results = await Promise.allSettled([
    mode.within("noGrad", false, () => turns(2)),
    mode.within("noGrad", false, () => turns(9)),
  ]);
  expect(String((results[0] as PromiseRejectedResult).reason)).toContain("(grad/overlap)");
  expect(results[1]?.status).toBe("fulfilled");
});

test("code beside an asynchronous noGrad that nobody waits for records gradients", async () => {
  const x = tensor(1, { requiresGrad: true });
  const running = noGrad(async () => {
    await turns(5);
    return x.mul(2).requiresGrad;
  });
  expect([isGradEnabled(), x.mul(2).requiresGrad]).toEqual([true, true]);
  await turns(2);
  expect(x.mul(2).requiresGrad).toBe(true);
  expect(await running).toBe(false);
});

test("an asynchronous enableGrad within an asynchronous noGrad records", async () => {
  const x = tensor(1, { requiresGrad: true });
  const inside = await noGrad(async () => {
    await turns(1);
    return enableGrad(async () => {
      await turns(1);
      return x.mul(2).requiresGrad;
    });
  });
  expect(inside).toBe(true);
});
