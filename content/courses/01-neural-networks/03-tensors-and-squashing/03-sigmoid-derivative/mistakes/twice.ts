// caught by: is right for the example in the task
// misconception: squashed twice
import type { Tensor } from "gradus";
import { sigmoid } from "../../02-sigmoid/solution.ts";

export function sigmoidDerivative(z: Tensor): Tensor {
  const s = sigmoid(sigmoid(z));
  return s.mul(s.neg().add(1));
}
