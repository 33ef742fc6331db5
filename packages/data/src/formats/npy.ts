/**
 * npy, NumPy's array file: the magic `\x93NUMPY`, a version, the length of the header, the header (a
 * Python dictionary literal with descr, fortran_order and shape) and the elements. Versions 1 to 3 are
 * read; version 1 is written, byte for byte as NumPy 2 writes it.
 */
import { needOptions } from "@gradus/core";
import { needBytes } from "../arguments.ts";
import { type ArrayData, allocate, checkArray, elementCount } from "../array-data.ts";
import {
  headerError,
  magicError,
  trailingError,
  truncatedError,
  unsupportedTypeError,
} from "../errors.ts";
import {
  type ElementType,
  elements,
  elementTypeOf,
  readElements,
  writeElements,
} from "./elements.ts";
import { type DecodeOptions, hexBytes } from "./idx.ts";

const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];
const READABLE = "f2 f4 f8 i1 i2 i4 i8 u1 u2 u4 u8 b1";

interface Header {
  readonly type: ElementType;
  readonly little: boolean;
  readonly fortran: boolean;
  readonly shape: readonly number[];
}

/**
 * Reads an npy file. Column-major (Fortran) arrays come out in row-major order, big-endian ones in the
 * machine's; float16 becomes float32, and integers other than uint8 become int32.
 *
 * @throws DataError `data/npy-magic`, `data/npy-header`, `data/npy-dtype`, `data/npy-truncated`,
 *   `data/npy-size`, `data/integer-range`
 * @remarks Object and structured arrays are not read: the first need Python's pickle, which runs code.
 * @example decodeNpy(encodeNpy(arrayData(new Float32Array([1, 2]), [2, 1]))).shape // [2, 1]
 * @source NumPy enhancement proposal 1, "A simple file format for NumPy arrays"
 */
export function decodeNpy(bytes: Uint8Array, options: DecodeOptions = {}): ArrayData {
  needOptions("decodeNpy", options, ["name"]);
  needBytes("decodeNpy", bytes);
  const where = `decodeNpy ${options.name ?? ""}`.trim();
  if (bytes.length < 10)
    throw truncatedError("npy", where, "the magic, version and length", 10, bytes.length);
  if (!MAGIC.every((b, i) => bytes[i] === b))
    throw magicError(
      "npy",
      where,
      hexBytes(bytes.subarray(0, 6)),
      hexBytes(Uint8Array.from(MAGIC)),
    );
  const version = bytes[6] as number;
  if (version < 1 || version > 3)
    throw headerError("npy", where, `unknown version ${version}`, { version });
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const headerAt = version === 1 ? 10 : 12;
  if (bytes.length < headerAt)
    throw truncatedError("npy", where, "the header's length", headerAt, bytes.length);
  const dataAt = headerAt + (version === 1 ? view.getUint16(8, true) : view.getUint32(8, true));
  if (bytes.length < dataAt) throw truncatedError("npy", where, "the header", dataAt, bytes.length);
  const text = new TextDecoder(version === 3 ? "utf-8" : "latin1").decode(
    bytes.subarray(headerAt, dataAt),
  );
  const { type, little, fortran, shape } = parseHeader(where, text);
  const count = elementCount(shape);
  const need = dataAt + count * elements[type].sizeBytes;
  if (bytes.length < need)
    throw truncatedError("npy", where, `${type} [${shape.join(", ")}]`, need, bytes.length);
  if (bytes.length > need) throw trailingError("npy", where, need, bytes.length);
  const data = readElements(where, type, bytes, dataAt, shape, little, fortran);
  const array: ArrayData = { dtype: elements[type].dtype, shape, data };
  return fortran && shape.length > 1 ? fromColumnMajor(array) : array;
}

function parseHeader(where: string, text: string): Header {
  const fields = new Map<string, string>();
  const body = /^\s*\{(.*)\}\s*$/s.exec(text)?.[1];
  if (body === undefined)
    throw headerError("npy", where, `${JSON.stringify(text)} is not a dictionary`);
  const entry = /\s*(['"])(\w+)\1\s*:\s*('[^']*'|"[^"]*"|\([^()]*\)|\[.*\]|\w+)\s*(?:,|$)/sy;
  while (entry.lastIndex < body.trimEnd().length) {
    const at = entry.lastIndex;
    const [, , key = "", value = ""] = entry.exec(body) ?? [];
    if (key === "")
      throw headerError("npy", where, `cannot read ${JSON.stringify(body.slice(at))}`);
    if (fields.has(key)) throw headerError("npy", where, `${key} stands there twice`);
    fields.set(key, value);
  }
  const get = (key: string): string => {
    const value = fields.get(key);
    if (value === undefined) throw headerError("npy", where, `${key} is missing`);
    return value;
  };

  const descr = get("descr");
  const [, order = "", code = ""] = /^['"]([<>=|]?)(\w+)['"]$/.exec(descr) ?? [];
  // bf2 is this package's own name for bfloat16, no name of NumPy's.
  if (!(code in elements) || code === "bf2" || !Object.hasOwn(elements, code))
    throw unsupportedTypeError("npy", where, descr, READABLE);

  const order2 = get("fortran_order");
  if (order2 !== "True" && order2 !== "False")
    throw headerError("npy", where, `fortran_order is ${order2}, neither True nor False`);

  const tuple = get("shape");
  const sizes = /^\(\s*((?:\d+L?\s*,\s*)*(?:\d+L?\s*)?)\)$/.exec(tuple)?.[1];
  const shape = sizes?.match(/\d+/g)?.map(Number) ?? [];
  if (sizes === undefined || !shape.every(Number.isSafeInteger))
    throw headerError("npy", where, `shape is ${tuple}`);
  return { type: code as ElementType, little: order !== ">", fortran: order2 === "True", shape };
}

/** The same array in row-major order, given its elements with the first axis running fastest. */
function fromColumnMajor({ dtype, shape, data }: ArrayData): ArrayData {
  const out = allocate(dtype, data.length);
  const strides = shape.map((_, axis) => elementCount(shape.slice(0, axis)));
  const index = new Array<number>(shape.length).fill(0);
  let from = 0;
  for (let to = 0; to < out.length; to++) {
    out[to] = data[from] as number;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      const stride = strides[axis] as number;
      from += stride;
      index[axis] = (index[axis] as number) + 1;
      if (index[axis] !== shape[axis]) break;
      from -= stride * (shape[axis] as number);
      index[axis] = 0;
    }
  }
  return { dtype, shape, data: out };
}

/**
 * Writes an array as npy version 1, in row-major order and little-endian.
 *
 * @throws DataError `data/npy-header` for more axes than the header has room for
 * @example encodeNpy(arrayData(new Float32Array(2))).length // 136
 */
export function encodeNpy(array: ArrayData): Uint8Array {
  checkArray("encodeNpy", array);
  const { dtype, shape, data } = array;
  const type = elementTypeOf[dtype];
  const tuple = shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(", ")})`;
  const order = elements[type].sizeBytes === 1 ? "|" : "<";
  let header = `{'descr': '${order}${type}', 'fortran_order': False, 'shape': ${tuple}, }`;
  // NumPy leaves room for the first size to grow to 21 digits, then fills up to a multiple of 64.
  if (shape.length > 0) header += " ".repeat(21 - String(shape[0]).length);
  header = `${header.padEnd(Math.ceil((header.length + 11) / 64) * 64 - 11)}\n`;
  if (header.length > 0xffff)
    throw headerError("npy", "encodeNpy", `${shape.length} axes do not fit`, {
      axes: shape.length,
    });
  const bytes = new Uint8Array(10 + header.length + data.byteLength);
  bytes.set([...MAGIC, 1, 0, header.length & 255, header.length >> 8]);
  bytes.set(new TextEncoder().encode(header), 10);
  writeElements(data, dtype, bytes, 10 + header.length, true);
  return bytes;
}
