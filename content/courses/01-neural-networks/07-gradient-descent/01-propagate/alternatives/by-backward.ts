import { nn, type Tensor } from "gradus";

export function propagate({ w, b }: { w: Tensor; b: Tensor }, X: Tensor, y: Tensor) {
  const parameters = { w: w.detach().requiresGrad_(), b: b.detach().requiresGrad_() };
  const z = X.matmul(parameters.w).add(parameters.b);
  const cost = nn.functional.binaryCrossEntropyWithLogits(z, y);
  cost.backward();
  return { dw: parameters.w.grad as Tensor, db: parameters.b.grad as Tensor, cost: cost.detach() };
}
