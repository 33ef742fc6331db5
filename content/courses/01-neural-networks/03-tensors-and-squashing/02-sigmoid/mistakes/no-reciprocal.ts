// caught by: is right for the example in the task
// misconception: 1 divided by it is missing
import type { Tensor } from "gradus";

export const sigmoid = (z: Tensor): Tensor => z.neg().exp().add(1);
