// caught by: is right for the example in the task
// misconception: a derivative from another function
import type { Tensor } from "gradus";
import { sigmoid } from "../../02-sigmoid/solution.ts";

export const sigmoidDerivative = (z: Tensor): Tensor => sigmoid(z).square().neg().add(1);
