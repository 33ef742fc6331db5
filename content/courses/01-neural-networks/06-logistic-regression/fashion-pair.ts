/** The data set `fashion-pair` as tensors: T-shirts (0) and shirts (1), with pixels from 0 to 255. */
import { type Tensor, tensor } from "gradus";

export const side = 28;
const pixels = side * side;
const [trainCount, testCount] = [600, 200];

export interface Pictures {
  /** [m, 28, 28], from 0 for black to 255 for white. */
  readonly images: Tensor;
  /** [m] of 0 for a T-shirt and 1 for a shirt. */
  readonly labels: Tensor;
}

function part(bytes: Uint8Array, first: number, count: number): Pictures {
  const labelsFrom = (trainCount + testCount) * pixels + first;
  return {
    images: tensor(
      Float32Array.from(bytes.subarray(first * pixels, (first + count) * pixels)),
    ).reshape([count, side, side]),
    labels: tensor(Float32Array.from(bytes.subarray(labelsFrom, labelsFrom + count))),
  };
}

/** The first `count` pictures to learn from; the two kinds take turns, so each half is one kind. */
export const trainPictures = (bytes: Uint8Array, count: number = trainCount): Pictures =>
  part(bytes, 0, count);

/** The pictures to test with. */
export const testPictures = (bytes: Uint8Array): Pictures => part(bytes, trainCount, testCount);

/** Rows of pixels between 0 and 1, as a neuron reads them. */
export const rows = (images: Tensor): Tensor => images.reshape([-1, pixels]).div(255);
