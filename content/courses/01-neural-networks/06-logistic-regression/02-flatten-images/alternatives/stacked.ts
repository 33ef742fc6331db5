import { stack, type Tensor } from "gradus";

export function flattenImages(images: Tensor): Tensor {
  const [m = 0] = images.shape;
  return stack(Array.from({ length: m }, (_, i) => images.select(0, i).reshape([-1])));
}
