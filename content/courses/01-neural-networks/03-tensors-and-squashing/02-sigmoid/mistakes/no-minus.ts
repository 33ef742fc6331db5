// caught by: is right for the example in the task
// misconception: the minus is missing
import type { Tensor } from "gradus";

export const sigmoid = (z: Tensor): Tensor => z.exp().add(1).reciprocal();
