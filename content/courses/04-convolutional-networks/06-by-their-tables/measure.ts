/** The lesson's last table: three networks on the ten kinds of clothes, ten epochs, five starts each. */
import { manualSeed, nn } from "gradus";
import { devSet, trainingSet } from "../../02-improving-networks/16-many-classes/images.ts";
import { smallVgg } from "./03-small-vgg/solution.ts";
import { rightOf, steps } from "./training.ts";

const seeds = [1, 2, 3, 4, 5];
const epochs = 10;

/** LeNet-5 with ReLU and max pooling. */
const lenet = (): nn.Sequential =>
  new nn.Sequential(
    new nn.Conv2d(1, 6, 5, { padding: 2 }),
    new nn.ReLU(),
    new nn.MaxPool2d(2),
    new nn.Conv2d(6, 16, 5),
    new nn.ReLU(),
    new nn.MaxPool2d(2),
    new nn.Flatten(),
    new nn.Linear(400, 120),
    new nn.ReLU(),
    new nn.Linear(120, 84),
    new nn.ReLU(),
    new nn.Linear(84, 10),
  );

const range = (v: readonly number[]): string =>
  `${(v.reduce((a, b) => a + b, 0) / v.length).toFixed(0)} (${Math.min(...v).toFixed(0)} to ${Math.max(...v).toFixed(0)})`;

export default async function* measure(bytes: (id: string) => Uint8Array): AsyncGenerator<string> {
  const training = trainingSet(bytes("fashion-ten"));
  const dev = devSet(bytes("fashion-ten"));
  for (const [name, make] of [
    ["LeNet-5", lenet],
    [
      "VGG [[1, 8], [1, 16]]",
      () =>
        smallVgg(
          [
            [1, 8],
            [1, 16],
          ],
          64,
          10,
        ),
    ],
    [
      "VGG [[2, 16], [2, 32]]",
      () =>
        smallVgg(
          [
            [2, 16],
            [2, 32],
          ],
          64,
          10,
        ),
    ],
  ] as const) {
    const [onTraining, onDev]: [number[], number[]] = [[], []];
    let parameters = 0;
    const begun = performance.now();
    for (const seed of seeds) {
      manualSeed(seed);
      const model = make();
      parameters = model.parameters().reduce((sum, p) => sum + p.numel(), 0);
      for await (const _ of steps(model, training, { epochs }));
      onTraining.push(await rightOf(model, training));
      onDev.push(await rightOf(model, dev));
    }
    const seconds = (performance.now() - begun) / 1000 / seeds.length;
    yield `${name}, ${parameters} parameters: training ${range(onTraining)}, dev ${range(onDev)}, ${seconds.toFixed(1)} s each`;
  }
}
