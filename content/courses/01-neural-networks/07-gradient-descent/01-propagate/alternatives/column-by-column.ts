import { type Tensor, where } from "gradus";
import { sigmoid } from "../../../03-tensors-and-squashing/02-sigmoid/solution.ts";

export function propagate({ w, b }: { w: Tensor; b: Tensor }, X: Tensor, y: Tensor) {
  const A = sigmoid(X.mul(w).sum(1).add(b));
  const chanceOfTruth = where(y.eq(1), A, A.neg().add(1));
  const off = A.sub(y);
  return {
    cost: chanceOfTruth.log().mean().neg(),
    dw: X.mul(off.unsqueeze(1)).mean(0),
    db: off.mean(),
  };
}
