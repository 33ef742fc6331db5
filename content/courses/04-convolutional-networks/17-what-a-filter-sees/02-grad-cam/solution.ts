import type { nn, Tensor } from "gradus";

/** One map of many, each with the mean of its gradients as its weight: [channels, h, w] to [h, w], in 0..1. */
export function weighted(maps: Tensor, gradients: Tensor): Tensor {
  //# 1. Mean: of each map's gradients, over all places
  const weights = gradients.mean([1, 2], { keepdim: true });
  //# 2. Sum: the maps times their weights; what is below 0 speaks against the class
  const map = maps.mul(weights).sum(0).relu();
  //# 3. Divide: by the largest number, unless all are 0
  return map.div(map.max().clamp(1e-12));
}

/** Where in an image [channels, height, width] a network sees the class `label`. */
export function gradCam(
  body: nn.TensorModule,
  head: nn.TensorModule,
  image: Tensor,
  label: number,
): Tensor {
  //# 4. Forward: the feature maps, as a beginning of their own
  const maps = body.call(image.unsqueeze(0)).detach().requiresGrad_();
  //# 5. Backward: from the score of the class
  head.call(maps).select(1, label).sum().backward();
  const gradients = maps.grad as Tensor; //# given
  //# 6. Combine: maps and gradients of the one image
  return weighted(maps.detach().select(0, 0), gradients.select(0, 0));
}
