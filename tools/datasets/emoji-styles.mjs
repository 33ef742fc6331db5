/**
 * Makes `content/datasets/emoji-styles/data.bin`: the same 360 symbols drawn by two hands, 32 by 32 pixels on white.
 *
 *     npm pack emoji-datasource-google@16.0.0 emoji-datasource-twitter@16.0.0
 *     node tools/datasets/emoji-styles.mjs FOLDER_WITH_THE_TWO_ARCHIVES
 *
 * Both archives are held against their checksum. From six groups 60 symbols each are chosen with a fixed seed, of those
 * that both hands have drawn; the twenty-four clocks are left out, since they differ by an angle. A picture of 64 by 64
 * pixels is laid on white, four pixels become one, and its colours become at most 64. The same archives give the same
 * bytes. `allSymbols` gives every symbol at full colour, for those who train on all of them.
 */
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { convertIndexedToRgb, decode } from "fast-png";
import { gunzipSync } from "fflate";

export const SIDE = 32;
const SEED = 2026;
const COLOURS = 64;
const PER_GROUP = 60;
/** The package's categories, and what they are called here. */
const GROUPS = {
  "Smileys & Emotion": "smileys",
  "Animals & Nature": "animals",
  "Food & Drink": "food",
  "Travel & Places": "travel",
  Activities: "activities",
  Objects: "objects",
};
const HANDS = [
  {
    name: "google",
    sha256: "fb5fd131b362aab7a55542d2a147a79708cce0a8b1c1bbacd470172708b5c438",
  },
  {
    name: "twitter",
    sha256: "f64a530c63bca463bd8317fdc4615ce63a53a0c65018e4ce2d848aaba7a28877",
  },
];

/** The files of an npm archive by name: tar's blocks of 512 bytes, a header and the content of each. */
function filesOf(archive) {
  const bytes = gunzipSync(archive);
  const text = (from, length) =>
    Buffer.from(bytes.subarray(from, from + length))
      .toString("utf8")
      .replace(/\0.*$/s, "");
  const files = new Map();
  for (let at = 0; at + 512 <= bytes.length && bytes[at] !== 0; ) {
    const size = Number.parseInt(text(at + 124, 12), 8);
    files.set(text(at, 100), bytes.subarray(at + 512, at + 512 + size));
    at += 512 * (1 + Math.ceil(size / 512));
  }
  return files;
}

/** A picture of 64 by 64 pixels on white, four pixels made one: 32 · 32 · 3 numbers in 0..255. */
function small(png) {
  const image = decode(png);
  const { width, height } = image;
  const data = image.palette ? convertIndexedToRgb(image) : image.data;
  const channels = data.length / (width * height);
  if (width !== 2 * SIDE || height !== 2 * SIDE || (!image.palette && image.depth !== 8))
    throw new Error(`a picture of ${width} by ${height}, expected one of 64 by 64 with 8 bits`);
  // Grey and RGB, each with or without alpha as the last channel.
  const onWhite = (pixel, c) => {
    const from = channels * pixel;
    const alpha = channels % 2 === 0 ? data[from + channels - 1] / 255 : 1;
    return data[from + (channels < 3 ? 0 : c)] * alpha + 255 * (1 - alpha);
  };
  return Uint8Array.from({ length: SIDE * SIDE * 3 }, (_, i) => {
    const [c, x, y] = [i % 3, Math.floor(i / 3) % SIDE, Math.floor(i / 3 / SIDE)];
    const first = 2 * y * 2 * SIDE + 2 * x;
    const four = [first, first + 1, first + 2 * SIDE, first + 2 * SIDE + 1];
    return Math.round(four.reduce((sum, pixel) => sum + onWhite(pixel, c), 0) / 4);
  });
}

/** Every symbol that both hands have drawn, in the packages' order: its name, its group and its two pictures. */
export function allSymbols(folder) {
  const [google, twitter] = HANDS.map(({ name, sha256 }) => {
    const archive = readFileSync(join(folder, `emoji-datasource-${name}-16.0.0.tgz`));
    if (createHash("sha256").update(archive).digest("hex") !== sha256)
      throw new Error(`emoji-datasource-${name}-16.0.0.tgz is not the published archive`);
    return { name, files: filesOf(archive) };
  });
  const list = JSON.parse(Buffer.from(google.files.get("package/emoji.json")).toString("utf8"));
  return list
    .filter((e) => e.has_img_google && e.has_img_twitter)
    .sort((a, b) => a.sort_order - b.sort_order)
    .map((e) => ({
      name: e.short_name,
      category: e.category,
      images: [google, twitter].map(({ name, files }) =>
        small(files.get(`package/img/${name}/64/${e.image}`)),
      ),
    }));
}

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

function shuffled(list, random) {
  const out = [...list];
  for (let i = out.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [out[i], out[j]] = [out[j], out[i]];
  }
  return out;
}

/**
 * At most 64 colours for a picture: the box of colours that is spread most is cut at its mean until there are enough
 * (median cut), then means and nearest colours take turns (k-means).
 */
function paletteOf(pixels) {
  const colours = Array.from({ length: SIDE * SIDE }, (_, i) => [
    ...pixels.subarray(3 * i, 3 * i + 3),
  ]);
  const meanOf = (box, c) => box.reduce((sum, p) => sum + p[c], 0) / box.length;
  const spreadOf = (box) =>
    [0, 1, 2]
      .map((c) => {
        const mean = meanOf(box, c);
        return { c, mean, squares: box.reduce((sum, p) => sum + (p[c] - mean) ** 2, 0) };
      })
      .sort((a, b) => b.squares - a.squares)[0];
  const boxes = [{ box: colours, ...spreadOf(colours) }];
  while (boxes.length < COLOURS) {
    boxes.sort((a, b) => b.squares - a.squares);
    const { box, c, mean, squares } = boxes[0];
    if (squares === 0) break;
    const halves = [box.filter((p) => p[c] <= mean), box.filter((p) => p[c] > mean)];
    boxes.splice(0, 1, ...halves.map((half) => ({ box: half, ...spreadOf(half) })));
  }
  let palette = boxes.map(({ box }) => [0, 1, 2].map((c) => meanOf(box, c)));
  const nearest = (p) => {
    let [best, least] = [0, Infinity];
    palette.forEach((q, k) => {
      const far = (p[0] - q[0]) ** 2 + (p[1] - q[1]) ** 2 + (p[2] - q[2]) ** 2;
      if (far < least) [best, least] = [k, far];
    });
    return best;
  };
  for (let round = 0; round < 8; round++) {
    const places = colours.map(nearest);
    palette = palette.map((old, k) => {
      const box = colours.filter((_, i) => places[i] === k);
      return box.length === 0 ? old : [0, 1, 2].map((c) => meanOf(box, c));
    });
  }
  palette = palette.map((p) => p.map(Math.round));
  return { palette, places: colours.map(nearest) };
}

function packed(pixels) {
  const { palette, places } = paletteOf(pixels);
  const bytes = new Uint8Array(3 * COLOURS + SIDE * SIDE);
  bytes.set(palette.flat());
  bytes.set(places, 3 * COLOURS);
  return bytes;
}

function main(folder) {
  const random = generator(SEED);
  const symbols = allSymbols(folder).filter(({ name }) => !/^clock\d/.test(name));
  const chosen = Object.entries(GROUPS).map(([category, group]) =>
    shuffled(
      symbols.filter((s) => s.category === category),
      random,
    )
      .slice(0, PER_GROUP)
      .map((s) => ({ ...s, group })),
  );
  // The groups take turns, so that any first part of the set is balanced.
  const inTurn = Array.from(
    { length: PER_GROUP * chosen.length },
    (_, i) => chosen[i % chosen.length][Math.floor(i / chosen.length)],
  );
  const names = Buffer.from(inTurn.map((s) => s.name).join("\n"), "utf8");
  const length = Buffer.alloc(4);
  length.writeUInt32LE(names.length);
  const images = inTurn.flatMap((s) => s.images.map(packed));
  writeFileSync(
    fileURLToPath(new URL("../../content/datasets/emoji-styles/data.bin", import.meta.url)),
    Buffer.concat([...images, length, names]),
  );
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [folder] = process.argv.slice(2);
  if (!folder) {
    process.stderr.write("usage: node tools/datasets/emoji-styles.mjs FOLDER\n");
    process.exit(2);
  }
  main(folder);
}
