import type { Tensor } from "gradus";
import type { Layer } from "../../../01-neural-networks/12-deep-networks/01-initialize-two-layer/solution.ts";
import type { LayerGrads } from "../../../01-neural-networks/14-deep-backward/03-model-backward/solution.ts";

/** One step by the root of the averaged squares: s ← βs + (1 − β)dW², W ← W − learningRate·dW/(√s + epsilon), and so for b. */
export function updateWithRmsprop(
  layers: readonly Layer[],
  grads: readonly LayerGrads[],
  s: readonly LayerGrads[],
  beta: number,
  learningRate: number,
  epsilon: number,
): { layers: Layer[]; s: LayerGrads[] } {
  //# 1. Average: the old squares and the new gradient's square, for weights and biases.
  const mix = (old: Tensor, gradient: Tensor): Tensor =>
    old.mul(beta).add(gradient.square().mul(1 - beta));
  const next = s.map((old, l) => {
    const { dW, db } = grads[l] as LayerGrads;
    return { dW: mix(old.dW, dW), db: mix(old.db, db) };
  });
  //# 2. Update: the gradient divided by the root of its averaged square.
  const step = (p: Tensor, gradient: Tensor, square: Tensor): Tensor =>
    p.sub(gradient.div(square.sqrt().add(epsilon)).mul(learningRate));
  const moved = layers.map(({ W, b }, l) => {
    const [{ dW, db }, square] = [grads[l] as LayerGrads, next[l] as LayerGrads];
    return { W: step(W, dW, square.dW), b: step(b, db, square.db) };
  });
  //# 3. Combine: the layers, and the squares for the next step.
  return { layers: moved, s: next };
}
