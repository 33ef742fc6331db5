import type { Tensor } from "gradus";
import type { Layer } from "../../../12-deep-networks/01-initialize-two-layer/solution.ts";
import { linearActivationForward } from "../../../12-deep-networks/04-linear-activation-forward/solution.ts";

export function modelForward(X: Tensor, layers: readonly Layer[]) {
  const hidden = layers.slice(0, -1);
  const steps: ReturnType<typeof linearActivationForward>[] = [];
  for (const { W, b } of hidden)
    steps.push(linearActivationForward(steps.at(-1)?.A ?? X, W, b, "relu"));
  for (const { W, b } of layers.slice(-1))
    steps.push(linearActivationForward(steps.at(-1)?.A ?? X, W, b, "sigmoid"));
  return { AL: steps.at(-1)?.A ?? X, caches: steps.map((s) => s.cache) };
}
