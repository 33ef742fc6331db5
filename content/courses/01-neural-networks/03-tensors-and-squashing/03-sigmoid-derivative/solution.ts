import type { Tensor } from "gradus";
import { sigmoid } from "../02-sigmoid/solution.ts";

/** The slope of the sigmoid at every number of z: s · (1 − s) with s = sigmoid(z). */
export function sigmoidDerivative(z: Tensor): Tensor {
  //# 1. Activation: squash z, const s = sigmoid(z)
  const s = sigmoid(z);
  //# 2. Difference: the other factor, 1 − s, is s.neg().add(1)
  //# 3. Multiply: the two, place by place.
  return s.mul(s.neg().add(1));
}
