import { notDone } from "@gradus/exercise";
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
  // let neuron = start; and an empty list for the costs
  // for i from 0 up to iterations:
  //   1. ask propagate(neuron, X, y)
  //   2. if i % 100 === 0, put await cost.item() on the list
  //   3. a new neuron: w minus learningRate times dw, b minus learningRate times db
  return notDone("optimize");
}
