import { type Tensor, where, zerosLike } from "gradus";
import type {
  Activation,
  LayerCache,
} from "../../../12-deep-networks/04-linear-activation-forward/solution.ts";
import { type LinearGrads, linearBackward } from "../../01-linear-backward/solution.ts";

/** The gradients of a layer from dA [m, units], what the layer above has found. */
export function linearActivationBackward(
  dA: Tensor,
  cache: LayerCache,
  activation: Activation,
): LinearGrads {
  const { linear, Z } = cache;
  if (activation === "relu") return linearBackward(where(Z.gt(0), dA, zerosLike(dA)), linear);
  const e = Z.neg().exp();
  return linearBackward(dA.mul(e).div(e.add(1).square()), linear);
}
