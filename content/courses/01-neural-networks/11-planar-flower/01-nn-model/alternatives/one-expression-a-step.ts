import type { Tensor } from "gradus";
import { initializeParameters } from "../../../09-one-hidden-layer/02-initialize-parameters/solution.ts";
import { forwardPropagation } from "../../../09-one-hidden-layer/03-forward-propagation/solution.ts";
import { computeCost } from "../../../09-one-hidden-layer/04-compute-cost/solution.ts";
import { backwardPropagation } from "../../../10-backpropagation/01-backward-propagation/solution.ts";
import { updateParameters } from "../../../10-backpropagation/02-update-parameters/solution.ts";

interface Options {
  iterations: number;
  learningRate: number;
  report?: (point: { step: number; loss: number }) => void;
}

export async function nnModel(X: Tensor, Y: Tensor, hidden: number, options: Options) {
  const [inputs = 0, outputs = 0] = [X.shape[1], Y.shape[1]];
  let parameters = initializeParameters({ inputs, hidden, outputs });
  const costs: Tensor[] = [];
  let step = 0;
  while (step < options.iterations) {
    const { A2, cache } = forwardPropagation(X, parameters);
    const cost = computeCost(A2, Y);
    costs.push(cost);
    options.report?.({ step, loss: await cost.item() });
    parameters = updateParameters(
      parameters,
      backwardPropagation(parameters, cache, X, Y),
      options.learningRate,
    );
    step += 1;
  }
  return { parameters, costs: await Promise.all(costs.map((c) => c.item())) };
}
