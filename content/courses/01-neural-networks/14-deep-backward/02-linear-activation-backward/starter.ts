import { notDone } from "@gradus/exercise";
import type { Tensor } from "gradus";
import type {
  Activation,
  LayerCache,
} from "../../12-deep-networks/04-linear-activation-forward/solution.ts";
import { type LinearGrads, linearBackward } from "../01-linear-backward/solution.ts";

/** The gradients of a layer from dA [m, units], what the layer above has found. */
export function linearActivationBackward(
  dA: Tensor,
  cache: LayerCache,
  activation: Activation,
): LinearGrads {
  const dZ = notDone("linearActivationBackward");
  return linearBackward(dZ, cache.linear);
}
