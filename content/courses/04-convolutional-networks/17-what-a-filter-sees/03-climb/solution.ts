import type { nn, Tensor } from "gradus";

/** One step from an image [channels, height, width] to one that a filter of `body` answers to more strongly. */
export function climb(body: nn.TensorModule, image: Tensor, filter: number, rate: number): Tensor {
  const x = image.detach().requiresGrad_();
  body.call(x.unsqueeze(0)).select(1, filter).mean().backward();
  const gradient = x.grad as Tensor;
  const step = gradient.div(gradient.square().mean().sqrt().add(1e-8));
  return x.detach().add(step.mul(rate)).clamp(0, 1);
}
