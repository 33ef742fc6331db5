import type { Tensor } from "gradus";
import { sigmoid } from "../../02-sigmoid/solution.ts";

/** What is left of 1 is the sigmoid seen from the other side. */
export const sigmoidDerivative = (z: Tensor): Tensor => sigmoid(z).mul(sigmoid(z.neg()));
