/** The images of the data set fashion-pair as tensors: T-shirts (0) and shirts (1). */
import { type Tensor, tensor } from "gradus";

export interface Images {
  /** Pixels in 0..1, a row for each image: [m, side·side]. */
  readonly X: Tensor;
  /** 0 for a T-shirt, 1 for a shirt: [m, 1]. */
  readonly Y: Tensor;
}

const side = 28;
const pixels = side * side;
const trainingImages = 600;
const testImages = 200;

/** `count` images from the place `from` on, each `shrink` times as small in both directions. */
function images(bytes: Uint8Array, from: number, count: number, shrink: number): Images {
  const small = side / shrink;
  const values = new Float32Array(count * small * small);
  for (let image = 0; image < count; image++)
    for (let p = 0; p < pixels; p++) {
      const row = Math.floor(p / side / shrink);
      const column = Math.floor((p % side) / shrink);
      const at = (image * small + row) * small + column;
      const byte = bytes[(from + image) * pixels + p] as number;
      values[at] = (values[at] as number) + byte / 255 / shrink ** 2;
    }
  const labels = (trainingImages + testImages) * pixels + from;
  return {
    X: tensor(values).reshape([count, small * small]),
    Y: tensor(Float32Array.from(bytes.subarray(labels, labels + count))).reshape([count, 1]),
  };
}

/** The first `count` training images; with `shrink` 2 they are 14 by 14, each pixel the mean of four. */
export const trainingSet = (bytes: Uint8Array, count = trainingImages, shrink = 1): Images =>
  images(bytes, 0, count, shrink);

/** The first `count` test images. */
export const testSet = (bytes: Uint8Array, count = testImages, shrink = 1): Images =>
  images(bytes, trainingImages, count, shrink);

/** 200 training images of 14 by 14 pixels, and 200 others, as checks train on them. */
export function smallImages(bytes: Uint8Array) {
  const [training, test] = [trainingSet(bytes, 200, 2), testSet(bytes, 200, 2)];
  return { training: [training.X, training.Y] as const, test: [test.X, test.Y] as const };
}
