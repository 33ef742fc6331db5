import type { Tensor } from "gradus";

/** The sigmoid of every number: 1 / (1 + e^-z), for a tensor z of any shape. */
export function sigmoid(z: Tensor): Tensor {
  return z.neg().exp().add(1).reciprocal();
}
