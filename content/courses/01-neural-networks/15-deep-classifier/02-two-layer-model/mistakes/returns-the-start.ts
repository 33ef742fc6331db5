// caught by: hands back the layers it has trained
import { sub, type Tensor } from "gradus";
import type { Layer } from "../../../12-deep-networks/01-initialize-two-layer/solution.ts";
import { linearActivationForward } from "../../../12-deep-networks/04-linear-activation-forward/solution.ts";
import { deepCost } from "../../../13-deep-forward/02-deep-cost/solution.ts";
import { linearActivationBackward } from "../../../14-deep-backward/02-linear-activation-backward/solution.ts";
import { updateDeep } from "../../../14-deep-backward/04-update-deep/solution.ts";
import { initializeScaled } from "../../01-initialize-scaled/solution.ts";

export interface TrainOptions {
  learningRate: number;
  iterations: number;
  /** Told the cost of each step as it comes. */
  report?: (point: { step: number; loss: number }) => void;
}

/** Trains a network of sizes [inputs, hidden, 1]; `costs` has the cost before each step. */
export async function twoLayerModel(
  X: Tensor,
  Y: Tensor,
  sizes: readonly number[],
  options: TrainOptions,
): Promise<{ layers: Layer[]; costs: number[] }> {
  let layers = initializeScaled(sizes);
  const start = layers;
  const costs: number[] = [];
  for (let step = 0; step < options.iterations; step++) {
    const [one, two] = layers as [Layer, Layer];
    const hidden = linearActivationForward(X, one.W, one.b, "relu");
    const answer = linearActivationForward(hidden.A, two.W, two.b, "sigmoid");
    const AL = answer.A;
    const cost = deepCost(AL, Y);
    const dAL = sub(1, Y).div(sub(1, AL)).sub(Y.div(AL));
    const second = linearActivationBackward(dAL, answer.cache, "sigmoid");
    const first = linearActivationBackward(second.dA, hidden.cache, "relu");
    layers = updateDeep(layers, [first, second], options.learningRate);
    const loss = await cost.item();
    costs.push(loss);
    options.report?.({ step, loss });
  }
  return { layers: start, costs };
}
