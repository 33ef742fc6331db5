import { expect, test } from "vitest";
import {
  contour,
  curve,
  gradientBar,
  layout,
  logScale,
  roundTop,
  shadeColor,
  shadedOutlines,
  short,
} from "./view.ts";

test("a curve goes from the first value to the last, over gaps, thinned out", () => {
  expect(curve([1, 0.5, 0], 100, 10, 1)).toBe("M0.0 0.0L50.0 5.0L100.0 10.0");
  expect(curve([1, Number.NaN, 0], 100, 10, 1)).toBe("M0.0 0.0M100.0 10.0");
  const many = curve(
    Array.from({ length: 5000 }, () => 0.5),
    100,
    10,
    1,
  );
  expect(many.split("L").length).toBeLessThan(450);
  expect(many.endsWith("L100.0 5.0")).toBe(true);
});

test("the top of a chart is a round number above all values", () => {
  expect([roundTop([0.3, Number.NaN]), roundTop([0.8]), roundTop([700])]).toEqual([0.5, 1, 700]);
});

test("numbers are short, with a real minus", () => {
  expect([0, -0.123, 0.00002, 12.345, -1234, Number.NaN].map(short)).toEqual([
    "0",
    "−0.12",
    "2e−5",
    "12.35",
    "−1.23e+3",
    "–",
  ]);
});

test("a contour runs where the level is, halfway between cells", () => {
  expect(contour([0, 1, 0, 1], 2, 0.5, 20)).toBe("M10.0 5.0L10.0 15.0");
  expect(contour([1, 1, 1, 1], 2, 0.5, 20)).toBe("");
});

test("losses are spread by factors", () => {
  const { scaled, low, high } = logScale([0.01, 0.1, 1]);
  expect([low, high]).toEqual([0.01, 1]);
  expect(scaled[1]).toBeCloseTo(0.5, 3);
});

test("a gradient's bar is empty without one and full from 1", () => {
  expect([0, 1e-9, 0.01, 1, 50].map(gradientBar)).toEqual([0, 0.03, 0.5, 1, 1]);
});

test.each([300, 360, 620])("a full network fits %i pixels without nodes touching", (width) => {
  const made = layout(width, [7, 8, 8, 8, 8, 8, 8, 1]);
  const [a, b] = [made.columns[0]?.[0], made.columns[1]?.[0]];
  expect((b?.x ?? 0) - (a?.x ?? 0)).toBeGreaterThan(made.size + 4);
  expect((made.columns[7]?.[0]?.x ?? 0) + made.size / 2).toBeLessThanOrEqual(width);
  expect(made.columns[1]?.[7]?.y).toBeLessThan(made.height);
});

test("points with a number are in nine shades from -1 to 1, what is beyond in the last", () => {
  const at = (value: number) => ({ x: 0, y: 0, label: 1 as const, value });
  const shades = (...values: number[]) =>
    shadedOutlines(values.map(at), 2).map(({ share }) => share);
  expect(shades(-1, 0, 1)).toEqual([0, 0.5, 1]);
  expect(shades(-7, 0.02, 3)).toEqual([0, 0.5, 1]);
  expect(shades(0.26, 0.24)).toEqual([0.625]);
  expect([0, 0.25, 0.5, 1].map(shadeColor)).toEqual([
    "color-mix(in srgb, var(--shade-middle) 0%, var(--class-0))",
    "color-mix(in srgb, var(--shade-middle) 50%, var(--class-0))",
    "color-mix(in srgb, var(--class-1) 0%, var(--shade-middle))",
    "color-mix(in srgb, var(--class-1) 100%, var(--shade-middle))",
  ]);
});
