/**
 * gzip, with the checks the inflating library leaves out: the size and CRC-32 in the trailer are
 * compared with what came out, and a trailer that promises more than deflate can pack is refused
 * before memory is taken for it.
 */
import { gunzipSync, gzipSync } from "fflate";
import { damagedError, inflateError, truncatedError } from "../errors.ts";

/** Deflate's best ratio is 1032 : 1; some slack for streams of a few bytes. */
export const maxInflatedBytes = (compressed: number): number => 1032 * compressed + 64;

const crcTable = /* @__PURE__ */ Uint32Array.from({ length: 256 }, (_, n) => {
  for (let k = 0; k < 8; k++) n = n & 1 ? 0xedb88320 ^ (n >>> 1) : n >>> 1;
  return n;
});

/** CRC-32 as in gzip, zip and png (polynomial 0xEDB88320, reflected). */
export function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (let i = 0; i < bytes.length; i++)
    crc = (crcTable[(crc ^ (bytes[i] as number)) & 255] as number) ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}

export const isGzip = (bytes: Uint8Array): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b;

/**
 * Unpacks a gzip file of one member.
 *
 * @throws DataError `data/gzip-truncated`, `data/gzip-damaged`
 * @example gunzip(gzip(new Uint8Array([1, 2]))) // [1, 2]
 */
export function gunzip(bytes: Uint8Array, where = "gunzip"): Uint8Array {
  if (bytes.length < 18) throw truncatedError("gzip", where, "a gzip file", 18, bytes.length);
  const trailer = new DataView(bytes.buffer, bytes.byteOffset + bytes.length - 8, 8);
  const wantCrc = trailer.getUint32(0, true);
  const wantSize = trailer.getUint32(4, true);
  if (wantSize > maxInflatedBytes(bytes.length))
    throw inflateError("gzip", where, wantSize, bytes.length);
  let out: Uint8Array;
  try {
    out = gunzipSync(bytes);
  } catch (error) {
    throw damagedError("gzip", where, error instanceof Error ? error.message : String(error));
  }
  if (out.length !== wantSize)
    throw damagedError("gzip", where, `${out.length} bytes came out, the trailer says ${wantSize}`);
  const crc = crc32(out);
  if (crc !== wantCrc)
    throw damagedError("gzip", where, `CRC-32 is ${hex(crc)}, the trailer says ${hex(wantCrc)}`);
  return out;
}

/**
 * Packs with gzip; the same bytes give the same file, as no time is stored.
 *
 * @example gzip(new Uint8Array(1000)).length < 100 // true
 */
export function gzip(bytes: Uint8Array, level: 0 | 1 | 6 | 9 = 6): Uint8Array {
  return gzipSync(bytes, { level, mtime: 0 });
}

const hex = (n: number): string => n.toString(16).padStart(8, "0");
