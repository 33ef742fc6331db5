/**
 * Numbers from bytes. One table says, for each element type found in files, its size, the dtype it
 * becomes here and how one element is read; idx, npy and safetensors share it. 16-bit floats widen to
 * float32 without loss. Integers other than uint8 become int32, and one that does not fit is an error,
 * never a wrapped number.
 */
import type { DType, TypedArray } from "@gradus/core";
import { allocate, elementCount } from "../array-data.ts";
import { integerRangeError } from "../errors.ts";

/** Element types met in files, by NumPy's short names; `bf2` is bfloat16. */
export type ElementType =
  | "f2"
  | "bf2"
  | "f4"
  | "f8"
  | "i1"
  | "i2"
  | "i4"
  | "i8"
  | "u1"
  | "u2"
  | "u4"
  | "u8"
  | "b1";

interface Element {
  readonly sizeBytes: number;
  readonly dtype: DType;
  readonly read: (view: DataView, at: number, little: boolean) => number | bigint;
}

export const elements: Record<ElementType, Element> = {
  f2: { sizeBytes: 2, dtype: "float32", read: (v, at, little) => float16(v.getUint16(at, little)) },
  bf2: {
    sizeBytes: 2,
    dtype: "float32",
    read: (v, at, little) => bfloat16(v.getUint16(at, little)),
  },
  f4: { sizeBytes: 4, dtype: "float32", read: (v, at, little) => v.getFloat32(at, little) },
  f8: { sizeBytes: 8, dtype: "float64", read: (v, at, little) => v.getFloat64(at, little) },
  i1: { sizeBytes: 1, dtype: "int32", read: (v, at) => v.getInt8(at) },
  i2: { sizeBytes: 2, dtype: "int32", read: (v, at, little) => v.getInt16(at, little) },
  i4: { sizeBytes: 4, dtype: "int32", read: (v, at, little) => v.getInt32(at, little) },
  i8: { sizeBytes: 8, dtype: "int32", read: (v, at, little) => v.getBigInt64(at, little) },
  u1: { sizeBytes: 1, dtype: "uint8", read: (v, at) => v.getUint8(at) },
  u2: { sizeBytes: 2, dtype: "int32", read: (v, at, little) => v.getUint16(at, little) },
  u4: { sizeBytes: 4, dtype: "int32", read: (v, at, little) => v.getUint32(at, little) },
  u8: { sizeBytes: 8, dtype: "int32", read: (v, at, little) => v.getBigUint64(at, little) },
  b1: { sizeBytes: 1, dtype: "bool", read: (v, at) => (v.getUint8(at) === 0 ? 0 : 1) },
};

/** The element type each dtype is written as. */
export const elementTypeOf: Record<DType, ElementType> = {
  float32: "f4",
  float64: "f8",
  int32: "i4",
  uint8: "u1",
  bool: "b1",
};

const scratch = new DataView(new ArrayBuffer(4));

/** A bfloat16 is the upper half of a float32. */
export function bfloat16(bits: number): number {
  scratch.setUint32(0, bits << 16);
  return scratch.getFloat32(0);
}

/** IEEE 754 half precision: 1 sign bit, 5 exponent bits (bias 15), 10 fraction bits. */
export function float16(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 0) return sign * fraction * 2 ** -24; // subnormal, and both zeros
  if (exponent === 31) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

const hostIsLittle = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;

/**
 * The elements of an array of `type` that starts at byte `at`; the caller has checked that they are there.
 * The result never shares memory with `bytes`.
 *
 * @throws DataError `data/integer-range`
 */
export function readElements(
  where: string,
  type: ElementType,
  bytes: Uint8Array,
  at: number,
  shape: readonly number[],
  little: boolean,
  columnMajor = false,
): TypedArray {
  const count = elementCount(shape);
  const { sizeBytes, dtype, read } = elements[type];
  const out = allocate(dtype, count);
  const sameLayout = type === elementTypeOf[dtype] && type !== "b1";
  if (sameLayout && (little === hostIsLittle || sizeBytes === 1)) {
    new Uint8Array(out.buffer).set(bytes.subarray(at, at + count * sizeBytes));
    return out;
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const mayOverflow = type === "i8" || type === "u8" || type === "u4";
  for (let i = 0; i < count; i++) {
    const value = read(view, at + i * sizeBytes, little);
    if (mayOverflow && (value > 2147483647 || value < -2147483648))
      throw integerRangeError(where, String(value), placeOf(i, shape, columnMajor), type);
    out[i] = Number(value);
  }
  return out;
}

/** The indices of the element that is the `flat`-th in the file. */
function placeOf(flat: number, shape: readonly number[], columnMajor: boolean): number[] {
  const place: number[] = [];
  let rest = flat;
  for (const size of columnMajor ? shape : [...shape].reverse()) {
    place.push(rest % size);
    rest = Math.floor(rest / size);
  }
  return columnMajor ? place : place.reverse();
}

/** Writes the elements of `data` from byte `at` on, in the given byte order. */
export function writeElements(
  data: TypedArray,
  dtype: DType,
  bytes: Uint8Array,
  at: number,
  little: boolean,
): void {
  const size = elements[elementTypeOf[dtype]].sizeBytes;
  if (little === hostIsLittle || size === 1) {
    bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), at);
    return;
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let i = 0; i < data.length; i++) {
    const place = at + i * size;
    const value = data[i] as number;
    if (dtype === "float32") view.setFloat32(place, value, little);
    else if (dtype === "float64") view.setFloat64(place, value, little);
    else view.setInt32(place, value, little);
  }
}
