/**
 * Prints the table of the lesson: the same network with constant and with changing learning rates, five starts each.
 * Bundle it and run it with Node; it takes a minute.
 */
import { readFileSync } from "node:fs";
import { manualSeed } from "gradus";
import { devSet, trainingSet } from "../16-many-classes/images.ts";
import { decayRate } from "./01-decay-rate/solution.ts";
import { decayByInterval } from "./02-decay-by-interval/solution.ts";
import { oneCycle } from "./04-one-cycle/solution.ts";
import { batchSize, learning, network, rightOf } from "./clothes.ts";

const starts = [1, 2, 3, 4, 5];
const epochs = 20;
const bytes = readFileSync(process.argv[2] ?? "content/datasets/fashion-ten/data.bin");
const [training, dev] = [trainingSet(bytes), devSet(bytes)];
const stepsPerEpoch = 2000 / batchSize;
const steps = epochs * stepsPerEpoch;

const setups: readonly (readonly [name: string, rateAt: (step: number) => number])[] = [
  ["constant 0.01", () => 0.01],
  ["constant 0.05", () => 0.05],
  ["constant 0.1", () => 0.1],
  ["constant 0.3", () => 0.3],
  ["0.3, decay 0.1 an epoch", (s) => decayRate(0.3, Math.floor(s / stepsPerEpoch), 0.1)],
  ["0.3, decay 1 an epoch", (s) => decayRate(0.3, Math.floor(s / stepsPerEpoch), 1)],
  ["0.3, decay 1 a step", (s) => decayRate(0.3, s, 1)],
  [
    "0.3, decay 0.5 every 5 epochs",
    (s) => decayByInterval(0.3, Math.floor(s / stepsPerEpoch), 0.5, 5),
  ],
  ["one cycle up to 0.3", (s) => oneCycle(s, steps, 0.3)],
  ["one cycle up to 0.6", (s) => oneCycle(s, steps, 0.6)],
];

const range = (values: readonly number[]): string =>
  `${Math.min(...values).toFixed(1)} to ${Math.max(...values).toFixed(1)}`;

for (const [name, rateAt] of setups) {
  const [onTraining, onDev, jump]: number[][] = [[], [], []];
  for (const start of starts) {
    manualSeed(start);
    const model = network();
    const last: number[] = [];
    let step = 0;
    for await (const _ of learning(model, training, rateAt, steps, start))
      if (++step > steps - 5 * stepsPerEpoch && step % stepsPerEpoch === 0)
        last.push(await rightOf(model, dev));
    onTraining?.push(await rightOf(model, training));
    onDev?.push(last.at(-1) ?? Number.NaN);
    jump?.push(Math.max(...last) - Math.min(...last));
  }
  console.log(
    `${name}: training ${range(onTraining ?? [])}, dev ${range(onDev ?? [])}, the dev accuracy of the last 5 epochs differs by ${range(jump ?? [])}`,
  );
}
