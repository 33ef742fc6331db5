/**
 * PNG to and from bytes `[height, width, channels]`. A library decodes; before it runs, the chunks are
 * walked so that a cut or lying file is refused: every chunk must be there, and the pixels must inflate
 * to exactly the size the header states.
 */
import { needOptions } from "@gradus/core";
import type { DecodedPng } from "fast-png";
import { Unzlib } from "fflate";
import { needBytes } from "../arguments.ts";
import { type ArrayData, checkArray } from "../array-data.ts";
import {
  damagedError,
  headerError,
  imageShapeError,
  inflateError,
  magicError,
  truncatedError,
  unpackedSizeError,
} from "../errors.ts";
import { maxInflatedBytes } from "./gzip.ts";
import { type DecodeOptions, hexBytes } from "./idx.ts";
import { type Channels, convertChannels } from "./pixels.ts";

/** Options of `decodePng` and `decodeJpeg`. */
export interface DecodeImageOptions extends DecodeOptions {
  /** refuse an image whose pixels take more bytes; default 2²⁸, 89 million pixels of RGB */
  readonly maxBytes?: number;
  /** 1 grey, 2 grey and alpha, 3 RGB, 4 RGBA; default: what the file has */
  readonly channels?: Channels;
}

type Codec = typeof import("fast-png");

/** The coder is loaded when an image is first read or written: most programs never do. */
const loadCodec = (): Promise<Codec> => import("fast-png");

/** The most bytes of pixels that are unpacked unless told otherwise. */
export const MAX_PIXEL_BYTES: number = 2 ** 28;

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const channelsOfColour: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };

/**
 * Decodes a PNG image.
 *
 * @shape -> [height, width, channels], uint8
 * @throws DataError `data/png-magic`, `data/png-truncated`, `data/png-header`, `data/png-damaged`,
 *   `data/unpacked-size`
 * @remarks 16-bit samples are rounded to 8 bits, palettes become RGB(A), a single transparent colour
 *   (tRNS of grey and RGB images) is ignored. `torchvision.io` gives [channels, height, width];
 *   `toTensor` makes that.
 * @example (await decodePng(await encodePng(arrayData(new Uint8Array(12), [2, 2, 3])))).shape // [2, 2, 3]
 */
export async function decodePng(
  bytes: Uint8Array,
  options: DecodeImageOptions = {},
): Promise<ArrayData> {
  needOptions("decodePng", options, ["name", "maxBytes"]);
  needBytes("decodePng", bytes);
  return decodePngWith(await loadCodec(), bytes, options);
}

/** As `decodePng`, with the coder at hand. @internal */
export function decodePngWith(
  codec: Codec,
  bytes: Uint8Array,
  options: DecodeImageOptions = {},
): ArrayData {
  const where = `decodePng ${options.name ?? ""}`.trim();
  checkChunks(where, bytes, options.maxBytes ?? MAX_PIXEL_BYTES);
  let image: DecodedPng;
  let pixels: Uint8Array;
  try {
    image = codec.decode(bytes, { checkCrc: true });
    pixels = toBytes(codec, image);
  } catch (error) {
    throw damagedError("png", where, error instanceof Error ? error.message : String(error));
  }
  const { width, height } = image;
  const have = (pixels.length / (width * height)) as Channels;
  const data = convertChannels(pixels, have, options.channels ?? have);
  return { dtype: "uint8", shape: [height, width, data.length / (width * height)], data };
}

/** 8-bit samples whatever the depth was. */
function toBytes(codec: Codec, image: DecodedPng): Uint8Array {
  const { data, depth, width, height, channels } = image;
  if (image.palette) return codec.convertIndexedToRgb(image);
  if (depth === 16) return Uint8Array.from(data, (v) => Math.round(v / 257));
  if (depth === 8) return data as Uint8Array;
  // Grey of 1, 2 or 4 bits: several samples a byte, each row starts a new one.
  const out = new Uint8Array(width * height * channels);
  const rowBytes = Math.ceil((width * depth) / 8);
  const top = 2 ** depth - 1;
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const bit = x * depth;
      const byte = data[y * rowBytes + (bit >> 3)] as number;
      out[y * width + x] = (((byte >> (8 - depth - (bit & 7))) & top) * 255) / top;
    }
  return out;
}

/** Walks the chunks and inflates the pixels once, counting only. */
function checkChunks(where: string, bytes: Uint8Array, maxBytes: number): void {
  if (!SIGNATURE.every((b, i) => bytes[i] === b)) {
    if (bytes.length < 8) throw truncatedError("png", where, "the signature", 8, bytes.length);
    throw magicError(
      "png",
      where,
      hexBytes(bytes.subarray(0, 8)),
      hexBytes(Uint8Array.from(SIGNATURE)),
    );
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const pixelChunks: Uint8Array[] = [];
  let packed = 0;
  let header: Header | undefined;
  let palette = false;
  let at = 8;
  let last = "";
  while (last !== "IEND") {
    if (at + 12 > bytes.length)
      throw truncatedError("png", where, "the next chunk", at + 12, bytes.length);
    const length = view.getUint32(at);
    const next = at + 12 + length;
    const kind = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    if (next > bytes.length)
      throw truncatedError("png", where, `chunk ${JSON.stringify(kind)}`, next, bytes.length);
    if (last === "") {
      if (kind !== "IHDR" || length !== 13)
        throw headerError(
          "png",
          where,
          `the first chunk is ${JSON.stringify(kind)} of ${length} bytes`,
        );
      header = readHeader(where, view, at + 8);
    } else if (kind === "IHDR") throw headerError("png", where, "IHDR stands there twice");
    if (kind === "PLTE") palette = true;
    if (kind === "IDAT") {
      // Without its table, which stands before them, the numbers of colours would be taken for grey.
      if (header?.indexed && !palette)
        throw headerError("png", where, "the image uses a palette, but PLTE is missing");
      packed += length;
      pixelChunks.push(bytes.subarray(at + 8, at + 8 + length));
    }
    last = kind;
    at = next;
  }
  const { packedBytes: size = 0, pixelBytes = 0 } = header ?? {};
  if (size > maxInflatedBytes(packed)) throw inflateError("png", where, size, packed);
  const most = Math.max(size, pixelBytes);
  if (most > maxBytes) throw unpackedSizeError(where, most, maxBytes);
  checkInflated(where, pixelChunks, size);
}

interface Header {
  /** Bytes of the filtered rows, which the pixels inflate to. */
  readonly packedBytes: number;
  /** Bytes of the image that comes out. */
  readonly pixelBytes: number;
  readonly indexed: boolean;
}

/** What the header at `at` says. */
function readHeader(where: string, view: DataView, at: number): Header {
  const width = view.getUint32(at);
  const height = view.getUint32(at + 4);
  const depth = view.getUint8(at + 8);
  const colour = view.getUint8(at + 9);
  const interlace = view.getUint8(at + 12);
  const channels = channelsOfColour[colour];
  if (width === 0 || height === 0 || !channels || interlace > 1)
    throw headerError(
      "png",
      where,
      `${width}x${height}, bit depth ${depth}, colour type ${colour}, interlace ${interlace}`,
      { width, height, depth, colour, interlace },
    );
  const rows = (w: number, h: number): number =>
    w === 0 ? 0 : h * (1 + Math.ceil((w * channels * depth) / 8));
  const indexed = colour === 3;
  // A palette may give RGBA.
  const pixelBytes = width * height * (indexed ? 4 : channels);
  if (interlace === 0) return { packedBytes: rows(width, height), pixelBytes, indexed };
  // Adam7: seven passes, each a smaller image of every n-th pixel.
  const passes = [
    [0, 0, 8, 8],
    [4, 0, 8, 8],
    [0, 4, 4, 8],
    [2, 0, 4, 4],
    [0, 2, 2, 4],
    [1, 0, 2, 2],
    [0, 1, 1, 2],
  ] as const;
  const packedBytes = passes.reduce(
    (sum, [x, y, dx, dy]) =>
      sum +
      rows(Math.max(0, Math.ceil((width - x) / dx)), Math.max(0, Math.ceil((height - y) / dy))),
    0,
  );
  return { packedBytes, pixelBytes, indexed };
}

/** Throws unless the chunks inflate to exactly `size` bytes; stops at the first byte too many. */
function checkInflated(where: string, chunks: readonly Uint8Array[], size: number): void {
  let got = 0;
  try {
    const stream = new Unzlib((piece) => {
      got += piece.length;
    });
    for (const chunk of chunks) {
      // Small pieces bound what one push can expand to.
      for (let at = 0; at < chunk.length && got <= size; at += 65536)
        stream.push(chunk.subarray(at, at + 65536), false);
    }
    if (got <= size) stream.push(new Uint8Array(0), true);
  } catch (error) {
    throw damagedError("png", where, error instanceof Error ? error.message : String(error));
  }
  if (got !== size)
    throw damagedError(
      "png",
      where,
      `the header needs ${size} bytes of pixels, ${got > size ? "more" : got} came out`,
    );
}

/**
 * Encodes an image as PNG.
 *
 * @shape image: [height, width] or [height, width, channels] with 1 to 4 channels, uint8
 * @throws DataError `data/image-shape`
 * @example (await decodePng(await encodePng(arrayData(new Uint8Array([0, 255]), [1, 2])))).shape // [1, 2, 1]
 */
export async function encodePng(image: ArrayData): Promise<Uint8Array> {
  return encodePngWith(await loadCodec(), image);
}

/** As `encodePng`, with the coder at hand. @internal */
export function encodePngWith(codec: Codec, image: ArrayData): Uint8Array {
  checkArray("encodePng", image);
  const [height = 0, width = 0, channels = 1] = image.shape;
  const axes = image.shape.length;
  if (
    image.dtype !== "uint8" ||
    axes < 2 ||
    axes > 3 ||
    height * width === 0 ||
    channels < 1 ||
    channels > 4
  )
    throw imageShapeError(
      "encodePng",
      image.shape,
      image.dtype,
      "pass uint8 [height, width] or [height, width, channels] with 1 to 4 channels; toImage() makes it from floats.",
    );
  return codec.encode({ width, height, channels, depth: 8, data: image.data as Uint8Array });
}
