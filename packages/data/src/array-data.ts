/**
 * What every reader gives and every writer takes: element type, shape and the elements in row-major
 * order. It is plain data, so formats need no tensor engine and work in any worker.
 */

import type { DType, TypedArray } from "@gradus/core";
import { needWholes } from "@gradus/core";
import { argumentError, arrayDtypeError, arrayShapeError } from "./errors.ts";

/** An array of numbers outside of the engine; `data` is row-major and as long as `shape` says. */
export interface ArrayData {
  readonly dtype: DType;
  readonly shape: readonly number[];
  readonly data: TypedArray;
}

const classOf: Record<DType, string> = {
  float32: "Float32Array",
  float64: "Float64Array",
  int32: "Int32Array",
  uint8: "Uint8Array",
  bool: "Uint8Array",
};

const className = (data: TypedArray): string =>
  data instanceof Uint8Array ? "Uint8Array" : data.constructor.name;

/** The dtype a typed array holds by itself. */
export function dtypeOf(data: TypedArray): DType {
  if (data instanceof Float32Array) return "float32";
  if (data instanceof Float64Array) return "float64";
  if (data instanceof Int32Array) return "int32";
  return "uint8";
}

/** A zeroed typed array of the class `dtype` is stored in. */
export function allocate(dtype: DType, length: number): TypedArray {
  if (dtype === "float32") return new Float32Array(length);
  if (dtype === "float64") return new Float64Array(length);
  if (dtype === "int32") return new Int32Array(length);
  return new Uint8Array(length);
}

/** How many elements a shape has; 0 if any size is 0, even when others are huge. */
export function elementCount(shape: readonly number[]): number {
  return shape.includes(0) ? 0 : shape.reduce((a, b) => a * b, 1);
}

/**
 * Checks and packs an array: `data` must have `Π shape` elements of the class `dtype` is stored in.
 *
 * @param shape defaults to one axis as long as the data
 * @throws DataError `data/array-shape`, `data/array-dtype`
 * @example arrayData(new Float32Array(6), [2, 3]).dtype // "float32"
 */
export function arrayData(
  data: TypedArray,
  shape: readonly number[] = [data?.length],
  dtype: DType = dtypeOf(data),
): ArrayData {
  needWholes("arrayData", "shape", shape, 0);
  const array: ArrayData = { dtype, shape: [...shape], data };
  checkArray("arrayData", array);
  return array;
}

/** Throws unless an array is what it says: writers call it on what they are handed. */
export function checkArray(where: string, array: ArrayData): void {
  const { dtype, shape, data } = array ?? {};
  if (!ArrayBuffer.isView(data) || !Array.isArray(shape))
    throw argumentError(where, "the data", array, "an object { dtype, shape, data }");
  if (classOf[dtype] !== className(data))
    throw arrayDtypeError(where, dtype, data.constructor.name);
  if (!shape.every((n) => Number.isSafeInteger(n) && n >= 0) || elementCount(shape) !== data.length)
    throw arrayShapeError(where, shape, data.length);
}
