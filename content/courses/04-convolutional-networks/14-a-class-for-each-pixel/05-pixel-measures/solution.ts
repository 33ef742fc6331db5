import { onesLike, stack, type Tensor, where } from "gradus";

/** The share of right pixels; answers and truth [N, H, W] hold classes. */
export function pixelAccuracy(answers: Tensor, truth: Tensor): Tensor {
  //# 1. Mean: of what is right, as ones and zeros
  return answers.eq(truth).float().mean();
}

/** For each class the pixels that are it in both over those that are it in either; 1 where there are none: [classes]. */
export function classIous(answers: Tensor, truth: Tensor, classes: number): Tensor {
  const numbers = Array.from({ length: classes }, (_, c) => c); //# given
  //# 1. Overlap: for each class, how many pixels it has in both
  const shared = stack(numbers.map((c) => answers.eq(c).logicalAnd(truth.eq(c)).float().sum()));
  //# 2. Sum: and how many it has in one of the two, or in both
  const either = stack(numbers.map((c) => answers.eq(c).logicalOr(truth.eq(c)).float().sum()));
  //# 3. Divide: where there are any
  return where(either.gt(0), shared.div(either.clamp(1)), onesLike(either));
}
