import { nn } from "gradus";

/** 3×3 convolutions with ReLU, then max pooling: [N, inputs, H, W] to [N, outputs, H/2, W/2]. */
export function vggBlock(inputs: number, outputs: number, convolutions: number): nn.Sequential {
  const layers: nn.TensorModule[] = [];
  let channels = inputs;
  for (let i = 0; i < convolutions; i++) {
    layers.push(new nn.Conv2d(channels, outputs, 3, { padding: 1 }), new nn.ReLU());
    channels = outputs;
  }
  layers.push(new nn.MaxPool2d(2, { stride: 2 }));
  return new nn.Sequential(...layers);
}
