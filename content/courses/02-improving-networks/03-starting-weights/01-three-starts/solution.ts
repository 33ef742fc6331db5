import { type Tensor, zeros } from "gradus";

export interface Layer {
  W: Tensor;
  b: Tensor;
}

/** Every weight 0, for tables [units, inputs] of normal numbers. */
export function initializeZeros(noise: readonly Tensor[]): Layer[] {
  return noise.map((N) => ({ W: zeros(N.shape), b: zeros([N.size(0)]) }));
}

/** Normal numbers times 10. */
export function initializeLarge(noise: readonly Tensor[]): Layer[] {
  return noise.map((N) => ({ W: N.mul(10), b: zeros([N.size(0)]) }));
}

/** Normal numbers times √(2 / inputs). */
export function initializeHe(noise: readonly Tensor[]): Layer[] {
  return noise.map((N) => ({ W: N.mul(Math.sqrt(2 / N.size(1))), b: zeros([N.size(0)]) }));
}
