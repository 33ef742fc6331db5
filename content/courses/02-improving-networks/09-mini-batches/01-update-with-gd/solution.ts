import type { Tensor } from "gradus";
import type { Layer } from "../../../01-neural-networks/12-deep-networks/01-initialize-two-layer/solution.ts";
import { modelForward } from "../../../01-neural-networks/13-deep-forward/01-model-forward/solution.ts";
import { deepCost } from "../../../01-neural-networks/13-deep-forward/02-deep-cost/solution.ts";
import { modelBackward } from "../../../01-neural-networks/14-deep-backward/03-model-backward/solution.ts";
import { updateDeep } from "../../../01-neural-networks/14-deep-backward/04-update-deep/solution.ts";

/** The layers after one step on a batch X [m, inputs], Y [m, 1], and the batch's cost before it. */
export function updateWithGd(
  X: Tensor,
  Y: Tensor,
  layers: readonly Layer[],
  learningRate: number,
): { layers: Layer[]; cost: Tensor } {
  //# 1. Forward: the answers, and what the way back needs.
  const { AL, caches } = modelForward(X, layers);
  //# 2. Cost: of these rows, before the step.
  const cost = deepCost(AL, Y);
  //# 3. Backward: the gradients of every layer.
  const grads = modelBackward(AL, Y, caches);
  //# 4. Update: a step against them.
  return { layers: updateDeep(layers, grads, learningRate), cost };
}
