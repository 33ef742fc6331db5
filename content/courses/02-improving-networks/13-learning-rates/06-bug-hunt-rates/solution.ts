import { type Tensor, zeros } from "gradus";

export interface Plan {
  /** The rate of the first epoch, after the warm-up. */
  highest: number;
  /** How many steps of the whole training the warm-up takes. */
  warmSteps: number;
  decay: number;
  epochs: number;
  /** How many batches an epoch has. */
  batches: number;
}

/** The learning rate of every step of a training. */
export function ratesOf(plan: Plan): number[] {
  const rates: number[] = [];
  let rate = plan.highest;
  for (let epoch = 0; epoch < plan.epochs; epoch++) {
    rate = plan.highest / (1 + plan.decay * epoch);
    for (let batch = 0; batch < plan.batches; batch++) {
      const step = epoch * plan.batches + batch;
      rates.push(rate * Math.min(1, (step + 1) / plan.warmSteps));
    }
  }
  return rates;
}

/** The gradients of the mean cross-entropy of a neuron. */
export function gradients(X: Tensor, Y: Tensor, W: Tensor, b: Tensor): { dW: Tensor; db: Tensor } {
  const dZ = X.matmul(W.t()).add(b).sigmoid().sub(Y).div(X.size(0));
  return { dW: dZ.t().matmul(X), db: dZ.sum(0) };
}

/** Trains a neuron from 0 by a plan; the examples are cut into as many batches as it says. */
export function train(X: Tensor, Y: Tensor, plan: Plan): { W: Tensor; b: Tensor } {
  const size = Math.ceil(X.size(0) / plan.batches);
  const [xs, ys] = [X.split(size), Y.split(size)];
  let [W, b] = [zeros([1, X.size(1)]), zeros([1])];
  for (const [step, rate] of ratesOf(plan).entries()) {
    const at = step % plan.batches;
    const { dW, db } = gradients(xs[at] as Tensor, ys[at] as Tensor, W, b);
    W = W.sub(dW.mul(rate));
    b = b.sub(db.mul(rate));
  }
  return { W, b };
}
