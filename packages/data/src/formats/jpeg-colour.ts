/**
 * From a JPEG's brightness and colour to red, green and blue as libjpeg does it. Colour mostly has half the resolution;
 * libjpeg's "fancy upsampling" sets each missing sample between its neighbours, three parts of the nearer and one of the
 * farther, where plain repetition leaves steps at edges of colour.
 */

/** How many samples the brightness has for one of colour, across and down. */
export interface Sampling {
  readonly across: number;
  readonly down: number;
}

/**
 * Red, green and blue, in place of brightness and the two colours with repeated samples.
 *
 * @shape pixels: [height * width * 3], uint8
 */
export function toRgb(
  pixels: Uint8Array,
  width: number,
  height: number,
  { across, down }: Sampling,
): void {
  const columns = Math.ceil(width / across);
  // Whatever else there is libjpeg repeats, too, and so it does where there are one or two samples across.
  if ((across === 2 && down <= 2 && columns > 2) || (across === 1 && down === 2))
    for (const channel of [1, 2]) {
      const plane = samplesOf(pixels, width, height, channel, { across, down });
      const tall = down === 2 ? doubledDown(plane, across === 2) : plane;
      for (let y = 0; y < height; y++)
        for (let x = 0; x < width; x++)
          pixels[(y * width + x) * 3 + channel] =
            across === 2 ? between(tall, x, y) : (tall.data[y * width + x] as number);
    }
  for (let i = 0; i < pixels.length; i += 3) {
    const y = pixels[i] as number;
    const cb = (pixels[i + 1] as number) - 128;
    const cr = (pixels[i + 2] as number) - 128;
    // Sixteen bits after the point, as libjpeg's tables have them.
    pixels[i] = clamp(y + ((91881 * cr + 32768) >> 16));
    pixels[i + 1] = clamp(y + ((-22554 * cb - 46802 * cr + 32768) >> 16));
    pixels[i + 2] = clamp(y + ((116130 * cb + 32768) >> 16));
  }
}

const clamp = (v: number): number => (v < 0 ? 0 : v > 255 ? 255 : v);

/** Samples of one colour; `unit` of them are one step of the file. */
interface Plane {
  readonly data: Int32Array;
  readonly width: number;
  readonly height: number;
  readonly unit: 1 | 4;
}

/** The samples that the file has, without their repetitions. */
function samplesOf(
  pixels: Uint8Array,
  imageWidth: number,
  imageHeight: number,
  channel: number,
  { across, down }: Sampling,
): Plane {
  const [width, height] = [Math.ceil(imageWidth / across), Math.ceil(imageHeight / down)];
  const data = new Int32Array(width * height);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      data[y * width + x] = pixels[(y * down * imageWidth + x * across) * 3 + channel] as number;
  return { data, width, height, unit: 1 };
}

/** Twice as many rows; in quarters where columns follow, so that rounding comes once. */
function doubledDown({ data, width, height }: Plane, quarters: boolean): Plane {
  const out = new Int32Array(2 * height * width);
  for (let y = 0; y < 2 * height; y++) {
    const near = y >> 1;
    const other = Math.min(height - 1, Math.max(0, y % 2 === 0 ? near - 1 : near + 1));
    for (let x = 0; x < width; x++) {
      const sum = 3 * (data[near * width + x] as number) + (data[other * width + x] as number);
      out[y * width + x] = quarters ? sum : (sum + 1 + (y % 2)) >> 2;
    }
  }
  return { data: out, width, height: 2 * height, unit: quarters ? 4 : 1 };
}

/** The value of a pixel between two samples; the rounding alternates so that none drifts. */
function between({ data, width, unit }: Plane, x: number, y: number): number {
  const near = x >> 1;
  const left = x % 2 === 0;
  const row = y * width;
  const mine = data[row + near] as number;
  const other = left ? near - 1 : near + 1;
  const outside = other < 0 || other >= width;
  const sum = 3 * mine + (outside ? mine : (data[row + other] as number));
  // 4:2:0 rounds by eight and seven sixteenths, 4:2:2 by one and two quarters.
  if (unit === 4) return (sum + (left ? 8 : 7)) >> 4;
  return outside ? mine : (sum + (left ? 1 : 2)) >> 2;
}
