// caught by: is 1.5 for the example in the task
// misconception: the bias counts once an input
import type { Tensor } from "gradus";

export const weightedSum = (x: Tensor, w: Tensor, b: number): Tensor => x.mul(w).add(b).sum();
