import { eye, type Tensor } from "gradus";

/** For each anchor the place of the nearest row of P that is not its own. A, P: [m, d]; answer: [m]. */
export function nearestOther(A: Tensor, P: Tensor): Tensor {
  //# 1. Difference: the squared distance of every anchor to every row of P, [m, m]
  const distances = A.unsqueeze(1).sub(P.unsqueeze(0)).square().sum(2);
  //# 2. Mask: an anchor's own positive is no choice
  const own = eye(A.size(0)).gt(0);
  const others = distances.maskedFill(own, Number.POSITIVE_INFINITY);
  //# 3. Select: the place of the least distance in each row
  return others.argmin(1);
}
