/**
 * gzip, with what the inflating library leaves out: the size and CRC-32 in the trailer of every member are compared
 * with what came out, a cut file is named as one, and unpacking ends at a limit, since a small file can hold gigabytes
 * of nothing.
 */
import { needOptions } from "@gradus/core";
import { Gunzip, gzipSync } from "fflate";
import { needBytes } from "../arguments.ts";
import { damagedError, truncatedError, unpackedSizeError } from "../errors.ts";

/** The most bytes that are unpacked unless told otherwise. */
export const MAX_UNPACKED_BYTES: number = 2 ** 30;

/** Deflate's best ratio is 1032 : 1; some slack for streams of a few bytes. */
export const maxInflatedBytes = (compressed: number): number => 1032 * compressed + 64;

const crcTable = /* @__PURE__ */ Uint32Array.from({ length: 256 }, (_, n) => {
  for (let k = 0; k < 8; k++) n = n & 1 ? 0xedb88320 ^ (n >>> 1) : n >>> 1;
  return n;
});

/** CRC-32 as in gzip, zip and png (polynomial 0xEDB88320, reflected); `before` is that of the bytes before. */
export function crc32(bytes: Uint8Array, before = 0): number {
  let crc = ~before;
  for (let i = 0; i < bytes.length; i++)
    crc = (crcTable[(crc ^ (bytes[i] as number)) & 255] as number) ^ (crc >>> 8);
  return ~crc >>> 0;
}

export const isGzip = (bytes: Uint8Array): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b;

/** Options of `gunzip`. */
export interface GunzipOptions {
  /** refuse a file that unpacks to more; default 2³⁰, 1 GiB */
  readonly maxBytes?: number;
}

/** So many bytes are handed to the library at once; each can become a thousand. */
const PIECE = 1 << 14;
const HEADER_BYTES = 10;
const TRAILER_BYTES = 8;

/**
 * Unpacks a gzip file, also one of several members, whose contents follow one another.
 *
 * @throws DataError `data/gzip-truncated`, `data/gzip-damaged`, `data/unpacked-size`
 * @example gunzip(gzip(new Uint8Array([1, 2]))) // [1, 2]
 * @source RFC 1952
 */
export function gunzip(
  bytes: Uint8Array,
  where = "gunzip",
  options: GunzipOptions = {},
): Uint8Array {
  needOptions("gunzip", options, ["maxBytes"]);
  needBytes("gunzip", bytes);
  const { maxBytes = MAX_UNPACKED_BYTES } = options;
  const parts: Uint8Array[] = [];
  let size = 0;
  unpack(where, bytes, (part) => {
    size += part.length;
    if (size > maxBytes) throw unpackedSizeError(where, maxBytes + 1, maxBytes);
    parts.push(part);
  });
  const out = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

/** The first bytes of what is packed, as many as there are up to `count`; the rest is not looked at. */
export function gunzipStart(bytes: Uint8Array, count: number, where: string): Uint8Array {
  const out = new Uint8Array(count);
  let have = 0;
  const enough = new Error("enough");
  try {
    unpack(where, bytes, (part) => {
      out.set(part.subarray(0, count - have), have);
      have += Math.min(part.length, count - have);
      if (have === count) throw enough;
    });
  } catch (error) {
    if (error !== enough) throw error;
  }
  return out.subarray(0, have);
}

/** A member of nothing. The library tells when a member begins, so one behind the last tells that that has ended. */
const EMPTY_MEMBER = /* @__PURE__ */ gzipSync(new Uint8Array(0), { mtime: 0 });

/** Hands over what comes out piece by piece, and checks each member when it has ended. */
function unpack(where: string, bytes: Uint8Array, onPart: (part: Uint8Array) => void): void {
  const least = HEADER_BYTES + TRAILER_BYTES;
  if (bytes.length < least) throw truncatedError("gzip", where, "a gzip file", least, bytes.length);
  let [crc, size, member] = [0, 0, 1];
  let ended = false;
  /** What a listener throws goes through, what the library throws is damage. */
  let thrown: unknown;
  const passOn = (act: () => void): void => {
    try {
      act();
    } catch (error) {
      thrown = error;
      throw error;
    }
  };
  const stream = new Gunzip((part) => {
    if (part.length === 0) return;
    crc = crc32(part, crc);
    size += part.length;
    passOn(() => onPart(part));
  });
  stream.onmember = (offset) =>
    passOn(() => {
      checkTrailer(where, bytes, offset, crc, size, member);
      [crc, size] = [0, 0];
      member++;
      ended = offset === bytes.length;
    });
  try {
    for (let at = 0; at < bytes.length; at += PIECE) stream.push(bytes.subarray(at, at + PIECE));
  } catch (error) {
    if (thrown !== undefined) throw thrown;
    const what = error instanceof Error ? error.message : String(error);
    const behind = size > 0 && /invalid gzip/.test(what);
    throw damagedError(
      "gzip",
      where,
      behind ? `what stands behind member ${member} is no gzip` : what,
    );
  }
  let inTrailer = false;
  try {
    stream.push(EMPTY_MEMBER);
  } catch (error) {
    if (thrown !== undefined) throw thrown;
    inTrailer = /invalid gzip/.test(String(error));
  }
  if (!ended)
    throw truncatedError(
      "gzip",
      where,
      inTrailer ? "the trailer with its checksum" : "the compressed data",
      bytes.length + 1,
      bytes.length,
    );
}

/** Throws unless the trailer that ends at `end` belongs to what came out of the member. */
function checkTrailer(
  where: string,
  bytes: Uint8Array,
  end: number,
  crc: number,
  size: number,
  member: number,
): void {
  const trailer = new DataView(bytes.buffer, bytes.byteOffset + end - TRAILER_BYTES, TRAILER_BYTES);
  const [wantCrc, wantSize] = [trailer.getUint32(0, true), trailer.getUint32(4, true)];
  const which = member === 1 ? "" : ` of member ${member}`;
  if (size % 2 ** 32 !== wantSize)
    throw damagedError(
      "gzip",
      where,
      `${size} bytes${which} came out, the trailer says ${wantSize}`,
    );
  if (crc !== wantCrc)
    throw damagedError(
      "gzip",
      where,
      `CRC-32${which} is ${hex(crc)}, the trailer says ${hex(wantCrc)}`,
    );
}

/**
 * Packs with gzip; the same bytes give the same file, as no time is stored.
 *
 * @example gzip(new Uint8Array(1000)).length < 100 // true
 */
export function gzip(bytes: Uint8Array, level: 0 | 1 | 6 | 9 = 6): Uint8Array {
  needBytes("gzip", bytes);
  return gzipSync(bytes, { level, mtime: 0 });
}

const hex = (n: number): string => n.toString(16).padStart(8, "0");
