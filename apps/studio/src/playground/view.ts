/** From numbers to places in the drawing: the curve of losses as an SVG path. */
export function curve(values: readonly number[], width: number, height: number): string {
  const top = Math.max(1, ...values);
  const across = width / Math.max(1, values.length - 1);
  return values
    .map(
      (v, i) =>
        `${i === 0 ? "M" : "L"}${(i * across).toFixed(1)} ${(height * (1 - v / top)).toFixed(1)}`,
    )
    .join("");
}
