/** Grey, RGB and alpha: how the channels of 8-bit pixels turn into one another. */

/** 1 grey, 2 grey and alpha, 3 RGB, 4 RGBA. */
export type Channels = 1 | 2 | 3 | 4;

/**
 * Converts interleaved pixels. Grey is the luma of ITU-R BT.601,
 * `L = (299·R + 587·G + 114·B) / 1000`; a missing alpha is 255; alpha is dropped, not blended.
 */
export function convertChannels(pixels: Uint8Array, from: Channels, to: Channels): Uint8Array {
  if (from === to) return pixels;
  const count = pixels.length / from;
  const out = new Uint8Array(count * to);
  const colourIn = from >= 3;
  const alphaIn = from % 2 === 0;
  for (let i = 0; i < count; i++) {
    const r = pixels[i * from] as number;
    const g = colourIn ? (pixels[i * from + 1] as number) : r;
    const b = colourIn ? (pixels[i * from + 2] as number) : r;
    if (to >= 3) {
      out[i * to] = r;
      out[i * to + 1] = g;
      out[i * to + 2] = b;
    } else out[i * to] = colourIn ? Math.round((299 * r + 587 * g + 114 * b) / 1000) : r;
    if (to % 2 === 0)
      out[i * to + to - 1] = alphaIn ? (pixels[i * from + from - 1] as number) : 255;
  }
  return out;
}
