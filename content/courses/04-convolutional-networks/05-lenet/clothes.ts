/** The images of the data set fashion-ten as a convolution takes them, with their labels and the names of the ten classes. */
import { type Tensor, tensor } from "gradus";

export interface Clothes {
  /** Pixels in 0..1: [m, 1, 28, 28]. */
  readonly X: Tensor;
  /** The class of each image, 0 to 9, as whole numbers: [m]. */
  readonly labels: Tensor;
}

export const classNames = [
  "T-shirt",
  "trouser",
  "pullover",
  "dress",
  "coat",
  "sandal",
  "shirt",
  "sneaker",
  "bag",
  "boot",
] as const;

/** Rows and columns of an image. */
export const side = 28;
const pixels = side * side;
const [trainingImages, devImages, testImages] = [2000, 500, 500];
const all = trainingImages + devImages + testImages;

/** The pixels of one of the 3,000 images, row by row, in 0..1. */
export const pixelsOf = (bytes: Uint8Array, image: number): number[] =>
  Array.from(bytes.subarray(image * pixels, (image + 1) * pixels), (byte) => byte / 255);

function clothes(bytes: Uint8Array, from: number, count: number): Clothes {
  const values = Float32Array.from(
    bytes.subarray(from * pixels, (from + count) * pixels),
    (byte) => byte / 255,
  );
  const labels = all * pixels + from;
  return {
    X: tensor(values).reshape([count, 1, side, side]),
    labels: tensor(Int32Array.from(bytes.subarray(labels, labels + count)), { dtype: "int32" }),
  };
}

/** The first `count` of the 2,000 training images; the classes take turns. */
export const trainingClothes = (bytes: Uint8Array, count = trainingImages): Clothes =>
  clothes(bytes, 0, count);

/** The first `count` of the 500 dev images. */
export const devClothes = (bytes: Uint8Array, count = devImages): Clothes =>
  clothes(bytes, trainingImages, count);

/** The 500 test images. */
export const testClothes = (bytes: Uint8Array): Clothes =>
  clothes(bytes, trainingImages + devImages, testImages);
