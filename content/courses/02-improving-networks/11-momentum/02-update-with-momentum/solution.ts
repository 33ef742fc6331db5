import type { Tensor } from "gradus";
import type { Layer } from "../../../01-neural-networks/12-deep-networks/01-initialize-two-layer/solution.ts";
import type { LayerGrads } from "../../../01-neural-networks/14-deep-backward/03-model-backward/solution.ts";

/** One step along the averaged gradients: v ← βv + (1 − β)dW, W ← W − learningRate·v, and so for b. */
export function updateWithMomentum(
  layers: readonly Layer[],
  grads: readonly LayerGrads[],
  velocity: readonly LayerGrads[],
  beta: number,
  learningRate: number,
): { layers: Layer[]; velocity: LayerGrads[] } {
  //# 1. Average: the old velocity and the new gradient, for weights and biases.
  const mix = (v: Tensor, gradient: Tensor): Tensor => v.mul(beta).add(gradient.mul(1 - beta));
  const next = velocity.map((v, l) => {
    const { dW, db } = grads[l] as LayerGrads;
    return { dW: mix(v.dW, dW), db: mix(v.db, db) };
  });
  //# 2. Update: each parameter steps along its own velocity.
  const moved = layers.map(({ W, b }, l) => {
    const { dW, db } = next[l] as LayerGrads;
    return { W: W.sub(dW.mul(learningRate)), b: b.sub(db.mul(learningRate)) };
  });
  //# 3. Combine: the layers, and the velocity for the next step.
  return { layers: moved, velocity: next };
}
