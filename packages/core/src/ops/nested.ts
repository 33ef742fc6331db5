/** Flat values as nested arrays of a shape. */
import type { TypedArray } from "../dtype.ts";
import { type Shape, sizeOf } from "../shape.ts";

export type NestedValues = number | boolean | NestedValues[];

export function nested(data: TypedArray, shape: Shape, bool: boolean): NestedValues {
  const at = (depth: number, start: number): NestedValues => {
    if (depth === shape.length) return bool ? data[start] !== 0 : (data[start] as number);
    const n = shape[depth] as number;
    const step = sizeOf(shape.slice(depth + 1));
    return Array.from({ length: n }, (_, i) => at(depth + 1, start + i * step));
  };
  return at(0, 0);
}
