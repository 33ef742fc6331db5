import type { Tensor } from "gradus";

/** How far the feature maps C and G, [channels, height, width], are apart, place by place: shape []. */
export function contentCost(C: Tensor, G: Tensor): Tensor {
  //# 1. Square: the differences of all places
  const squares = C.sub(G).square();
  //# 2. Cost: their sum, divided by 4 times how many there are
  return squares.sum().div(4 * C.numel());
}
