// caught by: leaves the old parameters as they were
import type { NetworkParameters } from "../../../09-one-hidden-layer/02-initialize-parameters/solution.ts";
import type { NetworkGrads } from "../../01-backward-propagation/solution.ts";

/** New parameters, a step of gradient descent further. */
export function updateParameters(
  parameters: NetworkParameters,
  grads: NetworkGrads,
  learningRate: number,
): NetworkParameters {
  const { W1, b1, W2, b2 } = parameters;
  const { dW1, db1, dW2, db2 } = grads;
  return {
    W1: W1.sub_(dW1.mul(learningRate)),
    b1: b1.sub_(db1.mul(learningRate)),
    W2: W2.sub_(dW2.mul(learningRate)),
    b2: b2.sub_(db2.mul(learningRate)),
  };
}
