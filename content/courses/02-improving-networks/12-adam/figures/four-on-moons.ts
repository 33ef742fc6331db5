/** The moons learned by four optimizers, one after the other; the second column may be in another unit. */
import { defineFigure, type Scene } from "@gradus/content";
import { tensor } from "gradus";
import { costOf, epochs, moonsOf } from "../../shared/moons-training.ts";
import { optimizers } from "../optimizers.ts";

const last = 30;
/** For plain and momentum, then for RMSprop and Adam. */
const rates = [0.03, 0.1, 0.3, 1, 3, 10];
const smaller = [0.001, 0.003, 0.01, 0.03, 0.1, 0.3];

const rateOf = (name: string, slow: number, fast: number): number =>
  (name === "plain" || name === "momentum" ? rates[slow - 1] : smaller[fast - 1]) ?? 0;

function scene(costs: readonly (readonly number[])[], status: string): Scene {
  return {
    panels: [
      {
        x: { domain: [0, last], label: "epoch" },
        y: { domain: [0, 1], label: "cost of all 300 points" },
        aspect: 1.7,
        marks: costs.map((one, i) => ({
          mark: "line" as const,
          x: one.map((_, epoch) => epoch + 1),
          y: one.map((c) => Math.min(c, 1)),
          color: optimizers[i]?.color ?? "ink",
          width: 2,
          label: optimizers[i]?.name ?? "",
        })),
      },
    ],
    status,
  };
}

export default defineFigure({
  title: "Four optimizers on the moons",
  alt: "The cost over thirty epochs for plain gradient descent, momentum, RMSprop and Adam. On the moons as they are, momentum and Adam are the lowest; with the second column in another unit, RMSprop and Adam are far below the others.",
  assets: ["moons"],
  controls: [
    {
      name: "slow",
      label: "first two: 0.03, 0.1, 0.3, 1, 3, 10",
      min: 1,
      max: 6,
      step: 1,
      value: 4,
    },
    {
      name: "fast",
      label: "RMSprop, Adam: 0.001, 0.003, 0.01, 0.03, 0.1, 0.3",
      min: 1,
      max: 6,
      step: 1,
      value: 5,
    },
    {
      name: "unit",
      label: "second column: 0 as it is, 1 times 0.05",
      min: 0,
      max: 1,
      step: 1,
      value: 0,
    },
    { name: "start", label: "starting weights", min: 1, max: 10, step: 1, value: 1 },
  ],
  draw: ({ controls: { slow = 4, fast = 5 } }) =>
    scene(
      [],
      `learning rates ${rates[slow - 1]} and ${smaller[fast - 1]}; press “Run live” to train`,
    ),
  async *run({ controls: { slow = 4, fast = 5, unit = 0, start = 1 }, assets }, signal) {
    const bytes = assets.moons;
    if (!bytes) return;
    const { train } = moonsOf(bytes);
    const points = unit === 1 ? { ...train, X: train.X.mul(tensor([1, 0.05])) } : train;
    const costs: number[][] = [];
    for (const { name, make } of optimizers) {
      const one: number[] = [];
      costs.push(one);
      const rate = rateOf(name, slow, fast);
      const training = epochs(points, { make: (p) => make(p, rate), size: 64, seed: start });
      for (const { model } of training) {
        if (signal.aborted) return;
        one.push(await costOf(model, points));
        if (one.length % 3 === 0) yield scene(costs, `${name}: epoch ${one.length} of ${last}`);
        if (one.length === last) break;
      }
    }
    const ends = costs.map((one, i) => `${optimizers[i]?.name} ${one.at(-1)?.toFixed(2)}`);
    yield scene(costs, `cost after ${last} epochs: ${ends.join(", ")}`);
  },
});
