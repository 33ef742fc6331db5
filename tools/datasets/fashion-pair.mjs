/**
 * Makes `content/datasets/fashion-pair/data.bin` from the embedded Fashion-MNIST subset: T-shirts and shirts in
 * turn, 600 to train and 200 to test, as bytes: images, then labels. Run it with `node tools/datasets/fashion-pair.mjs`.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";

const root = join(dirname(fileURLToPath(import.meta.url)), "..", "..");
const source = join(root, "packages", "data", "datasets", "fashion-mnist");
const pixels = 28 * 28;
const classes = [0, 6];

/** The first `count` images of both classes, in turn. */
function pairs(name, count) {
  const images = gunzipSync(readFileSync(join(source, `${name}-images-idx3-ubyte.gz`))).subarray(
    16,
  );
  const labels = gunzipSync(readFileSync(join(source, `${name}-labels-idx1-ubyte.gz`))).subarray(8);
  const found = classes.map((wanted) => [...labels.keys()].filter((i) => labels[i] === wanted));
  const order = Array.from({ length: count }, (_, i) => found[i % 2][Math.floor(i / 2)]);
  return {
    images: order.map((i) => images.subarray(i * pixels, (i + 1) * pixels)),
    labels: Uint8Array.from(order, (_, i) => i % 2),
  };
}

const train = pairs("train", 600);
const test = pairs("t10k", 200);
writeFileSync(
  join(root, "content", "datasets", "fashion-pair", "data.bin"),
  Buffer.concat([...train.images, ...test.images, train.labels, test.labels]),
);
