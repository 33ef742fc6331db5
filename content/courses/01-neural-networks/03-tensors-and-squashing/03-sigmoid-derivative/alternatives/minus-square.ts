import type { Tensor } from "gradus";
import { sigmoid } from "../../02-sigmoid/solution.ts";

export function sigmoidDerivative(z: Tensor): Tensor {
  const s = sigmoid(z);
  return s.sub(s.square());
}
