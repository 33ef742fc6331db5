/**
 * Element types and how they meet. Five types: three numeric that PyTorch users know (`float32`,
 * `float64`, `int32`), `uint8` for image bytes and `bool`. PyTorch's int64 is read as int32.
 */

export type DType = "float32" | "float64" | "int32" | "uint8" | "bool";

export type TypedArray = Float32Array | Float64Array | Int32Array | Uint8Array;

/** Bytes of one element. `bool` is stored as one byte, 0 or 1. */
export const itemSize: Record<DType, number> = {
  float32: 4,
  float64: 8,
  int32: 4,
  uint8: 1,
  bool: 1,
};

/** PyTorch's order of categories: bool < integer < floating. */
const category: Record<DType, number> = { bool: 0, uint8: 1, int32: 1, float32: 2, float64: 2 };
const rank: Record<DType, number> = { bool: 0, uint8: 1, int32: 2, float32: 3, float64: 4 };

export const dtypes: readonly DType[] = ["bool", "uint8", "int32", "float32", "float64"];

/** Whether values of this dtype have a fraction. @example isFloat("int32") // false */
export const isFloat = (dtype: DType): boolean => category[dtype] === 2;

/** The dtype of `a ∘ b` for two tensors. */
export function promote(a: DType, b: DType): DType {
  return rank[a] >= rank[b] ? a : b;
}

/**
 * The dtype of `tensor ∘ number`: the number changes the tensor's dtype only when it is of a higher
 * category, so `int32 + 1` stays `int32` and `int32 + 0.5` becomes `float32`.
 */
export function promoteScalar(a: DType, value: number | boolean): DType {
  if (typeof value === "boolean") return a;
  const need = Number.isInteger(value) ? 1 : 2;
  if (category[a] >= need) return a;
  return need === 1 ? "int32" : "float32";
}

export function allocate(dtype: DType, length: number): TypedArray {
  switch (dtype) {
    case "float32":
      return new Float32Array(length);
    case "float64":
      return new Float64Array(length);
    case "int32":
      return new Int32Array(length);
    default:
      return new Uint8Array(length);
  }
}

/** A typed array of `dtype` over an existing buffer. */
export function viewOf(
  dtype: DType,
  buffer: ArrayBufferLike,
  byteOffset: number,
  length: number,
): TypedArray {
  switch (dtype) {
    case "float32":
      return new Float32Array(buffer, byteOffset, length);
    case "float64":
      return new Float64Array(buffer, byteOffset, length);
    case "int32":
      return new Int32Array(buffer, byteOffset, length);
    default:
      return new Uint8Array(buffer, byteOffset, length);
  }
}
