/** Never takes the power of a positive number, so nothing overflows on either side. */
export function basicSigmoid(z: number): number {
  const small = Math.exp(-Math.abs(z));
  return z >= 0 ? 1 / (1 + small) : small / (1 + small);
}
