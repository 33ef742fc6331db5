/**
 * The networks whose depth is compared in this lesson, in the paper's form for small pictures: a 3×3 convolution, three
 * stages of n blocks with two 3×3 convolutions each, a mean over the picture and one linear layer, so 6n + 2 layers with
 * weights. With skips or without them they have the same parameters: where a stage begins, the skip takes every second
 * pixel and fills the new channels with zeros.
 */
import { data, nn, noGrad, optim, type Tensor } from "gradus";
import type { Images } from "../../02-improving-networks/16-many-classes/images.ts";

const { avgPool2d, pad } = nn.functional;

class Block extends nn.Module {
  readonly conv1: nn.Conv2d;
  readonly bn1: nn.BatchNorm2d;
  readonly conv2: nn.Conv2d;
  readonly bn2: nn.BatchNorm2d;
  readonly skips: boolean;

  constructor(inputs: number, outputs: number, stride: number, skips: boolean) {
    super();
    this.conv1 = new nn.Conv2d(inputs, outputs, 3, { stride, padding: 1, bias: false });
    this.bn1 = new nn.BatchNorm2d(outputs);
    this.conv2 = new nn.Conv2d(outputs, outputs, 3, { padding: 1, bias: false });
    this.bn2 = new nn.BatchNorm2d(outputs);
    for (const { weight } of [this.conv1, this.conv2])
      nn.init.kaimingNormal_(weight, { mode: "fanOut", nonlinearity: "relu" });
    this.skips = skips;
  }

  override forward(x: Tensor): Tensor {
    const y = this.bn2.call(this.conv2.call(this.bn1.call(this.conv1.call(x)).relu()));
    return (this.skips ? y.add(this.#skip(x)) : y).relu();
  }

  #skip(x: Tensor): Tensor {
    const more = this.conv2.outChannels - x.size(1);
    return more === 0 ? x : pad(avgPool2d(x, 1, { stride: 2 }), [0, 0, 0, 0, 0, more]);
  }
}

export interface Depth {
  /** Layers with weights: 8, 14, 20, …, six more for each block of a stage. */
  readonly layers: number;
  readonly skips: boolean;
  /** Channels of the first stage; the others have twice and four times as many. */
  readonly width?: number;
}

/** A network for pictures [N, 1, 28, 28], which it first halves: scores [N, 10]. */
export function deepNetwork({ layers, skips, width = 8 }: Depth): nn.Sequential {
  const n = (layers - 2) / 6;
  const blocks: Block[] = [];
  let channels = width;
  for (const [stage, outputs] of [width, 2 * width, 4 * width].entries())
    for (let b = 0; b < n; b++) {
      blocks.push(new Block(channels, outputs, stage > 0 && b === 0 ? 2 : 1, skips));
      channels = outputs;
    }
  const first = new nn.Conv2d(1, width, 3, { padding: 1, bias: false });
  nn.init.kaimingNormal_(first.weight, { mode: "fanOut", nonlinearity: "relu" });
  return new nn.Sequential(
    new nn.AvgPool2d(2),
    first,
    new nn.BatchNorm2d(width),
    new nn.ReLU(),
    ...blocks,
    new nn.AdaptiveAvgPool2d(1),
    new nn.Flatten(),
    new nn.Linear(channels, 10),
  );
}

/** Rows of 784 numbers as pictures. */
export const pictures = (X: Tensor): Tensor => X.reshape([-1, 1, 28, 28]);

export interface Plan {
  readonly epochs: number;
  readonly learningRate?: number;
}

/** Trains with momentum; the cost of each batch before its step, and how many pictures were in it. */
export async function* stepsOf(
  model: nn.Sequential,
  { X, labels }: Images,
  { epochs, learningRate = 0.1 }: Plan,
): AsyncGenerator<{ cost: number; size: number }> {
  const loader = new data.DataLoader(new data.TensorDataset(pictures(X), labels), {
    batchSize: 64,
    shuffle: true,
  });
  const optimizer = new optim.SGD(model.parameters(), {
    lr: learningRate,
    momentum: 0.9,
    weightDecay: 1e-4,
  });
  const lossOf = new nn.CrossEntropyLoss();
  for (let epoch = 0; epoch < epochs; epoch++) {
    model.train();
    for await (const [x, y] of loader as AsyncIterable<[Tensor, Tensor]>) {
      optimizer.zeroGrad();
      const cost = lossOf.call(model.call(x), y);
      cost.backward();
      optimizer.step();
      yield { cost: await cost.item(), size: x.size(0) };
    }
  }
}

/** The same, with the mean cost of each epoch. */
export async function* epochsOf(
  model: nn.Sequential,
  images: Images,
  plan: Plan,
): AsyncGenerator<number> {
  const all = images.X.size(0);
  let [sum, count] = [0, 0];
  for await (const { cost, size } of stepsOf(model, images, plan)) {
    sum += cost * size;
    count += size;
    if (count < all) continue;
    yield sum / all;
    [sum, count] = [0, 0];
  }
}

/** The share of pictures that are classified right, in per cent. */
export async function rightOf(model: nn.Sequential, { X, labels }: Images): Promise<number> {
  model.eval();
  const right = noGrad(() => model.call(pictures(X)).argmax(1).eq(labels).float().mean());
  model.train();
  return 100 * (await right.item());
}
