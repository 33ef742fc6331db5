/** A line's shape in few signs: `[64, 10] float32 · 1 MFLOP`. */
import type { LineShape } from "@gradus/exercise";

const units = ["", "k", "M", "G", "T"] as const;

/** Floating-point operations with three digits at most: `640 FLOP`, `1.2 MFLOP`. */
export function workText(flops: number): string {
  let value = flops;
  let unit = 0;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  const digits = value >= 9.95 || unit === 0 ? Math.round(value) : value.toFixed(1);
  return `${digits} ${units[unit]}FLOP`;
}

/** Shape, dtype and, where there is any, the work of making it. */
export function shapeText({ shape, dtype, flops }: Omit<LineShape, "line">): string {
  const parts = [`[${shape.join(", ")}] ${dtype}`];
  if (flops > 0) parts.push(workText(flops));
  return parts.join(" · ");
}
