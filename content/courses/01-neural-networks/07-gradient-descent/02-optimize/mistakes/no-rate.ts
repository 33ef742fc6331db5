import type { Tensor } from "gradus";
import type { Neuron } from "../../../06-logistic-regression/03-initialize-zeros/solution.ts";
import { propagate } from "../../01-propagate/solution.ts";

export interface Training {
  readonly iterations: number;
  readonly learningRate: number;
}

/** Gradient descent from `start`: the neuron after all steps, and the cost before every 100th. */
export async function optimize(
  start: Neuron,
  X: Tensor,
  y: Tensor,
  { iterations }: Training,
): Promise<{ neuron: Neuron; costs: number[] }> {
  let neuron = start;
  const costs: number[] = [];
  for (let i = 0; i < iterations; i++) {
    const { dw, db, cost } = propagate(neuron, X, y);
    if (i % 100 === 0) costs.push(await cost.item());
    neuron = { w: neuron.w.sub(dw), b: neuron.b.sub(db) };
  }
  return { neuron, costs };
}
