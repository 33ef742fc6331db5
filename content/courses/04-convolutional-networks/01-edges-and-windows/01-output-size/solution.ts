/** How many windows of f numbers fit into n numbers with pad zeros on each side, if each begins stride after the last. */
export function outputSize(n: number, f: number, stride: number, pad: number): number {
  //# 1. Pad: zeros on both sides make the row longer.
  const length = n + 2 * pad;
  //# 2. Window: the first one, and one more for each whole stride that is left.
  return Math.floor((length - f) / stride) + 1;
}
