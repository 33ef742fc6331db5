/**
 * Makes `content/datasets/fashion-ten/data.bin` from the embedded Fashion-MNIST subset: all ten classes in turn, 2,000
 * images to learn from, 500 to choose with and 500 to test, as bytes: images, then labels. The first two parts come
 * from the training images, the last from the test images. Run it with `node tools/datasets/fashion-ten.mjs`.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";

const root = join(dirname(fileURLToPath(import.meta.url)), "..", "..");
const source = join(root, "packages", "data", "datasets", "fashion-mnist");
const pixels = 28 * 28;

/** The first `count` images, the classes taking turns. */
function inTurn(name, count) {
  const read = (part, header) =>
    gunzipSync(readFileSync(join(source, `${name}-${part}-ubyte.gz`))).subarray(header);
  const images = read("images-idx3", 16);
  const labels = read("labels-idx1", 8);
  const found = Array.from({ length: 10 }, (_, wanted) =>
    [...labels.keys()].filter((i) => labels[i] === wanted),
  );
  const order = Array.from({ length: count }, (_, i) => found[i % 10][Math.floor(i / 10)]);
  return {
    images: order.map((i) => images.subarray(i * pixels, (i + 1) * pixels)),
    labels: Uint8Array.from(order, (i) => labels[i]),
  };
}

const learn = inTurn("train", 2000 + 500);
const test = inTurn("t10k", 500);
writeFileSync(
  join(root, "content", "datasets", "fashion-ten", "data.bin"),
  Buffer.concat([...learn.images, ...test.images, learn.labels, test.labels]),
);
