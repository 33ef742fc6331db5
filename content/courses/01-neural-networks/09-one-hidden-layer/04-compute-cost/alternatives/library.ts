import { nn, type Tensor } from "gradus";

/** The mean cross-entropy of answers A2 [m, 1] where Y [m, 1] is true. */
export function computeCost(A2: Tensor, Y: Tensor): Tensor {
  return nn.functional.binaryCrossEntropy(A2, Y);
}
