import { nn, type Tensor } from "gradus";

/** The cost of a thing's score, box and kind [N, 5 + K]; without a thing, box and kind do not count. */
export function locateCost(output: Tensor, truth: Tensor): Tensor {
  const K = output.size(1) - 5; //# given
  const part = (x: Tensor, from: number, count: number): Tensor => x.narrow(1, from, count); //# given
  const thing = part(truth, 0, 1); //# given
  //# 1. Cost: is there a thing?
  const there = nn.functional.binaryCrossEntropyWithLogits(part(output, 0, 1), thing, {
    reduction: "sum",
  });
  //# 2. Square: the errors of the box, where there is a thing
  const box = part(output, 1, 4).sub(part(truth, 1, 4));
  const place = box.square().mul(thing).sum();
  //# 3. Cost: of the kind, where there is a thing
  const logs = part(output, 5, K).logSoftmax(1);
  const scores = logs.mul(part(truth, 5, K));
  const kind = scores.mul(thing).sum().neg();
  //# 4. Mean: over the pictures
  return there.add(place).add(kind).div(output.size(0));
}
