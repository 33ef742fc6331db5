/**
 * How samples become a batch: a new first axis over tensors and numbers, applied through tuples and
 * records, as PyTorch's `default_collate` does.
 */
import { needTensor, Tensor, tensor } from "@gradus/core";
import { type ArrayData, allocate } from "./array-data.ts";
import { argumentError, collateError } from "./errors.ts";

/** The batch `collate` makes of samples of type `T`. */
export type Collated<T> = T extends Tensor | ArrayData | number | boolean
  ? Tensor
  : T extends string
    ? string[]
    : T extends object
      ? { -readonly [K in keyof T]: Collated<T[K]> }
      : never;

const isArrayData = (value: unknown): value is ArrayData =>
  typeof value === "object" &&
  value !== null &&
  "data" in value &&
  ArrayBuffer.isView(value.data) &&
  "shape" in value &&
  "dtype" in value;

/** The tensor of an array; it has its own memory. */
export function toTensorOf({ data, shape, dtype }: ArrayData): Tensor {
  return tensor(data, { shape, dtype });
}

/**
 * The values of a tensor, as formats and image transforms take them.
 *
 * @example (await toArrayData(tensor([[1, 2]]))).shape // [1, 2]
 */
export async function toArrayData(t: Tensor): Promise<ArrayData> {
  needTensor("toArrayData", "the tensor", t);
  return { dtype: t.dtype, shape: t.shape, data: await t.data() };
}

const text = (shape: readonly number[]): string => `[${shape.join(", ")}]`;

function stackArrays(arrays: readonly ArrayData[]): Tensor {
  const first = arrays[0] as ArrayData;
  const size = first.data.length;
  const out = allocate(first.dtype, size * arrays.length);
  arrays.forEach(({ data, shape, dtype }, i) => {
    if (dtype !== first.dtype || text(shape) !== text(first.shape))
      throw collateError(
        "collate",
        `sample 0 is ${first.dtype} ${text(first.shape)}, sample ${i} is ${dtype} ${text(shape)}`,
      );
    out.set(data, i * size);
  });
  return toTensorOf({ dtype: first.dtype, shape: [arrays.length, ...first.shape], data: out });
}

function kindOf(value: unknown): string {
  if (value instanceof Tensor) return "tensor";
  if (isArrayData(value)) return "array";
  if (Array.isArray(value)) return `tuple of ${value.length}`;
  return value === null ? "null" : typeof value;
}

/**
 * Joins samples into one batch: tensors and arrays are stacked along a new axis 0, numbers become an int32
 * tensor if all are whole and float32 otherwise, booleans a bool tensor, strings stay a list, tuples and
 * records are joined field by field.
 *
 * @throws DataError `data/collate` for samples of different shapes, kinds or fields, or none
 * @remarks PyTorch gives int64 and float64 for Python's numbers. A column of real numbers that can all be
 *   whole in one batch should be tensors, so that its dtype does not change from batch to batch.
 * @example (await collate([[tensor([1, 2]), 0], [tensor([3, 4]), 1]]))[0].shape // [2, 2]
 */
export async function collate<T>(samples: readonly T[]): Promise<Collated<T>> {
  if (!Array.isArray(samples)) throw argumentError("collate", "the samples", samples, "a list");
  return (await join(samples)) as Collated<T>;
}

async function join(samples: readonly unknown[]): Promise<unknown> {
  const [first] = samples;
  if (samples.length === 0) throw collateError("collate", "there are none");
  const kind = kindOf(first);
  const odd = samples.findIndex((sample) => kindOf(sample) !== kind);
  if (odd > 0)
    throw collateError(
      "collate",
      `sample 0 is a ${kind}, sample ${odd} is a ${kindOf(samples[odd])}`,
    );
  if (kind === "tensor")
    return stackArrays(await Promise.all((samples as Tensor[]).map(toArrayData)));
  if (kind === "array") return stackArrays(samples as ArrayData[]);
  if (kind === "number") {
    const whole = samples.every((n) => Number.isInteger(n) && Object.is((n as number) | 0, n));
    return tensor(samples as number[], { dtype: whole ? "int32" : "float32" });
  }
  if (kind === "boolean") return tensor(samples as boolean[]);
  if (kind === "string") return [...samples];
  if (Array.isArray(first))
    return Promise.all(first.map((_, i) => join((samples as unknown[][]).map((s) => s[i]))));
  if (kind === "object") return joinRecords(samples as Record<string, unknown>[]);
  throw collateError("collate", `a ${kind} cannot be put in a tensor`);
}

async function joinRecords(samples: readonly Record<string, unknown>[]): Promise<unknown> {
  const names = Object.keys(samples[0] as object);
  const batch: Record<string, unknown> = {};
  for (const [i, sample] of samples.entries()) {
    const missing = names.find((name) => !(name in sample));
    if (missing !== undefined) throw collateError("collate", `sample ${i} has no ${missing}`);
  }
  for (const name of names) batch[name] = await join(samples.map((sample) => sample[name]));
  return batch;
}
