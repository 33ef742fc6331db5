/**
 * Prints the tables of the lesson: a deep network with batch norm and without, from good and from bad starts, with
 * small and large learning rates, five starts each; and what answers depend on where the statistics of the batch are
 * used. Bundle it and run it with Node; it takes a minute or two.
 */
import { readFileSync } from "node:fs";
import { data, manualSeed, type nn, noGrad, tensor } from "gradus";
import { devSet, trainingSet } from "../16-many-classes/images.ts";
import { deepNetwork, he, learning, rightOf } from "./deep.ts";

const starts = [1, 2, 3, 4, 5];
const epochs = 6;
const bytes = readFileSync(process.argv[2] ?? "content/datasets/fashion-ten/data.bin");
const [training, dev] = [trainingSet(bytes), devSet(bytes)];
const examples = new data.TensorDataset(training.X, training.labels);
const hidden = [50, 50, 50, 50, 50];

const range = (values: readonly number[]): string =>
  `${Math.min(...values).toFixed(1)} to ${Math.max(...values).toFixed(1)}`;

async function trained(
  normed: boolean,
  spread: (inputs: number) => number,
  rate: number,
  start: number,
): Promise<nn.Sequential> {
  manualSeed(start);
  const model = deepNetwork({ hidden, normed, spread });
  const loader = new data.DataLoader(examples, { batchSize: 64, shuffle: true });
  for await (const _ of learning(model, loader, rate, epochs));
  return model;
}

for (const [name, spread] of [
  ["He", he],
  ["0.01", () => 0.01],
  ["1", () => 1],
] as const)
  for (const rate of [0.01, 0.1, 1])
    for (const normed of [false, true]) {
      const onDev: number[] = [];
      for (const start of starts)
        onDev.push(await rightOf(await trained(normed, spread, rate, start), dev));
      console.log(
        `start ${name}, rate ${rate}, ${normed ? "with" : "without"} batch norm: dev ${range(onDev)}`,
      );
    }

const [inEval, inBatches, sorted, alone]: number[][] = [[], [], [], []];
for (const start of starts) {
  const model = await trained(true, he, 0.1, start);
  inEval?.push(await rightOf(model, dev));
  // In training mode each batch is normalised by its own statistics.
  const inTraining = async (order: readonly number[], size: number): Promise<number> => {
    let right = 0;
    for (let from = 0; from < order.length; from += size) {
      const places = order.slice(from, from + size);
      const rows = noGrad(() =>
        model.call(dev.X.indexSelect(0, tensor(places, { dtype: "int32" }))).argmax(1),
      );
      const hits = rows
        .eq(dev.labels.indexSelect(0, tensor(places, { dtype: "int32" })))
        .float()
        .sum();
      right += await hits.item();
    }
    return (100 * right) / order.length;
  };
  const labels = Array.from(await dev.labels.data(), Number);
  const places = labels.map((_, i) => i);
  inBatches?.push(await inTraining(places, 50));
  sorted?.push(
    await inTraining(
      places.toSorted((a, b) => (labels[a] as number) - (labels[b] as number)),
      50,
    ),
  );
  alone?.push(await inTraining(places, 2));
}
const settled: number[] = [];
for (const start of starts) {
  const model = await trained(true, he, 0.1, start);
  const loader = new data.DataLoader(examples, { batchSize: 64, shuffle: true });
  for await (const _ of learning(model, loader, 0.01, 1));
  settled.push(await rightOf(model, dev));
}
console.log(`evaluation mode, after one more epoch with rate 0.01 ${range(settled)}`);
console.log(`evaluation mode ${range(inEval ?? [])}`);
console.log(`training mode, batches of 50 mixed ${range(inBatches ?? [])}`);
console.log(`training mode, batches of 50 of one class ${range(sorted ?? [])}`);
console.log(`training mode, batches of 2 ${range(alone ?? [])}`);
