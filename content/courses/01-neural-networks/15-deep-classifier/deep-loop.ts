/** A deep network's training for the checks of loops, by the right functions. */
import type { Tensor } from "gradus";
import type { Layer } from "../12-deep-networks/01-initialize-two-layer/solution.ts";
import { modelForward } from "../13-deep-forward/01-model-forward/solution.ts";
import { deepCost } from "../13-deep-forward/02-deep-cost/solution.ts";
import { modelBackward } from "../14-deep-backward/03-model-backward/solution.ts";
import { updateDeep } from "../14-deep-backward/04-update-deep/solution.ts";

export const deepLoop = {
  listed: (layers: readonly Layer[]) => layers.flatMap(({ W, b }) => [W, b]),
  answers: (X: Tensor, layers: readonly Layer[]) => modelForward(X, layers).AL,
  costOf: deepCost,
  stepped: ([X, Y]: readonly [Tensor, Tensor], layers: Layer[], learningRate: number) => {
    const { AL, caches } = modelForward(X, layers);
    return updateDeep(layers, modelBackward(AL, Y, caches), learningRate);
  },
};
