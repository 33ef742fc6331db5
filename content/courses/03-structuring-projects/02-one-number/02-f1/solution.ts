import { onesLike, type Tensor, where } from "gradus";

/** The harmonic mean of precision and recall, place by place; 0 where both are 0. */
export function f1(precision: Tensor, recall: Tensor): Tensor {
  //# 1. Multiply: twice the product
  const product = precision.mul(recall).mul(2);
  //# 2. Add: the two, and 1 where that would be 0
  const sum = precision.add(recall);
  const safe = where(sum.gt(0), sum, onesLike(sum));
  //# 3. Divide: the product by the sum
  return product.div(safe);
}
