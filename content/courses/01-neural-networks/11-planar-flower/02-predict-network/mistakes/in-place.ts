// caught by: leaves its inputs alone
import type { Tensor } from "gradus";
import type { NetworkParameters } from "../../../09-one-hidden-layer/02-initialize-parameters/solution.ts";
import { forwardPropagation } from "../../../09-one-hidden-layer/03-forward-propagation/solution.ts";

/** 1 where the network's answer is above one half, else 0: shape [m, 1]. */
export function predictNetwork(parameters: NetworkParameters, X: Tensor): Tensor {
  const answer = forwardPropagation(X, parameters).A2.gt(0.5).float();
  parameters.b2.add_(1);
  return answer;
}
