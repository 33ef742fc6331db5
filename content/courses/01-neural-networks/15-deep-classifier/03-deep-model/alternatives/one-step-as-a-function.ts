import { onesLike, type Tensor, where, zerosLike } from "gradus";
import type { Layer } from "../../../12-deep-networks/01-initialize-two-layer/solution.ts";
import { modelForward } from "../../../13-deep-forward/01-model-forward/solution.ts";
import { deepCost } from "../../../13-deep-forward/02-deep-cost/solution.ts";
import { modelBackward } from "../../../14-deep-backward/03-model-backward/solution.ts";
import { updateDeep } from "../../../14-deep-backward/04-update-deep/solution.ts";
import { initializeScaled } from "../../01-initialize-scaled/solution.ts";
import type { TrainOptions } from "../../02-two-layer-model/solution.ts";

async function oneStep(X: Tensor, Y: Tensor, layers: Layer[], rate: number) {
  const { AL, caches } = modelForward(X, layers);
  const cost = deepCost(AL, Y);
  const next = updateDeep(layers, modelBackward(AL, Y, caches), rate);
  return { next, loss: await cost.item() };
}

export const deepModel = async (
  X: Tensor,
  Y: Tensor,
  sizes: readonly number[],
  options: TrainOptions,
) => {
  let layers = initializeScaled(sizes);
  const costs: number[] = [];
  for (let step = 0; step < options.iterations; step++) {
    const { next, loss } = await oneStep(X, Y, layers, options.learningRate);
    layers = next;
    costs.push(loss);
    options.report?.({ step, loss });
  }
  return { layers, costs };
};

export const predict = (X: Tensor, layers: readonly Layer[]) => {
  const { AL } = modelForward(X, layers);
  return where(AL.gt(0.5), onesLike(AL), zerosLike(AL));
};

export const accuracy = async (X: Tensor, Y: Tensor, layers: readonly Layer[]) =>
  1 - (await predict(X, layers).sub(Y).abs().mean().item());
