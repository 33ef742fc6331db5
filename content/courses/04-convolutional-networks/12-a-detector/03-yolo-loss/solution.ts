import { nn, type Tensor } from "gradus";

/** The loss of a detector's output [N, A, 5 + K, S, S] against its targets, for each scene: a number. */
export function yoloLoss(output: Tensor, targets: Tensor): Tensor {
  const K = output.size(2) - 5; //# given
  const part = (x: Tensor, from: number, count: number): Tensor => x.narrow(2, from, count); //# given
  const thing = part(targets, 0, 1); //# given
  //# 1. Cost: is there a thing? Half as much where there is none
  const sure = nn.functional.binaryCrossEntropyWithLogits(part(output, 0, 1), thing, {
    reduction: "none",
  });
  const there = sure.mul(thing.add(1).div(2)).sum();
  //# 2. Square: the errors of middle and size, where there is a thing
  const middle = part(output, 1, 2)
    .sigmoid()
    .sub(part(targets, 1, 2));
  const size = part(output, 3, 2).sub(part(targets, 3, 2));
  const place = middle.square().add(size.square()).mul(thing).sum();
  //# 3. Cost: of the kind
  const what = part(output, 5, K)
    .logSoftmax(2)
    .mul(part(targets, 5, K))
    .sum()
    .neg();
  //# 4. Sum: the three, for each scene
  return there.add(place.mul(5)).add(what).div(output.size(0));
}
