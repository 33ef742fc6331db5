import type { Tensor } from "gradus";
import { initializeZeros } from "../../../06-logistic-regression/03-initialize-zeros/solution.ts";
import { optimize } from "../../../07-gradient-descent/02-optimize/solution.ts";
import { predict } from "../../01-predict/solution.ts";

type Set = { X: Tensor; y: Tensor };

export async function logisticModel(
  train: Set,
  test: Set,
  training: { iterations: number; learningRate: number },
) {
  const start = initializeZeros(train.X.shape[1] ?? 0);
  const { neuron, costs } = await optimize(start, train.X, train.y, training);
  const [trainAccuracy = 0, testAccuracy = 0] = await Promise.all(
    [train, test].map(async ({ X, y }) => {
      const wrong = predict(neuron, X).sub(y).abs().mean();
      return 1 - (await wrong.item());
    }),
  );
  return { neuron, costs, trainAccuracy, testAccuracy };
}
