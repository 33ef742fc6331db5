// caught by: is right for the example in the task
// misconception: the wrong sign
import type { Tensor } from "gradus";
import { sigmoid } from "../../02-sigmoid/solution.ts";

export const sigmoidDerivative = (z: Tensor): Tensor => sigmoid(z).mul(sigmoid(z).sub(1));
