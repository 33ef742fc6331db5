// caught by: is right for the example in the task
// misconception: the power is missing
import type { Tensor } from "gradus";

export function softmax(x: Tensor): Tensor {
  return x.div(x.sum(1, { keepdim: true }));
}
