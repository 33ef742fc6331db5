/** Tensors from JavaScript data. */
import { wrap } from "../autograd/tape.ts";
import { allocate, type DType, isFloat, type TypedArray } from "../dtype.ts";
import { gradErrors, raggedArrayError, valueRangeError, viewSizeError } from "../errors.ts";
import { Buffer } from "../graph/buffer.ts";
import { leaf } from "../graph/node.ts";
import { type Shape, sizeOf } from "../shape.ts";
import type { Tensor } from "../tensor.ts";

export type NestedArray = number | boolean | readonly NestedArray[];

export interface TensorOptions {
  /** Default: float32 for numbers, bool for booleans, a typed array's own type. */
  readonly dtype?: DType;
  /** Record operations on this tensor for `backward()`; default false. */
  readonly requiresGrad?: boolean;
}

export interface DataOptions extends TensorOptions {
  /** The shape of flat data; default one axis. */
  readonly shape?: Shape;
}

type AnyTypedArray =
  | TypedArray
  | Int8Array
  | Int16Array
  | Uint16Array
  | Uint32Array
  | Uint8ClampedArray
  | BigInt64Array;

const dtypeOfArray = (data: AnyTypedArray): DType => {
  if (data instanceof Float32Array) return "float32";
  if (data instanceof Float64Array) return "float64";
  if (data instanceof Uint8Array || data instanceof Uint8ClampedArray) return "uint8";
  return "int32";
};

/** A leaf tensor over `data` itself: the caller must not change it afterwards. */
export function fromTyped(data: TypedArray, shape: Shape, dtype: DType): Tensor {
  return wrap(leaf(new Buffer(dtype, data.length, data), shape));
}

/** Sets `requiresGrad` where asked, refusing it for integers. */
export function withGradOption(t: Tensor, options: TensorOptions): Tensor {
  if (options.requiresGrad) {
    if (!isFloat(t.dtype)) throw gradErrors.requiresGradInt(t.dtype);
    t.requiresGrad = true;
  }
  return t;
}

function shapeOfNested(data: NestedArray): number[] {
  const shape: number[] = [];
  let at: NestedArray = data;
  while (Array.isArray(at)) {
    shape.push(at.length);
    if (at.length === 0) break;
    at = at[0] as NestedArray;
  }
  return shape;
}

function flatten(data: NestedArray, shape: Shape, depth: number, out: (number | boolean)[]): void {
  if (depth === shape.length) {
    if (Array.isArray(data)) throw raggedArrayError(depth, 0, data.length);
    out.push(data as number | boolean);
    return;
  }
  if (!Array.isArray(data) || data.length !== shape[depth])
    throw raggedArrayError(depth, shape[depth] as number, Array.isArray(data) ? data.length : 0);
  for (const item of data) flatten(item, shape, depth + 1, out);
}

/** Copies values into a new array of `dtype`, refusing integers that do not fit. */
function convert(values: ArrayLike<number | boolean | bigint>, dtype: DType): TypedArray {
  const out = allocate(dtype, values.length);
  if (dtype === "bool") {
    for (let i = 0; i < values.length; i++) out[i] = values[i] ? 1 : 0;
    return out;
  }
  for (let i = 0; i < values.length; i++) {
    const v = Number(values[i]);
    if (dtype === "int32" && (v > 2147483647 || v < -2147483648))
      throw valueRangeError("tensor", v, i, dtype);
    out[i] = dtype === "int32" ? Math.trunc(v) : v;
  }
  return out;
}

/**
 * A tensor of the given values.
 *
 * @param data a number, a boolean, (nested) arrays of them, or a typed array with `shape`
 * @throws ShapeError `shape/ragged` where nested arrays differ in length
 * @throws ShapeError `shape/view-size` where `shape` does not hold exactly the data
 * @throws DataError `data/value-range` where an integer does not fit int32
 * @example tensor([[1, 2], [3, 4]]).shape // [2, 2]
 */
export function tensor(data: NestedArray | AnyTypedArray, options: DataOptions = {}): Tensor {
  let flat: ArrayLike<number | boolean | bigint>;
  let shape: Shape;
  let natural: DType;
  if (ArrayBuffer.isView(data)) {
    flat = data as AnyTypedArray;
    shape = [flat.length];
    natural = dtypeOfArray(data as AnyTypedArray);
  } else {
    const values: (number | boolean)[] = [];
    shape = shapeOfNested(data);
    flatten(data, shape, 0, values);
    flat = values;
    natural = values.length > 0 && values.every((v) => typeof v === "boolean") ? "bool" : "float32";
  }
  if (options.shape) {
    if (sizeOf(options.shape) !== flat.length)
      throw viewSizeError("tensor", options.shape, flat.length);
    shape = options.shape.slice();
  }
  const dtype = options.dtype ?? natural;
  return withGradOption(fromTyped(convert(flat, dtype), shape, dtype), options);
}
