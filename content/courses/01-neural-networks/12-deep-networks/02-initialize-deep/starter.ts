import { notDone } from "@gradus/exercise";
import type { Layer } from "../01-initialize-two-layer/solution.ts";

/** A layer for each gap between two sizes; the first size is the number of inputs. */
export function initializeDeep(sizes: readonly number[]): Layer[] {
  return notDone("initializeDeep");
}
