import type { Tensor } from "gradus";
import { oneHot } from "../01-one-hot/solution.ts";
import { softmaxCost } from "../02-softmax-cost/solution.ts";
import type { ThreeLayers } from "../03-initialize-three-layers/solution.ts";
import { forwardLogits } from "../04-forward-logits/solution.ts";
import { backwardLogits } from "../05-backward-logits/solution.ts";

export interface TenClassesOptions {
  learningRate: number;
  epochs: number;
  batchSize: number;
}

/** Mini-batches in the order of the examples; the last parameters, and each batch's cost before its step. */
export async function trainTenClasses(
  X: Tensor,
  labels: Tensor,
  parameters: ThreeLayers,
  { learningRate, epochs, batchSize }: TenClassesOptions,
): Promise<{ parameters: ThreeLayers; costs: number[] }> {
  const m = X.size(0);
  const Y = oneHot(labels, parameters.b3.size(0));
  let now = parameters;
  const costs: number[] = [];
  for (let epoch = 0; epoch < epochs; epoch++)
    for (let from = 0; from < m; from += batchSize) {
      const count = Math.min(batchSize, m - from);
      const [x, y] = [X.narrow(0, from, count), Y.narrow(0, from, count)];
      const { Z3, cache } = forwardLogits(x, now);
      const grads = backwardLogits(Z3, y, now, cache);
      costs.push(await softmaxCost(Z3, y).item());
      now = {
        W1: now.W1.sub(grads.dW1.mul(learningRate)),
        b1: now.b1.sub(grads.db1.mul(learningRate)),
        W2: now.W2.sub(grads.dW2.mul(learningRate)),
        b2: now.b2.sub(grads.db2.mul(learningRate)),
        W3: now.W3.sub(grads.dW3.mul(learningRate)),
        b3: now.b3.sub(grads.db3.mul(learningRate)),
      };
    }
  return { parameters: now, costs };
}

/** The class with the largest score of each example X [m, inputs]: [m]. */
export function classesOf(X: Tensor, parameters: ThreeLayers): Tensor {
  return forwardLogits(X, parameters).Z3.argmax(1);
}
