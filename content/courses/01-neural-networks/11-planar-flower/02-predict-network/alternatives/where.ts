import { type Tensor, where } from "gradus";
import type { NetworkParameters } from "../../../09-one-hidden-layer/02-initialize-parameters/solution.ts";
import { forwardPropagation } from "../../../09-one-hidden-layer/03-forward-propagation/solution.ts";

export const predictNetwork = (parameters: NetworkParameters, X: Tensor): Tensor =>
  where(forwardPropagation(X, parameters).cache.Z2.gt(0), 1, 0).float();
