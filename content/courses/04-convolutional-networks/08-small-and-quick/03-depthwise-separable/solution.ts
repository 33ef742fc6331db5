import { nn } from "gradus";

/** A 3×3 filter for each channel alone, then 1×1 across the channels: [N, inputs, H, W] to [N, outputs, H/stride, W/stride]. */
export function depthwiseSeparable(inputs: number, outputs: number, stride: number): nn.Sequential {
  return new nn.Sequential(
    new nn.Conv2d(inputs, inputs, 3, { stride, padding: 1, groups: inputs, bias: false }),
    new nn.BatchNorm2d(inputs),
    new nn.ReLU(),
    new nn.Conv2d(inputs, outputs, 1, { bias: false }),
    new nn.BatchNorm2d(outputs),
    new nn.ReLU(),
  );
}
