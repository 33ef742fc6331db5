import { nn } from "gradus";
import { vggBlock } from "../02-vgg-block/solution.ts";

/** Blocks [convolutions, channels], then two linear layers: images [N, 1, 28, 28] to scores [N, classes]. */
export function smallVgg(
  blocks: readonly (readonly [convolutions: number, channels: number])[],
  hidden: number,
  classes: number,
): nn.Sequential {
  const layers: nn.TensorModule[] = [];
  let channels = 1;
  let side = 28;
  for (const [convolutions, outputs] of blocks) {
    layers.push(vggBlock(channels, outputs, convolutions));
    channels = outputs;
    side = Math.floor(side / 2);
  }
  layers.push(
    new nn.Flatten(),
    new nn.Linear(channels * side * side, hidden),
    new nn.ReLU(),
    new nn.Dropout(0.5),
    new nn.Linear(hidden, classes),
  );
  return new nn.Sequential(...layers);
}
