import { nn } from "gradus";

/** Two 3×3 convolutions with batch norm and ReLU: [N, from, H, W] to [N, to, H, W]. */
export function convBlock(from: number, to: number): nn.Sequential {
  return new nn.Sequential(
    new nn.Conv2d(from, to, 3, { padding: 1, bias: false }),
    new nn.BatchNorm2d(to),
    new nn.ReLU(),
    new nn.Conv2d(to, to, 3, { padding: 1, bias: false }),
    new nn.BatchNorm2d(to),
    new nn.ReLU(),
  );
}
