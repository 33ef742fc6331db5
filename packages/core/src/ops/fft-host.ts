/**
 * The discrete Fourier transform that the host runs, in doubles: `yₖ = Σ xⱼ·e^(∓2πi·jk/n)` of n complex numbers, real and
 * imaginary parts side by side. Lengths that are powers of two are halved again and again; others are turned into a
 * convolution of such a length.
 */
import type { HostFunction } from "../graph/node.ts";
import { batched, named } from "./linalg-host.ts";

const at = (a: ArrayLike<number>, i: number): number => a[i] as number;

/** In place, n a power of two. @source Cooley & Tukey 1965, "An algorithm for the machine calculation of complex Fourier series" */
function radix2(x: Float64Array, n: number, sign: number): void {
  for (let i = 1, j = 0; i < n; i++) {
    let bit = n >> 1;
    for (; j & bit; bit >>= 1) j ^= bit;
    j ^= bit;
    if (i < j)
      for (const part of [0, 1]) {
        const kept = at(x, 2 * i + part);
        x[2 * i + part] = at(x, 2 * j + part);
        x[2 * j + part] = kept;
      }
  }
  for (let size = 2; size <= n; size *= 2) {
    const half = size / 2;
    for (let k = 0; k < half; k++) {
      const angle = (sign * 2 * Math.PI * k) / size;
      const [c, s] = [Math.cos(angle), Math.sin(angle)];
      for (let from = k; from < n; from += size) {
        const [a, b] = [2 * from, 2 * (from + half)];
        const re = at(x, b) * c - at(x, b + 1) * s;
        const im = at(x, b) * s + at(x, b + 1) * c;
        x[b] = at(x, a) - re;
        x[b + 1] = at(x, a + 1) - im;
        x[a] = at(x, a) + re;
        x[a + 1] = at(x, a + 1) + im;
      }
    }
  }
}

/** Any n. @source Bluestein 1970, "A linear filtering approach to the computation of discrete Fourier transform" */
function chirp(x: Float64Array, n: number, sign: number): Float64Array {
  let size = 1;
  while (size < 2 * n - 1) size *= 2;
  const turn = new Float64Array(2 * n);
  for (let j = 0; j < n; j++) {
    // j² grows beyond what a sine takes well; its remainder turns as far.
    const angle = (sign * Math.PI * ((j * j) % (2 * n))) / n;
    turn[2 * j] = Math.cos(angle);
    turn[2 * j + 1] = Math.sin(angle);
  }
  const a = new Float64Array(2 * size);
  const b = new Float64Array(2 * size);
  for (let j = 0; j < n; j++) {
    const [c, s, re, im] = [at(turn, 2 * j), at(turn, 2 * j + 1), at(x, 2 * j), at(x, 2 * j + 1)];
    a[2 * j] = re * c - im * s;
    a[2 * j + 1] = re * s + im * c;
    for (const place of j === 0 ? [0] : [j, size - j]) {
      b[2 * place] = c;
      b[2 * place + 1] = -s;
    }
  }
  radix2(a, size, -1);
  radix2(b, size, -1);
  for (let k = 0; k < size; k++) {
    const [p, q, u, v] = [at(a, 2 * k), at(a, 2 * k + 1), at(b, 2 * k), at(b, 2 * k + 1)];
    a[2 * k] = p * u - q * v;
    a[2 * k + 1] = p * v + q * u;
  }
  radix2(a, size, 1);
  const out = new Float64Array(2 * n);
  for (let k = 0; k < n; k++) {
    const [c, s] = [at(turn, 2 * k), at(turn, 2 * k + 1)];
    const [re, im] = [at(a, 2 * k) / size, at(a, 2 * k + 1) / size];
    out[2 * k] = re * c - im * s;
    out[2 * k + 1] = re * s + im * c;
  }
  return out;
}

/** The transform of n complex numbers, without a factor; `sign` is that of the exponent. */
export function transform(x: Float64Array, n: number, sign: 1 | -1): Float64Array {
  if ((n & (n - 1)) !== 0) return chirp(x, n, sign);
  const out = x.slice();
  radix2(out, n, sign);
  return out;
}

/** `fft:n,sign`: `[...batch, n, 2]` -> the same shape. */
export const transformOf = (n: number, sign: 1 | -1): HostFunction =>
  named(`fft:${n},${sign}`, () =>
    batched([2 * n], 2 * n, (x) => transform(x as Float64Array, n, sign)),
  );
