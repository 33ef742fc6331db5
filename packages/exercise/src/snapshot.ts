/**
 * Values as they are at one moment. What a learner's function returns is read once, completely, into plain
 * data, and only that is compared and shown: tensors are computed, getters are asked once, and nothing the
 * learner's code does later changes the answer. Tensors are known by what they have, not by their class,
 * because the engine does not import a tensor library.
 */

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

export function isTensor(value: unknown): value is TensorLike {
  if (typeof value !== "object" || value === null) return false;
  const t = value as Partial<TensorLike>;
  return Array.isArray(t.shape) && typeof t.dtype === "string" && typeof t.data === "function";
}

/** Reads a value completely; waits for its tensors. */
export async function snapshot(value: unknown, depth = 0): Promise<Snapshot> {
  if (typeof value === "number") return { kind: "number", value };
  if (typeof value === "bigint") return { kind: "number", value: Number(value) };
  if (typeof value === "string") return { kind: "text", text: value };
  if (typeof value === "function") return { kind: "word", text: "a function" };
  if (typeof value !== "object" || value === null) return { kind: "word", text: String(value) };
  if (depth > deepest) return { kind: "word", text: "…" };
  if (isTensor(value)) {
    const { dtype } = value;
    const shape = value.shape.map(Number);
    // A copy, as long as the shape says: what is not there is NaN.
    const data = new Float64Array(shape.reduce((product, n) => product * n, 1)).fill(Number.NaN);
    const read = await value.data();
    if (ArrayBuffer.isView(read)) data.set(read as Float64Array);
    else for (let i = 0; i < data.length; i++) data[i] = Number(read[i]);
    return { kind: "tensor", shape, dtype, data };
  }
  if (ArrayBuffer.isView(value) && !(value instanceof DataView)) {
    const numbers = value as unknown as ArrayLike<number | bigint>;
    return {
      kind: "list",
      items: Array.from(numbers, (v) => ({ kind: "number", value: Number(v) }) as const),
    };
  }
  if (Array.isArray(value)) {
    const items: Snapshot[] = [];
    for (let i = 0; i < value.length; i++) items.push(await snapshot(value[i], depth + 1));
    return { kind: "list", items };
  }
  if (value instanceof Set) return snapshot([...value], depth);
  const pairs = value instanceof Map ? [...value] : Object.entries(value);
  const entries: (readonly [string, Snapshot])[] = [];
  for (const [key, item] of pairs) entries.push([String(key), await snapshot(item, depth + 1)]);
  return { kind: "record", entries };
}
