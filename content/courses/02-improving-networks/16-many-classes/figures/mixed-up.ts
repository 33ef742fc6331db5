/** A network learns the ten kinds of clothes: both accuracies, and which kinds it takes for which on the dev images. */
import { defineFigure, type Mark, type Scene } from "@gradus/content";
import { data, manualSeed, nn, noGrad, optim, type Tensor } from "gradus";
import { classNames, devSet, type Images, trainingSet } from "../images.ts";

const epochs = 15;
const classes = classNames.length;
const perClass = 50;
const widths: readonly (readonly number[])[] = [[], [32], [64, 32]];

function network(hidden: readonly number[]): nn.Sequential {
  const sizes = [784, ...hidden, classes];
  const layers: nn.TensorModule[] = [];
  for (let l = 1; l < sizes.length; l++) {
    const [inputs = 0, units = 0] = sizes.slice(l - 1);
    const last = l === sizes.length - 1;
    const linear = new nn.Linear(inputs, units);
    nn.init.normal_(linear.weight, 0, last ? 0.01 : Math.sqrt(2 / inputs));
    if (linear.bias) nn.init.zeros_(linear.bias);
    layers.push(linear);
    if (!last) layers.push(new nn.ReLU());
  }
  return new nn.Sequential(...layers);
}

const answersOf = async (model: nn.Sequential, X: Tensor): Promise<number[]> =>
  Array.from(await noGrad(() => model.call(X).argmax(1)).data(), Number);

async function rightOf(model: nn.Sequential, { X, labels }: Images): Promise<number> {
  const right = noGrad(() => model.call(X).argmax(1).eq(labels).float().mean());
  return 100 * (await right.item());
}

interface Shown {
  readonly epochs: readonly number[];
  readonly training: readonly number[];
  readonly dev: readonly number[];
  /** How many dev images of each class, row by row, were taken for which. */
  readonly counts: readonly number[];
}

function scene({ epochs: x, training, dev, counts }: Shown, status: string): Scene {
  const names: Mark[] = classNames.map((name, c) => ({
    mark: "text",
    x: -0.3,
    y: classes - c - 0.75,
    text: name,
    anchor: "end",
    size: 11,
    color: "muted",
  }));
  const columns: Mark[] = classNames.map((_, c) => ({
    mark: "text",
    x: c + 0.5,
    y: -0.8,
    text: String(c),
    size: 11,
    color: "muted",
  }));
  return {
    panels: [
      {
        title: "rows: what it is; columns: what it is taken for",
        x: { domain: [-3.4, classes + 0.2], hidden: true },
        y: { domain: [-1.1, classes + 0.1], hidden: true },
        aspect: 1.15,
        marks: [
          {
            mark: "heatmap",
            rows: classes,
            columns: classes,
            values: counts,
            x: [0, classes],
            y: [0, classes],
            scale: "sequential",
            domain: [0, perClass],
          },
          ...names,
          ...columns,
        ],
      },
      {
        x: { domain: [0, epochs], label: "epoch" },
        y: { domain: [0, 100], label: "right, in per cent" },
        aspect: 1.2,
        marks: [
          { mark: "line", x, y: training, color: "muted", width: 2, label: "training" },
          { mark: "line", x, y: dev, color: "accent", width: 2, label: "dev" },
        ],
      },
    ],
    status,
  };
}

const nothing: Shown = {
  epochs: [],
  training: [],
  dev: [],
  counts: Array.from({ length: classes * classes }, () => 0),
};

/** The pair of different classes that is mixed up most often. */
function worst(counts: readonly number[]): string {
  let [most, text] = [0, ""];
  counts.forEach((count, at) => {
    const [is, taken] = [Math.floor(at / classes), at % classes];
    if (is === taken || count <= most) return;
    [most, text] = [
      count,
      `${count} of ${perClass}: ${classNames[is]} taken for ${classNames[taken]}`,
    ];
  });
  return text;
}

export default defineFigure({
  title: "What is taken for what",
  alt: "Left a table with a row for each kind of clothes and a column for each answer. With training its diagonal grows dark; shirts stay spread over T-shirt, pullover and coat. Right the accuracies on training and dev images, which rise and part.",
  assets: ["fashion-ten"],
  controls: [
    { name: "depth", label: "layers", min: 1, max: 3, step: 1, value: 3 },
    { name: "start", label: "starting weights", min: 1, max: 5, step: 1, value: 1 },
  ],
  draw: () => scene(nothing, "0 T-shirt, 1 trouser, … 9 boot; press “Run live” to train"),
  async *run({ controls: { depth = 3, start = 1 }, assets }, signal) {
    const bytes = assets["fashion-ten"];
    if (!bytes) return;
    const [training, dev] = [trainingSet(bytes), devSet(bytes)];
    const truths = Array.from(await dev.labels.data(), Number);
    manualSeed(start);
    const model = network(widths[depth - 1] ?? []);
    const optimizer = new optim.Adam(model.parameters());
    const lossOf = new nn.CrossEntropyLoss();
    const examples = new data.TensorDataset(training.X, training.labels);
    const loader = new data.DataLoader(examples, { batchSize: 64, shuffle: true });
    const [x, onTraining, onDev]: [number[], number[], number[]] = [[], [], []];
    for (let epoch = 0; epoch <= epochs; epoch++) {
      if (epoch > 0)
        for await (const [images, labels] of loader as AsyncIterable<[Tensor, Tensor]>) {
          if (signal.aborted) return;
          optimizer.zeroGrad();
          lossOf.call(model.call(images), labels).backward();
          optimizer.step();
        }
      x.push(epoch);
      onTraining.push(await rightOf(model, training));
      onDev.push(await rightOf(model, dev));
      const counts = Array.from({ length: classes * classes }, () => 0);
      (await answersOf(model, dev.X)).forEach((taken, i) => {
        const at = (truths[i] as number) * classes + taken;
        counts[at] = (counts[at] as number) + 1;
      });
      const [a, b] = [onTraining.at(-1)?.toFixed(1), onDev.at(-1)?.toFixed(1)];
      yield scene(
        { epochs: [...x], training: [...onTraining], dev: [...onDev], counts },
        `epoch ${epoch}: ${a} % of training, ${b} % of dev images right; ${worst(counts)}`,
      );
    }
  },
});
