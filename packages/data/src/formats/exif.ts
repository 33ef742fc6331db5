/** How a camera was held: the orientation noted in a JPEG's EXIF part, and turning an image accordingly. */

/** The tag of EXIF and TIFF. */
const ORIENTATION = 0x0112;
const SHORT = 3;

/**
 * The orientation, 1 to 8, from the body of an APP1 segment; 1, as taken, where there is none or it cannot be read, as
 * browsers do: a damaged note is no reason to refuse the image.
 *
 * @source CIPA DC-008 (Exif 2.32), 4.6.4
 */
export function exifOrientation(body: Uint8Array): number {
  const tiff = body.subarray(6);
  const view = new DataView(tiff.buffer, tiff.byteOffset, tiff.byteLength);
  if (String.fromCharCode(...body.subarray(0, 6)) !== "Exif\0\0" || tiff.length < 14) return 1;
  const little = view.getUint16(0) === 0x4949;
  const directory = view.getUint32(4, little);
  if (view.getUint16(2, little) !== 42 || directory + 2 > tiff.length) return 1;
  const entries = view.getUint16(directory, little);
  for (let i = 0; i < entries; i++) {
    const at = directory + 2 + 12 * i;
    if (at + 12 > tiff.length) return 1;
    if (view.getUint16(at, little) !== ORIENTATION) continue;
    const value = view.getUint16(at + 8, little);
    const whole = view.getUint16(at + 2, little) === SHORT && view.getUint32(at + 4, little) === 1;
    return whole && value >= 1 && value <= 8 ? value : 1;
  }
  return 1;
}

/** An image of bytes. */
interface Pixels {
  readonly data: Uint8Array;
  readonly height: number;
  readonly width: number;
}

/** The image as it is to be shown. */
export function oriented(image: Pixels, channels: number, orientation: number): Pixels {
  if (orientation === 1) return image;
  const { data, height, width } = image;
  // From 5 on rows become columns; before that, the image is mirrored and upside down.
  const across = orientation >= 5;
  const [outHeight, outWidth] = across ? [width, height] : [height, width];
  const mirrored = [2, 3, 7, 8].includes(orientation);
  const upsideDown = [3, 4, 6, 7].includes(orientation);
  const out = new Uint8Array(data.length);
  for (let y = 0; y < outHeight; y++)
    for (let x = 0; x < outWidth; x++) {
      const [u, v] = across ? [y, x] : [x, y];
      const fromX = mirrored ? width - 1 - u : u;
      const fromY = upsideDown ? height - 1 - v : v;
      const from = (fromY * width + fromX) * channels;
      out.set(data.subarray(from, from + channels), (y * outWidth + x) * channels);
    }
  return { data: out, height: outHeight, width: outWidth };
}
