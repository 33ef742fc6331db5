/**
 * Contractions by their definition: products summed in doubles and rounded once; integers wrap. Both
 * operands are gathered into rows of doubles along k, a panel of `b` at a time.
 */
import type { ContractKernel } from "../../compile/kernel.ts";
import { isFloat, type TypedArray } from "../../dtype.ts";
import { sizeOf, View } from "../../shape.ts";
import { FlatView } from "./flat-view.ts";

/** Doubles of a panel. */
const panelSize = 1 << 15;

/** The places of some of a view's axes, without its offset. */
function placesOf(view: View, from: number, to: number): Int32Array {
  const shape = view.shape.slice(from, to);
  const strides = view.strides.slice(from, to);
  const size = sizeOf(shape);
  const least = strides.reduce((sum, s, i) => sum + Math.min(0, s * (shape[i] - 1)), 0);
  const flat = new FlatView(new View(shape, strides, -least, null), size);
  if (!Number.isNaN(flat.step)) return Int32Array.from({ length: size }, (_, i) => i * flat.step);
  return flat.places(0, size).map((place) => place + least);
}

function gather(
  row: Float64Array,
  at: number,
  from: TypedArray,
  base: number,
  k: Int32Array,
): void {
  for (let i = 0; i < k.length; i++) row[at + i] = from[base + k[i]];
}

type Dot = (row: Float64Array, columns: Float64Array, at: number) => number;

const floatDot: Dot = (row, columns, at) => {
  let sum = 0;
  for (let k = 0; k < row.length; k++) sum += row[k] * columns[at + k];
  return sum;
};

const wrappingDot: Dot = (row, columns, at) => {
  let sum = 0;
  for (let k = 0; k < row.length; k++) sum = (sum + Math.imul(row[k], columns[at + k])) | 0;
  return sum;
};

/** Compiles a contraction to something that runs it. */
export function prepareContract(kernel: ContractKernel): (buffers: readonly TypedArray[]) => void {
  const { a, b } = kernel;
  const batchAxes = kernel.batch.length;
  const outputs = sizeOf(kernel.batch) * sizeOf(kernel.m) * sizeOf(kernel.n);
  const length = sizeOf(kernel.k);
  if (outputs === 0 || length === 0) return ([, , out]) => void out?.fill(0, 0, outputs);
  const aRows = batchAxes + kernel.m.length;
  const bRows = batchAxes + kernel.n.length;
  const aBatch = placesOf(a, 0, batchAxes);
  const aM = placesOf(a, batchAxes, aRows);
  const aK = placesOf(a, aRows, a.shape.length);
  const bBatch = placesOf(b, 0, batchAxes);
  const bN = placesOf(b, batchAxes, bRows);
  const bK = placesOf(b, bRows, b.shape.length);
  const dot = isFloat(kernel.dtype) ? floatDot : wrappingDot;
  const panel = Math.min(bN.length, Math.max(1, Math.floor(panelSize / length)));

  return (buffers) => {
    const [left, right, out] = buffers as [TypedArray, TypedArray, TypedArray];
    const row = new Float64Array(length);
    const columns = new Float64Array(panel * length);
    for (let batch = 0; batch < aBatch.length; batch++) {
      const aBase = a.offset + aBatch[batch];
      const bBase = b.offset + bBatch[batch];
      for (let n0 = 0; n0 < bN.length; n0 += panel) {
        const count = Math.min(panel, bN.length - n0);
        for (let n = 0; n < count; n++) gather(columns, n * length, right, bBase + bN[n0 + n], bK);
        for (let m = 0; m < aM.length; m++) {
          gather(row, 0, left, aBase + aM[m], aK);
          const to = (batch * aM.length + m) * bN.length + n0;
          for (let n = 0; n < count; n++) {
            const at = n * length;
            out[to + n] = dot(row, columns, at);
          }
        }
      }
    }
  };
}
