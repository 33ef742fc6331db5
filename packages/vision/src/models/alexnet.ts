/** AlexNet, with which convolutional networks won: five convolutions and three linear layers. */
import type { Tensor } from "@gradus/core";
import {
  AdaptiveAvgPool2d,
  Conv2d,
  Dropout,
  Linear,
  MaxPool2d,
  Module,
  ReLU,
  Sequential,
} from "@gradus/nn";
import { type ClassifierOptions, classifierOptions, needSizes, widened } from "./shared.ts";

/** Options of `alexnet`. */
export interface AlexNetOptions extends ClassifierOptions {
  /** Share of values that the classifier zeroes in training; default 0.5. */
  readonly dropout?: number;
}

/**
 * AlexNet in one column, the form that torchvision has.
 *
 * @shape x: [N, 3, H, W] -> [N, numClasses], with H and W from 63; the paper's images have 224
 * @state features.0, 3, 6, 8, 10: convolutions to 64, 192, 384, 256 and 256 channels; classifier.1, 4, 6: linear, to
 *   4096, 4096 and numClasses; 61,100,840 parameters for 1,000 classes, at the starts of their layers
 * @throws UsageError `usage/option`, `usage/unknown-option`, `vision/option`
 * @example new AlexNet({ numClasses: 3, widthMult: 1 / 16 }).call(zeros([2, 3, 64, 64])).shape // [2, 3]
 * @source Krizhevsky 2014, "One weird trick for parallelizing convolutional neural networks", arXiv:1404.5997
 */
export class AlexNet extends Module {
  readonly features: Sequential;
  readonly avgpool: AdaptiveAvgPool2d;
  readonly classifier: Sequential;

  constructor(options: AlexNetOptions = {}) {
    super();
    needSizes("alexnet", options, [...classifierOptions, "dropout"]);
    const { numClasses = 1000, inChannels = 3, widthMult = 1, dropout = 0.5 } = options;
    const [a, b, c, d, hidden] = [64, 192, 384, 256, 4096].map((n) => widened(n, widthMult)) as [
      number,
      number,
      number,
      number,
      number,
    ];
    this.features = new Sequential(
      new Conv2d(inChannels, a, 11, { stride: 4, padding: 2 }),
      new ReLU(),
      new MaxPool2d(3, { stride: 2 }),
      new Conv2d(a, b, 5, { padding: 2 }),
      new ReLU(),
      new MaxPool2d(3, { stride: 2 }),
      new Conv2d(b, c, 3, { padding: 1 }),
      new ReLU(),
      new Conv2d(c, d, 3, { padding: 1 }),
      new ReLU(),
      new Conv2d(d, d, 3, { padding: 1 }),
      new ReLU(),
      new MaxPool2d(3, { stride: 2 }),
    );
    this.avgpool = new AdaptiveAvgPool2d([6, 6]);
    this.classifier = new Sequential(
      new Dropout(dropout),
      new Linear(d * 36, hidden),
      new ReLU(),
      new Dropout(dropout),
      new Linear(hidden, hidden),
      new ReLU(),
      new Linear(hidden, numClasses),
    );
  }

  override forward(x: Tensor): Tensor {
    return this.classifier.call(this.avgpool.call(this.features.call(x)).flatten(1));
  }
}

/**
 * AlexNet with 61,100,840 parameters. See the class `AlexNet` for its layers.
 *
 * @shape x: [N, 3, 224, 224] -> [N, 1000]
 * @throws UsageError `usage/option`, `usage/unknown-option`, `vision/option`
 * @example alexnet({ numClasses: 2 }).classifier.at(-1)?.weight.shape // [2, 4096]
 * @source Krizhevsky 2014, arXiv:1404.5997
 */
export const alexnet = (options: AlexNetOptions = {}): AlexNet => new AlexNet(options);
