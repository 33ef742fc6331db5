/** Printing tensors as PyTorch does: values aligned, long ones elided, dtype where it is not the default. */
import type { DType, TypedArray } from "./dtype.ts";
import { isFloat } from "./dtype.ts";
import { type Shape, sizeOf } from "./shape.ts";

const precision = 4;
const threshold = 1000;
const edge = 3;
const lineWidth = 80;

/** A function that writes every shown value at one width. */
function formatter(values: readonly number[], dtype: DType): (v: number) => string {
  let write: (v: number) => string;
  if (dtype === "bool") write = (v) => (v ? "true" : "false");
  else if (!isFloat(dtype)) write = (v) => String(v);
  else {
    const finite = values.filter(Number.isFinite);
    const nonzero = finite.map(Math.abs).filter((v) => v > 0);
    const max = Math.max(0, ...nonzero);
    const min = nonzero.length > 0 ? Math.min(...nonzero) : 0;
    const integral = finite.every(Number.isInteger);
    const scientific = max > 1e8 || (!integral && (max / min > 1000 || min < 1e-4));
    const word = (v: number) => (Number.isNaN(v) ? "nan" : v > 0 ? "inf" : "-inf");
    if (integral && !scientific)
      write = (v) => (Number.isFinite(v) ? `${Object.is(v, -0) ? "-0" : v}.` : word(v));
    else if (scientific)
      write = (v) =>
        Number.isFinite(v) ? v.toExponential(precision).replace(/e([+-])(\d)$/, "e$10$2") : word(v);
    else write = (v) => (Number.isFinite(v) ? v.toFixed(precision) : word(v));
  }
  const width = Math.max(0, ...values.map((v) => write(v).length));
  return (v) => write(v).padStart(width);
}

/** The indices of an axis that are shown; -1 stands for the dots. */
function shown(n: number, elide: boolean): number[] {
  if (!elide || n <= 2 * edge) return Array.from({ length: n }, (_, i) => i);
  return [0, 1, 2, -1, n - 3, n - 2, n - 1];
}

/**
 * The text of a tensor: `tensor([[1., 2.], [3., 4.]])` over several lines, with `shape` where it is not
 * plain from the values, `dtype` where it is not float32, int32 or bool, and `requiresGrad`.
 */
export function formatTensor(
  data: TypedArray,
  shape: Shape,
  dtype: DType,
  requiresGrad: boolean,
): string {
  const prefix = "tensor(";
  const elide = sizeOf(shape) > threshold;
  const values: number[] = [];
  const steps = shape.map((_, i) => sizeOf(shape.slice(i + 1)));
  const collect = (depth: number, at: number): void => {
    if (depth === shape.length) values.push(data[at] as number);
    else
      for (const i of shown(shape[depth] as number, elide))
        if (i >= 0) collect(depth + 1, at + i * (steps[depth] as number));
  };
  collect(0, 0);
  const write = formatter(values, dtype);
  const text = (depth: number, at: number): string => {
    if (depth === shape.length) return write(data[at] as number);
    const indices = shown(shape[depth] as number, elide);
    const indent = " ".repeat(prefix.length + depth + 1);
    if (depth === shape.length - 1) {
      const lines: string[] = [];
      let line = "";
      for (const [k, i] of indices.entries()) {
        const word = i < 0 ? "..." : write(data[at + i * (steps[depth] as number)] as number);
        const piece = k === indices.length - 1 ? word : `${word}, `;
        if (line && indent.length + line.length + piece.trimEnd().length > lineWidth) {
          lines.push(line.trimEnd());
          line = "";
        }
        line += piece;
      }
      lines.push(line);
      return `[${lines.join(`\n${indent}`)}]`;
    }
    const gap = `,${"\n".repeat(shape.length - 1 - depth)}${indent}`;
    return `[${indices
      .map((i) => (i < 0 ? "..." : text(depth + 1, at + i * (steps[depth] as number))))
      .join(gap)}]`;
  };
  const notes: string[] = [];
  if (elide || (sizeOf(shape) === 0 && shape.length !== 1))
    notes.push(`shape=[${shape.join(", ")}]`);
  if (dtype === "float64" || dtype === "uint8") notes.push(`dtype=${dtype}`);
  if (requiresGrad) notes.push("requiresGrad=true");
  return `${prefix}${text(0, 0)}${notes.map((n) => `, ${n}`).join("")})`;
}
