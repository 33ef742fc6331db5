// caught by: leaves its input alone
import type { Tensor } from "gradus";

export function sigmoidDerivative(z: Tensor): Tensor {
  const s = z.mul_(-1).exp().add(1).reciprocal();
  return s.mul(s.neg().add(1));
}
