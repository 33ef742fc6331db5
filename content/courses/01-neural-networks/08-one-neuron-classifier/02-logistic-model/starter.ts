import { notDone } from "@gradus/exercise";
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

/** A neuron that has learned from `train`, and how often it is right there and on `test`. */
export async function logisticModel(
  train: Examples,
  test: Examples,
  training: Training,
): Promise<Model> {
  // 1. A neuron of zeros for the features of train.X: its second side.
  // 2. Let optimize walk.
  // 3. The accuracy on a set: predict, compare with .eq(y), .float(), .mean(), and read it with await ….item()
  return notDone("logisticModel");
}
