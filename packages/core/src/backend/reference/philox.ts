/**
 * Philox4x32-10, a counter-based random generator: each block of four words is ten rounds of mixing
 * applied to its own number, so any element can be computed alone.
 *
 * @source Salmon, Moraes, Dror & Shaw 2011, "Parallel random numbers: as easy as 1, 2, 3"
 */
import type { TypedArray } from "../../dtype.ts";

/** High 32 bits of an unsigned 32 × 32 bit product. */
function mulHigh(a: number, b: number): number {
  const [aLow, aHigh] = [a & 0xffff, a >>> 16];
  const [bLow, bHigh] = [b & 0xffff, b >>> 16];
  const middle = aHigh * bLow + ((aLow * bLow) >>> 16);
  const carried = aLow * bHigh + (middle & 0xffff);
  return aHigh * bHigh + Math.floor(middle / 65536) + Math.floor(carried / 65536);
}

/** Writes the four words of the block with counter `(c0, c1, 0, 0)`. */
function block(c0: number, c1: number, seedLow: number, seedHigh: number, out: Int32Array): void {
  let [x0, x1, x2, x3] = [c0, c1, 0, 0];
  let [k0, k1] = [seedLow, seedHigh];
  for (let round = 0; round < 10; round++) {
    const high0 = mulHigh(0xd2511f53, x0 >>> 0);
    const high1 = mulHigh(0xcd9e8d57, x2 >>> 0);
    const low0 = Math.imul(0xd2511f53, x0);
    const low1 = Math.imul(0xcd9e8d57, x2);
    x0 = high1 ^ x1 ^ k0;
    x1 = low1;
    x2 = high0 ^ x3 ^ k1;
    x3 = low0;
    k0 = (k0 + 0x9e3779b9) | 0;
    k1 = (k1 + 0xbb67ae85) | 0;
  }
  out[0] = x0;
  out[1] = x1;
  out[2] = x2;
  out[3] = x3;
}

/** Fills `out` from state `(seedLow, seedHigh, offsetLow, offsetHigh)`. */
export function philox(state: ArrayLike<number>, out: TypedArray): void {
  const [seedLow, seedHigh, low, high] = Array.from(state) as [number, number, number, number];
  const words = new Int32Array(4);
  for (let i = 0; i < out.length; i += 4) {
    const sum = (low >>> 0) + i / 4;
    const carry = sum >= 2 ** 32 ? 1 : 0;
    block(sum | 0, (high + carry) | 0, seedLow, seedHigh, words);
    for (let k = 0; k < 4 && i + k < out.length; k++) out[i + k] = words[k];
  }
}
