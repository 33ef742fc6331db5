import { notDone } from "@gradus/exercise";
import type { Tensor } from "gradus";
import type { NetworkParameters } from "../02-initialize-parameters/solution.ts";

export interface Cache {
  Z1: Tensor;
  A1: Tensor;
  Z2: Tensor;
  A2: Tensor;
}

/** The answers A2 [m, 1] for X [m, inputs], and what the way back will need. */
export function forwardPropagation(
  X: Tensor,
  parameters: NetworkParameters,
): { A2: Tensor; cache: Cache } {
  return notDone("forwardPropagation");
}
