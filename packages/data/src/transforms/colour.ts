/**
 * Transforms that change values: brightness, contrast and saturation (each a blend with another image,
 * `y = f·x + (1 - f)·other`, clamped to 0..1) and erasing.
 */
import { needGivenOptions, needOptions } from "@gradus/core";
import type { ArrayData } from "../array-data.ts";
import { argumentError, transformError } from "../errors.ts";
import type { SeededRandom } from "../random.ts";
import { asImage, type Image, ofImage, type RandomTransform, type Transform } from "./transform.ts";

const clamp = (x: number): number => Math.min(Math.max(x, 0), 1);

const checkFactor = (where: string, factor: number): void => {
  if (!(factor >= 0)) throw argumentError(where, "factor", factor, "at least 0; 1 changes nothing");
};

/** Luma of each pixel, `0.2989·R + 0.587·G + 0.114·B`; a grey image is its own. */
function grey(where: string, { channels, height, width, data }: Image): Float32Array {
  const size = height * width;
  if (channels === 1) return data;
  if (channels !== 3)
    throw transformError(
      where,
      `the image has ${channels} channels.`,
      "colours can be changed with 1 (grey) or 3 (RGB) channels.",
      { channels },
    );
  return Float32Array.from({ length: size }, (_, i) => {
    const [r, g, b] = [data[i], data[size + i], data[2 * size + i]] as [number, number, number];
    return 0.2989 * r + 0.587 * g + 0.114 * b;
  });
}

/**
 * Multiplies the values: `y = f·x`. @param factor at least 0; 1 changes nothing
 *
 * @example adjustBrightness(2)(arrayData(new Float32Array([0.2, 0.4]), [1, 1, 2])).data // [0.4, 0.8]
 */
export function adjustBrightness(factor: number): Transform {
  checkFactor("adjustBrightness", factor);
  return (array) => {
    const { channels, height, width, data } = asImage("adjustBrightness", array);
    return ofImage(
      data.map((x) => clamp(factor * x)),
      channels,
      height,
      width,
    );
  };
}

/**
 * Moves values away from the mean luma of the image. @param factor at least 0; 1 changes nothing
 *
 * @example adjustContrast(2)(arrayData(new Float32Array([0.2, 0.4]), [1, 1, 2])).data // [0.1, 0.5]
 */
export function adjustContrast(factor: number): Transform {
  checkFactor("adjustContrast", factor);
  return (array) => {
    const image = asImage("adjustContrast", array);
    const luma = grey("adjustContrast", image);
    const mean = luma.reduce((a, b) => a + b, 0) / luma.length;
    const out = image.data.map((x) => clamp(factor * x + (1 - factor) * mean));
    return ofImage(out, image.channels, image.height, image.width);
  };
}

/**
 * Moves each pixel away from its luma. @param factor at least 0; 0 is grey, 1 changes nothing
 *
 * @example adjustSaturation(0)(arrayData(new Float32Array([1, 1, 1]), [3, 1, 1])).data // [0.9999, 0.9999, 0.9999]
 */
export function adjustSaturation(factor: number): Transform {
  checkFactor("adjustSaturation", factor);
  return (array) => {
    const image = asImage("adjustSaturation", array);
    const luma = grey("adjustSaturation", image);
    const out = image.data.map((x, i) =>
      clamp(factor * x + (1 - factor) * (luma[i % luma.length] as number)),
    );
    return ofImage(out, image.channels, image.height, image.width);
  };
}

/** A strength `s` for factors from max(0, 1 - s) to 1 + s, or the range itself. */
export type JitterRange = number | readonly [low: number, high: number];

/** Options of `colorJitter`; what is left out is not changed. */
export interface ColorJitterOptions {
  readonly brightness?: JitterRange;
  readonly contrast?: JitterRange;
  readonly saturation?: JitterRange;
}

/**
 * Changes brightness, contrast and saturation by random factors, in random order.
 *
 * @throws DataError `data/argument` for a range that is not one, `data/transform` for other than 1 or 3
 *   channels
 * @remarks torchvision's ColorJitter also turns hues; this one does not.
 * @example colorJitter({ brightness: 0.2 })(arrayData(new Float32Array([0.2, 0.4]), [1, 1, 2]), new SeededRandom(1)).shape // [1, 1, 2]
 */
export function colorJitter(options: ColorJitterOptions): RandomTransform {
  needGivenOptions("colorJitter", options, ["brightness", "contrast", "saturation"]);
  const steps = (
    [
      ["brightness", adjustBrightness],
      ["contrast", adjustContrast],
      ["saturation", adjustSaturation],
    ] as const
  ).flatMap(([name, adjust]) => {
    const range = options[name];
    if (range === undefined) return [];
    const [low, high] = typeof range === "number" ? [Math.max(0, 1 - range), 1 + range] : range;
    if (!(low >= 0 && low <= high))
      throw argumentError("colorJitter", name, String(range), "at least 0, or a pair [low, high]");
    return [(random: SeededRandom) => adjust(random.uniform(low, high))];
  });
  return (array, random) => {
    let at: ArrayData = ofImageChecked(array);
    for (const i of random.permutation(steps.length)) at = steps[i]?.(random)(at) ?? at;
    return at;
  };
}

const ofImageChecked = (array: ArrayData): ArrayData => {
  asImage("colorJitter", array);
  return array;
};

/** Options of `randomErasing`; defaults are torchvision's. */
export interface RandomErasingOptions {
  /** probability of erasing at all; default 0.5 */
  readonly p?: number;
  /** share of the area, from and to; default [0.02, 0.33] */
  readonly scale?: readonly [number, number];
  /** height over width, from and to, uniform on a log scale; default [0.3, 3.3] */
  readonly ratio?: readonly [number, number];
  /** what is put there: a number, or standard normal noise; default 0 */
  readonly value?: number | "random";
}

/**
 * Erases a random rectangle, so that the model cannot rely on one part of the image.
 *
 * @shape [channels, height, width] -> [channels, height, width]
 * @throws DataError `data/argument`, `data/image-shape`
 * @example randomErasing({ p: 0 })(arrayData(new Float32Array([0.2, 0.4]), [1, 1, 2]), new SeededRandom(1)).data // [0.2, 0.4]
 * @source Zhong et al. 2017, "Random erasing data augmentation", arXiv:1708.04896, algorithm 1
 */
export function randomErasing(options: RandomErasingOptions = {}): RandomTransform {
  needOptions("randomErasing", options, ["p", "scale", "ratio", "value"]);
  const { p = 0.5, scale = [0.02, 0.33], ratio = [0.3, 3.3], value = 0 } = options;
  if (!(p >= 0 && p <= 1))
    throw argumentError("randomErasing", "p", p, "a probability from 0 to 1");
  if (!(0 <= scale[0] && scale[0] <= scale[1] && scale[1] <= 1))
    throw argumentError("randomErasing", "scale", `[${scale}]`, "an increasing pair within 0..1");
  if (!(0 < ratio[0] && ratio[0] <= ratio[1]))
    throw argumentError("randomErasing", "ratio", `[${ratio}]`, "an increasing pair above 0");
  return (array, random) => {
    const { channels, height, width, data } = asImage("randomErasing", array);
    if (random.uniform() >= p) return array;
    // A rectangle may be too long for the image: ten tries, then the image stays as it is.
    for (let tries = 0; tries < 10; tries++) {
      const area = height * width * random.uniform(...scale);
      const shape = Math.exp(random.uniform(Math.log(ratio[0]), Math.log(ratio[1])));
      const [h, w] = [Math.round(Math.sqrt(area * shape)), Math.round(Math.sqrt(area / shape))];
      if (h >= height || w >= width) continue;
      const top = random.integer(height - h + 1);
      const left = random.integer(width - w + 1);
      const out = data.slice();
      for (let c = 0; c < channels; c++)
        for (let y = top; y < top + h; y++)
          for (let x = left; x < left + w; x++)
            out[(c * height + y) * width + x] = value === "random" ? random.normal() : value;
      return ofImage(out, channels, height, width);
    }
    return array;
  };
}
