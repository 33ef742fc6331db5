/** Networks to start from, for images of one size. */
import { cat, type Tensor } from "@gradus/core";
import {
  AdaptiveAvgPool2d,
  BatchNorm2d,
  Conv2d,
  Flatten,
  Linear,
  MaxPool2d,
  Module,
  ReLU,
  Sequential,
} from "@gradus/nn";

/**
 * Two hidden layers.
 *
 * @shape x: [N, 1, 28, 28] -> [N, classes]
 * @example mlp(3).call(zeros([2, 1, 28, 28])).shape // [2, 3]
 */
export const mlp = (classes = 10): Module & { forward(x: Tensor): Tensor } =>
  new Sequential(
    new Flatten(),
    new Linear(784, 256),
    new ReLU(),
    new Linear(256, 128),
    new ReLU(),
    new Linear(128, classes),
  );

/**
 * A small convolutional network in the manner of LeNet.
 *
 * @shape x: [N, 1, 28, 28] -> [N, classes]
 * @example lenet().call(zeros([1, 1, 28, 28])).shape // [1, 10]
 * @source LeCun et al. 1998, "Gradient-based learning applied to document recognition"
 */
export const lenet = (classes = 10): Module & { forward(x: Tensor): Tensor } =>
  new Sequential(
    new Conv2d(1, 16, 5, { padding: 2 }),
    new ReLU(),
    new MaxPool2d(2),
    new Conv2d(16, 32, 5, { padding: 2 }),
    new ReLU(),
    new MaxPool2d(2),
    new Flatten(),
    new Linear(1568, 128),
    new ReLU(),
    new Linear(128, classes),
  );

/** Two convolutions and a way around them. @source He et al. 2016, arXiv:1512.03385 */
class ResidualBlock extends Module {
  readonly conv1: Conv2d;
  readonly bn1: BatchNorm2d;
  readonly conv2: Conv2d;
  readonly bn2: BatchNorm2d;
  readonly shortcut: Sequential | null;

  constructor(from: number, to: number, stride: number) {
    super();
    this.conv1 = new Conv2d(from, to, 3, { stride, padding: 1, bias: false });
    this.bn1 = new BatchNorm2d(to);
    this.conv2 = new Conv2d(to, to, 3, { padding: 1, bias: false });
    this.bn2 = new BatchNorm2d(to);
    this.shortcut =
      stride === 1 && from === to
        ? null
        : new Sequential(new Conv2d(from, to, 1, { stride, bias: false }), new BatchNorm2d(to));
  }

  override forward(x: Tensor): Tensor {
    const y = this.bn1.call(this.conv1.call(x)).relu();
    const z = this.bn2.call(this.conv2.call(y));
    return z.add(this.shortcut ? this.shortcut.call(x) : x).relu();
  }
}

/**
 * ResNet of 20 layers for small images.
 *
 * @shape x: [N, 1, 28, 28] -> [N, classes]
 * @example resnet20().call(zeros([1, 1, 28, 28])).shape // [1, 10]
 */
export const resnet20 = (classes = 10): Module & { forward(x: Tensor): Tensor } => {
  const stage = (from: number, to: number, stride: number) => [
    new ResidualBlock(from, to, stride),
    new ResidualBlock(to, to, 1),
    new ResidualBlock(to, to, 1),
  ];
  return new Sequential(
    new Conv2d(1, 16, 3, { padding: 1, bias: false }),
    new BatchNorm2d(16),
    new ReLU(),
    ...stage(16, 16, 1),
    ...stage(16, 32, 2),
    ...stage(32, 64, 2),
    new AdaptiveAvgPool2d(1),
    new Flatten(),
    new Linear(64, classes),
  );
};

/** Four ways through one module, joined. @source Szegedy et al. 2015, arXiv:1409.4842, figure 2b */
class Inception extends Module {
  readonly one: Conv2d;
  readonly reduce3: Conv2d;
  readonly three: Conv2d;
  readonly reduce5: Conv2d;
  readonly five: Conv2d;
  readonly pool: MaxPool2d;
  readonly project: Conv2d;

  constructor(from: number, widths: readonly [number, number, number, number, number, number]) {
    super();
    const [one, reduce3, three, reduce5, five, project] = widths;
    this.one = new Conv2d(from, one, 1);
    this.reduce3 = new Conv2d(from, reduce3, 1);
    this.three = new Conv2d(reduce3, three, 3, { padding: 1 });
    this.reduce5 = new Conv2d(from, reduce5, 1);
    this.five = new Conv2d(reduce5, five, 5, { padding: 2 });
    this.pool = new MaxPool2d(3, { stride: 1, padding: 1 });
    this.project = new Conv2d(from, project, 1);
  }

  override forward(x: Tensor): Tensor {
    return cat(
      [
        this.one.call(x).relu(),
        this.three.call(this.reduce3.call(x).relu()).relu(),
        this.five.call(this.reduce5.call(x).relu()).relu(),
        this.project.call(this.pool.call(x)).relu(),
      ],
      1,
    );
  }
}

/**
 * Three inception modules at small widths.
 *
 * @shape x: [N, 1, 28, 28] -> [N, classes]
 * @example googlenetSmall().call(zeros([1, 1, 28, 28])).shape // [1, 10]
 */
export const googlenetSmall = (classes = 10): Module & { forward(x: Tensor): Tensor } =>
  new Sequential(
    new Conv2d(1, 32, 3, { padding: 1 }),
    new ReLU(),
    new MaxPool2d(2),
    new Inception(32, [16, 24, 32, 4, 8, 8]),
    new MaxPool2d(2),
    new Inception(64, [32, 32, 48, 8, 16, 16]),
    new Inception(112, [32, 32, 48, 8, 16, 16]),
    new AdaptiveAvgPool2d(1),
    new Flatten(),
    new Linear(112, classes),
  );

export type ModelName = "lenet" | "mlp" | "resnet20" | "googlenet-small";

/** The networks by name. */
export const models: Readonly<
  Record<ModelName, (classes?: number) => Module & { forward(x: Tensor): Tensor }>
> = { lenet, mlp, resnet20, "googlenet-small": googlenetSmall };
