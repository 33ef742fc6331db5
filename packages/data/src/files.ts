/**
 * Files on disk and at web addresses, for every format. Writing is atomic: the bytes go to a temporary
 * file in the same folder, are flushed to the disk, and the file is renamed into place, so a reader finds
 * the old file or the new one and never half of one, even after a power cut.
 */

import { needOptions } from "@gradus/core";
import { needBytes, needPath } from "./arguments.ts";
import type { ArrayData } from "./array-data.ts";
import { readError, writeError } from "./errors.ts";
import { type CsvTable, type DecodeCsvOptions, decodeCsv } from "./formats/csv.ts";
import { gzip } from "./formats/gzip.ts";
import { decodeIdx, encodeIdx, type UnpackOptions } from "./formats/idx.ts";
import {
  type DecodeJpegOptions,
  decodeJpeg,
  type EncodeJpegOptions,
  encodeJpeg,
} from "./formats/jpeg.ts";
import { decodeNpy, encodeNpy } from "./formats/npy.ts";
import { decodeNpz, type EncodeNpzOptions, encodeNpz } from "./formats/npz.ts";
import { decodePng, encodePng } from "./formats/png.ts";
import {
  decodeSafetensors,
  type EncodeSafetensorsOptions,
  encodeSafetensors,
  type Safetensors,
} from "./formats/safetensors.ts";
import { nodeModule, systemCode } from "./node.ts";

const isAddress = (path: string): boolean => /^(https?|blob|data):/.test(path);

/**
 * All bytes of a file, or of an http(s), blob or data address.
 *
 * @throws DataError `data/file-not-found`, `data/file-permission`, `data/file-unreadable`,
 *   `data/needs-node` for a path in a browser
 * @example await readBytes("data:,abc") // [97, 98, 99]
 */
export async function readBytes(path: string): Promise<Uint8Array> {
  if (isAddress(path)) return fetchBytes(path);
  const { readFile } = nodeModule("node:fs/promises", path);
  try {
    const { buffer, byteOffset, byteLength } = await readFile(path);
    return new Uint8Array(buffer, byteOffset, byteLength);
  } catch (error) {
    throw readError(path, systemCode(error));
  }
}

async function fetchBytes(address: string): Promise<Uint8Array> {
  let reason: string;
  try {
    const response = await fetch(address);
    if (response.ok) return new Uint8Array(await response.arrayBuffer());
    reason = response.status === 404 ? "ENOENT" : `HTTP status ${response.status}`;
  } catch (error) {
    reason = error instanceof Error ? error.message : String(error);
  }
  throw readError(address, reason);
}

/** What `writeFileAtomic` needs of a file system; `node:fs/promises` is one. */
export interface FileSystem {
  open(path: string, flags: string): Promise<FileHandle>;
  rename(from: string, to: string): Promise<void>;
  rm(path: string, options: { force: boolean }): Promise<void>;
  stat(path: string): Promise<unknown>;
}

/** An open file, as Node's. */
export interface FileHandle {
  write(
    bytes: Uint8Array,
    offset: number,
    length: number,
    position: number,
  ): Promise<{ bytesWritten: number }>;
  sync(): Promise<void>;
  close(): Promise<void>;
}

let temporaries = 0;

/**
 * Writes a file so that it is there completely or not at all.
 *
 * @throws DataError `data/disk-full`, `data/read-only`, `data/no-folder`, `data/write-failed`; an earlier
 *   file of the name is then unchanged, and the temporary file is removed
 * @example
 * await writeFileAtomic("a.bin", new Uint8Array([1, 2]));
 * await readBytes("a.bin") // [1, 2]
 */
export async function writeFileAtomic(
  path: string,
  bytes: Uint8Array,
  options: { readonly fs?: FileSystem } = {},
): Promise<void> {
  needPath("writeFileAtomic", path);
  needBytes("writeFileAtomic", bytes);
  needOptions("writeFileAtomic", options, ["fs"]);
  const fs: FileSystem = options.fs ?? nodeModule("node:fs/promises", path);
  const { dirname } = nodeModule("node:path", path);
  temporaries += 1;
  const temporary = `${path}.${process.pid}-${temporaries}.tmp`;
  try {
    await writeAndSync(fs, temporary, bytes);
    await fs.rename(temporary, path);
  } catch (error) {
    await fs.rm(temporary, { force: true }).catch(() => undefined);
    const kept = await fs.stat(path).then(
      () => true,
      () => false,
    );
    throw writeError(path, systemCode(error), bytes.length, kept);
  }
  await syncFolder(fs, dirname(path));
}

async function writeAndSync(fs: FileSystem, path: string, bytes: Uint8Array): Promise<void> {
  const file = await fs.open(path, "wx");
  try {
    for (let at = 0; at < bytes.length; ) {
      const { bytesWritten } = await file.write(bytes, at, bytes.length - at, at);
      at += bytesWritten;
    }
    await file.sync();
  } finally {
    await file.close();
  }
}

/** The rename itself must reach the disk; some systems cannot flush a folder, the file is safe there. */
async function syncFolder(fs: FileSystem, folder: string): Promise<void> {
  try {
    const handle = await fs.open(folder, "r");
    await handle.sync().finally(() => handle.close());
  } catch {
    return;
  }
}

/**
 * Reads an idx file, gzipped or not; see `decodeIdx`.
 *
 * @example
 * await writeIdx("a.idx", arrayData(new Uint8Array([7, 8]), [2]));
 * (await readIdx("a.idx")).data // [7, 8]
 */
export async function readIdx(path: string, options: UnpackOptions = {}): Promise<ArrayData> {
  return decodeIdx(await readBytes(path), { name: path, ...options });
}

/**
 * Writes an idx file, gzipped if the name ends in `.gz`.
 *
 * @example
 * await writeIdx("a.idx.gz", arrayData(new Uint8Array([7, 8]), [2]));
 * (await readIdx("a.idx.gz")).data // [7, 8]
 */
export async function writeIdx(path: string, array: ArrayData): Promise<void> {
  const bytes = encodeIdx(array);
  await writeFileAtomic(path, path.endsWith(".gz") ? gzip(bytes, 9) : bytes);
}

/**
 * Reads an npy file; see `decodeNpy`.
 *
 * @example
 * await writeNpy("a.npy", arrayData(new Float32Array([1, 2])));
 * (await readNpy("a.npy")).data // [1, 2]
 */
export async function readNpy(path: string): Promise<ArrayData> {
  return decodeNpy(await readBytes(path), { name: path });
}

/**
 * Writes an npy file; see `encodeNpy`.
 *
 * @example
 * await writeNpy("a.npy", await toArrayData(tensor([[1, 2]])));
 * (await readNpy("a.npy")).shape // [1, 2]
 */
export async function writeNpy(path: string, array: ArrayData): Promise<void> {
  await writeFileAtomic(path, encodeNpy(array));
}

/**
 * Reads an npz file; see `decodeNpz`.
 *
 * @example
 * await writeNpz("a.npz", { w: arrayData(new Float32Array([1, 2])) });
 * (await readNpz("a.npz")).get("w").data // [1, 2]
 */
export async function readNpz(
  path: string,
  options: UnpackOptions = {},
): Promise<Map<string, ArrayData>> {
  return decodeNpz(await readBytes(path), { name: path, ...options });
}

/**
 * Writes an npz file; see `encodeNpz`.
 *
 * @example
 * await writeNpz("a.npz", { w: arrayData(new Float32Array(9)) }, { compress: true });
 * [...(await readNpz("a.npz")).keys()] // ["w"]
 */
export async function writeNpz(
  path: string,
  arrays: Parameters<typeof encodeNpz>[0],
  options: EncodeNpzOptions = {},
): Promise<void> {
  needOptions("writeNpz", options, ["compress"]);
  await writeFileAtomic(path, encodeNpz(arrays, options));
}

/**
 * Reads a safetensors file; see `decodeSafetensors`.
 *
 * @example
 * await writeSafetensors("a.safetensors", { w: arrayData(new Float32Array([1, 2])) });
 * (await readSafetensors("a.safetensors")).tensors.get("w").data // [1, 2]
 */
export async function readSafetensors(path: string): Promise<Safetensors> {
  return decodeSafetensors(await readBytes(path), { name: path });
}

/**
 * Writes a safetensors file; see `encodeSafetensors`.
 *
 * @example
 * await writeSafetensors("a.safetensors", { w: await toArrayData(tensor([1, 2])) });
 * [...(await readSafetensors("a.safetensors")).tensors.keys()] // ["w"]
 */
export async function writeSafetensors(
  path: string,
  tensors: Parameters<typeof encodeSafetensors>[0],
  options: EncodeSafetensorsOptions = {},
): Promise<void> {
  needOptions("writeSafetensors", options, ["metadata"]);
  await writeFileAtomic(path, encodeSafetensors(tensors, options));
}

/**
 * Reads a CSV table; see `decodeCsv`.
 *
 * @example
 * await writeFileAtomic("a.csv", new TextEncoder().encode("x,y\n1,2\n"));
 * (await readCsv("a.csv")).names // ["x", "y"]
 */
export async function readCsv(path: string, options: DecodeCsvOptions = {}): Promise<CsvTable> {
  needOptions("readCsv", options, [
    "header",
    "delimiter",
    "decimal",
    "missing",
    "columns",
    "comments",
    "name",
  ]);
  return decodeCsv(await readBytes(path), { name: path, ...options });
}

/**
 * Reads a PNG or JPEG image, told apart by its first bytes; see `decodePng` and `decodeJpeg`.
 *
 * @example
 * await writeImage("a.png", arrayData(new Uint8Array([0, 255]), [1, 2]));
 * (await readImage("a.png")).data // [0, 255]
 */
export async function readImage(path: string, options: DecodeJpegOptions = {}): Promise<ArrayData> {
  needOptions("readImage", options, ["maxBytes", "channels", "name", "applyExifOrientation"]);
  const bytes = await readBytes(path);
  const decode = bytes[0] === 0xff ? decodeJpeg : decodePng;
  return decode(bytes, { name: path, ...options });
}

/**
 * Writes an image, as JPEG if the name ends in `.jpg` or `.jpeg`, else as PNG.
 *
 * @example
 * await writeImage("a.jpg", arrayData(new Uint8Array(64), [8, 8]));
 * (await readImage("a.jpg")).shape // [8, 8, 3]
 */
export async function writeImage(
  path: string,
  image: ArrayData,
  options: EncodeJpegOptions = {},
): Promise<void> {
  needOptions("writeImage", options, ["quality"]);
  const jpeg = /\.jpe?g$/i.test(path);
  await writeFileAtomic(path, jpeg ? await encodeJpeg(image, options) : await encodePng(image));
}
