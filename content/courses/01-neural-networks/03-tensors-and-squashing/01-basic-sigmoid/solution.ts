/** The sigmoid of a plain number: 1 / (1 + e^-z). */
export function basicSigmoid(z: number): number {
  //# 1. Power: e to the power of minus z, Math.exp(-z)
  //# 2. Add: 1 to it.
  //# 3. Divide: 1 by all of that. Mind the brackets.
  return 1 / (1 + Math.exp(-z));
}
