/**
 * Transforms that move pixels: crops, flips, resizing, rotation. Pixel `i` covers `i` to `i + 1` and its
 * centre lies at `i + 0.5`, which is what PyTorch calls `align_corners=False`.
 */
import { needNumber, needOptions } from "@gradus/core";
import type { ArrayData } from "../array-data.ts";
import { argumentError, transformError } from "../errors.ts";
import { asImage, type Image, ofImage, type RandomTransform, type Transform } from "./transform.ts";

/** One number for both sides, or [height, width]. */
export type Size = number | readonly [height: number, width: number];

const pair = (where: string, size: Size): readonly [number, number] => {
  const both: unknown[] = Array.isArray(size) ? [...size] : [size, size];
  if (both.length !== 2 || !both.every((n) => Number.isSafeInteger(n) && (n as number) > 0))
    throw argumentError(where, "size", both, "positive integers");
  return both as [number, number];
};

const checkChance = (where: string, p: number): void => {
  if (typeof p !== "number" || !(p >= 0 && p <= 1))
    throw argumentError(where, "p", p, "a probability from 0 to 1");
};

/** What stands outside of the image. */
export type PaddingMode = "constant" | "edge" | "reflect";

/** The place inside an axis of `n` that stands for `i`, or -1 for the fill value. */
function source(i: number, n: number, mode: PaddingMode): number {
  if (i >= 0 && i < n) return i;
  if (mode === "constant") return -1;
  if (mode === "edge" || n === 1) return i < 0 ? 0 : n - 1;
  const period = 2 * (n - 1);
  const folded = ((i % period) + period) % period;
  return folded < n ? folded : period - folded;
}

/** The window whose first pixel is (top, left); it may stick out. */
function cut(
  image: Image,
  top: number,
  left: number,
  height: number,
  width: number,
  mode: PaddingMode = "constant",
  fill = 0,
): ArrayData {
  const { channels, data } = image;
  const out = new Float32Array(channels * height * width);
  const columns = Array.from({ length: width }, (_, x) => source(left + x, image.width, mode));
  let to = 0;
  for (let c = 0; c < channels; c++)
    for (let y = 0; y < height; y++) {
      const row = source(top + y, image.height, mode);
      const from = (c * image.height + row) * image.width;
      for (let x = 0; x < width; x++, to++) {
        const column = columns[x] as number;
        out[to] = row < 0 || column < 0 ? fill : (data[from + column] as number);
      }
    }
  return ofImage(out, channels, height, width);
}

const needMode = (where: string, mode: PaddingMode): void => {
  if (!["constant", "edge", "reflect"].includes(mode))
    throw argumentError(where, "paddingMode", mode, "constant, edge or reflect");
};

/** Options of `crop` and `pad`: what stands outside of the image. */
export interface OutsideOptions {
  /** default "constant" */
  readonly paddingMode?: PaddingMode;
  /** value of constant padding; default 0 */
  readonly fill?: number;
}

/**
 * A window of the image, which may stick out.
 *
 * @shape [channels, H, W] -> [channels, height, width]
 * @param top row of its first pixel; negative above the image
 * @param left column of its first pixel; negative left of the image
 * @throws DataError `data/argument`, `data/image-shape`
 * @example transforms.crop(0, 1, 1, 2)(arrayData(new Float32Array([1, 2, 3, 4]), [1, 2, 2])).data // [2, 0]
 */
export function crop(
  top: number,
  left: number,
  height: number,
  width: number,
  options: OutsideOptions = {},
): Transform {
  needOptions("crop", options, ["paddingMode", "fill"]);
  const { paddingMode = "constant", fill = 0 } = options;
  pair("crop", [height, width]);
  for (const [name, n] of [
    ["top", top],
    ["left", left],
  ] as const)
    if (!Number.isSafeInteger(n)) throw argumentError("crop", name, n, "a whole number");
  needMode("crop", paddingMode);
  return (array) => cut(asImage("crop", array), top, left, height, width, paddingMode, fill);
}

/**
 * The image with pixels added on its sides.
 *
 * @shape [channels, H, W] -> [channels, H + top + bottom, W + left + right]
 * @param sides pixels added on each side, or [left, top, right, bottom]
 * @throws DataError `data/argument`, `data/image-shape`
 * @example transforms.pad([1, 0, 0, 0])(arrayData(new Float32Array([1, 2]), [1, 1, 2])).data // [0, 1, 2]
 */
export function pad(
  sides: number | readonly [left: number, top: number, right: number, bottom: number],
  options: OutsideOptions = {},
): Transform {
  needOptions("pad", options, ["paddingMode", "fill"]);
  const { paddingMode = "constant", fill = 0 } = options;
  const all: unknown[] = Array.isArray(sides) ? [...sides] : [sides, sides, sides, sides];
  if (all.length !== 4 || !all.every((n) => Number.isSafeInteger(n) && (n as number) >= 0))
    throw argumentError("pad", "sides", all, "one number or four, each at least 0");
  const [left, top, right, bottom] = all as [number, number, number, number];
  needMode("pad", paddingMode);
  return (array) => {
    const image = asImage("pad", array);
    const [height, width] = [image.height + top + bottom, image.width + left + right];
    return cut(image, -top, -left, height, width, paddingMode, fill);
  };
}

/** Halves go to the even neighbour, as in Python. */
const roundHalfEven = (x: number): number =>
  Math.abs(x % 1) === 0.5 ? 2 * Math.round(x / 2) : Math.round(x);

/**
 * The middle of the image; where the image is smaller, zeros surround it.
 *
 * @shape [channels, height, width] -> [channels, size, size]
 * @throws DataError `data/argument`, `data/image-shape`
 * @example centerCrop(1)(arrayData(Float32Array.from({ length: 9 }, (_, i) => i), [1, 3, 3])).data // [4]
 */
export function centerCrop(size: Size): Transform {
  const [height, width] = pair("centerCrop", size);
  return (array) => {
    const image = asImage("centerCrop", array);
    // Where zeros are needed, PyTorch puts the odd one after the image: half of it is rounded down before.
    const start = (have: number, want: number): number =>
      want > have ? -Math.floor((want - have) / 2) : roundHalfEven((have - want) / 2);
    return cut(image, start(image.height, height), start(image.width, width), height, width);
  };
}

/** Options of `randomCrop`. */
export interface RandomCropOptions {
  /** pixels added on each side before cropping; default 0 */
  readonly padding?: number;
  readonly paddingMode?: PaddingMode;
  /** value of constant padding; default 0 */
  readonly fill?: number;
}

/**
 * A window at a random place, every place equally likely.
 *
 * @shape [channels, height, width] -> [channels, size, size]
 * @throws DataError `data/transform` if the padded image is smaller than the window
 * @example randomCrop(28, { padding: 4 })(arrayData(new Float32Array(784), [1, 28, 28]), new SeededRandom(1)).shape // [1, 28, 28]
 */
export function randomCrop(size: Size, options: RandomCropOptions = {}): RandomTransform {
  needOptions("randomCrop", options, ["padding", "paddingMode", "fill"]);
  const [height, width] = pair("randomCrop", size);
  const { padding = 0, paddingMode = "constant", fill = 0 } = options;
  if (!Number.isSafeInteger(padding) || padding < 0)
    throw argumentError("randomCrop", "padding", padding, "an integer of at least 0");
  return (array, random) => {
    const image = asImage("randomCrop", array);
    const [roomY, roomX] = [image.height + 2 * padding - height, image.width + 2 * padding - width];
    if (roomY < 0 || roomX < 0)
      throw transformError(
        "randomCrop",
        `a window of ${height}x${width} does not fit in ${image.height}x${image.width} with padding ${padding}.`,
        "resize the image first, or raise `padding`.",
        { height, width, padding, image: array.shape },
      );
    const top = random.integer(roomY + 1) - padding;
    const left = random.integer(roomX + 1) - padding;
    return cut(image, top, left, height, width, paddingMode, fill);
  };
}

/**
 * The image mirrored left to right.
 *
 * @example horizontalFlip()(arrayData(new Float32Array([0.2, 0.4]), [1, 1, 2])).data // [0.4, 0.2]
 */
export function horizontalFlip(): Transform {
  return (array) => {
    const { channels, height, width, data } = asImage("horizontalFlip", array);
    const out = data.slice();
    for (let row = 0; row < out.length; row += width) out.subarray(row, row + width).reverse();
    return ofImage(out, channels, height, width);
  };
}

/**
 * Mirrors left to right with probability `p`.
 *
 * @param p default 0.5
 * @throws DataError `data/argument`
 * @example randomHorizontalFlip(1)(arrayData(new Float32Array([0.2, 0.4]), [1, 1, 2]), new SeededRandom(1)).data // [0.4, 0.2]
 */
export function randomHorizontalFlip(p = 0.5): RandomTransform {
  checkChance("randomHorizontalFlip", p);
  const flip = horizontalFlip();
  return (array, random) => (random.uniform() < p ? flip(array) : array);
}

export type Interpolation = "nearest" | "bilinear";

/** Which input pixels, with which weights, make each output pixel along one axis. */
interface Taps {
  readonly first: Int32Array;
  readonly weights: readonly Float64Array[];
}

/** A triangle as wide as one output pixel, at least two input pixels: shrinking averages, growing blends. */
function bilinearTaps(from: number, to: number): Taps {
  const scale = from / to;
  const reach = Math.max(scale, 1);
  const first = new Int32Array(to);
  const weights = Array.from({ length: to }, (_, i) => {
    const centre = (i + 0.5) * scale;
    const low = Math.max(Math.floor(centre - reach + 0.5), 0);
    const high = Math.min(Math.floor(centre + reach + 0.5), from);
    first[i] = low;
    const raw = Float64Array.from({ length: high - low }, (_w, k) =>
      Math.max(0, 1 - Math.abs((low + k + 0.5 - centre) / reach)),
    );
    const sum = raw.reduce((a, b) => a + b, 0);
    return raw.map((w) => w / sum);
  });
  return { first, weights };
}

const nearestTaps = (from: number, to: number): Taps => ({
  first: Int32Array.from({ length: to }, (_, i) => Math.min(Math.floor((i * from) / to), from - 1)),
  weights: new Array<Float64Array>(to).fill(Float64Array.of(1)),
});

/** Applies taps along an axis of `taps.first.length` outputs; `inner` elements lie between neighbours. */
function applyTaps(
  data: Float32Array,
  outer: number,
  n: number,
  inner: number,
  taps: Taps,
): Float32Array {
  const to = taps.first.length;
  const out = new Float32Array(outer * to * inner);
  for (let o = 0; o < outer; o++)
    for (let i = 0; i < to; i++) {
      const weights = taps.weights[i] as Float64Array;
      const at = (o * n + (taps.first[i] as number)) * inner;
      for (let k = 0; k < inner; k++) {
        let sum = 0;
        for (let w = 0; w < weights.length; w++)
          sum += (weights[w] as number) * (data[at + w * inner + k] as number);
        out[(o * to + i) * inner + k] = sum;
      }
    }
  return out;
}

/**
 * Another size. A single number is the shorter side; the longer keeps the proportions.
 *
 * @shape [channels, height, width] -> [channels, newHeight, newWidth]
 * @param options.interpolation default "bilinear", which averages when it shrinks (antialias), as
 *   torchvision does by default
 * @throws DataError `data/argument`, `data/image-shape`
 * @example resize(2)(arrayData(Float32Array.from({ length: 16 }, (_, i) => i), [1, 4, 4])).data // [3.5714, 5.1429, 9.8571, 11.4286]
 */
export function resize(
  size: Size,
  options: { readonly interpolation?: Interpolation } = {},
): Transform {
  needOptions("resize", options, ["interpolation"]);
  const wanted = pair("resize", size);
  const taps = options.interpolation === "nearest" ? nearestTaps : bilinearTaps;
  return (array) => {
    const { channels, height, width, data } = asImage("resize", array);
    let [newHeight, newWidth] = wanted;
    if (typeof size === "number") {
      const short = Math.min(height, width);
      newHeight = height === short ? size : Math.floor((size * height) / width);
      newWidth = width === short ? size : Math.floor((size * width) / height);
    }
    if (newHeight === height && newWidth === width) return array;
    const wide = applyTaps(data, channels * height, width, 1, taps(width, newWidth));
    const out = applyTaps(wide, channels, height, newWidth, taps(height, newHeight));
    return ofImage(out, channels, newHeight, newWidth);
  };
}

/** Options of `rotate` and `randomRotation`. */
export interface RotationOptions {
  /** default "nearest" */
  readonly interpolation?: Interpolation;
  /** value of what comes in from outside; default 0 */
  readonly fill?: number;
}

/**
 * The image turned about its centre, counter-clockwise, in its own frame.
 *
 * @param degrees angle of the turn
 * @throws DataError `data/image-shape`
 * @example rotate(90)(arrayData(new Float32Array([1, 2, 3, 4]), [1, 2, 2])).data // [2, 4, 1, 3]
 */
export function rotate(degrees: number, options: RotationOptions = {}): Transform {
  needOptions("rotate", options, ["interpolation", "fill"]);
  needNumber("rotate", "degrees", degrees);
  const { interpolation = "nearest", fill = 0 } = options;
  const [cos, sin] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
  return (array) => {
    const image = asImage("rotate", array);
    const { channels, height, width } = image;
    const sample = interpolation === "nearest" ? sampleNearest : sampleBilinear;
    const out = new Float32Array(channels * height * width);
    const [middleY, middleX] = [(height - 1) / 2, (width - 1) / 2];
    for (let y = 0; y < height; y++)
      for (let x = 0; x < width; x++) {
        // Backwards: the place in the input that the turn brings to (y, x).
        const [dy, dx] = [y - middleY, x - middleX];
        const fromX = cos * dx - sin * dy + middleX;
        const fromY = sin * dx + cos * dy + middleY;
        for (let c = 0; c < channels; c++)
          out[(c * height + y) * width + x] = sample(image, c, fromY, fromX, fill);
      }
    return ofImage(out, channels, height, width);
  };
}

function pixel(
  { height, width, data }: Image,
  c: number,
  y: number,
  x: number,
  fill: number,
): number {
  return y < 0 || y >= height || x < 0 || x >= width
    ? fill
    : (data[(c * height + y) * width + x] as number);
}

/** The nearest pixel; a turn by 90 degrees must not lose one to rounding, hence the small slack. */
function sampleNearest(image: Image, c: number, y: number, x: number, fill: number): number {
  const slack = 1e-6;
  return pixel(image, c, Math.round(y - slack), Math.round(x - slack), fill);
}

function sampleBilinear(image: Image, c: number, y: number, x: number, fill: number): number {
  const [y0, x0] = [Math.floor(y), Math.floor(x)];
  const [fy, fx] = [y - y0, x - x0];
  const top = (1 - fx) * pixel(image, c, y0, x0, fill) + fx * pixel(image, c, y0, x0 + 1, fill);
  const low =
    (1 - fx) * pixel(image, c, y0 + 1, x0, fill) + fx * pixel(image, c, y0 + 1, x0 + 1, fill);
  return (1 - fy) * top + fy * low;
}

/**
 * Turns by a random angle, uniform in its range.
 *
 * @param degrees from -degrees to degrees, or [low, high]
 * @throws DataError `data/argument` for a range that is not one
 * @example randomRotation(0)(arrayData(new Float32Array([1, 2, 3, 4]), [1, 2, 2]), new SeededRandom(1)).data // [1, 2, 3, 4]
 */
export function randomRotation(
  degrees: number | readonly [low: number, high: number],
  options: RotationOptions = {},
): RandomTransform {
  needOptions("randomRotation", options, ["interpolation", "fill"]);
  const [low, high] = Array.isArray(degrees) ? degrees : [-Number(degrees), Number(degrees)];
  if (!(low <= high))
    throw argumentError(
      "randomRotation",
      "degrees",
      `[${low}, ${high}]`,
      "at least 0, or a pair [low, high]",
    );
  return (array, random) => rotate(random.uniform(low, high), options)(array);
}
