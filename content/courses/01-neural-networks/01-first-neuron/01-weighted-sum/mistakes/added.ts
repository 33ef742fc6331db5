// caught by: is 1.5 for the example in the task
// misconception: added instead of multiplied
import type { Tensor } from "gradus";

export const weightedSum = (x: Tensor, w: Tensor, b: number): Tensor => x.add(w).sum().add(b);
