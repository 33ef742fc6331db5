/**
 * Values as they are at one moment. What a learner's function returns is read once, completely, into plain
 * data, and only that is compared and shown: tensors are computed, getters are asked once, and nothing the
 * learner's code does later changes the answer. Tensors are known by what they have, not by their class,
 * because the engine does not import a tensor library.
 */

import { tooLargeError } from "./errors.ts";

export interface TensorLike {
  readonly shape: readonly number[];
  readonly dtype: string;
  data(): Promise<ArrayLike<number>>;
}

export type Snapshot =
  | {
      readonly kind: "tensor";
      readonly shape: readonly number[];
      readonly dtype: string;
      readonly data: ArrayLike<number>;
    }
  | { readonly kind: "number"; readonly value: number }
  | { readonly kind: "text"; readonly text: string }
  /** `true`, `null`, `undefined`, a function: what is written as a bare word. */
  | { readonly kind: "word"; readonly text: string }
  | { readonly kind: "list"; readonly items: readonly Snapshot[] }
  | { readonly kind: "record"; readonly entries: readonly (readonly [string, Snapshot])[] };

/** Deeper than any value of an exercise; a value that holds itself ends here. */
const deepest = 24;
/** More than the values of any exercise; a shape or a list that says it holds more is not believed. */
const mostValues = 1 << 22;
const mostAxes = 32;
/** A number in a list takes more room than one in a tensor. */
const perItem = 4;

export function isTensor(value: unknown): value is TensorLike {
  if (typeof value !== "object" || value === null) return false;
  const t = value as Partial<TensorLike>;
  return Array.isArray(t.shape) && typeof t.dtype === "string" && typeof t.data === "function";
}

/** How many values may still be read. */
class Budget {
  #left = mostValues;

  take(count: number): void {
    this.#left -= count;
    if (!(this.#left >= 0)) throw tooLargeError(mostValues);
  }
}

async function tensorSnapshot(value: TensorLike, budget: Budget): Promise<Snapshot> {
  const dtype = value.dtype;
  const said = value.shape;
  const axes = said.length;
  if (!(axes <= mostAxes)) throw tooLargeError(mostValues);
  const shape = Array.from({ length: axes }, (_, axis) => Number(said[axis]));
  const size = shape.reduce((product, n) => product * n, 1);
  // Before anything is computed or made room for.
  budget.take(Math.max(1, size));
  const read = await value.data();
  const held = Number(read.length);
  if (held !== size) {
    const text = `something that calls itself a tensor of shape [${shape.join(", ")}] and holds ${held} values`;
    return { kind: "word", text };
  }
  const data = new Float64Array(size);
  for (let i = 0; i < size; i++) data[i] = Number(read[i]);
  return { kind: "tensor", shape, dtype, data };
}

/**
 * Reads a value completely; waits for its tensors.
 *
 * @throws ExerciseError `exercise/too-large` for what holds, or says that it holds, more than four million values
 */
export function snapshot(value: unknown): Promise<Snapshot> {
  return read(value, 0, new Budget());
}

async function read(value: unknown, depth: number, budget: Budget): Promise<Snapshot> {
  budget.take(perItem);
  if (typeof value === "number") return { kind: "number", value };
  if (typeof value === "bigint") return { kind: "number", value: Number(value) };
  if (typeof value === "string") return { kind: "text", text: value };
  if (typeof value === "function") return { kind: "word", text: "a function" };
  if (typeof value !== "object" || value === null) return { kind: "word", text: String(value) };
  if (value instanceof Promise) return { kind: "word", text: "a Promise" };
  if (depth > deepest) return { kind: "word", text: "…" };
  if (isTensor(value)) return tensorSnapshot(value, budget);
  if (ArrayBuffer.isView(value) && !(value instanceof DataView)) {
    const numbers = value as unknown as ArrayLike<number | bigint>;
    budget.take(perItem * numbers.length);
    return {
      kind: "list",
      items: Array.from(numbers, (v) => ({ kind: "number", value: Number(v) }) as const),
    };
  }
  if (Array.isArray(value) || value instanceof Set) {
    // By the language's own means: a learner's class may say anything about itself.
    const list: readonly unknown[] = Array.isArray(value)
      ? value
      : [...Set.prototype.values.call(value)];
    const items: Snapshot[] = [];
    for (let i = 0; i < list.length; i++) items.push(await read(list[i], depth + 1, budget));
    return { kind: "list", items };
  }
  const pairs =
    value instanceof Map ? [...Map.prototype.entries.call(value)] : Object.entries(value);
  const entries: (readonly [string, Snapshot])[] = [];
  for (const [key, item] of pairs) entries.push([String(key), await read(item, depth + 1, budget)]);
  return { kind: "record", entries };
}
