import { nn } from "gradus";
import { InvertedResidual } from "../04-inverted-residual/solution.ts";

/** Expansion, channels, blocks, stride of the first. */
const rows = [
  [1, 16, 1, 1],
  [6, 24, 2, 2],
  [6, 32, 3, 2],
  [6, 64, 4, 2],
  [6, 96, 3, 1],
  [6, 160, 3, 2],
  [6, 320, 1, 1],
] as const;

/** MobileNetV2: images [N, 3, H, W] to scores [N, classes]. */
export function mobilenetV2(classes: number): nn.Sequential {
  const layers: nn.TensorModule[] = [
    new nn.Conv2d(3, 32, 3, { stride: 2, padding: 1, bias: false }),
    new nn.BatchNorm2d(32),
    new nn.ReLU6(),
  ];
  let channels = 32;
  for (const [expansion, outputs, blocks, stride] of rows)
    for (let i = 0; i < blocks; i++) {
      layers.push(new InvertedResidual(channels, outputs, i === 0 ? stride : 1, expansion));
      channels = outputs;
    }
  layers.push(
    new nn.Conv2d(channels, 1280, 1, { bias: false }),
    new nn.BatchNorm2d(1280),
    new nn.ReLU6(),
    new nn.AdaptiveAvgPool2d(1),
    new nn.Flatten(),
    new nn.Dropout(0.2),
    new nn.Linear(1280, classes),
  );
  return new nn.Sequential(...layers);
}
