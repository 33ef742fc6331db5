/** A deep network with batch norm and without: the cost, and what one unit of the fourth layer gives, over the steps. */
import { defineFigure, type Panel, type Scene } from "@gradus/content";
import { data, manualSeed, nn, noGrad, type Tensor } from "gradus";
import { trainingSet } from "../../16-many-classes/images.ts";
import { deepNetwork, he, learning } from "../deep.ts";

const hidden = [50, 50, 50, 50, 50];
const layer = 4;
const epochs = 5;
const batchSize = 64;
const steps = epochs * Math.ceil(2000 / batchSize);
const every = 4;
const rates = [0.01, 0.03, 0.1, 0.3, 1];
const reach = 4;

const starts: readonly (readonly [name: string, spread: (inputs: number) => number])[] = [
  ["He", he],
  ["0.01", () => 0.01],
];

interface Curves {
  readonly at: number[];
  readonly cost: number[];
  /** What 10, 50 and 90 per cent of the numbers are below. */
  readonly quantiles: readonly [number[], number[], number[]];
}

const noCurves = (): Curves => ({ at: [], cost: [], quantiles: [[], [], []] });

/** What the layer's first unit hands to its ReLU, for every image. */
async function unitOf(model: nn.Sequential, X: Tensor): Promise<number[]> {
  const layers = [...model.children()] as nn.TensorModule[];
  const bends = layers.flatMap((m, i) => (m instanceof nn.ReLU ? [i] : []));
  const values = noGrad(() =>
    layers.slice(0, bends[layer - 1]).reduce((A, module) => module.call(A), X),
  ).narrow(1, 0, 1);
  return Array.from(await values.data(), Number);
}

function unitPanel(title: string, { at, quantiles }: Curves): Panel {
  const names = ["10 %", "half", "90 %"];
  return {
    title,
    x: { domain: [0, steps], label: "step" },
    y: { domain: [-reach, reach], label: `a unit of layer ${layer}` },
    aspect: 1.2,
    marks: quantiles.map((values, q) => {
      // From where numbers have become infinite there is nothing to draw.
      const end = values.findIndex((v) => !Number.isFinite(v));
      const drawn = end < 0 ? values : values.slice(0, end);
      return {
        mark: "line" as const,
        x: at.slice(0, drawn.length),
        y: drawn.map((v) => Math.max(-reach, Math.min(reach, v))),
        color: q === 1 ? ("accent" as const) : ("muted" as const),
        width: q === 1 ? 2 : 1,
        label: names[q] ?? "",
      };
    }),
  };
}

function scene(without: Curves, normed: Curves, status: string): Scene {
  return {
    panels: [
      unitPanel("without batch norm", without),
      unitPanel("with batch norm", normed),
      {
        title: "cost of a batch",
        x: { domain: [0, steps], label: "step" },
        y: { domain: [0, 3], label: "cost" },
        aspect: 1.2,
        marks: [
          {
            mark: "line",
            x: without.at,
            y: without.cost.map((c) => Math.min(c, 3)),
            color: "negative",
            width: 2,
            label: "without",
          },
          {
            mark: "line",
            x: normed.at,
            y: normed.cost.map((c) => Math.min(c, 3)),
            color: "accent",
            width: 2,
            label: "with",
          },
        ],
      },
    ],
    status,
  };
}

const copied = ({ at, cost, quantiles: [a, b, c] }: Curves): Curves => ({
  at: [...at],
  cost: [...cost],
  quantiles: [[...a], [...b], [...c]],
});

export default defineFigure({
  title: "One unit over time",
  alt: "Two pictures of what a unit in the fourth layer gives for 200 images, over the training steps: without batch norm its numbers wander off, or sit at 0; with it they stay around a middle with the same spread. A third picture shows the cost of both.",
  assets: ["fashion-ten"],
  controls: [
    {
      name: "rate",
      label: "learning rate: 0.01, 0.03, 0.1, 0.3, 1",
      min: 1,
      max: 5,
      step: 1,
      value: 3,
    },
    { name: "start", label: "start: He, 0.01", min: 1, max: 2, step: 1, value: 1 },
    { name: "dice", label: "dice", min: 1, max: 5, step: 1, value: 1 },
  ],
  draw: () => scene(noCurves(), noCurves(), "press “Run live” to train both networks"),
  async *run({ controls: { rate = 3, start = 1, dice = 1 }, assets }, signal) {
    const bytes = assets["fashion-ten"];
    if (!bytes) return;
    const training = trainingSet(bytes);
    const probe = training.X.narrow(0, 0, 200);
    const examples = new data.TensorDataset(training.X, training.labels);
    const learningRate = rates[rate - 1] ?? 0.1;
    const [name, spread] = starts[start - 1] ?? ["He", he];
    const curves = [noCurves(), noCurves()] as const;
    for (const [i, normed] of [false, true].entries()) {
      manualSeed(dice);
      const model = deepNetwork({ hidden, normed, spread });
      const loader = new data.DataLoader(examples, { batchSize, shuffle: true });
      const own = curves[i] as Curves;
      let step = 0;
      for await (const cost of learning(model, loader, learningRate, epochs)) {
        if (signal.aborted) return;
        if (step++ % every !== 0) continue;
        const values = (await unitOf(model, probe)).toSorted((a, b) => a - b);
        own.at.push(step);
        own.cost.push(Number.isFinite(cost) ? cost : 3);
        [0.1, 0.5, 0.9].forEach((share, q) => {
          own.quantiles[q]?.push(values[Math.floor(share * values.length)] ?? 0);
        });
        const which = normed ? "with" : "without";
        yield scene(
          copied(curves[0]),
          copied(curves[1]),
          `start ${name}, learning rate ${learningRate}, ${which} batch norm: step ${step}, cost ${cost.toFixed(2)}`,
        );
      }
    }
  },
});
