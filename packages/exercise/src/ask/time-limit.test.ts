import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { measuredShare, watchTime } from "./time-limit.ts";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** When a watch ends its run, by the clock, and with what time at work. */
async function endOf(
  options: Partial<Parameters<typeof watchTime>[0]>,
): Promise<{ clockMs: number; spentMs: number }> {
  const began = performance.now();
  let ended: { clockMs: number; spentMs: number } | undefined;
  watchTime({
    limitMs: 10_000,
    ...options,
    over: (spentMs) => {
      ended = { clockMs: performance.now() - began, spentMs };
    },
  });
  await vi.advanceTimersByTimeAsync(200_000);
  return ended ?? { clockMs: Number.NaN, spentMs: Number.NaN };
}

test("what a thread was at work counts, however long it had to wait for a processor", async () => {
  const began = performance.now();
  const { clockMs, spentMs } = await endOf({ usedMs: () => (performance.now() - began) / 5 });
  expect(spentMs).toBeGreaterThanOrEqual(10_000);
  expect(clockMs).toBeGreaterThanOrEqual(50_000);
  expect(clockMs).toBeLessThan(51_000);
});

test("where only the share of a processor is known, the clock counts by it", async () => {
  expect((await endOf({ share: async () => 1 })).clockMs).toBeCloseTo(10_000, -1);
  const quarter = await endOf({ share: async () => 0.25 });
  expect(quarter.clockMs).toBeGreaterThan(30_000);
  expect(quarter.clockMs).toBeLessThan(42_000);
});

test("a share holds for its stretch: a machine that was busy for a while is not held against the rest", async () => {
  let asked = 0;
  const { clockMs } = await endOf({ share: async () => (asked++ < 2 ? 0.1 : 1) });
  // 3 s and 3 s at a tenth, then 9.4 s at full speed.
  expect(clockMs).toBeCloseTo(15_400, -2);
});

test("where nothing is known the clock counts, and it ends at twelve times the limit what does not work at all", async () => {
  expect((await endOf({})).clockMs).toBeCloseTo(10_000, -2);
  expect((await endOf({ usedMs: () => 0 })).clockMs).toBeCloseTo(120_000, -2);
  expect((await endOf({ share: async () => 0 })).clockMs).toBeCloseTo(120_000, -2);
});

test("a watch that is stopped ends nothing", async () => {
  const over = vi.fn();
  watchTime({ limitMs: 100, over })();
  watchTime({ limitMs: 100, share: async () => 1, over })();
  await vi.advanceTimersByTimeAsync(5000);
  expect(over).not.toHaveBeenCalled();
});

test("a share is between nothing and all", () => {
  vi.useRealTimers();
  const share = measuredShare(20);
  expect(share).toBeGreaterThanOrEqual(0);
  expect(share).toBeLessThanOrEqual(1);
});
