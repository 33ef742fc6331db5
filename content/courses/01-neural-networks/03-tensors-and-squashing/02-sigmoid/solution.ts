import type { Tensor } from "gradus";

/** The sigmoid of every number: 1 / (1 + e^-z), for a tensor z of any shape. */
export function sigmoid(z: Tensor): Tensor {
  //# 1. Sign: change every one, z.neg()
  //# 2. Power: e to that, .exp()
  //# 3. Add: 1, .add(1)
  //# 4. Divide: 1 by all of that, .reciprocal()
  return z.neg().exp().add(1).reciprocal();
}
