import { eye, type Tensor } from "gradus";

/** Examples X [m, n] and their classes [m], whole numbers. */
export interface Rows {
  X: Tensor;
  labels: Tensor;
}

export interface Sets {
  training: Rows;
  trainDev: Rows;
  dev: Rows;
}

/** The sets with mean 0 and spread 1 in each column, as a network would be given them. */
export function scaled(sets: Sets): Sets {
  const { X } = sets.training;
  const [mean, spread] = [X.mean(0), X.std(0, { correction: 0 })];
  const onScale = (rows: Rows): Rows => ({
    X: rows.X.sub(mean).div(spread),
    labels: rows.labels,
  });
  return {
    training: onScale(sets.training),
    trainDev: onScale(sets.trainDev),
    dev: onScale(sets.dev),
  };
}

/** The mean row of each class: [classes, n]. */
export function middlesOf({ X, labels }: Rows, classes: number): Tensor {
  const H = eye(classes).indexSelect(0, labels);
  return H.t().matmul(X).div(H.sum(0).unsqueeze(1));
}

/** The share of rows that are nearer to another class's middle than to their own. */
export function errorOf(middles: Tensor, { X, labels }: Rows): Promise<number> {
  const distances = X.unsqueeze(1).sub(middles).square().sum(2);
  return distances.argmin(1).ne(labels).float().mean().item();
}

/** Avoidable bias, variance and mismatch of the classifier by middles, for sets that are on one scale. */
export async function report(
  sets: Sets,
  classes: number,
  best: number,
): Promise<{ bias: number; variance: number; mismatch: number }> {
  const { training, trainDev, dev } = sets;
  const middles = middlesOf(training, classes);
  const onTraining = await errorOf(middles, training);
  const onTrainDev = await errorOf(middles, trainDev);
  const onDev = await errorOf(middles, dev);
  return {
    bias: onTraining - best,
    variance: onTrainDev - onTraining,
    mismatch: onDev - onTrainDev,
  };
}
