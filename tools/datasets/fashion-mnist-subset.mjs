/**
 * Makes the Fashion-MNIST subset that ships with @gradus/data: 1,000 training and 200 test images of each
 * of the ten classes, chosen with a fixed seed and kept in the order of the full files.
 *
 *     node tools/datasets/fashion-mnist-subset.mjs FOLDER_WITH_THE_FOUR_FULL_FILES
 *
 * The full files are checked against the md5 of the published ones (of the unpacked bytes, as gzip files
 * differ by who packed them). Writes the idx.gz files and dataset.json; the same input gives the same bytes.
 */
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import { gzipSync } from "fflate";

const SEED = 2017;
const SIDE = 28;
const CLASSES = [
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
const PARTS = [
  { prefix: "train", count: 60000, perClass: 1000 },
  { prefix: "t10k", count: 10000, perClass: 200 },
];
const CONTENT_MD5 = {
  "train-images-idx3-ubyte.gz": "f4a8712d7a061bf5bd6d2ca38dc4d50a",
  "train-labels-idx1-ubyte.gz": "9018921c3c673c538a1fc5bad174d6f9",
  "t10k-images-idx3-ubyte.gz": "8181f5470baa50b63fa0f6fddb340f0a",
  "t10k-labels-idx1-ubyte.gz": "15d484375f8d13e6eb1aabb0c3f46965",
};

const hash = (kind, bytes) => createHash(kind).update(bytes).digest("hex");

/** mulberry32: uniform in [0, 1) from a 32-bit counter. */
function generator(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t = (t + Math.imul(t ^ (t >>> 7), t | 61)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

function choose(labels, perClass, random) {
  const chosen = [];
  for (let label = 0; label < CLASSES.length; label++) {
    const places = [...labels.keys()].filter((i) => labels[i] === label);
    for (let i = 0; i < perClass; i++) {
      const j = i + Math.floor(random() * (places.length - i));
      [places[i], places[j]] = [places[j], places[i]];
      chosen.push(places[i]);
    }
  }
  return chosen.sort((a, b) => a - b);
}

function idx(sizes, data) {
  const head = Buffer.alloc(4 + 4 * sizes.length);
  head.set([0, 0, 8, sizes.length]);
  sizes.forEach((n, i) => {
    head.writeUInt32BE(n, 4 + 4 * i);
  });
  return Buffer.concat([head, data]);
}

const [source] = process.argv.slice(2);
if (!source) {
  process.stderr.write("usage: node tools/datasets/fashion-mnist-subset.mjs FOLDER\n");
  process.exit(2);
}
const target = fileURLToPath(
  new URL("../../packages/data/datasets/fashion-mnist/", import.meta.url),
);
mkdirSync(target, { recursive: true });

const random = generator(SEED);
const subset = {};
const full = {};
for (const { prefix, count, perClass } of PARTS) {
  const [images, labels] = ["images-idx3", "labels-idx1"].map((part) => {
    const name = `${prefix}-${part}-ubyte.gz`;
    const content = gunzipSync(readFileSync(join(source, name)));
    if (hash("md5", content) !== CONTENT_MD5[name]) {
      process.stderr.write(`${name}: the unpacked bytes are not those of the published file\n`);
      process.exit(1);
    }
    full[name] = { contentBytes: content.length, contentSha256: hash("sha256", content) };
    return content;
  });
  const pixels = SIDE * SIDE;
  const chosen = choose(labels.subarray(8, 8 + count), perClass, random);
  const outImages = Buffer.concat(
    chosen.map((i) => images.subarray(16 + i * pixels, 16 + (i + 1) * pixels)),
  );
  const outLabels = Buffer.from(chosen.map((i) => labels[8 + i]));
  const files = {
    [`${prefix}-images-idx3-ubyte.gz`]: idx([chosen.length, SIDE, SIDE], outImages),
    [`${prefix}-labels-idx1-ubyte.gz`]: idx([chosen.length], outLabels),
  };
  for (const [name, content] of Object.entries(files)) {
    const packed = gzipSync(content, { level: 9, mtime: 0 });
    writeFileSync(join(target, name), packed);
    subset[name] = {
      sizeBytes: packed.length,
      sha256: hash("sha256", packed),
      contentSha256: hash("sha256", content),
    };
  }
}
const record = {
  name: "fashion-mnist",
  title: "Fashion-MNIST",
  source: "https://github.com/zalandoresearch/fashion-mnist",
  paper: "Xiao, Rasul & Vollgraf 2017, arXiv:1708.07747",
  license: "MIT, Copyright 2017 Zalando SE; see LICENSE",
  classes: CLASSES,
  changes:
    "A class-balanced subset: 1,000 training and 200 test images of each class, chosen with the seed, in the order of the full files. Pixels and labels are unchanged.",
  seed: SEED,
  subset,
  full,
};
writeFileSync(join(target, "dataset.json"), `${JSON.stringify(record, null, 2)}\n`);
