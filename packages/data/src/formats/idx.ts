/**
 * idx, the format of MNIST and its relatives: two zero bytes, a byte for the element type, a byte for
 * the number of axes, the sizes as big-endian uint32, then the elements in big-endian order.
 */
import { needOptions } from "@gradus/core";
import { needBytes } from "../arguments.ts";
import { type ArrayData, checkArray, elementCount } from "../array-data.ts";
import {
  headerError,
  magicError,
  trailingError,
  truncatedError,
  unpackedSizeError,
  unsupportedTypeError,
} from "../errors.ts";
import {
  type ElementType,
  elements,
  elementTypeOf,
  readElements,
  writeElements,
} from "./elements.ts";
import { gunzip, gunzipStart, isGzip, MAX_UNPACKED_BYTES } from "./gzip.ts";

/** How a decoder names its input in errors. */
export interface DecodeOptions {
  /** file name or address, for error messages */
  readonly name?: string;
}

/** Options of decoders of packed files. */
export interface UnpackOptions extends DecodeOptions {
  /** refuse a file that unpacks to more bytes; default 2³⁰, 1 GiB */
  readonly maxBytes?: number;
}

const typeOfCode: Readonly<Record<number, ElementType>> = {
  8: "u1",
  9: "i1",
  11: "i2",
  12: "i4",
  13: "f4",
  14: "f8",
};
const codeOfType: Partial<Record<ElementType, number>> = { u1: 8, b1: 8, i4: 12, f4: 13, f8: 14 };

/**
 * Reads an idx file, gzipped or not. Bytes become uint8; signed bytes, shorts and ints int32.
 *
 * @throws DataError `data/idx-magic`, `data/idx-truncated`, `data/idx-size`, `data/idx-dtype`,
 *   `data/idx-header`, `data/unpacked-size`, and those of `gunzip`
 * @example decodeIdx(encodeIdx(arrayData(new Uint8Array([7, 8]), [2]))).shape // [2]
 * @source LeCun, Cortes & Burges, "The MNIST database of handwritten digits"
 */
export function decodeIdx(bytes: Uint8Array, options: UnpackOptions = {}): ArrayData {
  needOptions("decodeIdx", options, ["name", "maxBytes"]);
  needBytes("decodeIdx", bytes);
  const where = `decodeIdx ${options.name ?? ""}`.trim();
  const { maxBytes = MAX_UNPACKED_BYTES } = options;
  if (!isGzip(bytes)) return decodeRaw(where, bytes);
  const need = neededBytes(where, gunzipStart(bytes, MOST_HEADER_BYTES, where));
  if (need > maxBytes) throw unpackedSizeError(where, need, maxBytes);
  // One byte more than the header describes is enough to know that the two do not belong together.
  let raw: Uint8Array;
  try {
    raw = gunzip(bytes, where, { maxBytes: need });
  } catch (error) {
    if ((error as { code?: string }).code !== "data/unpacked-size") throw error;
    throw trailingError("idx", where, need, need + 1);
  }
  return decodeRaw(where, raw);
}

/** The header with 255 axes. */
const MOST_HEADER_BYTES = 4 + 4 * 255;

interface Header {
  readonly type: ElementType;
  readonly shape: readonly number[];
  readonly dataAt: number;
  readonly need: number;
}

const neededBytes = (where: string, start: Uint8Array): number => readHeader(where, start).need;

function readHeader(where: string, raw: Uint8Array): Header {
  if (raw.length < 4) throw truncatedError("idx", where, "the magic number", 4, raw.length);
  const [zero0, zero1, code, axes] = raw as unknown as [number, number, number, number];
  if (zero0 !== 0 || zero1 !== 0)
    throw magicError("idx", where, hexBytes(raw.subarray(0, 4)), "two zero bytes");
  const type = typeOfCode[code];
  if (!type)
    throw unsupportedTypeError("idx", where, `0x${code.toString(16)}`, "0x8 0x9 0xb 0xc 0xd 0xe");
  if (axes === 0) throw headerError("idx", where, "the number of axes is 0");
  const dataAt = 4 + 4 * axes;
  if (raw.length < dataAt)
    throw truncatedError("idx", where, `a header of ${axes} axes`, dataAt, raw.length);
  const view = new DataView(raw.buffer, raw.byteOffset, raw.byteLength);
  const shape = Array.from({ length: axes }, (_, i) => view.getUint32(4 + 4 * i));
  return { type, shape, dataAt, need: dataAt + elementCount(shape) * elements[type].sizeBytes };
}

function decodeRaw(where: string, raw: Uint8Array): ArrayData {
  const { type, shape, dataAt, need } = readHeader(where, raw);
  if (raw.length < need)
    throw truncatedError("idx", where, `shape [${shape.join(", ")}]`, need, raw.length);
  if (raw.length > need) throw trailingError("idx", where, need, raw.length);
  const data = readElements(where, type, raw, dataAt, shape, false);
  return { dtype: elements[type].dtype, shape, data };
}

/**
 * Writes an array as idx; `bool` is stored as bytes. Pack it with `gzip` for the `.gz` form.
 *
 * @throws DataError `data/idx-header` for no axes, more than 255, or a size above 2³² - 1
 * @example encodeIdx(arrayData(new Uint8Array([7, 8]), [2])) // [0, 0, 8, 1, 0, 0, 0, 2, 7, 8]
 */
export function encodeIdx(array: ArrayData): Uint8Array {
  checkArray("encodeIdx", array);
  const { dtype, shape, data } = array;
  if (shape.length === 0 || shape.length > 255 || shape.some((n) => n > 0xffffffff))
    throw headerError("idx", "encodeIdx", `shape [${shape.join(", ")}] cannot be stored`, {
      shape,
    });
  const dataAt = 4 + 4 * shape.length;
  const bytes = new Uint8Array(dataAt + data.byteLength);
  bytes.set([0, 0, codeOfType[elementTypeOf[dtype]] as number, shape.length]);
  const view = new DataView(bytes.buffer);
  shape.forEach((n, i) => {
    view.setUint32(4 + 4 * i, n);
  });
  writeElements(data, dtype, bytes, dataAt, false);
  return bytes;
}

/** Bytes as people read them in a hex dump. */
export const hexBytes = (bytes: Uint8Array): string =>
  [...bytes].map((b) => b.toString(16).padStart(2, "0")).join(" ") || "nothing";
