import { notDone } from "@gradus/exercise";
import type { Tensor } from "gradus";
import type { Layer } from "../../12-deep-networks/01-initialize-two-layer/solution.ts";
import {
  type LayerCache,
  linearActivationForward,
} from "../../12-deep-networks/04-linear-activation-forward/solution.ts";

/** The answers AL [m, outputs] of a network for X [m, inputs], with the caches of its layers. */
export function modelForward(
  X: Tensor,
  layers: readonly Layer[],
): { AL: Tensor; caches: LayerCache[] } {
  return notDone("modelForward");
}
