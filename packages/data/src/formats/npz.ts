/**
 * npz, NumPy's archive: a zip file with one npy file an array. The zip library does not compare CRCs and
 * takes memory for whatever size the directory states, so both are checked here first.
 */
import { needOptions } from "@gradus/core";
import { unzipSync, zipSync } from "fflate";
import { needBytes, needNamed } from "../arguments.ts";
import type { ArrayData } from "../array-data.ts";
import {
  damagedError,
  entryNameError,
  headerError,
  magicError,
  truncatedError,
  unpackedSizeError,
} from "../errors.ts";
import { crc32, MAX_UNPACKED_BYTES, maxInflatedBytes } from "./gzip.ts";
import { hexBytes, type UnpackOptions } from "./idx.ts";
import { decodeNpy, encodeNpy } from "./npy.ts";

interface Entry {
  readonly crc: number;
  readonly sizeBytes: number;
}

const END_BYTES = 22;
const END_MARK = 0x06054b50;
const ENTRY_MARK = 0x02014b50;
const ENTRY_BYTES = 46;
const LOCAL_BYTES = 30;

/**
 * Reads every array of an npz file, in the order of the archive.
 *
 * @throws DataError `data/npz-magic`, `data/npz-truncated`, `data/npz-damaged`, `data/npz-header`,
 *   `data/npz-name`, `data/unpacked-size`, and those of `decodeNpy`
 * @example decodeNpz(encodeNpz({ w: arrayData(new Float32Array(6), [2, 3]) })).get("w").shape // [2, 3]
 */
export function decodeNpz(bytes: Uint8Array, options: UnpackOptions = {}): Map<string, ArrayData> {
  needOptions("decodeNpz", options, ["name", "maxBytes"]);
  needBytes("decodeNpz", bytes);
  const where = `decodeNpz ${options.name ?? ""}`.trim();
  const { maxBytes = MAX_UNPACKED_BYTES } = options;
  const directory = readDirectory(where, bytes);
  let unpacked = 0;
  for (const { sizeBytes } of directory.values()) unpacked += sizeBytes;
  if (unpacked > maxBytes) throw unpackedSizeError(where, unpacked, maxBytes);
  let files: Record<string, Uint8Array>;
  try {
    files = unzipSync(bytes);
  } catch (error) {
    throw damagedError("npz", where, error instanceof Error ? error.message : String(error));
  }
  const arrays = new Map<string, ArrayData>();
  for (const [name, { crc, sizeBytes }] of directory) {
    const file = Object.hasOwn(files, name) ? files[name] : undefined;
    if (!file || file.length !== sizeBytes || crc32(file) !== crc)
      throw damagedError("npz", where, `entry ${JSON.stringify(name)} does not match its CRC-32`);
    if (!name.endsWith(".npy")) throw entryNameError("npz", where, name, "does not end in .npy");
    const key = name.slice(0, -4);
    arrays.set(key, decodeNpy(file, { name: `${options.name ?? "npz"}/${name}` }));
  }
  return arrays;
}

/** The central directory, which stands at the end of a zip file. */
function readDirectory(where: string, bytes: Uint8Array): Map<string, Entry> {
  if (bytes.length < END_BYTES)
    throw truncatedError("npz", where, "a zip file", END_BYTES, bytes.length);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const first = view.getUint32(0, true);
  if (first !== 0x04034b50 && first !== END_MARK)
    throw magicError("npz", where, hexBytes(bytes.subarray(0, 4)), "50 4b 03 04");
  let end = bytes.length - END_BYTES; // a comment of up to 65535 bytes may follow
  const lowest = Math.max(0, end - 0xffff);
  while (end >= lowest && view.getUint32(end, true) !== END_MARK) end--;
  if (end < lowest) throw damagedError("npz", where, "the directory at its end is missing");
  const count = view.getUint16(end + 10, true);
  let at = view.getUint32(end + 16, true);
  if (count === 0xffff || at === 0xffffffff)
    throw headerError("npz", where, "archives of 4 GB or 65535 entries and more are not read");
  const entries = new Map<string, Entry>();
  for (let i = 0; i < count; i++) {
    if (at + ENTRY_BYTES > end || view.getUint32(at, true) !== ENTRY_MARK)
      throw damagedError("npz", where, `entry ${i} of ${count} is not in the directory`);
    const packed = view.getUint32(at + 20, true);
    const sizeBytes = view.getUint32(at + 24, true);
    const nameEnd = at + ENTRY_BYTES + view.getUint16(at + 28, true);
    const next = nameEnd + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
    const local = view.getUint32(at + 42, true);
    if (next > end)
      throw damagedError("npz", where, `entry ${i} of ${count} runs over the directory`);
    const name = new TextDecoder().decode(bytes.subarray(at + ENTRY_BYTES, nameEnd));
    if (packed === 0xffffffff || sizeBytes === 0xffffffff)
      throw headerError("npz", where, `entry ${JSON.stringify(name)} of 4 GB or more is not read`);
    if (local + LOCAL_BYTES + packed > end || sizeBytes > maxInflatedBytes(packed))
      throw damagedError(
        "npz",
        where,
        `entry ${JSON.stringify(name)} states ${packed} bytes packed and ${sizeBytes} unpacked in a file of ${bytes.length}`,
      );
    if (entries.has(name)) throw entryNameError("npz", where, name, "stands there twice");
    entries.set(name, { crc: view.getUint32(at + 16, true), sizeBytes });
    at = next;
  }
  return entries;
}

/** How `encodeNpz` packs. */
export interface EncodeNpzOptions {
  /** deflate the entries, as `np.savez_compressed` does; default false */
  readonly compress?: boolean;
}

/**
 * Writes arrays as npz; `np.load` reads it. The same arrays give the same bytes.
 *
 * @throws DataError `data/npz-name` for an empty name
 * @example [...decodeNpz(encodeNpz({ a: arrayData(new Float32Array(1)), b: arrayData(new Int32Array(1)) })).keys()] // ["a", "b"]
 */
export function encodeNpz(
  arrays: ReadonlyMap<string, ArrayData> | Readonly<Record<string, ArrayData>>,
  options: EncodeNpzOptions = {},
): Uint8Array {
  needNamed("encodeNpz", arrays);
  needOptions("encodeNpz", options, ["compress"]);
  const entries = arrays instanceof Map ? [...arrays] : Object.entries(arrays);
  const files = Object.create(null) as Record<string, Uint8Array>;
  for (const [name, array] of entries) {
    if (name === "" || name.includes("\0") || name === "__proto__")
      throw entryNameError("npz", "encodeNpz", name, "cannot be stored");
    files[`${name}.npy`] = encodeNpy(array);
  }
  // The first day a zip file can state: archives must not differ by when they were made.
  return zipSync(files, { level: options.compress ? 6 : 0, mtime: new Date(1980, 0, 1) });
}
