/** Numbers from a seed, for inputs that are the same in every run of a check. */
import { gradeError } from "./errors.ts";
import type { Edge, Random, TensorLibrary } from "./types.ts";

export interface RandomOptions {
  /** Makes the tensors. */
  readonly library?: Pick<TensorLibrary, "tensor"> | undefined;
  /** An edge in the place of chance: all sizes 1, all sizes equal, or numbers at the ends of their range. */
  readonly edge?: Edge | undefined;
}

/** A generator (mulberry32) that gives the same numbers for the same seed. */
export function randomFrom(seed: number, { library, edge }: RandomOptions = {}): Random<never> {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  const chosen = (low: number, high: number): number => low + Math.floor(next() * (high - low + 1));
  const int = (low: number, high: number): number => {
    const drawn = chosen(low, high);
    if (edge === "one") return low;
    return edge === "equal" ? Math.min(Math.max(3, low), high) : drawn;
  };
  const between = (low: number, high: number): number => {
    const drawn = next();
    return edge === "far" ? (drawn < 0.5 ? low : high) : low + drawn * (high - low);
  };
  const numbers = (count: number, low = -1, high = 1): number[] =>
    Array.from({ length: count }, () => between(low, high));
  const made = (shape: readonly number[], data: readonly number[]): never => {
    if (!library) throw gradeError("random", "tensors need the tensor library");
    return library.tensor(data, { shape }) as never;
  };
  const count = (shape: readonly number[]): number => shape.reduce((n, side) => n * side, 1);
  const tensor = (shape: readonly number[], low?: number, high?: number): never =>
    made(shape, numbers(count(shape), low, high));
  return Object.assign(next, {
    int,
    numbers,
    pick: <Item>(items: readonly Item[]): Item => items[chosen(0, items.length - 1)] as Item,
    tensor,
    list: (n: number, low?: number, high?: number) => tensor([n], low, high),
    table: (m: number, n: number, low?: number, high?: number) => tensor([m, n], low, high),
    bits: (shape: readonly number[]) => {
      const bits = Array.from({ length: count(shape) }, () => chosen(0, 1));
      // All alike would hide what happens to the others.
      if (bits.length > 1 && bits.every((bit) => bit === bits[0]))
        bits[0] = 1 - (bits[0] as number);
      return made(shape, bits);
    },
    probabilities: (shape: readonly number[]) =>
      edge === "far" ? tensor(shape, 0.001, 0.999) : tensor(shape, 0.02, 0.98),
    scores: (shape: readonly number[]) =>
      edge === "far" ? tensor(shape, 0, 1000) : tensor(shape, -5, 5),
  });
}

/** A seed made of a seed and a name, so that checks do not share their numbers. */
export function seedOf(seed: number, name: string): number {
  let hash = seed ^ 0x811c9dc5;
  for (let i = 0; i < name.length; i++) hash = Math.imul(hash ^ name.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}
