/** Two tiny trainings that run the same in Node and in a page: XOR, and steps of a CNN on images of 28². */
import { manualSeed, nn, optim, randint, randn, tensor } from "gradus";

/** The losses of XOR: the first, the last, and what the network then answers. */
export async function trainXor(steps = 300): Promise<{ losses: number[]; answers: number[] }> {
  manualSeed(3);
  const x = tensor([
    [0, 0],
    [0, 1],
    [1, 0],
    [1, 1],
  ]);
  const y = tensor([[0], [1], [1], [0]]);
  const model = new nn.Sequential(new nn.Linear(2, 8), new nn.Tanh(), new nn.Linear(8, 1));
  const optimizer = new optim.Adam(model.parameters(), { lr: 0.05 });
  const losses: number[] = [];
  for (let i = 0; i < steps; i++) {
    const loss = nn.functional.binaryCrossEntropyWithLogits(model.call(x), y);
    optimizer.zeroGrad();
    loss.backward();
    optimizer.step();
    losses.push(await loss.item());
  }
  const answers = await model.call(x).sigmoid().data();
  return { losses, answers: Array.from(answers) };
}

/** The losses of a few steps of a CNN of MNIST's size, large enough to be compiled and run on threads. */
export async function trainCnn(steps = 3): Promise<number[]> {
  manualSeed(5);
  const x = randn([16, 1, 28, 28]);
  const y = randint(0, 10, [16]);
  const model = new nn.Sequential(
    new nn.Conv2d(1, 8, 5, { padding: 2 }),
    new nn.ReLU(),
    new nn.MaxPool2d(2),
    new nn.Conv2d(8, 16, 5, { padding: 2 }),
    new nn.ReLU(),
    new nn.MaxPool2d(2),
    new nn.Flatten(),
    new nn.Linear(16 * 7 * 7, 10),
  );
  const optimizer = new optim.SGD(model.parameters(), { lr: 0.05, momentum: 0.9 });
  const losses: number[] = [];
  for (let i = 0; i < steps; i++) {
    const loss = nn.functional.crossEntropy(model.call(x), y);
    optimizer.zeroGrad();
    loss.backward();
    optimizer.step();
    losses.push(await loss.item());
  }
  return losses;
}
