import type { Tensor } from "gradus";
import { propagate } from "../../01-propagate/solution.ts";

export async function optimize(
  start: { w: Tensor; b: Tensor },
  X: Tensor,
  y: Tensor,
  { iterations, learningRate }: { iterations: number; learningRate: number },
) {
  const neuron = { w: start.w.clone(), b: start.b.clone() };
  const costs: number[] = [];
  let i = 0;
  while (i < iterations) {
    const { dw, db, cost } = propagate(neuron, X, y);
    if (i % 100 === 0) costs.push(await cost.item());
    neuron.w.sub_(dw.mul(learningRate));
    neuron.b.sub_(db.mul(learningRate));
    i++;
  }
  return { neuron, costs };
}
