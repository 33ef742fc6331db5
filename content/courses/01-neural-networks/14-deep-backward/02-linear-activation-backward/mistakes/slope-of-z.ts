// caught by: agrees with finite differences for both activations
// misconception: the sigmoid's slope taken at Z
import { sub, type Tensor } from "gradus";
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
  const s = Z.sigmoid();
  const slope = activation === "relu" ? Z.gt(0).float() : Z.mul(sub(1, Z));
  return linearBackward(dA.mul(slope), linear);
}
