/** The data set emoji-styles as tensors: symbols drawn by two hands, with their names and groups. */
import { type Tensor, tensor } from "gradus";

export const emojiGroups = [
  "smileys",
  "animals",
  "food",
  "travel",
  "activities",
  "objects",
] as const;

/** How wide and how high an image is, in pixels. */
export const emojiSide = 32;

const symbols = 360;
const colours = 64;
const places = emojiSide * emojiSide;
const imageBytes = 3 * colours + places;

/** Where the three parts of the set begin and end. */
const parts = { training: [0, 240], dev: [240, 300], test: [300, 360] } as const;

export type EmojiPart = keyof typeof parts;

/** Who drew: 0 is Noto Emoji, 1 is Twemoji. */
export type Hand = 0 | 1;

export interface EmojiSet {
  readonly names: readonly string[];
  /** The group of each symbol, 0 to 5, as whole numbers: [m]. */
  readonly groups: Tensor;
  /** The symbols as one hand drew them and as the other did, red, green and blue in 0..1: [m, 3, 32, 32] each. */
  readonly hands: readonly [Tensor, Tensor];
}

/** The pixels of one image, row by row, red, green and blue in 0..255 for each. */
export function emojiPixels(bytes: Uint8Array, symbol: number, hand: Hand): number[] {
  const from = (2 * symbol + hand) * imageBytes;
  const pixels: number[] = [];
  for (let i = 0; i < places; i++) {
    const colour = from + 3 * (bytes[from + 3 * colours + i] as number);
    pixels.push(...bytes.subarray(colour, colour + 3));
  }
  return pixels;
}

/** The names of all 360 symbols. */
export function emojiNames(bytes: Uint8Array): string[] {
  return new TextDecoder().decode(bytes.subarray(2 * symbols * imageBytes + 4)).split("\n");
}

/** Some images of one hand: [count, 3, 32, 32], in 0..1. */
function images(bytes: Uint8Array, from: number, to: number, hand: Hand): Tensor {
  const values = new Float32Array((to - from) * 3 * places);
  for (let symbol = from; symbol < to; symbol++)
    emojiPixels(bytes, symbol, hand).forEach((v, i) => {
      const [channel, place] = [i % 3, Math.floor(i / 3)];
      values[((symbol - from) * 3 + channel) * places + place] = v / 255;
    });
  return tensor(values).reshape([to - from, 3, emojiSide, emojiSide]);
}

/** One of the three parts of the set, or its first `count` symbols; the groups take turns. */
export function emojiSet(bytes: Uint8Array, part: EmojiPart, count?: number): EmojiSet {
  const [from, end] = parts[part];
  const to = Math.min(end, from + (count ?? end));
  const groups = Int32Array.from({ length: to - from }, (_, i) => (from + i) % emojiGroups.length);
  return {
    names: emojiNames(bytes).slice(from, to),
    groups: tensor(groups, { dtype: "int32" }),
    hands: [images(bytes, from, to, 0), images(bytes, from, to, 1)],
  };
}
