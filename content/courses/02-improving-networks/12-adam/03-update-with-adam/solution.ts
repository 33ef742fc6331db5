import type { Tensor } from "gradus";
import type { Layer } from "../../../01-neural-networks/12-deep-networks/01-initialize-two-layer/solution.ts";
import type { LayerGrads } from "../../../01-neural-networks/14-deep-backward/03-model-backward/solution.ts";
import type { AdamState } from "../02-initialize-adam/solution.ts";

export interface AdamOptions {
  learningRate: number;
  /** The share of the averaged gradients that stays. */
  beta1: number;
  /** The share of the averaged squares that stays. */
  beta2: number;
  epsilon: number;
}

/** Step number t of Adam, which counts from 1. */
export function updateWithAdam(
  layers: readonly Layer[],
  grads: readonly LayerGrads[],
  state: AdamState,
  t: number,
  options: AdamOptions,
): { layers: Layer[]; state: AdamState } {
  const { learningRate, beta1, beta2, epsilon } = options; //# given
  //# 1. Average: the gradients.
  const v = state.v.map((old, l) => {
    const { dW, db } = grads[l] as LayerGrads;
    const mix = (a: Tensor, g: Tensor): Tensor => a.mul(beta1).add(g.mul(1 - beta1));
    return { dW: mix(old.dW, dW), db: mix(old.db, db) };
  });
  //# 2. Average: their squares.
  const s = state.s.map((old, l) => {
    const { dW, db } = grads[l] as LayerGrads;
    const mix = (a: Tensor, g: Tensor): Tensor => a.mul(beta2).add(g.square().mul(1 - beta2));
    return { dW: mix(old.dW, dW), db: mix(old.db, db) };
  });
  //# 3. Correct: both for their start at 0, in step number t.
  const step = (p: Tensor, mean: Tensor, square: Tensor): Tensor => {
    const vHat = mean.div(1 - beta1 ** t);
    const sHat = square.div(1 - beta2 ** t);
    //# 4. Update: along the one, divided by the root of the other.
    return p.sub(vHat.div(sHat.sqrt().add(epsilon)).mul(learningRate));
  };
  const moved = layers.map(({ W, b }, l) => {
    const [mean, square] = [v[l] as LayerGrads, s[l] as LayerGrads];
    return { W: step(W, mean.dW, square.dW), b: step(b, mean.db, square.db) };
  });
  //# 5. Combine: the layers, and the averages as they are.
  return { layers: moved, state: { v, s } };
}
