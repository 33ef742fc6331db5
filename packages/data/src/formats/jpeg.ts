/**
 * JPEG to and from bytes `[height, width, channels]`. A library does the coding; it fills what is missing
 * of a cut file with grey, so the segments are walked first and a file without its end marker is refused. It also
 * repeats colours of half resolution and knows no EXIF; both are done here, as libjpeg and browsers do them.
 */
import { needOptions } from "@gradus/core";
import type jpeg from "jpeg-js";
import { needBytes } from "../arguments.ts";
import { type ArrayData, checkArray } from "../array-data.ts";
import {
  argumentError,
  damagedError,
  headerError,
  imageShapeError,
  magicError,
  truncatedError,
  unpackedSizeError,
  unsupportedTypeError,
} from "../errors.ts";
import { exifOrientation, oriented } from "./exif.ts";
import { hexBytes } from "./idx.ts";
import { type Sampling, toRgb } from "./jpeg-colour.ts";
import { type Channels, convertChannels } from "./pixels.ts";
import { type DecodeImageOptions, MAX_PIXEL_BYTES } from "./png.ts";

interface Frame {
  readonly width: number;
  readonly height: number;
  readonly components: number;
  /** Whether the three components are red, green and blue, and not brightness and colour. */
  readonly rgb: boolean;
  /** How many samples of brightness there are for one of colour. */
  readonly sampling: Sampling;
  /** As EXIF has it, 1 to 8. */
  readonly orientation: number;
  /** Where Adobe's word on the colours stands, if it does. */
  readonly adobeAt?: number;
}

/** Options of `decodeJpeg`. */
export interface DecodeJpegOptions extends DecodeImageOptions {
  /** whether the turn that a camera notes in EXIF is applied; default true */
  readonly applyExifOrientation?: boolean;
}

/** Each block of 8x8 samples is coded in at least one bit, so a header cannot ask for more pixels than that. */
const MIN_BITS_A_BLOCK = 1;

/**
 * Decodes a baseline or progressive JPEG image; grey files give 1 channel, all others RGB.
 *
 * @shape -> [height, width, channels], uint8
 * @throws DataError `data/jpeg-magic`, `data/jpeg-truncated`, `data/jpeg-header`, `data/jpeg-damaged`,
 *   `data/jpeg-dtype` for other than 8 bits a sample, `data/unpacked-size`
 * @remarks Within 3 of libjpeg-turbo, as the standard leaves the rounding of the cosine transform open; colour of half
 *   resolution (4:2:0, 4:2:2, most photos) is smoothed as there. A camera's turn is applied as browsers do;
 *   `torchvision.io.decode_jpeg` has the option too, and leaves it unless told.
 * @example (await decodeJpeg(await encodeJpeg(arrayData(new Uint8Array(64), [8, 8])))).shape // [8, 8, 3]
 */
export async function decodeJpeg(
  bytes: Uint8Array,
  options: DecodeJpegOptions = {},
): Promise<ArrayData> {
  needOptions("decodeJpeg", options, ["name", "maxBytes"]);
  needBytes("decodeJpeg", bytes);
  return decodeJpegWith(await loadCodec(), bytes, options);
}

type Codec = typeof jpeg;

/** The coder is loaded when an image is first read or written: most programs never do. */
const loadCodec = async (): Promise<Codec> => (await import("jpeg-js")).default;

/** As `decodeJpeg`, with the coder at hand. @internal */
export function decodeJpegWith(
  codec: Codec,
  bytes: Uint8Array,
  options: DecodeJpegOptions = {},
): ArrayData {
  const where = `decodeJpeg ${options.name ?? ""}`.trim();
  const frame = checkSegments(where, bytes);
  const { maxBytes = MAX_PIXEL_BYTES, applyExifOrientation = true } = options;
  const { width, height, components } = frame;
  const pixelBytes = 3 * width * height;
  if (pixelBytes > maxBytes) throw unpackedSizeError(where, pixelBytes, maxBytes);
  let pixels: Uint8Array;
  try {
    const image = codec.decode(asRead(bytes, frame), {
      useTArray: true,
      tolerantDecoding: false,
      formatAsRGBA: false,
      // Colours are made here, so that those between two samples are known.
      ...(components === 3 && { colorTransform: false }),
      // What may be unpacked has been looked at; its own limits would be called damage.
      maxResolutionInMP: Number.POSITIVE_INFINITY,
      maxMemoryUsageInMB: Number.POSITIVE_INFINITY,
    });
    pixels = image.data;
  } catch (error) {
    throw damagedError("jpeg", where, error instanceof Error ? error.message : String(error));
  }
  if (components === 3 && !frame.rgb) toRgb(pixels, width, height, frame.sampling);
  const channels = options.channels ?? (components === 1 ? 1 : 3);
  const image = { data: convertChannels(pixels, 3, channels), height, width };
  const shown = applyExifOrientation ? oriented(image, channels, frame.orientation) : image;
  return { dtype: "uint8", shape: [shown.height, shown.width, channels], data: shown.data };
}

/** The file as the library is to read it: where Adobe says that there is brightness, it would hand out RGB regardless. */
function asRead(bytes: Uint8Array, { components, adobeAt }: Frame): Uint8Array {
  if (components !== 3 || adobeAt === undefined) return bytes;
  const copy = bytes.slice();
  copy[adobeAt] = 0;
  return copy;
}

/** Walks the segments up to the end marker and returns what the frame header says. */
function checkSegments(where: string, bytes: Uint8Array): Frame {
  if (bytes.length < 2) throw truncatedError("jpeg", where, "the start marker", 2, bytes.length);
  if (bytes[0] !== 0xff || bytes[1] !== 0xd8)
    throw magicError("jpeg", where, hexBytes(bytes.subarray(0, 2)), "ff d8");
  let frame: Pick<Frame, "width" | "height" | "components" | "sampling"> | undefined;
  let ids: readonly number[] = [];
  let jfif = false;
  let adobeAt: number | undefined;
  let orientation = 1;
  let at = 2;
  for (;;) {
    // Entropy-coded data and fill bytes run up to the next real marker.
    while (at + 1 < bytes.length && !isMarker(bytes[at] as number, bytes[at + 1] as number)) at++;
    if (at + 1 >= bytes.length)
      throw truncatedError("jpeg", where, "the image up to its end marker", at + 2, bytes.length);
    const marker = bytes[at + 1] as number;
    if (marker === 0xd9) break;
    if (at + 4 > bytes.length)
      throw truncatedError("jpeg", where, "the next segment", at + 4, bytes.length);
    const next = at + 2 + (bytes[at + 2] as number) * 256 + (bytes[at + 3] as number);
    if (next > bytes.length)
      throw truncatedError("jpeg", where, `segment ff${marker.toString(16)}`, next, bytes.length);
    const body = bytes.subarray(at + 4, next);
    if (marker === 0xe0 && startsWith(body, "JFIF\0")) jfif = true;
    if (marker === 0xe1 && startsWith(body, "Exif")) orientation = exifOrientation(body);
    if (marker === 0xee && startsWith(body, "Adobe") && body.length >= 12) adobeAt = at + 4 + 11;
    if (isFrame(marker)) {
      const [precision = 0, h1 = 0, h0 = 0, w1 = 0, w0 = 0, components = 0] = body;
      if (frame) throw headerError("jpeg", where, "there are two frame headers");
      if (precision !== 8)
        throw unsupportedTypeError(
          "jpeg",
          where,
          `${precision}-bit sample`,
          "8 bits a sample (most programs call it the standard)",
        );
      ids = Array.from({ length: components }, (_, i) => body[6 + 3 * i] ?? 0);
      const factors = ids.map((_, i) => body[7 + 3 * i] ?? 0);
      frame = {
        width: w1 * 256 + w0,
        height: h1 * 256 + h0,
        components,
        sampling: samplingOf(factors),
      };
    }
    at = Math.max(next, at + 4);
  }
  if (!frame) throw headerError("jpeg", where, "there is no frame header");
  const { width, height, components } = frame;
  const most = (bytes.length * 8 * 64) / MIN_BITS_A_BLOCK + 64 * 64;
  if (width === 0 || height === 0 || ![1, 3, 4].includes(components) || width * height > most)
    throw headerError(
      "jpeg",
      where,
      `${width}x${height} with ${components} components in ${bytes.length} bytes`,
      { ...frame },
    );
  return {
    ...frame,
    rgb: components === 3 && isRgb(ids, jfif, adobeAt === undefined ? undefined : bytes[adobeAt]),
    orientation,
    ...(adobeAt !== undefined && { adobeAt }),
  };
}

/** The ratio of brightness to colour from the components' factors, a nibble each; 1 where both colours differ. */
function samplingOf([first = 0, second = 0, third = 0]: readonly number[]): Sampling {
  const across = (first >> 4) / (second >> 4);
  const down = (first & 15) / (second & 15);
  const whole = Number.isInteger(across) && Number.isInteger(down) && second === third;
  return whole ? { across, down } : { across: 1, down: 1 };
}

const startsWith = (body: Uint8Array, text: string): boolean =>
  [...text].every((c, i) => body[i] === c.charCodeAt(0));

/** What three components are, as libjpeg decides it: JFIF is always YCbCr, Adobe says it, else the names tell. */
function isRgb(ids: readonly number[], jfif: boolean, adobe: number | undefined): boolean {
  if (jfif) return false;
  if (adobe !== undefined) return adobe === 0;
  return String.fromCharCode(...ids) === "RGB";
}

/** A marker is ff and a byte that is neither stuffing (00), fill (ff) nor a restart (d0 to d7). */
const isMarker = (a: number, b: number): boolean =>
  a === 0xff && b !== 0 && b !== 0xff && !(b >= 0xd0 && b <= 0xd7);

/** SOF0 to SOF15 without DHT, JPG and DAC, which share their range. */
const isFrame = (marker: number): boolean =>
  marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;

/** Options of `encodeJpeg`. */
export interface EncodeJpegOptions {
  /** 1 to 100; default 75 */
  readonly quality?: number;
}

/**
 * Encodes an image as baseline JPEG; alpha is dropped.
 *
 * @shape image: [height, width] or [height, width, channels] with 1 to 4 channels, uint8
 * @throws DataError `data/image-shape`, `data/argument`
 * @example (await encodeJpeg(arrayData(new Uint8Array(64), [8, 8]), { quality: 80 }))[0] // 255
 */
export async function encodeJpeg(
  image: ArrayData,
  options: EncodeJpegOptions = {},
): Promise<Uint8Array> {
  return encodeJpegWith(await loadCodec(), image, options);
}

/** As `encodeJpeg`, with the coder at hand. @internal */
export function encodeJpegWith(
  codec: Codec,
  image: ArrayData,
  options: EncodeJpegOptions = {},
): Uint8Array {
  checkArray("encodeJpeg", image);
  const { quality = 75 } = options;
  if (!(quality >= 1 && quality <= 100))
    throw argumentError("encodeJpeg", "quality", quality, "1 to 100");
  const [height = 0, width = 0, channels = 1] = image.shape;
  const axes = image.shape.length;
  const tooLarge = height > 0xffff || width > 0xffff;
  if (
    image.dtype !== "uint8" ||
    axes < 2 ||
    axes > 3 ||
    height * width === 0 ||
    tooLarge ||
    channels < 1 ||
    channels > 4
  )
    throw imageShapeError(
      "encodeJpeg",
      image.shape,
      image.dtype,
      "pass uint8 [height, width] or [height, width, channels] with 1 to 4 channels and sides up to 65535; toImage() makes it from floats.",
    );
  const data = convertChannels(image.data as Uint8Array, channels as Channels, 4);
  return withBuffer(() => Uint8Array.from(codec.encode({ width, height, data }, quality).data));
}

/**
 * The encoder wraps its result in Node's Buffer. A browser has none, so it is lent a stand-in for the
 * length of this synchronous call.
 */
function withBuffer<T>(run: () => T): T {
  const world = globalThis as { Buffer?: unknown };
  if (world.Buffer !== undefined) return run();
  world.Buffer = { from: (list: readonly number[]) => Uint8Array.from(list) };
  try {
    return run();
  } finally {
    delete world.Buffer;
  }
}
