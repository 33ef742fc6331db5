import type { Layer } from "../../12-deep-networks/01-initialize-two-layer/solution.ts";
import type { LayerGrads } from "../03-model-backward/solution.ts";

/** New layers, a step of gradient descent further: W − learningRate·dW, b − learningRate·db. */
export function updateDeep(
  layers: readonly Layer[],
  grads: readonly LayerGrads[],
  learningRate: number,
): Layer[] {
  return layers.map(({ W, b }, l) => {
    const { dW, db } = grads[l] as LayerGrads;
    return { W: W.sub(dW.mul(learningRate)), b: b.sub(db.mul(learningRate)) };
  });
}
