// caught by: is right for the example in the task
// misconception: z taken for s
import type { Tensor } from "gradus";

export const sigmoidDerivative = (z: Tensor): Tensor => z.mul(z.neg().add(1));
