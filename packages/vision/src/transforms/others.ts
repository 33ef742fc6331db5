/** Transforms of samples that move nothing: several in a row, colours, and boxes that have become too small. */
import { needList, needNumber, needOptions } from "@gradus/core";
import { type ArrayData, transforms } from "@gradus/data";
import { optionError } from "../errors.ts";
import { type Chance, type Sample, SampleTransform } from "./sample.ts";

/**
 * One transform after another, drawing from one generator.
 *
 * @throws UsageError `vision/option` for what is no transform of samples
 * @example new Compose([new Resize([4, 4]), new Normalize([0.5], [0.5])]).call({ image: arrayData(new Float32Array(6), [1, 2, 3]) }).image.shape // [1, 4, 4]
 */
export class Compose extends SampleTransform {
  readonly transforms: readonly SampleTransform[];

  constructor(list: readonly SampleTransform[]) {
    super();
    needList("Compose", "transforms", list);
    const all = [...list];
    for (const [i, t] of all.entries())
      if (!(t instanceof SampleTransform))
        throw optionError("Compose", `transform ${i}`, t, "a transform of samples, made with new");
    this.transforms = all;
  }

  protected override apply(sample: Sample, chance: Chance): Sample {
    return this.transforms.reduce((at, t) => t.call(at, chance()), sample);
  }
}

/**
 * Changes brightness, contrast and saturation of the image by random factors, in random order.
 *
 * @throws DataError `data/argument`; UsageError `usage/unknown-option`
 * @remarks torchvision's also turns hues; this one does not.
 * @example new ColorJitter({ brightness: 0.2 }).call({ image: arrayData(new Float32Array(4), [1, 2, 2]) }).image.shape // [1, 2, 2]
 */
export class ColorJitter extends SampleTransform {
  readonly #change: transforms.RandomTransform;

  constructor(options: transforms.ColorJitterOptions) {
    super();
    this.#change = transforms.colorJitter(options);
  }

  protected override apply(sample: Sample, chance: Chance): Sample {
    return { ...sample, image: this.#change(sample.image, chance()) };
  }
}

/**
 * Standardises each channel of the image: `y = (x - mean) / std`.
 *
 * @param mean one value a channel, or one for all
 * @param std one value a channel, or one for all; not 0
 * @throws DataError `data/argument`, `data/transform`
 * @example new Normalize([0.2], [0.1]).call({ image: arrayData(new Float32Array([0.2, 0.4]), [1, 1, 2]) }).image.data // [0, 2]
 */
export class Normalize extends SampleTransform {
  readonly #change: transforms.Transform;

  constructor(mean: readonly number[], std: readonly number[]) {
    super();
    this.#change = transforms.normalize(mean, std);
  }

  protected override apply(sample: Sample): Sample {
    return { ...sample, image: this.#change(sample.image) };
  }
}

/**
 * Drops boxes that a crop has made too small, with their labels and, where there is one for each, their masks.
 *
 * @param options.minSize least width and height that stays; default 1
 * @throws UsageError `vision/option`
 * @example new SanitizeBoundingBoxes().call({ image: arrayData(new Float32Array(4), [1, 2, 2]), boxes: [[0, 0, 2, 2], [2, 0, 2, 1]], labels: [7, 8] }).labels // [7]
 */
export class SanitizeBoundingBoxes extends SampleTransform {
  readonly minSize: number;

  constructor(options: { readonly minSize?: number } = {}) {
    super();
    needOptions("SanitizeBoundingBoxes", options, ["minSize"]);
    const { minSize = 1 } = options;
    needNumber("SanitizeBoundingBoxes", "minSize", minSize);
    if (!(minSize >= 0)) throw optionError("SanitizeBoundingBoxes", "minSize", minSize, "from 0");
    this.minSize = minSize;
  }

  protected override apply(sample: Sample): Sample {
    const { boxes, labels, mask } = sample;
    if (!boxes) return sample;
    const stays = boxes.map(
      ([x1, y1, x2, y2]) => x2 - x1 >= this.minSize && y2 - y1 >= this.minSize,
    );
    const kept = <T>(list: readonly T[]): T[] => list.filter((_, i) => stays[i]);
    const each = mask?.shape.length === 3 && mask.shape[0] === boxes.length;
    return {
      ...sample,
      boxes: kept(boxes),
      ...(labels && { labels: kept(labels) }),
      ...(mask && each && { mask: planesOf(mask, stays) }),
    };
  }
}

/** Those masks of a list that stay. */
function planesOf(mask: ArrayData, stays: readonly boolean[]): ArrayData {
  const [, height = 0, width = 0] = mask.shape;
  const size = height * width;
  const data = mask.data.filter((_: number, i: number) => stays[Math.floor(i / size)]);
  return { dtype: mask.dtype, shape: [stays.filter(Boolean).length, height, width], data };
}
