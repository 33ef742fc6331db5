/** Numbers from a seed, for inputs that are the same in every run of a check. */
import type { Random } from "./types.ts";

/** A generator (mulberry32) that gives the same numbers for the same seed. */
export function randomFrom(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  const int = (low: number, high: number): number => low + Math.floor(next() * (high - low + 1));
  return Object.assign(next, {
    int,
    numbers: (count: number, low = -1, high = 1): number[] =>
      Array.from({ length: count }, () => low + next() * (high - low)),
    pick: <T>(items: readonly T[]): T => items[int(0, items.length - 1)] as T,
  });
}

/** A seed made of a seed and a name, so that checks do not share their numbers. */
export function seedOf(seed: number, name: string): number {
  let hash = seed ^ 0x811c9dc5;
  for (let i = 0; i < name.length; i++) hash = Math.imul(hash ^ name.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}
