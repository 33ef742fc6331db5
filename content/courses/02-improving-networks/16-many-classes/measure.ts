/**
 * Prints the table of the lesson: what networks of the library reach on the ten classes, each from five starts. Bundle
 * it and run it with Node; it takes half a minute.
 */
import { readFileSync } from "node:fs";
import { data, manualSeed, nn, noGrad, optim } from "gradus";
import { devSet, type Images, testSet, trainingSet } from "./images.ts";

const starts = [1, 2, 3, 4, 5];
const epochs = 20;
const bytes = readFileSync(process.argv[2] ?? "content/datasets/fashion-ten/data.bin");
const [training, dev, test] = [trainingSet(bytes), devSet(bytes), testSet(bytes)];

function network(sizes: readonly number[], dropped: number): nn.Sequential {
  const layers: nn.TensorModule[] = [];
  for (let l = 1; l < sizes.length; l++) {
    const [inputs = 0, units = 0] = sizes.slice(l - 1);
    const last = l === sizes.length - 1;
    const linear = new nn.Linear(inputs, units);
    nn.init.normal_(linear.weight, 0, last ? 0.01 : Math.sqrt(2 / inputs));
    if (linear.bias) nn.init.zeros_(linear.bias);
    layers.push(linear);
    if (!last) layers.push(new nn.ReLU());
    if (!last && dropped > 0) layers.push(new nn.Dropout(dropped));
  }
  return new nn.Sequential(...layers);
}

async function accuracy(model: nn.Sequential, { X, labels }: Images): Promise<number> {
  model.eval();
  const right = await noGrad(() => model.call(X).argmax(1).eq(labels).float().mean()).item();
  model.train();
  return 100 * right;
}

async function nearestNeighbours(k: number): Promise<number> {
  const square = training.X.square().sum(1);
  const distances = square.sub(dev.X.matmul(training.X.t()).mul(2));
  const nearest = distances.neg().topk(k, 1).indices;
  const votes = training.labels.gather(0, nearest.reshape([-1])).reshape([-1, k]);
  const flat = Array.from(await votes.data(), Number);
  const truths = Array.from(await dev.labels.data(), Number);
  const rows = truths.map((_, i) => flat.slice(i * k, (i + 1) * k));
  const right = rows.filter((row, i) => {
    const counts = Array.from({ length: 10 }, (_, c) => row.filter((v) => v === c).length);
    return counts.indexOf(Math.max(...counts)) === truths[i];
  });
  return (100 * right.length) / rows.length;
}

interface Setup {
  readonly name: string;
  readonly sizes: readonly number[];
  readonly optimizer: (model: nn.Sequential) => optim.SGD | optim.Adam;
  readonly dropped?: number;
}

const sgd = (model: nn.Sequential): optim.SGD => new optim.SGD(model.parameters(), { lr: 0.1 });
const adam = (model: nn.Sequential): optim.Adam => new optim.Adam(model.parameters());
const setups: readonly Setup[] = [
  { name: "one layer, SGD", sizes: [784, 10], optimizer: sgd },
  { name: "one layer, Adam", sizes: [784, 10], optimizer: adam },
  { name: "[784, 25, 12, 10], SGD", sizes: [784, 25, 12, 10], optimizer: sgd },
  { name: "[784, 25, 12, 10], Adam", sizes: [784, 25, 12, 10], optimizer: adam },
  { name: "[784, 64, 32, 10], SGD", sizes: [784, 64, 32, 10], optimizer: sgd },
  { name: "[784, 64, 32, 10], Adam", sizes: [784, 64, 32, 10], optimizer: adam },
  {
    name: "[784, 64, 32, 10], Adam, dropout 0.2",
    sizes: [784, 64, 32, 10],
    optimizer: adam,
    dropped: 0.2,
  },
];

const range = (values: readonly number[]): string =>
  `${Math.min(...values).toFixed(1)} to ${Math.max(...values).toFixed(1)}`;

for (const k of [1, 5]) console.log(`${k} nearest: dev ${(await nearestNeighbours(k)).toFixed(1)}`);
for (const { name, sizes, optimizer: make, dropped = 0 } of setups) {
  const [first, onTraining, onDev, onTest]: number[][] = [[], [], [], []];
  for (const start of starts) {
    manualSeed(start);
    const model = network(sizes, dropped);
    const optimizer = make(model);
    const lossOf = new nn.CrossEntropyLoss();
    const loader = new data.DataLoader(new data.TensorDataset(training.X, training.labels), {
      batchSize: 64,
      shuffle: true,
    });
    first?.push(await noGrad(() => lossOf.call(model.call(training.X), training.labels)).item());
    for (let epoch = 0; epoch < epochs; epoch++)
      for await (const [X, labels] of loader) {
        if (!X || !labels) continue;
        optimizer.zeroGrad();
        lossOf.call(model.call(X), labels).backward();
        optimizer.step();
      }
    onTraining?.push(await accuracy(model, training));
    onDev?.push(await accuracy(model, dev));
    onTest?.push(await accuracy(model, test));
  }
  console.log(
    `${name}: first cost ${range(first ?? [])}, training ${range(onTraining ?? [])}, dev ${range(onDev ?? [])}, test ${range(onTest ?? [])}`,
  );
}
