/** Special kernels by their definition: gather, scatter, sort, scan, random bits, pooling windows. */
import type { ScatterMode, Special, SpecialKernel } from "../../compile/kernel.ts";
import { type DType, isFloat, type TypedArray } from "../../dtype.ts";
import { indexRangeError } from "../../errors.ts";
import { philox } from "./philox.ts";

type Of<Name extends Special["op"]> = Extract<Special, { op: Name }>;

function checkedRow(index: TypedArray, i: number, rows: number): number {
  const row = index[i];
  if (row < 0 || row >= rows) throw indexRangeError("index", row, rows);
  return row;
}

function take(s: Of<"take">, src: TypedArray, index: TypedArray, out: TypedArray): void {
  const { rows, width, count } = s;
  for (let i = 0; i < count; i++) {
    const from = checkedRow(index, i, rows) * width;
    for (let k = 0; k < width; k++) out[i * width + k] = src[from + k];
  }
}

type Combine = (old: number, value: number) => number;

function combineOf(mode: ScatterMode, dtype: DType): Combine {
  switch (mode) {
    case "set":
      return (_, value) => value;
    case "add":
      return dtype === "bool" ? (old, value) => old | value : (old, value) => old + value;
    case "mul":
      return isFloat(dtype) ? (old, value) => old * value : Math.imul;
    case "max":
      return Math.max;
    case "min":
      return Math.min;
  }
}

function scatter(
  s: Of<"scatter">,
  dtype: DType,
  base: TypedArray,
  index: TypedArray,
  src: TypedArray,
  out: TypedArray,
): void {
  const { rows, width, count } = s;
  const combine = combineOf(s.mode, dtype);
  if (out !== base) out.set(base);
  for (let i = 0; i < count; i++) {
    const to = checkedRow(index, i, rows) * width;
    for (let k = 0; k < width; k++) out[to + k] = combine(out[to + k], src[i * width + k]);
  }
}

/** NaN counts as the greatest number; equal values keep their order. */
function argsort(s: Of<"argsort">, src: TypedArray, out: TypedArray): void {
  const { rows, length, descending } = s;
  const order = new Int32Array(length);
  for (let r = 0; r < rows; r++) {
    const row = src.subarray(r * length, (r + 1) * length);
    for (let i = 0; i < length; i++) order[i] = i;
    order.sort((i, j) => {
      const [x, y] = [row[i], row[j]];
      let sign = 0;
      if (x < y) sign = -1;
      else if (x > y) sign = 1;
      else if (x !== y) sign = Number(Number.isNaN(x)) - Number(Number.isNaN(y));
      return (descending ? -sign : sign) || i - j;
    });
    out.set(order, r * length);
  }
}

function scan(s: Of<"scan">, dtype: DType, src: TypedArray, out: TypedArray): void {
  const { rows, length, mode } = s;
  for (let r = 0; r < rows; r++) {
    let so = mode === "sum" ? 0 : 1;
    for (let i = r * length; i < (r + 1) * length; i++) {
      const value = src[i];
      if (isFloat(dtype)) so = mode === "sum" ? so + value : so * value;
      else so = mode === "sum" ? (so + value) | 0 : Math.imul(so, value);
      out[i] = so;
    }
  }
}

function poolArgmax(s: Of<"poolArgmax">, src: TypedArray, out: TypedArray): void {
  const { planes, height, width, outHeight, outWidth } = s;
  const [kernelH, kernelW] = s.kernel;
  let to = 0;
  for (let plane = 0; plane < planes; plane++) {
    const base = plane * height * width;
    for (let oy = 0; oy < outHeight; oy++)
      for (let ox = 0; ox < outWidth; ox++) {
        let place = -1;
        let top = Number.NEGATIVE_INFINITY;
        for (let ky = 0; ky < kernelH; ky++) {
          const y = oy * s.stride[0] + ky * s.dilation[0] - s.padding[0];
          if (y < 0 || y >= height) continue;
          for (let kx = 0; kx < kernelW; kx++) {
            const x = ox * s.stride[1] + kx * s.dilation[1] - s.padding[1];
            if (x < 0 || x >= width) continue;
            const value = src[base + y * width + x];
            if (place < 0 || value > top || (Number.isNaN(value) && !Number.isNaN(top))) {
              place = y * width + x;
              top = value;
            }
          }
        }
        out[to++] = Math.max(place, 0);
      }
  }
}

function fold(s: Of<"fold">, src: TypedArray, out: TypedArray): void {
  const { planes, height, width, outHeight, outWidth } = s;
  const [kernelH, kernelW] = s.kernel;
  const sums = new Float64Array(height * width);
  let from = 0;
  for (let plane = 0; plane < planes; plane++) {
    sums.fill(0);
    for (let oy = 0; oy < outHeight; oy++)
      for (let ox = 0; ox < outWidth; ox++)
        for (let ky = 0; ky < kernelH; ky++)
          for (let kx = 0; kx < kernelW; kx++) {
            const y = oy * s.stride[0] + ky * s.dilation[0];
            const x = ox * s.stride[1] + kx * s.dilation[1];
            const at = y * width + x;
            sums[at] = sums[at] + src[from++];
          }
    out.set(sums, plane * height * width);
  }
}

/** Compiles a special kernel to something that runs it. */
export function prepareSpecial(kernel: SpecialKernel): (buffers: readonly TypedArray[]) => void {
  const s = kernel.special;
  const dtype = kernel.buffers.at(-1)?.dtype ?? "float32";
  return (buffers) => {
    const out = buffers.at(-1) as TypedArray;
    const [first, index, src] = buffers as [TypedArray, TypedArray, TypedArray];
    switch (s.op) {
      case "take":
        return take(s, first, index, out);
      case "scatter":
        return scatter(s, dtype, first, index, src, out);
      case "argsort":
        return argsort(s, first, out);
      case "scan":
        return scan(s, dtype, first, out);
      case "philox":
        return philox(first, out);
      case "poolArgmax":
        return poolArgmax(s, first, out);
      case "fold":
        return fold(s, first, out);
      case "host":
        return s.run(buffers.slice(0, -1), out);
    }
  };
}
