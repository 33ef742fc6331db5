import { expect, test } from "vitest";
import { extent, formatTick, linearScale, ticks } from "./scale.ts";

test("a scale maps the ends of its domain to the ends of its range", () => {
  const s = linearScale([0, 10], [100, 0]);
  expect([s(0), s(5), s(10)]).toEqual([100, 50, 0]);
});

test("a domain of one point does not divide by zero", () => {
  expect(linearScale([3, 3], [0, 10])(3)).toBe(5);
});

test("ticks are round numbers inside the domain", () => {
  expect(ticks([0, 1])).toEqual([0, 0.2, 0.4, 0.6, 0.8, 1]);
  expect(ticks([-3, 7])).toEqual([-2, 0, 2, 4, 6]);
  expect(ticks([2, 2])).toEqual([]);
});

test("ticks are written without float dust", () => {
  expect(formatTick(0.30000000000000004)).toBe("0.3");
  expect(formatTick(250000)).toBe("3e5");
});

test("an extent leaves out what is not finite", () => {
  expect(extent([1, Number.NaN, 3, Number.POSITIVE_INFINITY], 0)).toEqual([1, 3]);
  expect(extent([])).toEqual([0, 1]);
});
