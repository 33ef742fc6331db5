/**
 * Scenes to find things in: one to three pieces of clothing of fashion-ten, cut out, made smaller and laid on a canvas.
 *
 * The pixels are real, and what lies where is known exactly: every thing has its class and its box, and every pixel
 * of the canvas its class. A seed decides everything, and the three parts of the data stay apart.
 */
import { type Tensor, tensor } from "gradus";

/** The kinds of things in a scene; a class is a place in this list. */
export const kinds = ["T-shirt", "trouser", "bag", "boot"] as const;
/** The same as labels of fashion-ten. */
const labelsOfKinds = [0, 1, 8, 9];

/** Pixels along a side of a scene. */
export const side = 56;
/** Pixels along a side of an image of fashion-ten. */
const small = 28;
const allImages = 3000;

/** Where each part's images begin, and how many there are. */
const parts = { train: [0, 2000], dev: [2000, 500], test: [2500, 500] } as const;
export type Part = keyof typeof parts;

/** The corners x1, y1, x2, y2 in pixels from the upper left: the box reaches from x1 up to x2, and x2 − x1 is its width. */
export type Box = readonly [x1: number, y1: number, x2: number, y2: number];

export interface Thing {
  readonly kind: number;
  readonly box: Box;
}

export interface Scenes {
  /** Pixels in 0..1: [N, 1, 56, 56]. */
  readonly images: Tensor;
  /** For each pixel 0 where nothing lies, else the kind plus 1, as whole numbers: [N, 56, 56]. */
  readonly masks: Tensor;
  /** What lies in each scene. */
  readonly things: readonly (readonly Thing[])[];
}

export interface SceneOptions {
  readonly part: Part;
  readonly seed: number;
  /** The most things in a scene: 3 unless told. */
  readonly most?: number;
}

/** Uniform numbers in 0..1 (mulberry32). */
export function uniform(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** A piece cut out of its image: its pixels, and which of them belong to it. */
interface Piece {
  readonly width: number;
  readonly height: number;
  readonly values: Float32Array;
  readonly own: Uint8Array;
}

/** The part of an image that is not black, `scale` times as large; each new pixel is the mean of what it covers. */
function cutOut(pixels: Uint8Array, scale: number): Piece {
  let [left, top, right, bottom] = [small, small, 0, 0];
  pixels.forEach((value, at) => {
    if (value < dark) return;
    const [x, y] = [at % small, Math.floor(at / small)];
    [left, top] = [Math.min(left, x), Math.min(top, y)];
    [right, bottom] = [Math.max(right, x + 1), Math.max(bottom, y + 1)];
  });
  const width = Math.max(1, Math.round((right - left) * scale));
  const height = Math.max(1, Math.round((bottom - top) * scale));
  const [values, own] = [new Float32Array(width * height), new Uint8Array(width * height)];
  const [dx, dy] = [(right - left) / width, (bottom - top) / height];
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      let [sum, covered] = [0, 0];
      for (let j = Math.floor(top + y * dy); j < top + (y + 1) * dy; j++)
        for (let i = Math.floor(left + x * dx); i < left + (x + 1) * dx; i++) {
          const value = pixels[j * small + i] ?? 0;
          const wide = Math.min(i + 1, left + (x + 1) * dx) - Math.max(i, left + x * dx);
          const high = Math.min(j + 1, top + (y + 1) * dy) - Math.max(j, top + y * dy);
          if (value < dark) continue;
          sum += value * wide * high;
          covered += wide * high;
        }
      if (covered < (dx * dy) / 2) continue;
      values[y * width + x] = sum / covered / 255;
      own[y * width + x] = 1;
    }
  return { width, height, values, own };
}

/** Pixels darker than this belong to no piece: 0 is the photographs' background. */
const dark = 10;

const apart = (a: Box, b: Box): boolean =>
  a[2] <= b[0] || b[2] <= a[0] || a[3] <= b[1] || b[3] <= a[1];

/** A canvas that is a little brighter to one side, with noise. */
function background(random: () => number): Float32Array {
  const [base, across, down] = [0.1 * random(), 0.1 * random(), 0.1 * random()];
  return Float32Array.from(
    { length: side * side },
    (_, at) =>
      base +
      (across * (at % side)) / side +
      (down * Math.floor(at / side)) / side +
      0.05 * random(),
  );
}

/**
 * `count` scenes of the bytes of fashion-ten. The boxes of a scene do not overlap; a thing that finds no room is left out.
 *
 * @example const { images, masks, things } = scenes(asset("fashion-ten"), 100, { part: "train", seed: 1 });
 */
export function scenes(
  bytes: Uint8Array,
  count: number,
  { part, seed, most = 3 }: SceneOptions,
): Scenes {
  const random = uniform(seed);
  const [from, length] = parts[part];
  const labels = bytes.subarray(allImages * small * small);
  const places = labelsOfKinds.map((label) =>
    Array.from({ length }, (_, i) => from + i).filter((at) => labels[at] === label),
  );
  const images = new Float32Array(count * side * side);
  const masks = new Int32Array(count * side * side);
  const things: Thing[][] = [];
  for (let n = 0; n < count; n++) {
    const [image, mask] = [images, masks].map((all) =>
      all.subarray(n * side * side, (n + 1) * side * side),
    ) as [Float32Array, Int32Array];
    image.set(background(random));
    const here: Thing[] = [];
    const wanted = 1 + Math.floor(random() * most);
    for (let t = 0; t < wanted; t++) {
      const kind = Math.floor(random() * kinds.length);
      const own = places[kind] as number[];
      const at = (own[Math.floor(random() * own.length)] as number) * small * small;
      const piece = cutOut(bytes.subarray(at, at + small * small), 0.6 + 0.4 * random());
      for (let tries = 0; tries < 20; tries++) {
        const x = Math.floor(random() * (side - piece.width + 1));
        const y = Math.floor(random() * (side - piece.height + 1));
        const box: Box = [x, y, x + piece.width, y + piece.height];
        if (here.some((other) => !apart(box, other.box))) continue;
        here.push({ kind, box });
        piece.own.forEach((belongs, i) => {
          if (!belongs) return;
          const to = (y + Math.floor(i / piece.width)) * side + x + (i % piece.width);
          image[to] = piece.values[i] as number;
          mask[to] = kind + 1;
        });
        break;
      }
    }
    things.push(here);
  }
  return {
    images: tensor(images).reshape([count, 1, side, side]),
    masks: tensor(masks, { dtype: "int32" }).reshape([count, side, side]),
    things,
  };
}
