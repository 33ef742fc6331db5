/**
 * safetensors: the length of the header as little-endian uint64, the header (JSON: name → dtype, shape,
 * data_offsets; filled with spaces to a multiple of 8), then all tensors without gaps. A name, its type
 * and its place are all there is, so reading runs no code, unlike a pickled checkpoint.
 */
import { needOptions } from "@gradus/core";
import { needBytes, needNamed } from "../arguments.ts";
import { type ArrayData, checkArray } from "../array-data.ts";
import {
  entryNameError,
  headerError,
  tensorSpanError,
  trailingError,
  truncatedError,
  unsupportedTypeError,
} from "../errors.ts";
import { type ElementType, elements, readElements, writeElements } from "./elements.ts";
import type { DecodeOptions } from "./idx.ts";

/** The format's own limit on the header. */
const MAX_HEADER_BYTES = 100_000_000;

const typeOfName: ReadonlyMap<string, ElementType> = new Map([
  ["BOOL", "b1"],
  ["U8", "u1"],
  ["I8", "i1"],
  ["I16", "i2"],
  ["U16", "u2"],
  ["F16", "f2"],
  ["BF16", "bf2"],
  ["I32", "i4"],
  ["U32", "u4"],
  ["F32", "f4"],
  ["F64", "f8"],
  ["I64", "i8"],
  ["U64", "u8"],
]);
/** What this package writes, in the reference implementation's order: widest type first. */
const written = ["F64", "F32", "I32", "U8", "BOOL"] as const;
const nameOfDType = {
  float64: "F64",
  float32: "F32",
  int32: "I32",
  uint8: "U8",
  bool: "BOOL",
} as const;

/** A file's tensors by name, in the order their bytes stand, and its `__metadata__`. */
export interface Safetensors {
  readonly tensors: Map<string, ArrayData>;
  readonly metadata: Map<string, string>;
}

interface Span {
  readonly name: string;
  readonly type: ElementType;
  readonly shape: readonly number[];
  readonly begin: number;
  readonly end: number;
}

/**
 * Reads a safetensors file. F16 and BF16 widen to float32; integers other than U8 become int32.
 *
 * @throws DataError `data/safetensors-truncated`, `data/safetensors-header`, `data/safetensors-dtype`,
 *   `data/safetensors-offsets`, `data/safetensors-size`, `data/safetensors-name`, `data/integer-range`
 * @example decodeSafetensors(encodeSafetensors({ w: arrayData(new Float32Array(2)) })).tensors.size // 1
 * @source https://huggingface.co/docs/safetensors, "Format"
 */
export function decodeSafetensors(bytes: Uint8Array, options: DecodeOptions = {}): Safetensors {
  needOptions("decodeSafetensors", options, ["name"]);
  needBytes("decodeSafetensors", bytes);
  const where = `decodeSafetensors ${options.name ?? ""}`.trim();
  if (bytes.length < 8)
    throw truncatedError("safetensors", where, "the header's length", 8, bytes.length);
  const declared = new DataView(bytes.buffer, bytes.byteOffset, 8).getBigUint64(0, true);
  if (declared > BigInt(MAX_HEADER_BYTES))
    throw headerError(
      "safetensors",
      where,
      `its length is ${declared}, the format allows ${MAX_HEADER_BYTES}`,
    );
  const dataAt = 8 + Number(declared);
  if (bytes.length < dataAt)
    throw truncatedError("safetensors", where, "the header", dataAt, bytes.length);
  const header = parseHeader(where, bytes.subarray(8, dataAt));
  const metadata = new Map<string, string>();
  const spans: Span[] = [];
  for (const [name, value] of Object.entries(header)) {
    if (name === "__metadata__") readMetadata(where, value, metadata);
    else spans.push(readSpan(where, name, value));
  }
  spans.sort((a, b) => a.begin - b.begin || a.end - b.end);
  checkSpans(where, spans, dataAt, bytes.length);
  const tensors = new Map<string, ArrayData>();
  for (const { name, type, shape, begin } of spans) {
    const at = `${where}, tensor ${JSON.stringify(name)}`;
    const data = readElements(at, type, bytes, dataAt + begin, shape, true);
    tensors.set(name, { dtype: elements[type].dtype, shape, data });
  }
  return { tensors, metadata };
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const isSizes = (value: unknown): value is number[] =>
  Array.isArray(value) && value.every((n) => Number.isSafeInteger(n) && n >= 0);

function parseHeader(where: string, bytes: Uint8Array): Record<string, unknown> {
  let header: unknown;
  try {
    header = JSON.parse(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes));
  } catch (error) {
    throw headerError("safetensors", where, error instanceof Error ? error.message : String(error));
  }
  if (!isRecord(header)) throw headerError("safetensors", where, "it is not a JSON object");
  const twice = nameTwice(new TextDecoder().decode(bytes));
  if (twice !== null) throw entryNameError("safetensors", where, twice, "stands there twice");
  return header;
}

/** A name that a JSON object has twice; of two tensors of one name the parser would drop the first. */
function nameTwice(json: string): string | null {
  const names = new Set<string>();
  let depth = 0;
  const token = /"(?:[^"\\]|\\.)*"|[{}[\]]/g;
  for (let match = token.exec(json); match; match = token.exec(json)) {
    const [text] = match;
    if (text === "{" || text === "[") depth++;
    else if (text === "}" || text === "]") depth--;
    else if (depth === 1) {
      const colon = /^\s*:/.test(json.slice(token.lastIndex, token.lastIndex + 64));
      if (!colon) continue;
      const name = JSON.parse(text) as string;
      if (names.has(name)) return name;
      names.add(name);
    }
  }
  return null;
}

function readMetadata(where: string, value: unknown, metadata: Map<string, string>): void {
  if (!isRecord(value)) throw headerError("safetensors", where, "__metadata__ is not an object");
  for (const [key, text] of Object.entries(value)) {
    if (typeof text !== "string")
      throw headerError("safetensors", where, `__metadata__.${key} is not a string`, { key });
    metadata.set(key, text);
  }
}

function readSpan(where: string, name: string, value: unknown): Span {
  const of = `tensor ${JSON.stringify(name)}`;
  if (!isRecord(value)) throw headerError("safetensors", where, `${of} is not an object`, { name });
  const { dtype, shape, data_offsets: offsets } = value;
  if (typeof dtype !== "string")
    throw headerError("safetensors", where, `${of} has no dtype`, { name });
  const type = typeOfName.get(dtype);
  if (!type)
    throw unsupportedTypeError(
      "safetensors",
      where,
      `${dtype} (${of})`,
      [...typeOfName.keys()].join(" "),
    );
  if (!isSizes(shape))
    throw headerError("safetensors", where, `${of} has no valid shape`, { name, shape });
  if (!isSizes(offsets) || offsets.length !== 2)
    throw headerError("safetensors", where, `${of} has no valid data_offsets`, { name, offsets });
  const [begin, end] = offsets as [number, number];
  // As the reference counts: axis by axis, so that a zero behind sizes that overflow does not hide them.
  let count = 1;
  for (const size of shape) {
    count *= size;
    if (count > Number.MAX_SAFE_INTEGER)
      throw tensorSpanError(
        where,
        name,
        `has shape [${shape.join(", ")}], more than can be counted`,
        {
          shape,
        },
      );
  }
  const need = count * elements[type].sizeBytes;
  if (end - begin !== need)
    throw tensorSpanError(
      where,
      name,
      `needs ${need} bytes (${dtype} [${shape.join(", ")}]) but has ${end - begin}`,
      {
        begin,
        end,
        need,
      },
    );
  return { name, type, shape, begin, end };
}

/** The tensors must fill the rest of the file exactly: no overlap, no hole, nothing after. */
function checkSpans(where: string, spans: readonly Span[], dataAt: number, length: number): void {
  let at = 0;
  for (const { name, begin, end } of spans) {
    if (begin !== at)
      throw tensorSpanError(
        where,
        name,
        begin < at
          ? `starts at byte ${begin}, inside of the one before, which ends at ${at}`
          : `starts at byte ${begin}, which leaves a hole after ${at}`,
        { begin, end, expected: at },
      );
    at = end;
  }
  if (dataAt + at > length)
    throw truncatedError("safetensors", where, "the tensors", dataAt + at, length);
  if (dataAt + at < length) throw trailingError("safetensors", where, dataAt + at, length);
}

/** Options of `encodeSafetensors`. */
export interface EncodeSafetensorsOptions {
  /** stored under `__metadata__`, sorted by key */
  readonly metadata?: Readonly<Record<string, string>> | ReadonlyMap<string, string>;
}

/**
 * Writes tensors as safetensors: widest dtype first, then by name, as the reference implementation
 * orders them. The same tensors give the same bytes.
 *
 * @throws DataError `data/safetensors-name` for the reserved name `__metadata__`
 * @example
 * const bytes = encodeSafetensors({ w: arrayData(new Float32Array([1, 2])) }, { metadata: { by: "me" } });
 * decodeSafetensors(bytes).metadata.get("by") // "me"
 */
export function encodeSafetensors(
  tensors: ReadonlyMap<string, ArrayData> | Readonly<Record<string, ArrayData>>,
  options: EncodeSafetensorsOptions = {},
): Uint8Array {
  needNamed("encodeSafetensors", tensors);
  needOptions("encodeSafetensors", options, ["metadata"]);
  const list = (tensors instanceof Map ? [...tensors] : Object.entries(tensors)) as [
    string,
    ArrayData,
  ][];
  for (const [name, array] of list) {
    if (name === "__metadata__")
      throw entryNameError("safetensors", "encodeSafetensors", name, "is reserved by the format");
    checkArray(`encodeSafetensors, tensor ${JSON.stringify(name)}`, array);
  }
  const rank = (array: ArrayData): number => written.indexOf(nameOfDType[array.dtype]);
  list.sort(([n, a], [m, b]) => rank(a) - rank(b) || compareCodePoints(n, m));

  const fields: string[] = [];
  const { metadata = {} } = options;
  const pairs = metadata instanceof Map ? [...metadata] : Object.entries(metadata);
  if (pairs.length > 0) {
    pairs.sort(([a], [b]) => compareCodePoints(a, b));
    const body = pairs.map(([key, text]) => `${JSON.stringify(key)}:${JSON.stringify(text)}`);
    fields.push(`"__metadata__":{${body.join(",")}}`);
  }
  let end = 0;
  for (const [name, { dtype, shape, data }] of list) {
    const place = { dtype: nameOfDType[dtype], shape, data_offsets: [end, end + data.byteLength] };
    fields.push(`${JSON.stringify(name)}:${JSON.stringify(place)}`);
    end += data.byteLength;
  }
  const json = new TextEncoder().encode(`{${fields.join(",")}}`);
  const headerBytes = Math.ceil(json.length / 8) * 8;
  const bytes = new Uint8Array(8 + headerBytes + end);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(headerBytes), true);
  bytes.fill(0x20, 8, 8 + headerBytes);
  bytes.set(json, 8);
  let at = 8 + headerBytes;
  for (const [, { data, dtype }] of list) {
    writeElements(data, dtype, bytes, at, true);
    at += data.byteLength;
  }
  return bytes;
}

/** Order by code point, which is the order of the UTF-8 bytes; `<` compares UTF-16 units. */
function compareCodePoints(a: string, b: string): number {
  const [x, y] = [Array.from(a), Array.from(b)];
  for (let i = 0; i < Math.min(x.length, y.length); i++) {
    const order = ((x[i] as string).codePointAt(0) ?? 0) - ((y[i] as string).codePointAt(0) ?? 0);
    if (order !== 0) return order;
  }
  return x.length - y.length;
}
