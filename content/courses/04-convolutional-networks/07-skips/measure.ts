/**
 * The lesson's tables: networks of 8, 20 and 32 layers on the ten kinds of clothes, plain and with skips, after twelve
 * epochs from five starts; and how fast the deepest ones learn with smaller steps, so that the rate is not to blame.
 */
import { manualSeed } from "gradus";
import { devSet, trainingSet } from "../../02-improving-networks/16-many-classes/images.ts";
import { deepNetwork, epochsOf, rightOf } from "./depth.ts";

const seeds = [1, 2, 3, 4, 5];
const epochs = 12;

const range = (v: readonly number[], digits = 0): string =>
  `${Math.min(...v).toFixed(digits)} to ${Math.max(...v).toFixed(digits)} (mean ${(v.reduce((a, b) => a + b, 0) / v.length).toFixed(digits)})`;

export default async function* measure(bytes: (id: string) => Uint8Array): AsyncGenerator<string> {
  const training = trainingSet(bytes("fashion-ten"));
  const dev = devSet(bytes("fashion-ten"));
  const settings: readonly (readonly [layers: number, learningRate: number])[] = [
    [8, 0.1],
    [20, 0.1],
    [32, 0.1],
    [32, 0.03],
    [32, 0.01],
  ];
  for (const [layers, learningRate] of settings)
    for (const skips of [false, true]) {
      const [cost, onTraining, onDev]: [number[], number[], number[]] = [[], [], []];
      let parameters = 0;
      for (const seed of seeds) {
        manualSeed(seed);
        const model = deepNetwork({ layers, skips });
        parameters = model.parameters().reduce((sum, p) => sum + p.numel(), 0);
        let last = 0;
        for await (const c of epochsOf(model, training, { epochs, learningRate })) last = c;
        cost.push(last);
        onTraining.push(await rightOf(model, training));
        onDev.push(await rightOf(model, dev));
      }
      yield `${layers} layers ${skips ? "with skips" : "plain"}, ${parameters} parameters, rate ${learningRate}: cost ${range(cost, 2)}, training ${range(onTraining)}, dev ${range(onDev)}`;
    }
}
