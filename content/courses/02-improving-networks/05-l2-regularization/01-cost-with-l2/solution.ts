import { type Tensor, zeros } from "gradus";
import { deepCost } from "../../../01-neural-networks/13-deep-forward/02-deep-cost/solution.ts";

/** A layer's weights [units, inputs] and biases [units]. */
export interface Layer {
  W: Tensor;
  b: Tensor;
}

/** The mean cross-entropy of AL [m, 1] against Y [m, 1], plus λ/(2m) times all squared weights: shape []. */
export function costWithL2(
  AL: Tensor,
  Y: Tensor,
  layers: readonly Layer[],
  lambda: number,
): Tensor {
  //# 1. Sum: the sum of all squared weights, layer for layer.
  const squares = layers.reduce((sum, { W }) => sum.add(W.square().sum()), zeros([]));
  //# 2. Penalty: λ over twice the number of examples, times that sum.
  const price = squares.mul(lambda / (2 * AL.size(0)));
  //# 3. Cost: the cross-entropy plus the price.
  return deepCost(AL, Y).add(price);
}
