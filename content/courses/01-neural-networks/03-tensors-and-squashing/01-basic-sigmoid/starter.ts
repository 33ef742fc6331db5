import { notDone } from "@gradus/exercise";

/** The sigmoid of a plain number: 1 / (1 + e^-z). */
export function basicSigmoid(z: number): number {
  // 1. e to the power of minus z: Math.exp(-z)
  // 2. Add 1.
  // 3. Divide 1 by all of that. Mind the brackets.
  return notDone("basicSigmoid");
}
