/** Average precision against a program in Python that is written from the two challenges' definitions. */
import { tensor } from "@gradus/core";
import { expectClose, readGolden } from "@gradus/testkit";
import { type Detections, type GroundTruth, meanAveragePrecision } from "@gradus/vision";
import { describe, expect, test } from "vitest";

type Box = readonly [number, number, number, number];

interface File {
  readonly images: readonly {
    readonly there: readonly (readonly [Box, number])[];
    readonly found: readonly (readonly [Box, number, number])[];
  }[];
  readonly labels: readonly number[];
  readonly thresholds: readonly number[];
  readonly voc: readonly number[][];
  readonly coco: readonly number[][];
  readonly cocoOfTwo: readonly number[];
}

const file = readGolden<File>("vision/more/average-precision.json");
const boxes = (list: readonly Box[]) => tensor(list.flat(), { shape: [list.length, 4] });
const whole = (list: readonly number[]) => tensor(Int32Array.from(list));
const found = file.images.map(
  ({ found }): Detections => ({
    boxes: boxes(found.map(([b]) => b)),
    scores: tensor(Float64Array.from(found.map(([, s]) => s))),
    labels: whole(found.map(([, , l]) => l)),
  }),
);
const there = file.images.map(
  ({ there }): GroundTruth => ({
    boxes: boxes(there.map(([b]) => b)),
    labels: whole(there.map(([, l]) => l)),
  }),
);

const mean = (xs: readonly number[]): number => xs.reduce((a, b) => a + b, 0) / xs.length;

test.each([
  ["all-point", file.voc],
  ["101-point", file.coco],
] as const)("%s agrees for each class and threshold", (interpolation, want) => {
  const got = meanAveragePrecision(found, there, {
    interpolation,
    iouThresholds: file.thresholds,
  });
  expect(got.classes.map((c) => c.label)).toEqual(file.labels);
  const each = got.classes.map((c) => c.curves.map((curve) => curve.averagePrecision));
  expectClose(each, want, { rtol: 1e-12, atol: 1e-12 });
  expect(got.map).toBeCloseTo(mean(want.flat()), 12);
  expect(got.perThreshold[0]).toBeCloseTo(mean(want.map((w) => w[0] as number)), 12);
});

test("no more detections of a class in an image count than are wanted", () => {
  const got = meanAveragePrecision(found, there, { interpolation: "101-point", maxDetections: 2 });
  expectClose(
    got.classes.map((c) => c.averagePrecision),
    file.cocoOfTwo,
    { rtol: 1e-12 },
  );
});

describe("by hand", () => {
  const truth: GroundTruth = {
    boxes: boxes([
      [0, 0, 4, 4],
      [6, 6, 9, 9],
    ]),
    labels: whole([0, 0]),
  };
  const detected = (list: readonly (readonly [Box, number])[]): Detections => ({
    boxes: boxes(list.map(([b]) => b)),
    scores: tensor(Float64Array.from(list.map(([, s]) => s))),
    labels: whole(list.map(() => 0)),
  });

  test("a second box on the same thing is wrong, and a perfect detector has 1", () => {
    const twice = detected([
      [[0, 0, 4, 4], 0.9],
      [[0, 0, 4, 4.5], 0.8],
      [[6, 6, 9, 9], 0.7],
    ]);
    const { map, classes } = meanAveragePrecision([twice], [truth]);
    expect(classes[0]?.curves[0]).toMatchObject({
      recall: [0.5, 0.5, 1],
      precision: [1, 0.5, 2 / 3],
    });
    expect(map).toBeCloseTo(0.5 + 0.5 * (2 / 3), 12);
    const both = detected([
      [[0, 0, 4, 4], 0.9],
      [[6, 6, 9, 9], 0.7],
    ]);
    expect(meanAveragePrecision([both], [truth], { interpolation: "101-point" }).map).toBe(1);
  });

  test("nothing found is 0, nothing there is NaN, and classes that are not there do not count", () => {
    const none = detected([]);
    expect(meanAveragePrecision([none], [truth]).map).toBe(0);
    const empty: GroundTruth = { boxes: boxes([]), labels: whole([]) };
    expect(meanAveragePrecision([detected([[[0, 0, 1, 1], 1]])], [empty]).map).toBeNaN();
  });

  test("what cannot be is refused by name", () => {
    const none = detected([]);
    expect(() => meanAveragePrecision([none], [])).toThrow(/1 images and the truth of 0/);
    expect(() => meanAveragePrecision([none], [{ ...truth, labels: whole([1]) }])).toThrow(
      /truth's labels of image 0 must have shape \[2\]/,
    );
    expect(() => meanAveragePrecision([none], [truth], { iouThresholds: [50] })).toThrow(/0 to 1/);
    expect(() => meanAveragePrecision([none], [truth], { interpolation: "11" as never })).toThrow(
      /101-point/,
    );
  });
});
