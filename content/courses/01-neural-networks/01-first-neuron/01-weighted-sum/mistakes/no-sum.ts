// caught by: is 1.5 for the example in the task
// misconception: nothing is added up
import type { Tensor } from "gradus";

export const weightedSum = (x: Tensor, w: Tensor, b: number): Tensor => x.mul(w).add(b);
