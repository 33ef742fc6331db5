/**
 * A phone's camera, simulated: what a person who takes a picture in a hurry does to a clean image of 28 by 28 pixels. It is
 * held at an angle, too near or too far, not quite aimed; it is out of focus, the light is weak and comes from one side, and
 * the picture has grain. Every number of it is drawn anew for each picture, and can be read here.
 */
import { rand, randn } from "gradus";

export const side = 28;
export const pixels = side * side;

/** What happens to one picture. */
export interface Shot {
  /** How far the phone is turned, in radians. */
  readonly angle: number;
  /** 1 as it is; 0.8 shows the piece smaller, 1.2 larger, cut off at the borders. */
  readonly zoom: number;
  /** How far the piece is from the middle, in pixels. */
  readonly right: number;
  readonly down: number;
  /** 0 sharp, 1 each pixel is the mean of the nine around it, 2 that twice. */
  readonly blur: number;
  /** What is left of the brightness. */
  readonly light: number;
  /** How much darker it is at the right border than at the left one, −1 to 1. */
  readonly shade: number;
  /** The spread of the grain, in brightness from 0 to 1. */
  readonly grain: number;
}

/** A picture as it is. */
export const still: Shot = {
  angle: 0,
  zoom: 1,
  right: 0,
  down: 0,
  blur: 0,
  light: 1,
  shade: 0,
  grain: 0,
};

/** Draws what happens to `count` pictures; `strength` is how much of all of it: 0 leaves them as they are. */
export async function shots(count: number, strength = 1): Promise<Shot[]> {
  const dice = Array.from(await rand([count, 7]).data(), Number);
  return Array.from({ length: count }, (_, i) => {
    const between = (k: number, low: number, high: number): number =>
      strength * (low + (high - low) * (dice[7 * i + k] as number));
    return {
      angle: between(0, -0.25, 0.25),
      zoom: 1 + between(1, -0.2, 0.1),
      right: between(2, -2, 2),
      down: between(3, -2, 2),
      blur: between(4, 0, 1.5),
      light: 1 - between(5, 0, 0.5),
      shade: between(6, -0.4, 0.4),
      grain: 0.04 * strength,
    };
  });
}

/** The brightness of an image between its pixels; black outside of it. */
function brightness(image: ArrayLike<number>, x: number, y: number): number {
  const [left, top] = [Math.floor(x), Math.floor(y)];
  let sum = 0;
  for (const [row, share] of [
    [top, 1 - (y - top)],
    [top + 1, y - top],
  ] as const)
    for (const [column, part] of [
      [left, 1 - (x - left)],
      [left + 1, x - left],
    ] as const)
      if (row >= 0 && row < side && column >= 0 && column < side)
        sum += share * part * (image[row * side + column] as number);
  return sum;
}

/** One step of blur: `amount` of the mean of the nine pixels around, and the rest of the pixel. */
function blurred(image: Float32Array, amount: number): Float32Array {
  return image.map((own, at) => {
    const [row, column] = [Math.floor(at / side), at % side];
    let sum = 0;
    for (let y = Math.max(0, row - 1); y <= Math.min(side - 1, row + 1); y++)
      for (let x = Math.max(0, column - 1); x <= Math.min(side - 1, column + 1); x++)
        sum += image[y * side + x] as number;
    return own + amount * (sum / 9 - own);
  });
}

/** An image of 784 bytes as the phone sees it, 0 to 1. `grains` are 784 normal numbers. */
export function photographed(
  bytes: ArrayLike<number>,
  { angle, zoom, right, down, blur, light, shade, grain }: Shot,
  grains: ArrayLike<number>,
): Float32Array {
  const middle = (side - 1) / 2;
  const [cos, sin] = [Math.cos(angle) / zoom, Math.sin(angle) / zoom];
  let image: Float32Array = Float32Array.from({ length: pixels }, (_, at) => {
    const [x, y] = [(at % side) - middle - right, Math.floor(at / side) - middle - down];
    return brightness(bytes, middle + cos * x + sin * y, middle - sin * x + cos * y) / 255;
  });
  for (let left = blur; left > 0; left--) image = blurred(image, Math.min(1, left));
  return image.map((v, at) => {
    const lit = v * light * (1 - (shade * ((at % side) - middle)) / side);
    return Math.min(1, Math.max(0, lit + grain * (grains[at] as number)));
  });
}

/** The normal numbers that `count` pictures' grain is made of. */
export const grainFor = async (count: number): Promise<Float32Array> =>
  Float32Array.from(await randn([count, pixels]).data(), Number);
