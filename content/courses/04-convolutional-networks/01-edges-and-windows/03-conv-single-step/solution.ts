import type { Tensor } from "gradus";

/** What a filter, weights [C, f, f] and a bias [], makes of one window [C, f, f]: one number, shape []. */
export function convSingleStep(window: Tensor, weights: Tensor, bias: Tensor): Tensor {
  //# 1. Multiply: window and weights, place by place
  const products = window.mul(weights);
  //# 2. Sum: everything, and add the bias once
  return products.sum().add(bias);
}
