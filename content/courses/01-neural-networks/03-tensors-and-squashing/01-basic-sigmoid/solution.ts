/** The sigmoid of a plain number: 1 / (1 + e^-z). */
export function basicSigmoid(z: number): number {
  // For z = -1000 the power is infinite, and 1 divided by infinity is 0, which is right.
  return 1 / (1 + Math.exp(-z));
}
