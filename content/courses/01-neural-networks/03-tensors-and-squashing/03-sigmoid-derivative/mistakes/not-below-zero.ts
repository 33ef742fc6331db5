// caught by: is what nudging z a little shows
// misconception: no slope below 0
import type { Tensor } from "gradus";
import { sigmoid } from "../../02-sigmoid/solution.ts";

export function sigmoidDerivative(z: Tensor): Tensor {
  const s = sigmoid(z.clamp(0));
  return s.mul(s.neg().add(1));
}
