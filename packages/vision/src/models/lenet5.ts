/**
 * LeNet-5, the first convolutional network that many knew: two convolutions, each halved by pooling, and three linear
 * layers.
 */
import { needOptions, needWhole, type Tensor } from "@gradus/core";
import {
  AvgPool2d,
  Conv2d,
  Linear,
  MaxPool2d,
  Module,
  ReLU,
  Tanh,
  type TensorModule,
} from "@gradus/nn";
import { optionError } from "../errors.ts";

/** Options of `lenet5`. */
export interface LeNet5Options {
  /** Scores for each image; default 10. */
  readonly numClasses?: number;
  readonly inChannels?: number;
  /** Height and width of the images: 28, which the first layer pads by 2, or 32 as in the paper; default 28. */
  readonly inputSize?: 28 | 32;
  /** Default "tanh", as in the paper. */
  readonly activation?: "tanh" | "relu";
  /** Default "avg", as in the paper. */
  readonly pooling?: "avg" | "max";
}

const one = <T>(what: string, value: T, allowed: readonly T[]): T => {
  if (!allowed.includes(value)) throw optionError("lenet5", what, value, allowed.join(" or "));
  return value;
};

/**
 * LeNet-5.
 *
 * @shape x: [N, inChannels, inputSize, inputSize] -> [N, numClasses]
 * @state conv1: 6 kernels of 5×5, conv2: 16 of 5×5, fc1: 400 to 120, fc2: 120 to 84, fc3: 84 to numClasses; 61,706
 *   parameters for 10 classes, at the starts of their layers
 * @throws UsageError `vision/option`, `usage/option`, `usage/unknown-option`
 * @remarks Of the paper it has the layers and their sizes. There, pooling has weights of its own, conv2 sees a part of
 *   the six maps, and the last layer measures distances; today's programs do as here.
 * @example new LeNet5({ numClasses: 3 }).call(zeros([2, 1, 28, 28])).shape // [2, 3]
 * @source LeCun, Bottou, Bengio & Haffner 1998, "Gradient-based learning applied to document recognition", section II.B
 */
export class LeNet5 extends Module {
  readonly conv1: Conv2d;
  readonly conv2: Conv2d;
  readonly fc1: Linear;
  readonly fc2: Linear;
  readonly fc3: Linear;
  readonly activation: TensorModule;
  readonly pool: TensorModule;

  constructor(options: LeNet5Options = {}) {
    super();
    needOptions("lenet5", options, [
      "numClasses",
      "inChannels",
      "inputSize",
      "activation",
      "pooling",
    ]);
    const { numClasses = 10, inChannels = 1, inputSize = 28 } = options;
    needWhole("lenet5", "numClasses", numClasses, 1);
    needWhole("lenet5", "inChannels", inChannels, 1);
    one("inputSize", inputSize, [28, 32]);
    const activation = one("activation", options.activation ?? "tanh", ["tanh", "relu"]);
    const pooling = one("pooling", options.pooling ?? "avg", ["avg", "max"]);
    this.conv1 = new Conv2d(inChannels, 6, 5, { padding: inputSize === 28 ? 2 : 0 });
    this.conv2 = new Conv2d(6, 16, 5);
    this.fc1 = new Linear(400, 120);
    this.fc2 = new Linear(120, 84);
    this.fc3 = new Linear(84, numClasses);
    this.activation = activation === "tanh" ? new Tanh() : new ReLU();
    this.pool = pooling === "avg" ? new AvgPool2d(2) : new MaxPool2d(2);
  }

  override forward(x: Tensor): Tensor {
    const { activation, pool } = this;
    const first = pool.call(activation.call(this.conv1.call(x)));
    const second = pool.call(activation.call(this.conv2.call(first)));
    const hidden = activation.call(this.fc1.call(second.flatten(1)));
    return this.fc3.call(activation.call(this.fc2.call(hidden)));
  }
}

/**
 * LeNet-5 with 61,706 parameters. See the class `LeNet5` for its layers.
 *
 * @shape x: [N, 1, 28, 28] -> [N, 10]
 * @throws UsageError `vision/option`, `usage/option`, `usage/unknown-option`
 * @example lenet5().call(zeros([1, 1, 28, 28])).shape // [1, 10]
 * @source LeCun et al. 1998, section II.B
 */
export const lenet5 = (options: LeNet5Options = {}): LeNet5 => new LeNet5(options);
