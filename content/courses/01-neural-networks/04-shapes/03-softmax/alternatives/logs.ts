import type { Tensor } from "gradus";

export function softmax(x: Tensor): Tensor {
  return x.sub(x.logsumexp(1, { keepdim: true })).exp();
}
