// caught by: holds for any number of inputs
import { type Tensor, tensor } from "gradus";

/** Counts on the inputs not being negative. */
export const weightedSum = (x: Tensor, w: Tensor, b: number): Tensor =>
  x.abs().mul(w).sum().add(tensor(b));
