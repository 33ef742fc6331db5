/**
 * Residual networks for large images. A block computes what is to be added to its input, so that a block that has
 * nothing to add is easily learned, and very deep networks still train.
 */
import type { Tensor } from "@gradus/core";
import {
  AdaptiveAvgPool2d,
  BatchNorm2d,
  Conv2d,
  Linear,
  MaxPool2d,
  Module,
  Sequential,
} from "@gradus/nn";
import { optionError } from "../errors.ts";
import { type ClassifierOptions, needSizes, startConvolutions, widened } from "./shared.ts";

const conv = (from: number, to: number, size: 1 | 3, stride = 1): Conv2d =>
  new Conv2d(from, to, size, { stride, padding: size === 3 ? 1 : 0, bias: false });

/** The way around a block: nothing where its output has the input's shape, else a 1×1 convolution. */
const projection = (from: number, to: number, stride: number): Sequential | null =>
  stride === 1 && from === to
    ? null
    : new Sequential(conv(from, to, 1, stride), new BatchNorm2d(to));

/** Two 3×3 convolutions and a way around them. @source He et al. 2015, arXiv:1512.03385, figure 5 left */
class BasicBlock extends Module {
  readonly conv1: Conv2d;
  readonly bn1: BatchNorm2d;
  readonly conv2: Conv2d;
  readonly bn2: BatchNorm2d;
  readonly downsample: Sequential | null;

  constructor(from: number, width: number, stride: number) {
    super();
    this.conv1 = conv(from, width, 3, stride);
    this.bn1 = new BatchNorm2d(width);
    this.conv2 = conv(width, width, 3);
    this.bn2 = new BatchNorm2d(width);
    this.downsample = projection(from, width, stride);
  }

  override forward(x: Tensor): Tensor {
    const y = this.bn1.call(this.conv1.call(x)).relu();
    const added = this.bn2.call(this.conv2.call(y));
    return added.add(this.downsample ? this.downsample.call(x) : x).relu();
  }
}

/**
 * A 3×3 convolution between two of 1×1, which make it narrow and wide again, and a way around them. The stride is that
 * of the 3×3 convolution, as in torchvision; in the paper it is that of the first.
 *
 * @source He et al. 2015, arXiv:1512.03385, figure 5 right
 */
class Bottleneck extends Module {
  readonly conv1: Conv2d;
  readonly bn1: BatchNorm2d;
  readonly conv2: Conv2d;
  readonly bn2: BatchNorm2d;
  readonly conv3: Conv2d;
  readonly bn3: BatchNorm2d;
  readonly downsample: Sequential | null;

  constructor(from: number, width: number, stride: number) {
    super();
    this.conv1 = conv(from, width, 1);
    this.bn1 = new BatchNorm2d(width);
    this.conv2 = conv(width, width, 3, stride);
    this.bn2 = new BatchNorm2d(width);
    this.conv3 = conv(width, 4 * width, 1);
    this.bn3 = new BatchNorm2d(4 * width);
    this.downsample = projection(from, 4 * width, stride);
  }

  override forward(x: Tensor): Tensor {
    const narrow = this.bn1.call(this.conv1.call(x)).relu();
    const y = this.bn2.call(this.conv2.call(narrow)).relu();
    const added = this.bn3.call(this.conv3.call(y));
    return added.add(this.downsample ? this.downsample.call(x) : x).relu();
  }
}

/** What a residual network's blocks are made of. */
export type ResNetBlock = "basic" | "bottleneck";

/**
 * A residual network by its kind of block and the number of blocks in each of its four stages.
 *
 * @shape x: [N, 3, H, W] -> [N, numClasses], with H and W from 1; the paper's images have 224
 * @param block "basic": two 3×3 convolutions; "bottleneck": 1×1, 3×3 and 1×1, with four times as many outputs
 * @param layers blocks in each stage: [2, 2, 2, 2] of "basic" is ResNet-18
 * @state conv1, bn1, layer1 to layer4, fc: convolutions have He's normal start, normalisations 1 and 0
 * @throws UsageError `usage/option`, `usage/unknown-option`, `vision/option`
 * @example new ResNet("basic", [1, 1, 1, 1], { numClasses: 3, widthMult: 1 / 16 }).call(zeros([2, 3, 32, 32])).shape // [2, 3]
 * @source He, Zhang, Ren & Sun 2015, arXiv:1512.03385, table 1
 */
export class ResNet extends Module {
  readonly conv1: Conv2d;
  readonly bn1: BatchNorm2d;
  readonly maxpool: MaxPool2d;
  readonly layer1: Sequential;
  readonly layer2: Sequential;
  readonly layer3: Sequential;
  readonly layer4: Sequential;
  readonly avgpool: AdaptiveAvgPool2d;
  readonly fc: Linear;

  constructor(block: ResNetBlock, layers: readonly number[], options: ClassifierOptions = {}) {
    super();
    if (block !== "basic" && block !== "bottleneck")
      throw optionError("ResNet", "block", block, "basic or bottleneck");
    const isCount = (n: unknown): boolean => Number.isInteger(n) && (n as number) > 0;
    if (!Array.isArray(layers) || layers.length !== 4 || !layers.every(isCount))
      throw optionError("ResNet", "layers", layers, "four whole numbers from 1");
    needSizes("ResNet", options);
    const { numClasses = 1000, inChannels = 3, widthMult = 1 } = options;
    const base = widened(64, widthMult);
    this.conv1 = new Conv2d(inChannels, base, 7, { stride: 2, padding: 3, bias: false });
    this.bn1 = new BatchNorm2d(base);
    this.maxpool = new MaxPool2d(3, { stride: 2, padding: 1 });
    let from = base;
    const stage = (width: number, count: number, stride: number): Sequential => {
      const blocks = Array.from({ length: count }, (_, i) => {
        const made =
          block === "basic"
            ? new BasicBlock(from, width, i === 0 ? stride : 1)
            : new Bottleneck(from, width, i === 0 ? stride : 1);
        from = block === "basic" ? width : 4 * width;
        return made;
      });
      return new Sequential(...blocks);
    };
    const [one = 1, two = 1, three = 1, four = 1] = layers;
    this.layer1 = stage(base, one, 1);
    this.layer2 = stage(2 * base, two, 2);
    this.layer3 = stage(4 * base, three, 2);
    this.layer4 = stage(8 * base, four, 2);
    this.avgpool = new AdaptiveAvgPool2d(1);
    this.fc = new Linear(from, numClasses);
    startConvolutions(this);
  }

  override forward(x: Tensor): Tensor {
    const stem = this.maxpool.call(this.bn1.call(this.conv1.call(x)).relu());
    const half = this.layer2.call(this.layer1.call(stem));
    const features = this.layer4.call(this.layer3.call(half));
    return this.fc.call(this.avgpool.call(features).flatten(1));
  }
}

/**
 * ResNet-18 with 11,689,512 parameters.
 *
 * @shape x: [N, 3, 224, 224] -> [N, 1000]
 * @throws UsageError `usage/option`, `usage/unknown-option`, `vision/option`
 * @example resnet18({ numClasses: 3, widthMult: 1 / 16 }).call(zeros([2, 3, 32, 32])).shape // [2, 3]
 * @source He et al. 2015, arXiv:1512.03385, table 1
 */
export const resnet18 = (options: ClassifierOptions = {}): ResNet =>
  new ResNet("basic", [2, 2, 2, 2], options);

/**
 * ResNet-50 with 25,557,032 parameters.
 *
 * @shape x: [N, 3, 224, 224] -> [N, 1000]
 * @throws UsageError `usage/option`, `usage/unknown-option`, `vision/option`
 * @example resnet50({ numClasses: 3, widthMult: 1 / 16 }).call(zeros([2, 3, 32, 32])).shape // [2, 3]
 * @source He et al. 2015, arXiv:1512.03385, table 1
 */
export const resnet50 = (options: ClassifierOptions = {}): ResNet =>
  new ResNet("bottleneck", [3, 4, 6, 3], options);
