// caught by: is right for the example in the task
// misconception: only one factor
import type { Tensor } from "gradus";
import { sigmoid } from "../../02-sigmoid/solution.ts";

export const sigmoidDerivative = (z: Tensor): Tensor => sigmoid(z).neg().add(1);
