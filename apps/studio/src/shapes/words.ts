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

/** All that a line makes: its statements' shapes, under their names where there are several. */
export const lineText = (shapes: readonly LineShape[]): string =>
  shapes.map((one) => (one.name ? `${one.name}: ${shapeText(one)}` : shapeText(one))).join("   ");

/** The shapes of a file, line by line. */
export function byLine(
  shapes: readonly LineShape[],
): readonly { readonly line: number; readonly text: string }[] {
  const lines = new Map<number, LineShape[]>();
  for (const one of shapes) lines.set(one.line, [...(lines.get(one.line) ?? []), one]);
  return [...lines].map(([line, all]) => ({ line, text: lineText(all) }));
}

/** Shape, dtype and, where there is any, the work of making it. */
export function shapeText({ shape, dtype, flops }: Omit<LineShape, "line">): string {
  const parts = [`[${shape.join(", ")}] ${dtype}`];
  if (flops > 0) parts.push(workText(flops));
  return parts.join(" · ");
}
