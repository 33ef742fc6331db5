/**
 * MobileNet, version 2: residual blocks turned inside out. They are narrow where they are joined and wide inside, where
 * a depthwise convolution costs little, and end without an activation, which would lose much of what is narrow.
 */
import type { Tensor } from "@gradus/core";
import {
  BatchNorm2d,
  Conv2d,
  Dropout,
  Linear,
  Module,
  Sequential,
  type TensorModule,
} from "@gradus/nn";
import type { MobileNetOptions } from "./mobilenet-v1.ts";
import {
  classifierOptions,
  convNorm,
  needSizes,
  startConvolutions,
  startLinear,
} from "./shared.ts";

/** The multiple of 8 next to a number, never more than a tenth below it. */
function divisible(channels: number): number {
  const near = Math.max(8, Math.floor((channels + 4) / 8) * 8);
  return near < 0.9 * channels ? near + 8 : near;
}

/** Wider, through a depthwise convolution, and narrow again. @source Sandler et al. 2018, table 1 */
class InvertedResidual extends Module {
  readonly conv: Sequential;
  readonly adds: boolean;

  constructor(from: number, to: number, stride: number, expand: number) {
    super();
    const inside = from * expand;
    const layers: TensorModule[] = expand === 1 ? [] : [convNorm(from, inside, 1)];
    layers.push(
      convNorm(inside, inside, 3, { stride, groups: inside }),
      new Conv2d(inside, to, 1, { bias: false }),
      new BatchNorm2d(to),
    );
    this.conv = new Sequential(...layers);
    this.adds = stride === 1 && from === to;
  }

  override forward(x: Tensor): Tensor {
    return this.adds ? x.add(this.conv.call(x)) : this.conv.call(x);
  }
}

/** Expansion, channels, blocks, and the first block's stride. */
const table: readonly (readonly [t: number, c: number, n: number, s: number])[] = [
  [1, 16, 1, 1],
  [6, 24, 2, 2],
  [6, 32, 3, 2],
  [6, 64, 4, 2],
  [6, 96, 3, 1],
  [6, 160, 3, 2],
  [6, 320, 1, 1],
];

/**
 * MobileNet, version 2.
 *
 * @shape x: [N, 3, H, W] -> [N, numClasses], with H and W from 1; the paper's images have 224
 * @state features.0: a convolution; features.1 to 17: inverted residuals; features.18: a 1×1 convolution;
 *   classifier.1: linear. Convolutions have He's normal start, normalisations 1 and 0, the linear layer is normal with
 *   deviation 0.01; 3,504,872 parameters for 1,000 classes
 * @throws UsageError `usage/option`, `usage/unknown-option`, `vision/option`
 * @remarks Widths become multiples of 8, as in torchvision.
 * @example new MobileNetV2({ numClasses: 3, widthMult: 1 / 4 }).call(zeros([2, 3, 32, 32])).shape // [2, 3]
 * @source Sandler et al. 2018, arXiv:1801.04381, table 2
 */
export class MobileNetV2 extends Module {
  readonly features: Sequential;
  readonly classifier: Sequential;

  constructor(options: MobileNetOptions = {}) {
    super();
    needSizes("mobilenetV2", options, [...classifierOptions, "dropout"]);
    const { numClasses = 1000, inChannels = 3, widthMult = 1, dropout = 0.2 } = options;
    let from = divisible(32 * widthMult);
    const layers: TensorModule[] = [convNorm(inChannels, from, 3, { stride: 2 })];
    for (const [t, c, n, s] of table)
      for (let i = 0; i < n; i++) {
        const to = divisible(c * widthMult);
        layers.push(new InvertedResidual(from, to, i === 0 ? s : 1, t));
        from = to;
      }
    const last = divisible(1280 * Math.max(1, widthMult));
    layers.push(convNorm(from, last, 1));
    this.features = new Sequential(...layers);
    this.classifier = new Sequential(new Dropout(dropout), new Linear(last, numClasses));
    startConvolutions(this);
    startLinear(this);
  }

  override forward(x: Tensor): Tensor {
    return this.classifier.call(this.features.call(x).mean([2, 3]));
  }
}

/**
 * MobileNet, version 2, with 3,504,872 parameters.
 *
 * @shape x: [N, 3, 224, 224] -> [N, 1000]
 * @throws UsageError `usage/option`, `usage/unknown-option`, `vision/option`
 * @example mobilenetV2({ numClasses: 3, widthMult: 1 / 4 }).call(zeros([2, 3, 32, 32])).shape // [2, 3]
 * @source Sandler et al. 2018, arXiv:1801.04381, table 2
 */
export const mobilenetV2 = (options: MobileNetOptions = {}): MobileNetV2 =>
  new MobileNetV2(options);
