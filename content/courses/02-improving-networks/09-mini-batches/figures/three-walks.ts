/** The valley of a neuron with one weight and a bias, and three walks down: all points, a mini-batch, one point at a time. */
import { defineFigure, type FigureColor, type Mark } from "@gradus/content";
import { shuffled, uniform } from "../../shared/moons-training.ts";

const count = 64;
const side = 40;
const weights: readonly [number, number] = [-1.5, 2.5];
const biases: readonly [number, number] = [-1.6, 2];
const start = [-1, 1.6] as const;

/** Normal numbers of pairs of uniform ones. */
const random = uniform(7);
const normal = (): number =>
  Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
const xs = Array.from({ length: count }, () => 2 * random() - 1);
const ys = xs.map((x) => 1.2 * x - 0.4 + 0.5 * normal());

const errorOf = (w: number, b: number, i: number): number =>
  w * (xs[i] as number) + b - (ys[i] as number);

/** Half the mean squared error over all points. */
const cost = (w: number, b: number): number =>
  xs.reduce((sum, _, i) => sum + errorOf(w, b, i) ** 2, 0) / (2 * count);

const valley = Array.from({ length: side * side }, (_, i) => {
  const at = ([low, high]: readonly [number, number], k: number): number =>
    low + ((high - low) * (k + 0.5)) / side;
  const [w, b] = [at(weights, i % side), at(biases, side - 1 - Math.floor(i / side))];
  return Math.log(cost(w, b));
});

interface Walk {
  readonly w: number[];
  readonly b: number[];
  /** Epochs so far, at each place. */
  readonly epoch: number[];
}

function walk(size: number, rate: number, epochs: number, dice: number): Walk {
  const throwing = uniform(dice);
  const path: Walk = { w: [start[0]], b: [start[1]], epoch: [0] };
  let [w, b]: [number, number] = [...start];
  for (let epoch = 0; epoch < epochs; epoch++) {
    const order = shuffled(count, throwing);
    for (let from = 0; from < count; from += size) {
      const rows = order.slice(from, from + size);
      let [dw, db] = [0, 0];
      for (const i of rows) {
        const error = errorOf(w, b, i) / rows.length;
        dw += error * (xs[i] as number);
        db += error;
      }
      w -= rate * dw;
      b -= rate * db;
      path.w.push(w);
      path.b.push(b);
      path.epoch.push(epoch + (from + rows.length) / count);
    }
  }
  return path;
}

export default defineFigure({
  title: "Three walks into one valley",
  alt: "Left a map of the cost over weight and bias with three paths. The path of the full batch is smooth and short, that of mini-batches nearly reaches the bottom with small corners, that of single points wanders around the bottom. Right the cost of all points over the epochs.",
  controls: [
    { name: "epochs", label: "epochs", min: 1, max: 20, step: 1, value: 2 },
    { name: "size", label: "mini-batch", min: 2, max: 32, step: 1, value: 8 },
    { name: "rate", label: "learning rate", min: 0.05, max: 0.8, step: 0.05, value: 0.4 },
    { name: "dice", label: "dice", min: 1, max: 9, step: 1, value: 1 },
  ],
  draw({ controls: { epochs = 2, size = 8, rate = 0.4, dice = 1 } }) {
    const walks: readonly (readonly [string, FigureColor, Walk])[] = [
      ["one point", "negative", walk(1, rate, epochs, dice)],
      [`${size} points`, "third", walk(size, rate, epochs, dice)],
      ["all points", "ink", walk(count, rate, epochs, dice)],
    ];
    const paths = walks.flatMap(([label, color, { w, b }]): Mark[] => [
      { mark: "line", x: w, y: b, color, width: color === "negative" ? 1 : 2, label },
      { mark: "points", x: [w.at(-1) as number], y: [b.at(-1) as number], color, size: 5 },
    ]);
    const costs = walks.map(
      ([label, color, { w, b, epoch }]): Mark => ({
        mark: "line",
        x: epoch,
        y: w.map((v, i) => cost(v, b[i] as number)),
        color,
        width: color === "negative" ? 1 : 2,
        label,
      }),
    );
    const ends = walks.map(
      ([label, , { w, b }]) =>
        `${label} ${cost(w.at(-1) as number, b.at(-1) as number).toFixed(3)}`,
    );
    return {
      panels: [
        {
          x: { domain: weights, label: "weight" },
          y: { domain: biases, label: "bias" },
          aspect: 1.2,
          marks: [
            {
              mark: "heatmap",
              rows: side,
              columns: side,
              values: valley,
              x: weights,
              y: biases,
              scale: "sequential",
            },
            ...paths,
          ],
        },
        {
          x: { domain: [0, epochs], label: "epoch" },
          y: { domain: [0, 3.5], label: "cost of all points" },
          aspect: 1.2,
          marks: costs,
        },
      ],
      status: `cost after ${epochs} ${epochs === 1 ? "epoch" : "epochs"}: ${ends.join(", ")}`,
    };
  },
});
