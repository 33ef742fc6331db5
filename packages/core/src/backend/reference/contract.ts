/** Contractions by plain loops: products summed in double and rounded once; integers wrap. */
import type { ContractKernel } from "../../compile/kernel.ts";
import type { TypedArray } from "../../dtype.ts";
import { contiguousStrides, type Shape, sizeOf } from "../../shape.ts";

/** The offset of every position of some axes, row-major. */
function offsets(shape: Shape, strides: readonly number[]): Int32Array {
  const out = new Int32Array(sizeOf(shape));
  const steps = contiguousStrides(shape);
  for (let p = 0; p < out.length; p++) {
    let at = 0;
    for (let i = 0; i < shape.length; i++)
      at += (Math.floor(p / (steps[i] as number)) % (shape[i] as number)) * (strides[i] as number);
    out[p] = at;
  }
  return out;
}

export function prepareContract(
  kernel: ContractKernel,
): (buffers: readonly TypedArray[]) => void {
  const { batch, m, n, k, a, b } = kernel;
  const nb = batch.length;
  const split = (strides: readonly number[], rows: number) => ({
    batch: offsets(batch, strides.slice(0, nb)),
    rows: (shape: Shape) => offsets(shape, strides.slice(nb, nb + rows)),
    k: offsets(k, strides.slice(nb + rows)),
  });
  const left = split(a.strides, m.length);
  const right = split(b.strides, n.length);
  const leftRows = left.rows(m);
  const rightRows = right.rows(n);
  const integer = kernel.dtype !== "float32" && kernel.dtype !== "float64";
  return ([x, y, out]) => {
    const [xs, ys, zs] = [x as TypedArray, y as TypedArray, out as TypedArray];
    let at = 0;
    for (let p = 0; p < left.batch.length; p++)
      for (let i = 0; i < leftRows.length; i++) {
        const xa = a.offset + (left.batch[p] as number) + (leftRows[i] as number);
        for (let j = 0; j < rightRows.length; j++) {
          const ya = b.offset + (right.batch[p] as number) + (rightRows[j] as number);
          let sum = 0;
          for (let q = 0; q < left.k.length; q++) {
            const u = xs[xa + (left.k[q] as number)] as number;
            const v = ys[ya + (right.k[q] as number)] as number;
            sum = integer ? (sum + Math.imul(u, v)) | 0 : sum + u * v;
          }
          zs[at++] = sum;
        }
      }
  };
}
