/**
 * Fashion-MNIST: grey images of 28x28 pixels of ten kinds of clothing, made to take MNIST's place. The
 * package brings a class-balanced subset (10,000 to train, 2,000 to test), so everything runs offline;
 * the full 60,000 and 10,000 come with `getDataset("fashion-mnist")`.
 */
import { needOptions } from "@gradus/core";
import { type ArrayData, checkArray } from "./array-data.ts";
import { TensorDataset } from "./dataset.ts";
import { datasetError } from "./errors.ts";
import { readBytes } from "./files.ts";
import { decodeIdx } from "./formats/idx.ts";
import { nodeModule, systemCode } from "./node.ts";
import { datasetFolder } from "./registry.ts";

/** The name of each label. */
export const fashionMnistClasses: readonly string[] = [
  "T-shirt/top",
  "Trouser",
  "Pullover",
  "Dress",
  "Coat",
  "Sandal",
  "Shirt",
  "Sneaker",
  "Bag",
  "Ankle boot",
];

/** Options of `fashionMnist`. */
export interface FashionMnistOptions {
  /** the training images, or the test images; default true */
  readonly train?: boolean;
  /** the full set, which `getDataset("fashion-mnist")` has downloaded; default false, the subset */
  readonly full?: boolean;
  /** folder or http(s) address of the four files; default: this package's, or with `full` the cache's */
  readonly root?: string;
}

/**
 * Images and labels; sample `i` is `[image, label]`.
 *
 * @example
 * const test = await fashionMnist({ train: false });
 * const [image, label] = await test.get(0);
 * [image.shape, test.classes.length] // [[1, 28, 28], 10]
 */
export class FashionMnist extends TensorDataset {
  readonly classes: readonly string[] = fashionMnistClasses;
  /** uint8 [n, 28, 28], as published */
  readonly images: ArrayData;
  /** uint8 [n] */
  readonly labels: ArrayData;

  constructor(images: ArrayData, labels: ArrayData) {
    checkArray("FashionMnist", images);
    checkArray("FashionMnist", labels);
    const [n = 0, height = 0, width = 0] = images.shape;
    const pixels = Float32Array.from(images.data, (x) => x / 255);
    super(
      { dtype: "float32", shape: [n, 1, height, width], data: pixels },
      { dtype: "int32", shape: [n], data: Int32Array.from(labels.data) },
    );
    this.images = images;
    this.labels = labels;
  }
}

/**
 * Loads Fashion-MNIST as batches take it: images float32 [n, 1, 28, 28] in 0..1, labels int32 [n].
 *
 * @throws DataError `data/dataset` if the files are not there or contradict one another, and those of
 *   `decodeIdx`
 * @example (await fashionMnist({ train: false })).length // 2000
 * @source Xiao, Rasul & Vollgraf 2017, "Fashion-MNIST", arXiv:1708.07747
 */
export async function fashionMnist(options: FashionMnistOptions = {}): Promise<FashionMnist> {
  needOptions("fashionMnist", options, ["train", "full", "root"]);
  const { train = true, full = false } = options;
  const root = options.root ?? (full ? datasetFolder("fashion-mnist") : embeddedFolder());
  const prefix = `${root.replace(/[/\\]$/, "")}/${train ? "train" : "t10k"}`;
  const [images, labels] = await Promise.all([
    load(`${prefix}-images-idx3-ubyte.gz`, full),
    load(`${prefix}-labels-idx1-ubyte.gz`, full),
  ]);
  const [n, height, width] = images.shape;
  if (images.dtype !== "uint8" || images.shape.length !== 3 || height !== 28 || width !== 28)
    throw datasetError(
      `fashionMnist ${root}`,
      `the images are ${images.dtype} [${images.shape.join(", ")}], expected uint8 [n, 28, 28].`,
      "check that the folder holds Fashion-MNIST's files.",
    );
  if (labels.shape.length !== 1 || labels.shape[0] !== n)
    throw datasetError(
      `fashionMnist ${root}`,
      `there are ${n} images but the labels are [${labels.shape.join(", ")}].`,
      "the two files are not of one set; download them again.",
    );
  const odd = labels.data.findIndex((label) => label >= fashionMnistClasses.length);
  if (odd >= 0)
    throw datasetError(
      `fashionMnist ${root}`,
      `label ${odd} is ${labels.data[odd]}, there are classes 0 to 9.`,
      "check that the folder holds Fashion-MNIST's files.",
    );
  return new FashionMnist(images, labels);
}

/** The folder beside the sources, or beside the built files. */
function embeddedFolder(): string {
  const { fileURLToPath } = nodeModule("node:url", "fashionMnist");
  const { dirname, join } = nodeModule("node:path", "fashionMnist");
  return join(dirname(fileURLToPath(import.meta.url)), "..", "datasets", "fashion-mnist");
}

async function load(path: string, full: boolean): Promise<ArrayData> {
  let bytes: Uint8Array;
  try {
    bytes = await readBytes(path);
  } catch (error) {
    if (systemCode(error) !== "data/file-not-found") throw error;
    throw datasetError(
      "fashionMnist",
      `${path} is not there.`,
      full
        ? 'call `await getDataset("fashion-mnist")` first, or leave out `full` for the subset.'
        : "check `root`, or leave it out for the subset that comes with the package.",
      { path },
    );
  }
  return decodeIdx(bytes, { name: path });
}
