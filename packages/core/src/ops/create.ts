/** Tensors from JavaScript data. */

import { needNumber } from "../arguments.ts";
import { wrap } from "../autograd/tape.ts";
import type { Tensor } from "../autograd/tensor.ts";
import { allocate, type DType, isFloat, type TypedArray } from "../dtype.ts";
import {
  gradErrors,
  notANumberError,
  notNumbersError,
  optionError,
  raggedArrayError,
  valueRangeError,
  viewSizeError,
} from "../errors.ts";
import { Buffer } from "../graph/buffer.ts";
import {
  cast as castNode,
  constant,
  expand,
  iota,
  leaf,
  type Node,
  reshape,
  scalar,
} from "../graph/node.ts";
import { readNode } from "../runtime/realize.ts";
import { type Shape, sizeOf } from "../shape.ts";
import { isTensor, needDType, needTensor } from "./cast.ts";
import { nested } from "./nested.ts";
import { needOptions } from "./options.ts";

export type NestedArray = number | boolean | Tensor | readonly NestedArray[];

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

function flatten(data: unknown, shape: Shape, place: number[], out: (number | boolean)[]): void {
  const depth = place.length;
  if (depth === shape.length) {
    if (Array.isArray(data)) throw raggedArrayError(depth, 0, data.length);
    if (typeof data !== "number" && typeof data !== "boolean")
      throw notNumbersError("tensor", place, data);
    out.push(data);
    return;
  }
  if (!Array.isArray(data)) {
    if (typeof data === "number" || typeof data === "boolean")
      throw raggedArrayError(depth, shape[depth], 0);
    throw notNumbersError("tensor", place, data);
  }
  if (data.length !== shape[depth]) throw raggedArrayError(depth, shape[depth], data.length);
  for (let i = 0; i < data.length; i++) {
    place.push(i);
    flatten(data[i], shape, place, out);
    place.pop();
  }
}

/** Nested arrays with the values of tensors in place of those, and the dtype that all of these share. */
function withoutTensors(data: unknown): { values: unknown; dtype: DType | null } {
  const dtypes = new Set<DType | "number">();
  const visit = (x: unknown): unknown => {
    if (Array.isArray(x)) return Array.from(x, visit);
    if (!isTensor(x)) {
      dtypes.add("number");
      return x;
    }
    dtypes.add(x.dtype);
    return nested(readNode(x.node), x.shape, x.dtype === "bool");
  };
  const values = visit(data);
  const [only] = dtypes;
  return { values, dtype: dtypes.size === 1 && only !== "number" ? only : null };
}

const holdsTensor = (x: unknown): boolean =>
  Array.isArray(x) ? holdsTensor(x[0]) || x.some(isTensor) : isTensor(x);

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
 * @param data a number, a boolean, a tensor, (nested) arrays of them, or a typed array with `shape`
 * @throws UsageError `usage/not-numbers` for anything else, with its place
 * @throws ShapeError `shape/ragged` where nested arrays differ in length
 * @throws ShapeError `shape/view-size` where `shape` does not hold exactly the data
 * @throws DataError `data/value-range` where an integer does not fit int32
 * @example tensor([[1, 2], [3, 4]]).shape // [2, 2]
 */
export function tensor(data: NestedArray | AnyTypedArray, options: DataOptions = {}): Tensor {
  needOptions("tensor", options, ["shape", "dtype", "requiresGrad"]);
  let flat: ArrayLike<number | boolean | bigint>;
  let shape: Shape;
  let natural: DType;
  if (ArrayBuffer.isView(data)) {
    flat = data as AnyTypedArray;
    shape = [flat.length];
    natural = dtypeOfArray(data as AnyTypedArray);
  } else {
    const values: (number | boolean)[] = [];
    const plain = holdsTensor(data) ? withoutTensors(data) : { values: data, dtype: null };
    shape = shapeOfNested(plain.values as NestedArray);
    flatten(plain.values, shape, [], values);
    flat = values;
    const allBool = values.length > 0 && values.every((v) => typeof v === "boolean");
    natural = plain.dtype ?? (allBool ? "bool" : "float32");
  }
  if (options.shape) {
    if (sizeOf(options.shape) !== flat.length)
      throw viewSizeError("tensor", options.shape, flat.length);
    shape = options.shape.slice();
  }
  const dtype = options.dtype ?? natural;
  needDType("tensor", dtype);
  if (ArrayBuffer.isView(data) && dtype === natural) {
    const own = allocate(dtype, flat.length);
    if (own.constructor === data.constructor) {
      own.set(data as TypedArray);
      return withGradOption(fromTyped(own, shape, dtype), options);
    }
  }
  return withGradOption(fromTyped(convert(flat, dtype), shape, dtype), options);
}

/** A constant spread over a shape; costs nothing until it is used. */
function filled(shape: Shape, value: number, dtype: DType): Node {
  const one = constant(value, dtype);
  return shape.length === 0
    ? one
    : expand(
        reshape(
          one,
          shape.map(() => 1),
        ),
        shape,
      );
}

/** @throws UsageError `usage/option` for a size that is no whole number from 0 */
export function needSizes(op: string, shape: Shape): void {
  if (!Array.isArray(shape) || shape.some((n) => !Number.isInteger(n) || n < 0))
    throw optionError(op, "shape", shape, "a list of whole numbers from 0");
}

/**
 * A tensor with one value everywhere.
 *
 * @example full([2], 7) // [7, 7]
 */
export function full(shape: Shape, value: number | boolean, options: TensorOptions = {}): Tensor {
  needOptions("full", options, ["dtype", "requiresGrad"]);
  needSizes("full", shape);
  if (typeof value !== "number" && typeof value !== "boolean")
    throw notANumberError("full", "the value", value);
  const dtype = options.dtype ?? (typeof value === "boolean" ? "bool" : "float32");
  needDType("full", dtype);
  if (options.requiresGrad) {
    const data = allocate(dtype, sizeOf(shape)).fill(Number(value));
    return withGradOption(fromTyped(data, shape.slice(), dtype), options);
  }
  return wrap(filled(shape.slice(), Number(value), dtype));
}

/** Zeros. @example zeros([2]) // [0, 0] */
export const zeros = (shape: Shape, options: TensorOptions = {}): Tensor => {
  needOptions("zeros", options, ["dtype", "requiresGrad"]);
  return full(shape, 0, { dtype: "float32", ...options });
};
/** Ones. @example ones([2]) // [1, 1] */
export const ones = (shape: Shape, options: TensorOptions = {}): Tensor => {
  needOptions("ones", options, ["dtype", "requiresGrad"]);
  return full(shape, 1, { dtype: "float32", ...options });
};
/** A tensor whose values do not matter; here they are 0. @example empty([2]).shape // [2] */
export const empty = (shape: Shape, options: TensorOptions = {}): Tensor => {
  needOptions("empty", options, ["dtype", "requiresGrad"]);
  return zeros(shape, options);
};
/** Zeros of the same shape and dtype. @example zerosLike(tensor([1, 2])) // [0, 0] */
export const zerosLike = (x: Tensor, options: TensorOptions = {}): Tensor => {
  needOptions("zerosLike", options, ["dtype", "requiresGrad"]);
  return fullLike(x, 0, options);
};
/** Ones of the same shape and dtype. @example onesLike(tensor([1, 2])) // [1, 1] */
export const onesLike = (x: Tensor, options: TensorOptions = {}): Tensor => {
  needOptions("onesLike", options, ["dtype", "requiresGrad"]);
  return fullLike(x, 1, options);
};
/** One value in the same shape and dtype. @example fullLike(tensor([1, 2]), 5) // [5, 5] */
export function fullLike(x: Tensor, value: number, options: TensorOptions = {}): Tensor {
  needOptions("fullLike", options, ["dtype", "requiresGrad"]);
  needTensor("fullLike", "the input", x);
  return full(x.shape, value, { dtype: x.dtype, ...options });
}
/** Zeros of the same shape and dtype. @example emptyLike(tensor([1, 2])).shape // [2] */
export const emptyLike = (x: Tensor, options: TensorOptions = {}): Tensor => {
  needOptions("emptyLike", options, ["dtype", "requiresGrad"]);
  return zerosLike(x, options);
};

/**
 * `[start, start + step, …)` up to `end`; int32 when all arguments are whole, as PyTorch's int64.
 *
 * @throws UsageError where the step does not lead from start to end
 * @example arange(3) // [0, 1, 2]
 */
export function arange(
  a: number,
  b?: number | TensorOptions,
  c?: number | TensorOptions,
  d: TensorOptions = {},
): Tensor {
  needNumber("arange", "the end or start", a);
  const numbers = [a, b, c].filter((v) => typeof v === "number") as number[];
  const options = [b, c, d].find((v) => typeof v !== "number" && v !== undefined) ?? {};
  needOptions("arange", options, ["dtype", "requiresGrad"]);
  const [start, end] = numbers.length === 1 ? [0, a] : [a, numbers[1] as number];
  const step = numbers[2] ?? 1;
  const count = Math.ceil((end - start) / step);
  const leads = start === end || start < end === step > 0;
  if (step === 0 || !Number.isFinite(count) || !leads)
    throw optionError("arange", "step", step, `a number that leads from ${start} to ${end}`);
  const dtype = options.dtype ?? (numbers.every(Number.isInteger) ? "int32" : "float32");
  needDType("arange", dtype);
  const whole = Number.isInteger(start) && Number.isInteger(step);
  if (!whole && !isFloat(dtype)) {
    // As PyTorch: start and step are cut to whole numbers first.
    const [from, by] = [Math.trunc(start), Math.trunc(step)];
    return fromTyped(
      allocate(dtype, count).map((_, i) => from + i * by),
      [count],
      dtype,
    );
  }
  if (options.requiresGrad || dtype === "float64" || !whole) {
    const data = allocate(dtype, count);
    for (let i = 0; i < count; i++) data[i] = start + i * step;
    return withGradOption(fromTyped(data, [count], dtype), options);
  }
  let node: Node = iota(count);
  if (step !== 1) node = scalar("mul", [node, constant(step, "int32")], [count], "int32");
  if (start !== 0) node = scalar("add", [node, constant(start, "int32")], [count], "int32");
  return wrap(castNode(node, dtype));
}

/** `steps` values from start to end, both included. @example linspace(0, 1, 3) // [0, 0.5, 1] */
export function linspace(
  start: number,
  end: number,
  steps: number,
  options: TensorOptions = {},
): Tensor {
  needOptions("linspace", options, ["dtype", "requiresGrad"]);
  needNumber("linspace", "start", start);
  needNumber("linspace", "end", end);
  if (!Number.isInteger(steps) || steps < 0)
    throw optionError("linspace", "steps", steps, "a whole number from 0");
  const dtype = options.dtype ?? "float32";
  needDType("linspace", dtype);
  const data = allocate(dtype, steps);
  const step = steps > 1 ? (end - start) / (steps - 1) : 0;
  for (let i = 0; i < steps; i++)
    data[i] = i < steps / 2 ? start + i * step : end - (steps - 1 - i) * step;
  return withGradOption(fromTyped(data, [steps], dtype), options);
}

/** The identity matrix. @example eye(2) // [[1, 0], [0, 1]] */
export function eye(n: number, m?: number | TensorOptions, o: TensorOptions = {}): Tensor {
  needOptions("eye", o, ["dtype", "requiresGrad"]);
  const columns = typeof m === "number" ? m : n;
  needSizes("eye", [n, columns]);
  const options = typeof m === "number" || m === undefined ? o : m;
  needOptions("eye", options, ["dtype", "requiresGrad"]);
  const dtype = options.dtype ?? "float32";
  needDType("eye", dtype);
  const data = allocate(dtype, n * columns);
  for (let i = 0; i < Math.min(n, columns); i++) data[i * columns + i] = 1;
  return withGradOption(fromTyped(data, [n, columns], dtype), options);
}

/** A leaf with a copy of the value as it is now; later updates of `x` do not change it. @example snapshot(tensor([1, 2])) // [1, 2] */
export const snapshot = (x: Tensor): Tensor => {
  needTensor("snapshot", "the input", x);
  return fromTyped(readNode(x.node).slice(), x.shape, x.dtype);
};
