/**
 * Image transforms: functions from one image to another. An image is float32 `[channels, height, width]`
 * with values in 0..1. A random transform draws from the generator it is handed, which `MapDataset` makes
 * from the seed, the epoch and the index, so an augmented run can be repeated and resumed.
 */
import type { ArrayData } from "../array-data.ts";
import { argumentError, imageShapeError, transformError, transformShapeError } from "../errors.ts";
import type { SeededRandom } from "../random.ts";

/** A transform that needs no chance. */
export type Transform = (image: ArrayData) => ArrayData;

/** A transform that draws from `random`; a `Transform` is one too. */
export type RandomTransform = (image: ArrayData, random: SeededRandom) => ArrayData;

/** An image taken apart. */
export interface Image {
  readonly channels: number;
  readonly height: number;
  readonly width: number;
  readonly data: Float32Array;
}

/** @throws DataError `data/image-shape` unless the array is float32 [channels, height, width] */
export function asImage(where: string, array: ArrayData): Image {
  const { dtype, shape, data } = array;
  const [channels = 0, height = 0, width = 0] = shape;
  if (dtype !== "float32" || shape.length !== 3 || channels * height * width === 0)
    throw transformShapeError(where, shape, dtype);
  return { channels, height, width, data: data as Float32Array };
}

/** An image as an array. */
export const ofImage = (
  data: Float32Array,
  channels: number,
  height: number,
  width: number,
): ArrayData => ({ dtype: "float32", shape: [channels, height, width], data });

/**
 * One transform after another.
 *
 * @example compose([toTensor(), normalize([0.5], [0.5])])
 */
export function compose(transforms: readonly RandomTransform[]): RandomTransform {
  return (image, random) => transforms.reduce((at, transform) => transform(at, random), image);
}

/**
 * Bytes as decoders give them to floats as layers take them: `y = x / 255`.
 *
 * @shape [height, width] or [height, width, channels], uint8 -> [channels, height, width], float32
 * @throws DataError `data/image-shape`
 * @example toTensor()(arrayData(new Uint8Array([0, 255]), [1, 2, 1])).shape // [1, 1, 2]
 */
export function toTensor(): Transform {
  return ({ dtype, shape, data }) => {
    const [height = 0, width = 0, channels = 1] = shape;
    if (dtype !== "uint8" || shape.length < 2 || shape.length > 3 || data.length === 0)
      throw imageShapeError(
        "toTensor",
        shape,
        dtype,
        "pass uint8 [height, width] or [height, width, channels], as decodePng and decodeJpeg give.",
      );
    const size = height * width;
    const out = new Float32Array(data.length);
    for (let c = 0; c < channels; c++)
      for (let i = 0; i < size; i++) out[c * size + i] = (data[i * channels + c] as number) / 255;
    return ofImage(out, channels, height, width);
  };
}

/**
 * The inverse of `toTensor`, for saving: values are clamped to 0..1 and rounded to bytes.
 *
 * @shape [channels, height, width], float32 -> [height, width, channels], uint8
 * @throws DataError `data/image-shape`
 * @example toImage()(arrayData(new Float32Array([0, 1]), [1, 1, 2])).data // [0, 255]
 */
export function toImage(): Transform {
  return (array) => {
    const { channels, height, width, data } = asImage("toImage", array);
    const size = height * width;
    const out = new Uint8Array(data.length);
    for (let c = 0; c < channels; c++)
      for (let i = 0; i < size; i++) {
        const value = data[c * size + i] as number;
        out[i * channels + c] = Math.round(Math.min(Math.max(value, 0), 1) * 255);
      }
    return { dtype: "uint8", shape: [height, width, channels], data: out };
  };
}

/**
 * Standardises each channel: `y = (x - mean) / std`.
 *
 * @shape [channels, height, width] -> [channels, height, width]
 * @param mean one value a channel, or one for all
 * @param std one value a channel, or one for all; not 0
 * @throws DataError `data/transform`, `data/image-shape`
 * @example transforms.normalize([0.2], [0.1])(arrayData(new Float32Array([0.2, 0.4]), [1, 1, 2])).data // [0, 2]
 */
export function normalize(mean: readonly number[], std: readonly number[]): Transform {
  for (const [name, list] of [
    ["mean", mean],
    ["std", std],
  ] as const)
    if (!Array.isArray(list) || list.some((v) => typeof v !== "number"))
      throw argumentError("normalize", name, list, "a list of numbers");
  if (mean.length !== std.length || mean.length === 0 || !std.every((s) => s > 0))
    throw transformError(
      "normalize",
      `mean is [${mean.join(", ")}] and std is [${std.join(", ")}].`,
      "give as many standard deviations as means, each above 0.",
      { mean, std },
    );
  return (array) => {
    const { channels, height, width, data } = asImage("normalize", array);
    if (mean.length !== 1 && mean.length !== channels)
      throw transformError(
        "normalize",
        `there are ${mean.length} means and the image has ${channels} channels.`,
        "give one mean and std for each channel, or one for all.",
        { means: mean.length, channels },
      );
    const size = height * width;
    const out = new Float32Array(data.length);
    for (let c = 0; c < channels; c++) {
      const m = mean[mean.length === 1 ? 0 : c] as number;
      const s = std[std.length === 1 ? 0 : c] as number;
      for (let i = c * size; i < (c + 1) * size; i++) out[i] = ((data[i] as number) - m) / s;
    }
    return ofImage(out, channels, height, width);
  };
}
