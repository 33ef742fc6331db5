/**
 * MobileNet: a convolution taken apart into one that looks at each channel by itself and one of 1×1 that mixes them,
 * which needs eight to nine times less arithmetic.
 */
import type { Tensor } from "@gradus/core";
import { AdaptiveAvgPool2d, Dropout, Linear, Module, ReLU, Sequential } from "@gradus/nn";
import {
  type ClassifierOptions,
  classifierOptions,
  convNorm,
  needSizes,
  startConvolutions,
  startLinear,
} from "./shared.ts";

/** Options of the MobileNets; `widthMult` is what the papers call α. */
export interface MobileNetOptions extends ClassifierOptions {
  /** Share of values that the classifier zeroes in training; default 0.001 for V1, 0.2 for V2. */
  readonly dropout?: number;
}

/** Outputs and stride of each separable convolution. */
const table: readonly (readonly [channels: number, stride: number])[] = [
  [64, 1],
  [128, 2],
  [128, 1],
  [256, 2],
  [256, 1],
  [512, 2],
  [512, 1],
  [512, 1],
  [512, 1],
  [512, 1],
  [512, 1],
  [1024, 2],
  [1024, 1],
];

/**
 * MobileNet, version 1: a convolution and 13 depthwise separable ones, each with batch normalisation and ReLU.
 *
 * @shape x: [N, 3, H, W] -> [N, numClasses], with H and W from 1; the paper's images have 224
 * @state features.0: a convolution; features.1 to 13: depthwise (.0) and pointwise (.1); classifier.1: linear.
 *   Convolutions have He's normal start, normalisations 1 and 0; 4,231,976 parameters for 1,000 classes
 * @throws UsageError `usage/option`, `usage/unknown-option`, `vision/option`
 * @remarks Widths are rounded down, as in the authors' program.
 * @example new MobileNetV1({ numClasses: 3, widthMult: 1 / 16 }).call(zeros([2, 3, 32, 32])).shape // [2, 3]
 * @source Howard et al. 2017, arXiv:1704.04861, table 1
 */
export class MobileNetV1 extends Module {
  readonly features: Sequential;
  readonly avgpool: AdaptiveAvgPool2d;
  readonly classifier: Sequential;

  constructor(options: MobileNetOptions = {}) {
    super();
    needSizes("mobilenetV1", options, [...classifierOptions, "dropout"]);
    const { numClasses = 1000, inChannels = 3, widthMult = 1, dropout = 0.001 } = options;
    const width = (channels: number): number => Math.max(1, Math.floor(channels * widthMult));
    let from = width(32);
    const first = convNorm(inChannels, from, 3, { stride: 2, activation: new ReLU() });
    const separable = table.map(([channels, stride]) => {
      const to = width(channels);
      const depthwise = convNorm(from, from, 3, { stride, groups: from, activation: new ReLU() });
      const pointwise = convNorm(from, to, 1, { activation: new ReLU() });
      from = to;
      return new Sequential(depthwise, pointwise);
    });
    this.features = new Sequential(first, ...separable);
    this.avgpool = new AdaptiveAvgPool2d(1);
    this.classifier = new Sequential(new Dropout(dropout), new Linear(from, numClasses));
    startConvolutions(this);
    startLinear(this);
  }

  override forward(x: Tensor): Tensor {
    return this.classifier.call(this.avgpool.call(this.features.call(x)).flatten(1));
  }
}

/**
 * MobileNet, version 1, with 4,231,976 parameters.
 *
 * @shape x: [N, 3, 224, 224] -> [N, 1000]
 * @throws UsageError `usage/option`, `usage/unknown-option`, `vision/option`
 * @example mobilenetV1({ numClasses: 3, widthMult: 1 / 16 }).call(zeros([2, 3, 32, 32])).shape // [2, 3]
 * @source Howard et al. 2017, arXiv:1704.04861, table 1
 */
export const mobilenetV1 = (options: MobileNetOptions = {}): MobileNetV1 =>
  new MobileNetV1(options);
