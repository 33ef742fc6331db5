/** The lesson's last table: three small networks on the ten kinds of clothes whose blocks differ, five starts each. */
import { manualSeed, nn } from "gradus";
import { devSet, trainingSet } from "../../02-improving-networks/16-many-classes/images.ts";
import { rightOf, steps } from "../06-by-their-tables/training.ts";
import { depthwiseSeparable } from "./03-depthwise-separable/solution.ts";
import { InvertedResidual } from "./04-inverted-residual/solution.ts";

const seeds = [1, 2, 3, 4, 5];
const epochs = 10;

const ordinary = (inputs: number, outputs: number, stride: number): nn.TensorModule =>
  new nn.Sequential(
    new nn.Conv2d(inputs, outputs, 3, { stride, padding: 1, bias: false }),
    new nn.BatchNorm2d(outputs),
    new nn.ReLU(),
  );
const inverted = (inputs: number, outputs: number, stride: number): nn.TensorModule =>
  new InvertedResidual(inputs, outputs, stride, 3);

type Block = (inputs: number, outputs: number, stride: number) => nn.TensorModule;

const network = (block: Block): nn.Sequential =>
  new nn.Sequential(
    new nn.Conv2d(1, 16, 3, { stride: 2, padding: 1, bias: false }),
    new nn.BatchNorm2d(16),
    new nn.ReLU(),
    block(16, 32, 2),
    block(32, 32, 1),
    block(32, 64, 2),
    new nn.AdaptiveAvgPool2d(1),
    new nn.Flatten(),
    new nn.Linear(64, 10),
  );

const range = (v: readonly number[]): string =>
  `${(v.reduce((a, b) => a + b, 0) / v.length).toFixed(0)} (${Math.min(...v).toFixed(0)} to ${Math.max(...v).toFixed(0)})`;

export default async function* measure(bytes: (id: string) => Uint8Array): AsyncGenerator<string> {
  const training = trainingSet(bytes("fashion-ten"));
  const dev = devSet(bytes("fashion-ten"));
  for (const [name, block] of [
    ["ordinary", ordinary],
    ["separable", depthwiseSeparable],
    ["inverted, expansion 3", inverted],
  ] as const) {
    const [onTraining, onDev]: [number[], number[]] = [[], []];
    let parameters = 0;
    const begun = performance.now();
    for (const seed of seeds) {
      manualSeed(seed);
      const model = network(block);
      parameters = model.parameters().reduce((sum, p) => sum + p.numel(), 0);
      for await (const _ of steps(model, training, { epochs, learningRate: 0.005 }));
      onTraining.push(await rightOf(model, training));
      onDev.push(await rightOf(model, dev));
    }
    const seconds = (performance.now() - begun) / 1000 / seeds.length;
    yield `${name}, ${parameters} parameters: training ${range(onTraining)}, dev ${range(onDev)}, ${seconds.toFixed(1)} s each`;
  }
}
