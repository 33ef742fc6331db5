import type { Layer } from "../../../01-neural-networks/12-deep-networks/01-initialize-two-layer/solution.ts";
import type { LayerGrads } from "../../../01-neural-networks/14-deep-backward/03-model-backward/solution.ts";
import type { AdamState } from "../02-initialize-adam/solution.ts";
import { type AdamOptions, updateWithAdam } from "../03-update-with-adam/solution.ts";

/** Step number t of Adam, beside which every weight shrinks by learningRate·weightDecay of itself. */
export function adamW(
  layers: readonly Layer[],
  grads: readonly LayerGrads[],
  state: AdamState,
  t: number,
  options: AdamOptions & { weightDecay: number },
): { layers: Layer[]; state: AdamState } {
  const { learningRate, weightDecay } = options;
  const { layers: moved, state: next } = updateWithAdam(layers, grads, state, t, options);
  const decayed = moved.map(({ W, b }, l) => {
    const before = layers[l] as Layer;
    return { W: W.sub(before.W.mul(learningRate * weightDecay)), b };
  });
  return { layers: decayed, state: next };
}
