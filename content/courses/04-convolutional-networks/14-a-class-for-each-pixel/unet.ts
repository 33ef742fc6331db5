/** The U-Net of this lesson as its figure and its measurement use it, its training, and how well it does. */
import { cat, data, nn, noGrad, optim, type Tensor } from "gradus";
import { kinds, type Scenes } from "../11-boxes/scenes.ts";

/** The background and the four kinds. */
export const classes = kinds.length + 1;

const block = (from: number, to: number): nn.Sequential =>
  new nn.Sequential(
    new nn.Conv2d(from, to, 3, { padding: 1, bias: false }),
    new nn.BatchNorm2d(to),
    new nn.ReLU(),
    new nn.Conv2d(to, to, 3, { padding: 1, bias: false }),
    new nn.BatchNorm2d(to),
    new nn.ReLU(),
  );

/** Twice as large, beside what the way down had at this size. */
class Up extends nn.Module {
  readonly up: nn.ConvTranspose2d;
  readonly block: nn.Sequential;

  constructor(from: number, to: number) {
    super();
    this.up = new nn.ConvTranspose2d(from, to, 2, { stride: 2 });
    this.block = block(2 * to, to);
  }

  override forward(x: Tensor, skip: Tensor): Tensor {
    return this.block.call(cat([skip, this.up.call(x)], 1));
  }
}

/** Three halvings and three doublings; with `skips` off the way up gets zeros in the place of what the way down had. */
export class UNet extends nn.Module {
  readonly down: nn.ModuleList;
  readonly up: nn.ModuleList;
  readonly pool = new nn.MaxPool2d(2);
  readonly head: nn.Conv2d;
  readonly skips: boolean;

  constructor(width: number, skips = true) {
    super();
    this.skips = skips;
    const widths = [1, width, 2 * width, 4 * width, 8 * width];
    const at = (i: number): number => widths[i] as number;
    this.down = new nn.ModuleList([0, 1, 2, 3].map((i) => block(at(i), at(i + 1))));
    this.up = new nn.ModuleList([4, 3, 2].map((i) => new Up(at(i), at(i - 1))));
    this.head = new nn.Conv2d(width, classes, 1);
  }

  override forward(x: Tensor): Tensor {
    const kept: Tensor[] = [];
    let now = x;
    for (const [i, one] of [...this.down].entries()) {
      now = (one as nn.Sequential).call(i === 0 ? now : this.pool.call(now));
      kept.push(now);
    }
    for (const [i, one] of [...this.up].entries()) {
      const skip = kept[2 - i] as Tensor;
      now = (one as Up).call(now, this.skips ? skip : skip.mul(0));
    }
    return this.head.call(now);
  }
}

export interface Training {
  readonly epochs: number;
  readonly batchSize: number;
  readonly maxLr: number;
}

/** Trains with Adam and one cycle; the loss after each step. */
export async function* training(
  model: UNet,
  { images, masks }: Scenes,
  { epochs, batchSize, maxLr }: Training,
): AsyncGenerator<number> {
  const examples = new data.TensorDataset(images, masks);
  const loader = new data.DataLoader(examples, { batchSize, shuffle: true });
  const optimizer = new optim.Adam(model.parameters(), { lr: maxLr });
  const schedule = new optim.lrScheduler.OneCycleLR(optimizer, {
    maxLr,
    totalSteps: epochs * loader.length,
  });
  for (let epoch = 0; epoch < epochs; epoch++)
    for await (const [x, y] of loader as AsyncIterable<[Tensor, Tensor]>) {
      model.train();
      optimizer.zeroGrad();
      const loss = nn.functional.crossEntropy(model.call(x), y);
      loss.backward();
      optimizer.step();
      schedule.step();
      yield await loss.item();
    }
}

/** The class that a model gives to each pixel, one scene after the other. */
export async function answersOf(model: UNet, images: Tensor): Promise<number[]> {
  model.eval();
  return Array.from(await noGrad(() => model.call(images).argmax(1)).data(), Number);
}

/** The share of right pixels, and for each class its shared pixels over all that are its own in either. */
export function measuresOf(
  answers: readonly number[],
  truth: readonly number[],
): { accuracy: number; ious: number[] } {
  const [shared, either] = [0, 0].map(() => Array.from({ length: classes }, () => 0)) as [
    number[],
    number[],
  ];
  const add = (counts: number[], c: number): void => {
    counts[c] = (counts[c] ?? 0) + 1;
  };
  answers.forEach((answer, i) => {
    const own = truth[i] as number;
    add(either, answer);
    if (answer === own) add(shared, own);
    else add(either, own);
  });
  const right = shared.reduce((a, b) => a + b);
  return {
    accuracy: right / answers.length,
    ious: shared.map((s, c) => (either[c] === 0 ? 1 : s / (either[c] as number))),
  };
}
