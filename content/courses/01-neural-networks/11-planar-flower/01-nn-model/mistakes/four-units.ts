import type { Tensor } from "gradus";
import { layerSizes } from "../../../09-one-hidden-layer/01-layer-sizes/solution.ts";
import {
  initializeParameters,
  type NetworkParameters,
} from "../../../09-one-hidden-layer/02-initialize-parameters/solution.ts";
import { forwardPropagation } from "../../../09-one-hidden-layer/03-forward-propagation/solution.ts";
import { computeCost } from "../../../09-one-hidden-layer/04-compute-cost/solution.ts";
import { backwardPropagation } from "../../../10-backpropagation/01-backward-propagation/solution.ts";
import { updateParameters } from "../../../10-backpropagation/02-update-parameters/solution.ts";

export interface NetworkTraining {
  iterations: number;
  learningRate: number;
  /** Told the cost of each step as it comes. */
  report?: (point: { step: number; loss: number }) => void;
}

/** Trains a network with one hidden layer; `costs` has the cost before each step. */
export async function nnModel(
  X: Tensor,
  Y: Tensor,
  _hidden: number,
  { iterations, learningRate, report }: NetworkTraining,
): Promise<{ parameters: NetworkParameters; costs: number[] }> {
  let parameters = initializeParameters(layerSizes(X, Y, 4));
  const costs: number[] = [];
  for (let step = 0; step < iterations; step++) {
    const { A2, cache } = forwardPropagation(X, parameters);
    const cost = computeCost(A2, Y);
    const grads = backwardPropagation(parameters, cache, X, Y);
    parameters = updateParameters(parameters, grads, learningRate);
    const loss = await cost.item();
    costs.push(loss);
    report?.({ step, loss });
  }
  return { parameters, costs };
}
