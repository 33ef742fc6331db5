import type { Tensor } from "gradus";
import type { Neuron } from "../../06-logistic-regression/03-initialize-zeros/solution.ts";
import { propagate } from "../01-propagate/solution.ts";

export interface Training {
  readonly iterations: number;
  readonly learningRate: number;
}

/** Gradient descent from `start`: the neuron after all steps, and the cost before every 100th. */
export async function optimize(
  start: Neuron,
  X: Tensor,
  y: Tensor,
  { iterations, learningRate }: Training,
): Promise<{ neuron: Neuron; costs: number[] }> {
  let neuron = start; //# given
  const costs: number[] = []; //# given
  //# 1. Loop: for i from 0 up to iterations
  for (let i = 0; i < iterations; i++) {
    //# 2. Gradient: ask propagate(neuron, X, y)
    const { dw, db, cost } = propagate(neuron, X, y);
    //# 3. Record: if i % 100 === 0, put await cost.item() on the list
    if (i % 100 === 0) costs.push(await cost.item());
    //# 4. Update: a new neuron, w minus learningRate times dw, b minus learningRate times db
    neuron = { w: neuron.w.sub(dw.mul(learningRate)), b: neuron.b.sub(db.mul(learningRate)) };
  }
  return { neuron, costs };
}
