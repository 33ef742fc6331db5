/** VGG networks: nothing but 3×3 convolutions, halved five times by pooling, and three linear layers. */
import type { Tensor } from "@gradus/core";
import {
  AdaptiveAvgPool2d,
  BatchNorm2d,
  Conv2d,
  Dropout,
  Linear,
  MaxPool2d,
  Module,
  ReLU,
  Sequential,
  type TensorModule,
} from "@gradus/nn";
import { optionError } from "../errors.ts";
import {
  type ClassifierOptions,
  classifierOptions,
  needSizes,
  startConvolutions,
  startLinear,
  widened,
} from "./shared.ts";

/** Options of the VGG networks. */
export interface VGGOptions extends ClassifierOptions {
  /** Share of values that the classifier zeroes in training; default 0.5. */
  readonly dropout?: number;
  /** Batch normalisation after every convolution; default false. */
  readonly batchNorm?: boolean;
}

/**
 * A VGG network by the widths of its blocks, each a list of convolutions after which pooling halves the image.
 *
 * @shape x: [N, 3, H, W] -> [N, numClasses], with H and W from 32; the paper's images have 224
 * @param blocks channels of the convolutions, block by block; [[64], [128], [256, 256], [512, 512], [512, 512]] is
 *   VGG-11, the paper's column A
 * @state features: the convolutions, He's normal start with biases 0; classifier.0, 3, 6: linear, to 4096, 4096 and
 *   numClasses, normal with deviation 0.01 and biases 0
 * @throws UsageError `usage/option`, `usage/unknown-option`, `vision/option`
 * @example new VGG([[4], [8]], { numClasses: 3, widthMult: 1 / 16 }).call(zeros([2, 3, 8, 8])).shape // [2, 3]
 * @source Simonyan & Zisserman 2014, arXiv:1409.1556, table 1
 */
export class VGG extends Module {
  readonly features: Sequential;
  readonly avgpool: AdaptiveAvgPool2d;
  readonly classifier: Sequential;

  constructor(blocks: readonly (readonly number[])[], options: VGGOptions = {}) {
    super();
    const isWidth = (n: unknown): boolean => Number.isInteger(n) && (n as number) > 0;
    const fits = (block: unknown): boolean =>
      Array.isArray(block) && block.length > 0 && block.every(isWidth);
    if (!Array.isArray(blocks) || blocks.length === 0 || !blocks.every(fits))
      throw optionError("VGG", "blocks", blocks, "a list of lists of channels");
    needSizes("VGG", options, [...classifierOptions, "dropout", "batchNorm"]);
    const { numClasses = 1000, inChannels = 3, widthMult = 1 } = options;
    const { dropout = 0.5, batchNorm = false } = options;
    const layers: TensorModule[] = [];
    let channels = inChannels;
    for (const block of blocks) {
      for (const wanted of block) {
        const width = widened(wanted, widthMult);
        layers.push(new Conv2d(channels, width, 3, { padding: 1 }));
        if (batchNorm) layers.push(new BatchNorm2d(width));
        layers.push(new ReLU());
        channels = width;
      }
      layers.push(new MaxPool2d(2));
    }
    const hidden = widened(4096, widthMult);
    this.features = new Sequential(...layers);
    this.avgpool = new AdaptiveAvgPool2d([7, 7]);
    this.classifier = new Sequential(
      new Linear(channels * 49, hidden),
      new ReLU(),
      new Dropout(dropout),
      new Linear(hidden, hidden),
      new ReLU(),
      new Dropout(dropout),
      new Linear(hidden, numClasses),
    );
    startConvolutions(this);
    startLinear(this);
  }

  override forward(x: Tensor): Tensor {
    return this.classifier.call(this.avgpool.call(this.features.call(x)).flatten(1));
  }
}

/**
 * VGG-11, column A of the paper, with 132,863,336 parameters.
 *
 * @shape x: [N, 3, 224, 224] -> [N, 1000]
 * @throws UsageError `usage/option`, `usage/unknown-option`, `vision/option`
 * @example vgg11({ numClasses: 3, widthMult: 1 / 32 }).call(zeros([2, 3, 32, 32])).shape // [2, 3]
 * @source Simonyan & Zisserman 2014, arXiv:1409.1556, table 1
 */
export const vgg11 = (options: VGGOptions = {}): VGG =>
  new VGG([[64], [128], [256, 256], [512, 512], [512, 512]], options);

/**
 * VGG-16, column D of the paper, with 138,357,544 parameters.
 *
 * @shape x: [N, 3, 224, 224] -> [N, 1000]
 * @throws UsageError `usage/option`, `usage/unknown-option`, `vision/option`
 * @example vgg16({ numClasses: 3, widthMult: 1 / 32 }).call(zeros([2, 3, 32, 32])).shape // [2, 3]
 * @source Simonyan & Zisserman 2014, arXiv:1409.1556, table 1
 */
export const vgg16 = (options: VGGOptions = {}): VGG =>
  new VGG(
    [
      [64, 64],
      [128, 128],
      [256, 256, 256],
      [512, 512, 512],
      [512, 512, 512],
    ],
    options,
  );
