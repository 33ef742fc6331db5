import { notDone } from "@gradus/exercise";
import type { Layer } from "../../12-deep-networks/01-initialize-two-layer/solution.ts";

/** A layer for each gap between two sizes: W = normal numbers · √(2 / inputs), b = 0. */
export function initializeScaled(sizes: readonly number[]): Layer[] {
  return notDone("initializeScaled");
}
