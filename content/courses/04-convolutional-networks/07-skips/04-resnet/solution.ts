import { nn } from "gradus";
import { IdentityBlock } from "../02-identity-block/solution.ts";
import { ProjectionBlock } from "../03-projection-block/solution.ts";

/** A ResNet of bottleneck blocks, counts[s] of them in stage s: images [N, 3, H, W] to scores [N, classes]. */
export function resnet(counts: readonly number[], classes: number, width: number): nn.Sequential {
  const layers: nn.TensorModule[] = [
    new nn.Conv2d(3, width, 7, { stride: 2, padding: 3, bias: false }),
    new nn.BatchNorm2d(width),
    new nn.ReLU(),
    new nn.MaxPool2d(3, { stride: 2, padding: 1 }),
  ];
  let channels = width;
  for (const [stage, count] of counts.entries()) {
    const middle = width * 2 ** stage;
    const stride = stage === 0 ? 1 : 2;
    layers.push(new ProjectionBlock(channels, middle, 4 * middle, stride));
    for (let b = 1; b < count; b++) layers.push(new IdentityBlock(4 * middle, middle));
    channels = 4 * middle;
  }
  layers.push(new nn.AdaptiveAvgPool2d(1), new nn.Flatten(), new nn.Linear(channels, classes));
  return new nn.Sequential(...layers);
}
