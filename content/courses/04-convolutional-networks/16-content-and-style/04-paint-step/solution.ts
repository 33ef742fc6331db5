import { noGrad, type optim, type Tensor } from "gradus";

/** Both costs joined: alpha times the content's plus beta times the style's. */
export function totalCost(content: Tensor, style: Tensor, alpha = 10, beta = 40): Tensor {
  return content.mul(alpha).add(style.mul(beta));
}

/** One step of an optimizer on a picture, which stays in 0..1; the cost before the step. */
export async function paintStep(
  picture: Tensor,
  optimizer: optim.SGD | optim.Adam,
  costOf: (picture: Tensor) => Tensor,
): Promise<number> {
  optimizer.zeroGrad();
  const cost = costOf(picture);
  cost.backward();
  optimizer.step();
  noGrad(() => picture.clamp_(0, 1));
  return cost.item();
}
