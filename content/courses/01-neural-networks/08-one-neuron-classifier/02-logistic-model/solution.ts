import type { Tensor } from "gradus";
import {
  initializeZeros,
  type Neuron,
} from "../../06-logistic-regression/03-initialize-zeros/solution.ts";
import { optimize, type Training } from "../../07-gradient-descent/02-optimize/solution.ts";
import { predict } from "../01-predict/solution.ts";

/** Rows of pixels [m, n] with their labels [m]. */
export interface Examples {
  readonly X: Tensor;
  readonly y: Tensor;
}

export interface Model {
  readonly neuron: Neuron;
  readonly costs: number[];
  readonly trainAccuracy: number;
  readonly testAccuracy: number;
}

const accuracy = (neuron: Neuron, { X, y }: Examples): Promise<number> =>
  predict(neuron, X).eq(y).float().mean().item();

/** A neuron that has learned from `train`, and how often it is right there and on `test`. */
export async function logisticModel(
  train: Examples,
  test: Examples,
  training: Training,
): Promise<Model> {
  //# 1. Parameters: a neuron of zeros for the features of train.X, its second side.
  const [, features = 0] = train.X.shape;
  //# 2. Loop: let optimize walk.
  const { neuron, costs } = await optimize(initializeZeros(features), train.X, train.y, training);
  //# 3. Measure: on each set predict, compare with .eq(y), .float(), .mean(), and read it with await ….item()
  return {
    neuron,
    costs,
    trainAccuracy: await accuracy(neuron, train),
    testAccuracy: await accuracy(neuron, test),
  };
}
