import { readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import { type ArrayData, arrayData } from "../array-data.ts";
import { SeededRandom } from "../random.ts";
import {
  adjustBrightness,
  adjustContrast,
  adjustSaturation,
  centerCrop,
  colorJitter,
  compose,
  horizontalFlip,
  normalize,
  type RandomTransform,
  randomCrop,
  randomErasing,
  randomHorizontalFlip,
  randomRotation,
  resize,
  rotate,
  toImage,
  toTensor,
} from "./index.ts";

const golden = JSON.parse(
  readFileSync(new URL("../../fixtures/transforms.json", import.meta.url), "utf8"),
) as Record<string, { shape: number[]; data: number[] }>;
const fromGolden = (name: string): ArrayData => {
  const { shape = [], data = [] } = golden[name] ?? {};
  return arrayData(Float32Array.from(data), shape);
};
const image = fromGolden("image");

const floats = (shape: number[], values: number[]): ArrayData =>
  arrayData(Float32Array.from(values), shape);
const ramp = (h: number, w: number): ArrayData =>
  floats(
    [1, h, w],
    Array.from({ length: h * w }, (_, i) => i / (h * w)),
  );

function expectSameAs(got: ArrayData, want: ArrayData): void {
  expect(got.shape).toEqual(want.shape);
  want.data.forEach((value, i) => {
    expect(Math.abs((got.data[i] as number) - value), `at [${i}]`).toBeLessThan(1e-5);
  });
}

test.each(["4x5", "14x20", "7x3", "1x1"])("resizing to %s agrees with torch", (name) => {
  const [h = 0, w = 0] = name.split("x").map(Number);
  expectSameAs(resize([h, w])(image), fromGolden(`bilinear-${name}`));
  expectSameAs(resize([h, w], { interpolation: "nearest" })(image), fromGolden(`nearest-${name}`));
});

test("a single size is the shorter side", () => {
  expect(resize(14)(image).shape).toEqual([2, 14, 18]);
  expect(resize(5)(ramp(20, 8)).shape).toEqual([1, 12, 5]);
  expect(resize(7)(image)).toBe(image);
});

test.each([
  "nearest",
  "bilinear",
] as const)("a turn by 33 degrees agrees with torch: %s", (interpolation) => {
  expectSameAs(rotate(33, { interpolation })(image), fromGolden(`rotate-${interpolation}`));
});

test("a turn by 90 degrees is counter-clockwise and loses no pixel; four give the image back", () => {
  const square = floats([1, 2, 2], [1, 2, 3, 4]);
  for (const interpolation of ["nearest", "bilinear"] as const) {
    const turn = rotate(90, { interpolation });
    expectSameAs(turn(square), floats([1, 2, 2], [2, 4, 1, 3]));
    expectSameAs(turn(turn(turn(turn(ramp(5, 5))))), ramp(5, 5));
  }
});

test("what comes in from outside has the fill value", () => {
  const turned = rotate(45, { fill: 7 })(ramp(9, 9));
  expect(turned.data[0]).toBe(7);
  expect(turned.data[40]).toBe(ramp(9, 9).data[40]);
});

test("bytes become floats channel by channel, and come back", () => {
  const bytes = arrayData(Uint8Array.of(0, 51, 102, 255, 204, 153), [1, 2, 3]);
  const tensor = toTensor()(bytes);
  expectSameAs(tensor, floats([3, 1, 2], [0, 1, 0.2, 0.8, 0.4, 0.6]));
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 24, maxLength: 24 }), (data) => {
      const array = arrayData(data, [2, 4, 3]);
      expect(toImage()(toTensor()(array))).toEqual(array);
    }),
  );
  expect(toImage()(floats([1, 1, 3], [-1, 2, Number.NaN])).data).toEqual(Uint8Array.of(0, 255, 0));
});

test("normalize takes one mean for each channel or one for all", () => {
  const two = floats([2, 1, 2], [0, 1, 0, 1]);
  expectSameAs(normalize([0.5, 1], [0.5, 2])(two), floats([2, 1, 2], [-1, 1, -0.5, 0]));
  expectSameAs(normalize([1], [2])(two), floats([2, 1, 2], [-0.5, 0, -0.5, 0]));
  expect(() => normalize([0.5], [0])).toThrow(/std is \[0\][\s\S]*\(data\/transform\)/);
  expect(() => normalize([0, 0, 0], [1, 1, 1])(two)).toThrow(
    /3 means and the image has 2 channels/,
  );
});

test("a centre crop takes the middle, and zeros surround an image that is smaller", () => {
  expect(centerCrop(1)(floats([1, 3, 3], [0, 0, 0, 0, 5, 0, 0, 0, 0])).data).toEqual(
    Float32Array.of(5),
  );
  const wide = centerCrop([1, 4])(floats([1, 1, 2], [1, 2]));
  expect([...wide.data]).toEqual([0, 1, 2, 0]);
});

test("a random crop is a window of the padded image, and every place comes up", () => {
  const small = floats([1, 2, 2], [1, 2, 3, 4]);
  const seen = new Set<string>();
  for (let seed = 0; seed < 200; seed++)
    seen.add([...randomCrop(2, { padding: 1 })(small, new SeededRandom(seed)).data].join(""));
  expect([...seen].sort()).toEqual(
    ["0001", "0012", "0020", "0103", "1234", "2040", "0300", "3400", "4000"].sort(),
  );
  expect(() => randomCrop(3)(small, new SeededRandom(0))).toThrow(
    /window of 3x3 does not fit in 2x2[\s\S]*\(data\/transform\)/,
  );
});

test("padding can repeat or mirror the edge", () => {
  const line = floats([1, 1, 3], [1, 2, 3]);
  const whole = (paddingMode: "edge" | "reflect") =>
    [...randomCrop([5, 7], { padding: 2, paddingMode })(line, new SeededRandom(0)).data].slice(
      0,
      7,
    );
  expect(whole("edge")).toEqual([1, 1, 1, 2, 3, 3, 3]);
  expect(whole("reflect")).toEqual([3, 2, 1, 2, 3, 2, 1]);
});

test("a flip mirrors each row, at random with its probability", () => {
  const rows = floats([1, 2, 2], [1, 2, 3, 4]);
  expect([...horizontalFlip()(rows).data]).toEqual([2, 1, 4, 3]);
  expect([...rows.data]).toEqual([1, 2, 3, 4]);
  const flipped = Array.from(
    { length: 1000 },
    (_, seed) => randomHorizontalFlip(0.3)(rows, new SeededRandom(seed)) !== rows,
  ).filter(Boolean).length;
  expect(flipped).toBeGreaterThan(250);
  expect(flipped).toBeLessThan(350);
  expect(() => randomHorizontalFlip(1.5)).toThrow(/p is 1.5/);
});

test("brightness, contrast and saturation blend as torchvision's do", () => {
  const rgb = floats([3, 1, 2], [1, 0, 0.5, 0, 0, 0.5]);
  const luma = [0.2989 + 0.587 * 0.5, 0.114 * 0.5] as const;
  const mean = (luma[0] + luma[1]) / 2;
  expectSameAs(adjustBrightness(1.5)(rgb), floats([3, 1, 2], [1, 0, 0.75, 0, 0, 0.75]));
  expectSameAs(
    adjustContrast(0.5)(rgb),
    floats(
      [3, 1, 2],
      [1, 0, 0.5, 0, 0, 0.5].map((x) => (x + mean) / 2),
    ),
  );
  expectSameAs(
    adjustSaturation(0)(rgb),
    floats([3, 1, 2], [luma[0], luma[1], luma[0], luma[1], luma[0], luma[1]]),
  );
  for (const adjust of [adjustBrightness, adjustContrast, adjustSaturation])
    expectSameAs(adjust(1)(rgb), rgb);
  expect(() => adjustSaturation(0)(floats([2, 1, 1], [0, 0]))).toThrow(/has 2 channels/);
  expect(() => adjustBrightness(-1)).toThrow("(data/argument)");
  expect(() => colorJitter({ contrast: [2, 1] })).toThrow("(data/argument)");
});

test("erasing fills one rectangle within its share of the area", () => {
  const ones = floats([2, 16, 16], new Array(512).fill(1));
  for (let seed = 0; seed < 50; seed++) {
    const out = randomErasing({ p: 1, value: 0 })(ones, new SeededRandom(seed));
    const erased = [...out.data.subarray(0, 256).keys()].filter((i) => out.data[i] === 0);
    const [ys, xs] = [erased.map((i) => Math.floor(i / 16)), erased.map((i) => i % 16)];
    const box = (Math.max(...ys) - Math.min(...ys) + 1) * (Math.max(...xs) - Math.min(...xs) + 1);
    expect(erased.length).toBe(box);
    expect(box).toBeLessThanOrEqual(0.33 * 256 + 16);
    expect([...out.data.subarray(256)]).toEqual([...out.data.subarray(0, 256)]);
  }
  expect(randomErasing({ p: 0 })(ones, new SeededRandom(0))).toBe(ones);
  expect(() => randomErasing({ scale: [0.5, 0.1] })).toThrow(/scale is "\[0.5,0.1\]"/);
});

const all: RandomTransform = compose([
  randomCrop(6, { padding: 2, paddingMode: "reflect" }),
  randomHorizontalFlip(),
  randomRotation(30, { interpolation: "bilinear" }),
  colorJitter({ brightness: 0.4, contrast: 0.4 }),
  randomErasing({ p: 1, value: "random" }),
]);

test("a chain of random transforms repeats with the generator and leaves its input alone", () => {
  const grey = ramp(8, 8);
  const before = grey.data.slice();
  const one = all(grey, new SeededRandom(3));
  expect(one.shape).toEqual([1, 6, 6]);
  expect(all(grey, new SeededRandom(3))).toEqual(one);
  expect(all(grey, new SeededRandom(4))).not.toEqual(one);
  expect(grey.data).toEqual(before);
});

test("arrays that are no images are refused by every transform", () => {
  const bytes = arrayData(new Uint8Array(4), [1, 2, 2]);
  const transforms: RandomTransform[] = [
    ...[centerCrop(1), randomCrop(1), horizontalFlip(), randomHorizontalFlip(1), resize(1)],
    ...[rotate(1), randomRotation(1), normalize([0], [1]), toImage(), adjustBrightness(1)],
    ...[adjustContrast(1), adjustSaturation(1), colorJitter({}), randomErasing({ p: 1 })],
  ];
  for (const transform of transforms)
    expect(() => transform(bytes, new SeededRandom(0))).toThrow(
      /cannot treat uint8 \[1, 2, 2\] as an image[\s\S]*\(data\/image-shape\)/,
    );
  expect(() => toTensor()(ramp(2, 2))).toThrow("(data/image-shape)");
  expect(() => resize(0)).toThrow("(data/argument)");
});
