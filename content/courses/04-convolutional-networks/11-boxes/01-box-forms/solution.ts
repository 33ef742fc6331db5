import { stack, type Tensor } from "gradus";

/** Corners x1, y1, x2, y2 of boxes given by middle, width and height: [N, 4] to [N, 4]. */
export function toCorners(boxes: Tensor): Tensor {
  //# 1. Select: the four columns
  const [x, y, w, h] = boxes.unbind(1) as [Tensor, Tensor, Tensor, Tensor]; //# given
  //# 2. Divide: width and height, as a side is half of them away from the middle
  const [across, down] = [w.div(2), h.div(2)];
  //# 3. Combine: the four sides as columns
  return stack([x.sub(across), y.sub(down), x.add(across), y.add(down)], 1);
}

/** Middle, width and height of boxes given by their corners: [N, 4] to [N, 4]. */
export function toCentres(boxes: Tensor): Tensor {
  //# 1. Select: the four columns
  const [x1, y1, x2, y2] = boxes.unbind(1) as [Tensor, Tensor, Tensor, Tensor]; //# given
  //# 2. Combine: the middle is the mean of two sides, width and height are differences
  return stack([x1.add(x2).div(2), y1.add(y2).div(2), x2.sub(x1), y2.sub(y1)], 1);
}
