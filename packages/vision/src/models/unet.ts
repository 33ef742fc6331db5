/**
 * U-Net, for a class for every pixel: down to small maps that know what is in the image, and up again, where each step
 * also gets the maps of its own size from the way down, which know where it is.
 */
import { cat, needWhole, pad, type Tensor } from "@gradus/core";
import {
  BatchNorm2d,
  Conv2d,
  ConvTranspose2d,
  MaxPool2d,
  Module,
  ModuleList,
  ReLU,
  Sequential,
} from "@gradus/nn";
import { argumentShapeError } from "../errors.ts";
import { type ClassifierOptions, classifierOptions, needSizes, widened } from "./shared.ts";

/** Options of `unet`. */
export interface UNetOptions extends ClassifierOptions {
  /** How often the image is halved; default 4. */
  readonly depth?: number;
}

const twice = (from: number, to: number): Sequential =>
  new Sequential(
    new Conv2d(from, to, 3, { padding: 1, bias: false }),
    new BatchNorm2d(to),
    new ReLU(),
    new Conv2d(to, to, 3, { padding: 1, bias: false }),
    new BatchNorm2d(to),
    new ReLU(),
  );

/** Twice as large, joined with the map of that size from the way down. */
class Up extends Module {
  readonly up: ConvTranspose2d;
  readonly conv: Sequential;

  constructor(from: number, to: number) {
    super();
    this.up = new ConvTranspose2d(from, to, 2, { stride: 2 });
    this.conv = twice(2 * to, to);
  }

  override forward(x: Tensor, across: Tensor): Tensor {
    const larger = this.up.call(x);
    const [height = 0, width = 0] = across.shape.slice(2);
    const [missingY, missingX] = [height - larger.shape[2], width - larger.shape[3]];
    // Halving rounds down: a row or a column of an odd image comes back as zeros.
    const whole =
      missingY === 0 && missingX === 0 ? larger : pad(larger, [0, missingX, 0, missingY]);
    return this.conv.call(cat([across, whole], 1));
  }
}

/**
 * U-Net with batch normalisation and padded convolutions, so that the scores have the image's size.
 *
 * @shape x: [N, inChannels, H, W] -> [N, numClasses, H, W], with H and W from 2^depth
 * @state inc: two convolutions to 64 channels; down.0 to 3: halved, two convolutions each, to 1024; up.0 to 3: a
 *   transposed convolution (.up) and two convolutions (.conv); outc: 1×1. 31,037,633 parameters for 3 channels and one
 *   class, at the starts of their layers
 * @throws UsageError `usage/option`, `usage/unknown-option`, `vision/option`; ShapeError `vision/argument-shape`
 * @remarks In the paper convolutions do not pad, so that its scores are 188 pixels smaller than the image, and there is
 *   no batch normalisation.
 * @example new UNet({ widthMult: 1 / 16, depth: 2 }).call(zeros([2, 3, 10, 13])).shape // [2, 1, 10, 13]
 * @source Ronneberger, Fischer & Brox 2015, arXiv:1505.04597, figure 1
 */
export class UNet extends Module {
  readonly inc: Sequential;
  readonly down: ModuleList<Sequential>;
  readonly up: ModuleList<Up>;
  readonly outc: Conv2d;

  constructor(options: UNetOptions = {}) {
    super();
    needSizes("unet", options, [...classifierOptions, "depth"]);
    const { numClasses = 1, inChannels = 3, widthMult = 1, depth = 4 } = options;
    needWhole("unet", "depth", depth, 1);
    const width = (level: number): number => widened(64 * 2 ** level, widthMult);
    const levels = Array.from({ length: Math.min(depth, 8) }, (_, i) => i);
    this.inc = twice(inChannels, width(0));
    this.down = new ModuleList(
      levels.map((i) => new Sequential(new MaxPool2d(2), twice(width(i), width(i + 1)))),
    );
    this.up = new ModuleList(levels.toReversed().map((i) => new Up(width(i + 1), width(i))));
    this.outc = new Conv2d(width(0), numClasses, 1);
  }

  override forward(x: Tensor): Tensor {
    const least = 2 ** this.down.length;
    if (x?.shape?.length === 4 && Math.min(...x.shape.slice(2)) < least)
      throw argumentShapeError(
        "unet",
        "the input",
        `[N, C, H, W] with H and W from ${least}`,
        x.shape,
        "take larger images, or a smaller depth.",
      );
    const across = [this.inc.call(x)];
    for (const down of this.down) across.push(down.call(across.at(-1) as Tensor));
    let y = across.pop() as Tensor;
    for (const up of this.up) y = up.call(y, across.pop() as Tensor);
    return this.outc.call(y);
  }
}

/**
 * U-Net with 31,037,633 parameters. See the class `UNet` for its layers.
 *
 * @shape x: [N, 3, H, W] -> [N, 1, H, W]
 * @throws UsageError `usage/option`, `usage/unknown-option`, `vision/option`; ShapeError `vision/argument-shape`
 * @example unet({ numClasses: 5, widthMult: 1 / 16 }).call(zeros([2, 3, 16, 16])).shape // [2, 5, 16, 16]
 * @source Ronneberger et al. 2015, arXiv:1505.04597, figure 1
 */
export const unet = (options: UNetOptions = {}): UNet => new UNet(options);
