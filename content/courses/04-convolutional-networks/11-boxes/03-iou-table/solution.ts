import { maximum, minimum, type Tensor } from "gradus";

type Sides = [Tensor, Tensor, Tensor, Tensor];

/** The IoU of every box of a [N, 4] with every box of b [M, 4]: [N, M]. */
export function boxIou(a: Tensor, b: Tensor): Tensor {
  const [aLeft, aTop, aRight, aBottom] = a.unsqueeze(1).unbind(2) as Sides;
  const [bLeft, bTop, bRight, bBottom] = b.unbind(1) as Sides;
  const across = minimum(aRight, bRight).sub(maximum(aLeft, bLeft));
  const down = minimum(aBottom, bBottom).sub(maximum(aTop, bTop));
  const shared = across.clamp(0).mul(down.clamp(0));
  const areasA = aRight.sub(aLeft).mul(aBottom.sub(aTop));
  const areasB = bRight.sub(bLeft).mul(bBottom.sub(bTop));
  return shared.div(areasA.add(areasB).sub(shared));
}
