import type { NetworkParameters } from "../../../09-one-hidden-layer/02-initialize-parameters/solution.ts";
import type { NetworkGrads } from "../../01-backward-propagation/solution.ts";

/** New parameters, a step of gradient descent further. */
export function updateParameters(
  parameters: NetworkParameters,
  grads: NetworkGrads,
  _learningRate: number,
): NetworkParameters {
  const { W1, b1, W2, b2 } = parameters;
  const { dW1, db1, dW2, db2 } = grads;
  return {
    W1: W1.sub(dW1),
    b1: b1.sub(db1),
    W2: W2.sub(dW2),
    b2: b2.sub(db2),
  };
}
