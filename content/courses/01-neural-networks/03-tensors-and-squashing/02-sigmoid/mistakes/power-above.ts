// caught by: stays a number far from 0
// misconception: infinity divided by infinity
import type { Tensor } from "gradus";

export function sigmoid(z: Tensor): Tensor {
  const power = z.exp();
  return power.div(power.add(1));
}
