/** Transforms that move pixels, and with them masks and boxes. */
import { needOptions } from "@gradus/core";
import { transforms } from "@gradus/data";
import { needShare } from "../check.ts";
import { optionError } from "../errors.ts";
import {
  type Box,
  type Chance,
  type Move,
  moved,
  type Sample,
  SampleTransform,
  sizeOf,
} from "./sample.ts";

/** One number for both sides, or [height, width]. */
export type Size = transforms.Size;

function sidesOf(where: string, size: Size): [height: number, width: number] {
  const both: unknown[] = Array.isArray(size) ? [...size] : [size, size];
  if (both.length !== 2 || !both.every((n) => Number.isSafeInteger(n) && (n as number) > 0))
    throw optionError(where, "size", size, "a whole number from 1, or a pair [height, width]");
  return both as [number, number];
}

function needInterpolation(where: string, mode: unknown): void {
  if (mode !== "nearest" && mode !== "bilinear")
    throw optionError(where, "interpolation", mode, "nearest or bilinear");
}

/** A window of an image, whose first pixel is (top, left); it may stick out. */
function window(
  top: number,
  left: number,
  height: number,
  width: number,
  options: transforms.OutsideOptions = {},
): Move {
  const { paddingMode = "constant" } = options;
  return {
    image: transforms.crop(top, left, height, width, options),
    mask: transforms.crop(top, left, height, width, { paddingMode }),
    box: ([x1, y1, x2, y2]) => [x1 - left, y1 - top, x2 - left, y2 - top],
  };
}

/** An image of another size. */
function scaled(
  [height, width]: readonly [number, number],
  to: readonly [height: number, width: number],
  interpolation: transforms.Interpolation,
): Move {
  const [sy, sx] = [to[0] / height, to[1] / width];
  return {
    image: transforms.resize(to, { interpolation }),
    mask: transforms.resize(to, { interpolation: "nearest" }),
    box: ([x1, y1, x2, y2]) => [x1 * sx, y1 * sy, x2 * sx, y2 * sy],
  };
}

/**
 * Mirrors left to right with probability `p`.
 *
 * @param p default 0.5
 * @throws UsageError `vision/option`
 * @example new RandomHorizontalFlip(1).call({ image: arrayData(new Float32Array(8), [1, 2, 4]), boxes: [[0, 0, 1, 2]] }).boxes // [[3, 0, 4, 2]]
 */
export class RandomHorizontalFlip extends SampleTransform {
  readonly p: number;

  constructor(p = 0.5) {
    super();
    needShare("RandomHorizontalFlip", "p", p);
    this.p = p;
  }

  protected override apply(sample: Sample, chance: Chance): Sample {
    if (chance().uniform() >= this.p) return sample;
    const [, width] = sizeOf("RandomHorizontalFlip", sample);
    const image = transforms.horizontalFlip();
    const box = ([x1, y1, x2, y2]: Box): Box => [width - x2, y1, width - x1, y2];
    return moved(sample, { image, mask: image, box });
  }
}

/**
 * The image with pixels added on its sides; masks have 0 there.
 *
 * @param padding pixels on every side; or [left and right, top and bottom]; or [left, top, right, bottom]
 * @param options.fill value of constant padding; default 0
 * @param options.paddingMode "constant", "edge" or "reflect", which hold for masks too; default "constant"
 * @throws UsageError `vision/option`
 * @example new Pad([1, 2]).call({ image: arrayData(new Float32Array(4), [1, 2, 2]), boxes: [[0, 0, 1, 2]] }).boxes // [[1, 2, 2, 4]]
 */
export class Pad extends SampleTransform {
  readonly sides: readonly [left: number, top: number, right: number, bottom: number];
  readonly options: transforms.OutsideOptions;

  constructor(padding: number | readonly number[], options: transforms.OutsideOptions = {}) {
    super();
    needOptions("Pad", options, ["paddingMode", "fill"]);
    const all: unknown[] = Array.isArray(padding) ? [...padding] : [padding];
    const fits = all.every((n) => Number.isSafeInteger(n) && (n as number) >= 0);
    if (!fits || ![1, 2, 4].includes(all.length))
      throw optionError("Pad", "padding", padding, "one, two or four whole numbers from 0");
    const [left = 0, top = left, right = left, bottom = top] = all as number[];
    this.sides = [left, top, right, bottom];
    this.options = options;
    transforms.pad(this.sides, options);
  }

  protected override apply(sample: Sample): Sample {
    const [height, width] = sizeOf("Pad", sample);
    const [left, top, right, bottom] = this.sides;
    const size = [height + top + bottom, width + left + right] as const;
    return moved(sample, window(-top, -left, ...size, this.options));
  }
}

/**
 * The middle of the image; where the image is smaller, zeros surround it.
 *
 * @param size one number for both sides, or [height, width]
 * @throws UsageError `vision/option`
 * @example new CenterCrop(2).call({ image: arrayData(new Float32Array(16), [1, 4, 4]), boxes: [[0, 0, 2, 3]] }).boxes // [[0, 0, 1, 2]]
 */
export class CenterCrop extends SampleTransform {
  readonly size: readonly [height: number, width: number];

  constructor(size: Size) {
    super();
    this.size = sidesOf("CenterCrop", size);
  }

  protected override apply(sample: Sample): Sample {
    const [height, width] = sizeOf("CenterCrop", sample);
    // As in torchvision: what is added goes behind if it is odd, what is cut off is rounded to the even half.
    const start = (have: number, want: number): number => {
      const half = (have - want) / 2;
      if (half < 0) return -Math.floor(-half);
      return half % 1 === 0.5 ? 2 * Math.round(half / 2) : half;
    };
    const [h, w] = this.size;
    return moved(sample, window(start(height, h), start(width, w), h, w));
  }
}

/**
 * A window at a random place, every place equally likely.
 *
 * @param size one number for both sides, or [height, width]
 * @param options.padding pixels added on each side before; default 0
 * @throws UsageError `vision/option` for a window that does not fit
 * @example new RandomCrop(2).call({ image: arrayData(new Float32Array(16), [1, 4, 4]) }).image.shape // [1, 2, 2]
 */
export class RandomCrop extends SampleTransform {
  readonly size: readonly [height: number, width: number];
  readonly options: transforms.RandomCropOptions;

  constructor(size: Size, options: transforms.RandomCropOptions = {}) {
    super();
    needOptions("RandomCrop", options, ["padding", "paddingMode", "fill"]);
    this.size = sidesOf("RandomCrop", size);
    transforms.randomCrop(size, options);
    const { padding: _, ...outside } = options;
    transforms.pad(0, outside);
    this.options = options;
  }

  protected override apply(sample: Sample, chance: Chance): Sample {
    const [height, width] = sizeOf("RandomCrop", sample);
    const [h, w] = this.size;
    const { padding = 0, ...outside } = this.options;
    const [roomY, roomX] = [height + 2 * padding - h, width + 2 * padding - w];
    if (roomY < 0 || roomX < 0)
      throw optionError(
        "RandomCrop",
        "size",
        `${h} by ${w}`,
        `at most the padded image, ${height + 2 * padding} by ${width + 2 * padding}`,
      );
    const random = chance();
    const top = random.integer(roomY + 1) - padding;
    const left = random.integer(roomX + 1) - padding;
    return moved(sample, window(top, left, h, w, outside));
  }
}

/** Options of `Resize` and `RandomResizedCrop`. */
export interface ResizeOptions {
  /** Default "bilinear", which averages when it shrinks; masks always take the nearest pixel. */
  readonly interpolation?: transforms.Interpolation;
}

/**
 * Another size. A single number is the shorter side; the longer keeps the proportions.
 *
 * @throws UsageError `vision/option`
 * @example new Resize([4, 8]).call({ image: arrayData(new Float32Array(8), [1, 2, 4]), boxes: [[0, 0, 1, 2]] }).boxes // [[0, 0, 2, 4]]
 */
export class Resize extends SampleTransform {
  readonly size: Size;
  readonly interpolation: transforms.Interpolation;

  constructor(size: Size, options: ResizeOptions = {}) {
    super();
    needOptions("Resize", options, ["interpolation"]);
    const { interpolation = "bilinear" } = options;
    needInterpolation("Resize", interpolation);
    sidesOf("Resize", size);
    this.size = size;
    this.interpolation = interpolation;
  }

  protected override apply(sample: Sample): Sample {
    const [height, width] = sizeOf("Resize", sample);
    const { size } = this;
    const short = Math.min(height, width);
    const to =
      typeof size === "number"
        ? ([
            height === short ? size : Math.floor((size * height) / width),
            width === short ? size : Math.floor((size * width) / height),
          ] as const)
        : size;
    return moved(sample, scaled([height, width], to, this.interpolation));
  }
}

/** Options of `RandomResizedCrop`. */
export interface RandomResizedCropOptions extends ResizeOptions {
  /** Share of the area, from and to; default [0.08, 1]. */
  readonly scale?: readonly [number, number];
  /** Width over height, from and to, uniform on a log scale; default [3/4, 4/3]. */
  readonly ratio?: readonly [number, number];
}

/**
 * A window of random area and proportions at a random place, brought to one size.
 *
 * @param size one number for both sides, or [height, width]
 * @throws UsageError `vision/option`
 * @remarks A window that does not fit is drawn again, ten times; then it is the largest in the middle whose proportions
 *   are allowed, as in torchvision.
 * @example new RandomResizedCrop(8).call({ image: arrayData(new Float32Array(60), [1, 6, 10]) }).image.shape // [1, 8, 8]
 * @source Szegedy et al. 2014, arXiv:1409.4842, section 6
 */
export class RandomResizedCrop extends SampleTransform {
  readonly size: readonly [height: number, width: number];
  readonly options: Required<RandomResizedCropOptions>;

  constructor(size: Size, options: RandomResizedCropOptions = {}) {
    super();
    needOptions("RandomResizedCrop", options, ["scale", "ratio", "interpolation"]);
    this.size = sidesOf("RandomResizedCrop", size);
    const all = {
      scale: [0.08, 1] as const,
      ratio: [3 / 4, 4 / 3] as const,
      interpolation: "bilinear" as const,
      ...options,
    };
    const rises = (pair: unknown): boolean =>
      Array.isArray(pair) && pair.length === 2 && 0 < pair[0] && pair[0] <= pair[1];
    if (!rises(all.scale) || all.scale[1] > 1)
      throw optionError("RandomResizedCrop", "scale", all.scale, "a rising pair above 0 up to 1");
    if (!rises(all.ratio))
      throw optionError("RandomResizedCrop", "ratio", all.ratio, "a rising pair above 0");
    needInterpolation("RandomResizedCrop", all.interpolation);
    this.options = all;
  }

  /** Row, column, height and width of the window. */
  #window(height: number, width: number, chance: Chance): [number, number, number, number] {
    const { scale, ratio } = this.options;
    const random = chance();
    for (let tries = 0; tries < 10; tries++) {
      const area = height * width * random.uniform(...scale);
      const shape = Math.exp(random.uniform(Math.log(ratio[0]), Math.log(ratio[1])));
      const [w, h] = [Math.round(Math.sqrt(area * shape)), Math.round(Math.sqrt(area / shape))];
      if (w > 0 && h > 0 && w <= width && h <= height)
        return [random.integer(height - h + 1), random.integer(width - w + 1), h, w];
    }
    const have = width / height;
    const w = have > ratio[1] ? Math.round(height * ratio[1]) : width;
    const h = have < ratio[0] ? Math.round(width / ratio[0]) : height;
    return [Math.floor((height - h) / 2), Math.floor((width - w) / 2), h, w];
  }

  protected override apply(sample: Sample, chance: Chance): Sample {
    const size = sizeOf("RandomResizedCrop", sample);
    const [top, left, h, w] = this.#window(...size, chance);
    const cropped = moved(sample, window(top, left, h, w));
    return moved(cropped, scaled([h, w], this.size, this.options.interpolation));
  }
}

/**
 * Turns about the image's centre by a random angle, uniform in its range, counter-clockwise. A turned box is the
 * smallest upright one around the old one's corners.
 *
 * @param degrees from -degrees to degrees, or [low, high]
 * @param options.interpolation default "nearest"; masks always take the nearest pixel
 * @param options.fill value of what comes in from outside; default 0, which masks have there
 * @throws UsageError `vision/option`
 * @example new RandomRotation([90, 90]).call({ image: arrayData(new Float32Array(16), [1, 4, 4]), boxes: [[0, 0, 1, 2]] }).boxes // [[0, 3, 2, 4]]
 */
export class RandomRotation extends SampleTransform {
  readonly degrees: readonly [low: number, high: number];
  readonly options: transforms.RotationOptions;

  constructor(
    degrees: number | readonly [low: number, high: number],
    options: transforms.RotationOptions = {},
  ) {
    super();
    needOptions("RandomRotation", options, ["interpolation", "fill"]);
    needInterpolation("RandomRotation", options.interpolation ?? "nearest");
    const range: unknown[] =
      typeof degrees === "number" ? [-degrees, degrees] : Array.isArray(degrees) ? degrees : [];
    const [low, high] = range as number[];
    if (
      range.length !== 2 ||
      !range.every((d) => Number.isFinite(d)) ||
      !(Number(low) <= Number(high))
    )
      throw optionError("RandomRotation", "degrees", degrees, "from 0, or a rising pair");
    this.degrees = [Number(low), Number(high)];
    this.options = options;
  }

  protected override apply(sample: Sample, chance: Chance): Sample {
    const [height, width] = sizeOf("RandomRotation", sample);
    const angle = chance().uniform(...this.degrees);
    const [cos, sin] = [Math.cos((angle * Math.PI) / 180), Math.sin((angle * Math.PI) / 180)];
    const box = ([x1, y1, x2, y2]: Box): Box => {
      const corners = [x1, x2].flatMap((x) => [y1, y2].map((y) => [x - width / 2, y - height / 2]));
      const xs = corners.map(([x = 0, y = 0]) => cos * x + sin * y + width / 2);
      const ys = corners.map(([x = 0, y = 0]) => cos * y - sin * x + height / 2);
      return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
    };
    return moved(sample, {
      image: transforms.rotate(angle, this.options),
      mask: transforms.rotate(angle),
      box,
    });
  }
}
