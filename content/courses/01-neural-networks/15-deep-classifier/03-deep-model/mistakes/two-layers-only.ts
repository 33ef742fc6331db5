// caught by: walks the way of gradient descent
import type { Tensor } from "gradus";
import type { Layer } from "../../../12-deep-networks/01-initialize-two-layer/solution.ts";
import { modelForward } from "../../../13-deep-forward/01-model-forward/solution.ts";
import { deepCost } from "../../../13-deep-forward/02-deep-cost/solution.ts";
import { modelBackward } from "../../../14-deep-backward/03-model-backward/solution.ts";
import { updateDeep } from "../../../14-deep-backward/04-update-deep/solution.ts";
import { initializeScaled } from "../../01-initialize-scaled/solution.ts";
import type { TrainOptions } from "../../02-two-layer-model/solution.ts";

/** Trains a network of any depth; `costs` has the cost before each step. */
export async function deepModel(
  X: Tensor,
  Y: Tensor,
  sizes: readonly number[],
  options: TrainOptions,
): Promise<{ layers: Layer[]; costs: number[] }> {
  let layers = initializeScaled(sizes);
  const costs: number[] = [];
  for (let step = 0; step < options.iterations; step++) {
    const { AL, caches } = modelForward(X, layers);
    const cost = deepCost(AL, Y);
    layers = updateDeep(
      layers,
      modelBackward(AL, Y, caches).map((g, l, all) =>
        l < all.length - 2 ? { dW: g.dW.mul(0), db: g.db.mul(0) } : g,
      ),
      options.learningRate,
    );
    const loss = await cost.item();
    costs.push(loss);
    options.report?.({ step, loss });
  }
  return { layers, costs };
}

/** 0 or 1 for each example: [m, 1]. */
export function predict(X: Tensor, layers: readonly Layer[]): Tensor {
  return modelForward(X, layers).AL.gt(0.5).float();
}

/** The share of examples whose prediction is right, between 0 and 1. */
export async function accuracy(X: Tensor, Y: Tensor, layers: readonly Layer[]): Promise<number> {
  return predict(X, layers).eq(Y).float().mean().item();
}
