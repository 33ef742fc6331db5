import { cat, pad, type Tensor } from "gradus";

export interface Dice {
  flip: boolean;
  down: number;
  right: number;
}

/** Images [N, C, H, W], each flipped and moved as its own dice say; what comes in at a border is 0. */
export function augmentImages(X: Tensor, dice: readonly Dice[]): Tensor {
  const images = dice.map(({ flip, down, right }, i) => {
    const image = X.narrow(0, i, 1);
    const turned = flip ? image.flip([3]) : image;
    // A border on one side, and as much cut off on the other.
    return pad(turned, [right, -right, down, -down]);
  });
  return cat(images, 0);
}
