/** Residual networks for small images such as CIFAR-10's, 32 by 32 pixels: three stages of 16, 32 and 64 channels. */
import { needWhole, pad, slice, type Tensor } from "@gradus/core";
import { AdaptiveAvgPool2d, BatchNorm2d, Conv2d, Linear, Module, Sequential } from "@gradus/nn";
import { optionError } from "../errors.ts";
import {
  type ClassifierOptions,
  classifierOptions,
  needSizes,
  startConvolutions,
  widened,
} from "./shared.ts";

/** Options of the small residual networks. */
export interface SmallResNetOptions extends ClassifierOptions {
  /**
   * The way around a block whose output has another shape: "A", every second pixel and channels of zeros behind those
   * there are, without parameters; "B", a 1×1 convolution. Default "A", as in the paper.
   */
  readonly shortcut?: "A" | "B";
}

/** Every second pixel, and channels of zeros behind. @source He et al. 2015, arXiv:1512.03385, section 3.3, option A */
class PaddedShortcut extends Module {
  readonly stride: number;
  readonly added: number;

  constructor(added: number, stride: number) {
    super();
    this.stride = stride;
    this.added = added;
  }

  override forward(x: Tensor): Tensor {
    const every = slice(null, null, this.stride);
    const fewer = this.stride === 1 ? x : x.index(["...", every, every]);
    return pad(fewer, [0, 0, 0, 0, 0, this.added]);
  }
}

class SmallBlock extends Module {
  readonly conv1: Conv2d;
  readonly bn1: BatchNorm2d;
  readonly conv2: Conv2d;
  readonly bn2: BatchNorm2d;
  readonly downsample: Sequential | PaddedShortcut | null;

  constructor(from: number, to: number, stride: number, shortcut: "A" | "B") {
    super();
    this.conv1 = new Conv2d(from, to, 3, { stride, padding: 1, bias: false });
    this.bn1 = new BatchNorm2d(to);
    this.conv2 = new Conv2d(to, to, 3, { padding: 1, bias: false });
    this.bn2 = new BatchNorm2d(to);
    if (stride === 1 && from === to) this.downsample = null;
    else if (shortcut === "A") this.downsample = new PaddedShortcut(to - from, stride);
    else
      this.downsample = new Sequential(
        new Conv2d(from, to, 1, { stride, bias: false }),
        new BatchNorm2d(to),
      );
  }

  override forward(x: Tensor): Tensor {
    const y = this.bn1.call(this.conv1.call(x)).relu();
    const added = this.bn2.call(this.conv2.call(y));
    return added.add(this.downsample ? this.downsample.call(x) : x).relu();
  }
}

/**
 * A residual network for small images, of `6n + 2` layers: a convolution, three stages of n blocks, a linear layer.
 *
 * @shape x: [N, 3, H, W] -> [N, numClasses], with H and W from 1; the paper's images have 32
 * @param depth layers with weights: 20, 32, 44, 56, 110, …
 * @state conv1, bn1, layer1 to layer3, fc: convolutions have He's normal start, normalisations 1 and 0
 * @throws UsageError `vision/option`, `usage/option`, `usage/unknown-option`
 * @example new SmallResNet(8).call(zeros([2, 3, 32, 32])).shape // [2, 10]
 * @source He, Zhang, Ren & Sun 2015, arXiv:1512.03385, section 4.2
 */
export class SmallResNet extends Module {
  readonly conv1: Conv2d;
  readonly bn1: BatchNorm2d;
  readonly layer1: Sequential;
  readonly layer2: Sequential;
  readonly layer3: Sequential;
  readonly avgpool: AdaptiveAvgPool2d;
  readonly fc: Linear;

  constructor(depth: number, options: SmallResNetOptions = {}) {
    super();
    needWhole("SmallResNet", "depth", depth, 8);
    const count = (depth - 2) / 6;
    if (!Number.isInteger(count) || depth > 1202)
      throw optionError("SmallResNet", "depth", depth, "6n + 2 from 8 to 1202, such as 20 or 32");
    needSizes("SmallResNet", options, [...classifierOptions, "shortcut"]);
    const { numClasses = 10, inChannels = 3, widthMult = 1, shortcut = "A" } = options;
    if (shortcut !== "A" && shortcut !== "B")
      throw optionError("SmallResNet", "shortcut", shortcut, "A or B");
    const base = widened(16, widthMult);
    const stage = (from: number, to: number, stride: number): Sequential =>
      new Sequential(
        ...Array.from({ length: count }, (_, i) =>
          i === 0
            ? new SmallBlock(from, to, stride, shortcut)
            : new SmallBlock(to, to, 1, shortcut),
        ),
      );
    this.conv1 = new Conv2d(inChannels, base, 3, { padding: 1, bias: false });
    this.bn1 = new BatchNorm2d(base);
    this.layer1 = stage(base, base, 1);
    this.layer2 = stage(base, 2 * base, 2);
    this.layer3 = stage(2 * base, 4 * base, 2);
    this.avgpool = new AdaptiveAvgPool2d(1);
    this.fc = new Linear(4 * base, numClasses);
    startConvolutions(this);
  }

  override forward(x: Tensor): Tensor {
    const stem = this.bn1.call(this.conv1.call(x)).relu();
    const features = this.layer3.call(this.layer2.call(this.layer1.call(stem)));
    return this.fc.call(this.avgpool.call(features).flatten(1));
  }
}

/**
 * ResNet-20 for small images, with 269,722 parameters.
 *
 * @shape x: [N, 3, 32, 32] -> [N, 10]
 * @throws UsageError `vision/option`, `usage/option`, `usage/unknown-option`
 * @example resnet20({ inChannels: 1 }).call(zeros([1, 1, 28, 28])).shape // [1, 10]
 * @source He et al. 2015, arXiv:1512.03385, section 4.2
 */
export const resnet20 = (options: SmallResNetOptions = {}): SmallResNet =>
  new SmallResNet(20, options);

/**
 * ResNet-32 for small images, with 464,154 parameters.
 *
 * @shape x: [N, 3, 32, 32] -> [N, 10]
 * @throws UsageError `vision/option`, `usage/option`, `usage/unknown-option`
 * @example resnet32({ inChannels: 1 }).call(zeros([1, 1, 28, 28])).shape // [1, 10]
 * @source He et al. 2015, arXiv:1512.03385, section 4.2
 */
export const resnet32 = (options: SmallResNetOptions = {}): SmallResNet =>
  new SmallResNet(32, options);
