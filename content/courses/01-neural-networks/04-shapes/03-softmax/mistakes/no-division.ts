// caught by: is right for the example in the task
// misconception: the division is missing
import type { Tensor } from "gradus";

export function softmax(x: Tensor): Tensor {
  return x.exp();
}
