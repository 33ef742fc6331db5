/** The images of the data set fashion-ten as tensors, with their labels and the names of the ten classes. */
import { type Tensor, tensor } from "gradus";

export interface Images {
  /** Pixels in 0..1, a row for each image: [m, 784]. */
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

const pixels = 28 * 28;
const [trainingImages, devImages, testImages] = [2000, 500, 500];
const all = trainingImages + devImages + testImages;

function images(bytes: Uint8Array, from: number, count: number): Images {
  const values = Float32Array.from(
    bytes.subarray(from * pixels, (from + count) * pixels),
    (byte) => byte / 255,
  );
  const labels = all * pixels + from;
  return {
    X: tensor(values).reshape([count, pixels]),
    labels: tensor(Int32Array.from(bytes.subarray(labels, labels + count)), { dtype: "int32" }),
  };
}

/** The first `count` of the 2,000 training images; the classes take turns. */
export const trainingSet = (bytes: Uint8Array, count = trainingImages): Images =>
  images(bytes, 0, count);

/** The first `count` of the 500 dev images. */
export const devSet = (bytes: Uint8Array, count = devImages): Images =>
  images(bytes, trainingImages, count);

/** The 500 test images. */
export const testSet = (bytes: Uint8Array): Images =>
  images(bytes, trainingImages + devImages, testImages);
