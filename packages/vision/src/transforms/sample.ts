/**
 * What transforms change: an image with what belongs to it. Whatever moves the image's pixels moves the mask's and the
 * boxes in the same way, so that they go on saying what is where.
 */
import { type ArrayData, drawSeed, SeededRandom, type transforms } from "@gradus/data";
import { sampleError } from "../errors.ts";

/** Left, upper, right and lower edge in pixels, from the image's upper left corner. */
export type Box = readonly [x1: number, y1: number, x2: number, y2: number];

/** An image and what belongs to it; further fields are handed on as they are. */
export interface Sample {
  /** float32 [channels, height, width], values in 0..1. */
  readonly image: ArrayData;
  /** A class for every pixel, [height, width], or a mask for each thing, [count, height, width]; whole numbers. */
  readonly mask?: ArrayData;
  readonly boxes?: readonly Box[];
  /** A class for each box. */
  readonly labels?: readonly number[];
}

/** The size of a sample's image, after its parts were held against each other. @throws UsageError `vision/sample` */
export function sizeOf(where: string, sample: Sample): [height: number, width: number] {
  const { image, mask, boxes, labels } = sample ?? {};
  if (image?.dtype !== "float32" || image.shape?.length !== 3 || !ArrayBuffer.isView(image.data))
    throw sampleError(
      where,
      "the image is not float32 of shape [channels, height, width]",
      "pass { image } with an ArrayData: of bytes data.transforms.toTensor() makes one, of a tensor await data.toArrayData(x).",
    );
  const [, height = 0, width = 0] = image.shape;
  if (mask !== undefined) {
    const [h, w] = mask.shape?.slice(-2) ?? [];
    if (mask.dtype === "float32" || mask.dtype === "float64" || h !== height || w !== width)
      throw sampleError(
        where,
        `the mask is ${mask.dtype} of shape [${mask.shape}], and the image is ${height} by ${width}`,
        "give a mask of whole numbers that has the image's height and width.",
      );
  }
  const isBox = (b: unknown): boolean =>
    Array.isArray(b) && b.length === 4 && b.every((n) => typeof n === "number");
  if (boxes !== undefined && (!Array.isArray(boxes) || !boxes.every(isBox)))
    throw sampleError(where, "boxes are no list of [x1, y1, x2, y2]", "give four numbers a box.");
  if (labels !== undefined && labels.length !== (boxes?.length ?? labels.length))
    throw sampleError(
      where,
      `there are ${labels.length} labels and ${boxes?.length} boxes`,
      "give one label for each box.",
    );
  return [height, width];
}

/** How pixels move: the same for images, masks and boxes. */
export interface Move {
  readonly image: transforms.Transform;
  /** For a mask as float32 [count, height, width]; takes values as they are, without blending. */
  readonly mask: transforms.Transform;
  readonly box: (box: Box) => Box;
}

/** A mask moved as if it were an image, in its own dtype and axes. */
function movedMask(mask: ArrayData, move: transforms.Transform): ArrayData {
  const { dtype, shape, data } = mask;
  const [height = 0, width = 0] = shape.slice(-2);
  const count = shape.length === 2 ? 1 : (shape[0] ?? 0);
  if (count * height * width === 0) return mask;
  const planes: ArrayData = {
    dtype: "float32",
    shape: [count, height, width],
    data: Float32Array.from(data),
  };
  const moved = move(planes);
  const made = dtype === "int32" ? Int32Array.from(moved.data) : Uint8Array.from(moved.data);
  return { dtype, shape: shape.length === 2 ? moved.shape.slice(1) : moved.shape, data: made };
}

/** A sample whose image, mask and boxes have moved; boxes are cut off at the new image's edges. */
export function moved(sample: Sample, move: Move): Sample {
  const image = move.image(sample.image);
  const [, height = 0, width = 0] = image.shape;
  const within = (n: number, most: number): number => Math.min(Math.max(n, 0), most);
  return {
    ...sample,
    image,
    ...(sample.mask && { mask: movedMask(sample.mask, move.mask) }),
    ...(sample.boxes && {
      boxes: sample.boxes.map((box): Box => {
        const [x1, y1, x2, y2] = move.box(box);
        return [within(x1, width), within(y1, height), within(x2, width), within(y2, height)];
      }),
    }),
  };
}

/** What a transform draws from; asked for only by those that need chance. */
export type Chance = () => SeededRandom;

/**
 * The base of all transforms of samples.
 *
 * @example new RandomHorizontalFlip() instanceof SampleTransform // true
 */
export abstract class SampleTransform {
  /**
   * The sample changed; the given one stays as it is.
   *
   * @param random what chance is drawn from, such as what `MapDataset` hands on; default: the default generator, which
   *   `manualSeed` sets
   * @throws UsageError `vision/sample`
   */
  call<S extends Sample>(sample: S, random?: SeededRandom): S {
    sizeOf(this.constructor.name, sample);
    let drawn = random;
    const chance = (): SeededRandom => {
      drawn ??= new SeededRandom(drawSeed());
      return drawn;
    };
    return { ...sample, ...this.apply(sample, chance) };
  }

  protected abstract apply(sample: Sample, chance: Chance): Sample;
}
