import type { Tensor } from "gradus";
import type { Layer } from "../../../12-deep-networks/01-initialize-two-layer/solution.ts";
import { modelForward } from "../../../13-deep-forward/01-model-forward/solution.ts";
import { deepCost } from "../../../13-deep-forward/02-deep-cost/solution.ts";
import { modelBackward } from "../../../14-deep-backward/03-model-backward/solution.ts";
import { updateDeep } from "../../../14-deep-backward/04-update-deep/solution.ts";
import { initializeScaled } from "../../01-initialize-scaled/solution.ts";

export async function twoLayerModel(
  X: Tensor,
  Y: Tensor,
  sizes: readonly number[],
  {
    learningRate,
    iterations,
    report,
  }: {
    learningRate: number;
    iterations: number;
    report?: (point: { step: number; loss: number }) => void;
  },
) {
  let layers: Layer[] = initializeScaled(sizes);
  const costs: number[] = [];
  while (costs.length < iterations) {
    const { AL, caches } = modelForward(X, layers);
    const cost = deepCost(AL, Y);
    layers = updateDeep(layers, modelBackward(AL, Y, caches), learningRate);
    costs.push(await cost.item());
    report?.({ step: costs.length - 1, loss: costs.at(-1) as number });
  }
  return { layers, costs };
}
