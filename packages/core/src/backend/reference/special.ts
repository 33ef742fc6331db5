/** Special kernels by plain loops: gather, scatter, sort, scan, random bits, pooling windows. */
import type { ScatterMode, Special, SpecialKernel } from "../../compile/kernel.ts";
import type { TypedArray } from "../../dtype.ts";
import { indexRangeError } from "../../errors.ts";

const combine: Record<ScatterMode, (a: number, b: number) => number> = {
  set: (_a, b) => b,
  add: (a, b) => a + b,
  mul: (a, b) => a * b,
  max: (a, b) => Math.max(a, b),
  min: (a, b) => Math.min(a, b),
};

function rowOf(index: TypedArray, i: number, rows: number): number {
  const row = index[i] as number;
  if (row < 0 || row >= rows) throw indexRangeError("index", row, rows);
  return row;
}

/** High and low words of a product of two unsigned 32-bit numbers. */
function mulWide(a: number, b: number): [number, number] {
  const [ah, al, bh, bl] = [a >>> 16, a & 0xffff, b >>> 16, b & 0xffff];
  const low = al * bl;
  const mid = ah * bl + (low >>> 16);
  const mid2 = al * bh + (mid & 0xffff);
  const high = ah * bh + Math.floor(mid / 65536) + Math.floor(mid2 / 65536);
  return [high >>> 0, Math.imul(a, b) >>> 0];
}

/**
 * Four words of Philox4x32-10.
 *
 * @source Salmon et al. 2011, "Parallel Random Numbers: As Easy as 1, 2, 3"
 */
export function philoxBlock(
  counter: readonly [number, number, number, number],
  key: readonly [number, number],
): [number, number, number, number] {
  let [c0, c1, c2, c3] = counter;
  let [k0, k1] = key;
  for (let round = 0; round < 10; round++) {
    const [h0, l0] = mulWide(0xd2511f53, c0 >>> 0);
    const [h1, l1] = mulWide(0xcd9e8d57, c2 >>> 0);
    [c0, c1, c2, c3] = [(h1 ^ c1 ^ k0) >>> 0, l1, (h0 ^ c3 ^ k1) >>> 0, l0];
    k0 = (k0 + 0x9e3779b9) >>> 0;
    k1 = (k1 + 0xbb67ae85) >>> 0;
  }
  return [c0, c1, c2, c3];
}

function philox(key: TypedArray, out: TypedArray): void {
  const [seedLo, seedHi, offsetLo, offsetHi] = Array.from(key, (v) => v >>> 0) as [
    number,
    number,
    number,
    number,
  ];
  for (let i = 0; i < out.length; i += 4) {
    const low = offsetLo + i / 4;
    const carry = Math.floor(low / 2 ** 32);
    const words = philoxBlock([low >>> 0, (offsetHi + carry) >>> 0, 0, 0], [seedLo, seedHi]);
    for (let w = 0; w < 4 && i + w < out.length; w++) out[i + w] = words[w] as number;
  }
}

function argsort(x: TypedArray, out: TypedArray, rows: number, n: number, down: boolean): void {
  const rank = (a: number, b: number): number => {
    if (Number.isNaN(a) || Number.isNaN(b))
      return (Number.isNaN(a) ? 1 : 0) - (Number.isNaN(b) ? 1 : 0);
    return a < b ? -1 : a > b ? 1 : 0;
  };
  for (let r = 0; r < rows; r++) {
    const at = (i: number) => x[r * n + i] as number;
    const order = Array.from({ length: n }, (_, i) => i);
    order.sort((i, j) => (down ? rank(at(j), at(i)) : rank(at(i), at(j))));
    out.set(order, r * n);
  }
}

function poolArgmax(g: Extract<Special, { op: "poolArgmax" }>, x: TypedArray, out: TypedArray): void {
  let o = 0;
  for (let p = 0; p < g.planes; p++)
    for (let oy = 0; oy < g.outHeight; oy++)
      for (let ox = 0; ox < g.outWidth; ox++) {
        let best = Number.NEGATIVE_INFINITY;
        let where = -1;
        for (let ky = 0; ky < g.kernel[0]; ky++) {
          const row = oy * g.stride[0] - g.padding[0] + ky * g.dilation[0];
          if (row < 0 || row >= g.height) continue;
          for (let kx = 0; kx < g.kernel[1]; kx++) {
            const column = ox * g.stride[1] - g.padding[1] + kx * g.dilation[1];
            if (column < 0 || column >= g.width) continue;
            const v = x[(p * g.height + row) * g.width + column] as number;
            if (where < 0 || v > best || (Number.isNaN(v) && !Number.isNaN(best))) {
              best = v;
              where = row * g.width + column;
            }
          }
        }
        out[o++] = where;
      }
}

function fold(g: Extract<Special, { op: "fold" }>, x: TypedArray, out: TypedArray): void {
  const sums = new Float64Array(out.length);
  let i = 0;
  for (let p = 0; p < g.planes; p++)
    for (let oy = 0; oy < g.outHeight; oy++)
      for (let ox = 0; ox < g.outWidth; ox++)
        for (let ky = 0; ky < g.kernel[0]; ky++)
          for (let kx = 0; kx < g.kernel[1]; kx++) {
            const row = oy * g.stride[0] + ky * g.dilation[0];
            const column = ox * g.stride[1] + kx * g.dilation[1];
            const at = (p * g.height + row) * g.width + column;
            sums[at] = (sums[at] as number) + (x[i++] as number);
          }
  out.set(sums);
}

export function prepareSpecial(
  kernel: SpecialKernel,
): (buffers: readonly TypedArray[]) => void {
  const s = kernel.special;
  switch (s.op) {
    case "take":
      return ([src, index, out]) => {
        for (let i = 0; i < s.count; i++) {
          const row = rowOf(index as TypedArray, i, s.rows) * s.width;
          (out as TypedArray).set((src as TypedArray).subarray(row, row + s.width), i * s.width);
        }
      };
    case "scatter":
      return ([base, index, src, out]) => {
        const target = out as TypedArray;
        target.set(base as TypedArray);
        const join = combine[s.mode];
        for (let i = 0; i < s.count; i++) {
          const row = rowOf(index as TypedArray, i, s.rows) * s.width;
          for (let j = 0; j < s.width; j++)
            target[row + j] = join(
              target[row + j] as number,
              (src as TypedArray)[i * s.width + j] as number,
            );
        }
      };
    case "argsort":
      return ([x, out]) =>
        argsort(x as TypedArray, out as TypedArray, s.rows, s.length, s.descending);
    case "scan":
      return ([x, out]) => {
        for (let r = 0; r < s.rows; r++) {
          let acc = s.mode === "sum" ? 0 : 1;
          for (let i = r * s.length; i < (r + 1) * s.length; i++) {
            const v = (x as TypedArray)[i] as number;
            acc = s.mode === "sum" ? acc + v : acc * v;
            (out as TypedArray)[i] = acc;
          }
        }
      };
    case "philox":
      return ([key, out]) => philox(key as TypedArray, out as TypedArray);
    case "poolArgmax":
      return ([x, out]) => poolArgmax(s, x as TypedArray, out as TypedArray);
    case "fold":
      return ([x, out]) => fold(s, x as TypedArray, out as TypedArray);
    case "host":
      return (buffers) => s.run(buffers.slice(0, -1), buffers[buffers.length - 1] as TypedArray);
  }
}
