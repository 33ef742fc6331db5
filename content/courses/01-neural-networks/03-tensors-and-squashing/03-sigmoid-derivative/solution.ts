import type { Tensor } from "gradus";
import { sigmoid } from "../02-sigmoid/solution.ts";

/** The slope of the sigmoid at every number of z: s · (1 − s) with s = sigmoid(z). */
export function sigmoidDerivative(z: Tensor): Tensor {
  const s = sigmoid(z);
  return s.mul(s.neg().add(1));
}
