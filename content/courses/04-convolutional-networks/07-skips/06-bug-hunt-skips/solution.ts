import { nn, noGrad, type Tensor } from "gradus";

/** Two 3×3 convolutions with a skip past them: [N, channels, H, W] to the same shape. */
export class BasicBlock extends nn.Module {
  readonly conv1: nn.Conv2d;
  readonly bn1: nn.BatchNorm2d;
  readonly conv2: nn.Conv2d;
  readonly bn2: nn.BatchNorm2d;

  constructor(channels: number) {
    super();
    this.conv1 = new nn.Conv2d(channels, channels, 3, { padding: 1, bias: false });
    this.bn1 = new nn.BatchNorm2d(channels);
    this.conv2 = new nn.Conv2d(channels, channels, 3, { padding: 1, bias: false });
    this.bn2 = new nn.BatchNorm2d(channels);
  }

  forward(x: Tensor): Tensor {
    const y = this.bn1.call(this.conv1.call(x)).relu();
    const z = this.bn2.call(this.conv2.call(y));
    return z.add(x).relu();
  }
}

/** Blocks on top of one convolution, then a linear layer: images [N, 1, H, W] to scores [N, classes]. */
export function network(channels: number, blocks: number, classes: number): nn.Sequential {
  const deep = Array.from({ length: blocks }, () => new BasicBlock(channels));
  return new nn.Sequential(
    new nn.Conv2d(1, channels, 3, { padding: 1, bias: false }),
    new nn.BatchNorm2d(channels),
    new nn.ReLU(),
    ...deep,
    new nn.AdaptiveAvgPool2d(1),
    new nn.Flatten(),
    new nn.Linear(channels, classes),
  );
}

/** The class of each image, as one would want it in a shop. */
export async function predict(model: nn.Sequential, X: Tensor): Promise<number[]> {
  model.eval();
  const classes = noGrad(() => model.call(X).argmax(1));
  return Array.from(await classes.data(), Number);
}
