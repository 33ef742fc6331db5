/**
 * The tables of this lesson: mini-batches of 64 on the moons with four optimizers and many learning rates, from ten starts
 * each; then once more with the second column in another unit. From the repository's root:
 * `npx esbuild content/courses/02-improving-networks/12-adam/measure.ts --bundle --platform=node --format=esm
 * --conditions=source | node --input-type=module -`
 */
import { readFileSync } from "node:fs";
import { tensor } from "gradus";
import { costOf, epochs, moonsOf } from "../shared/moons-training.ts";
import type { Points } from "../shared/points.ts";
import { optimizers } from "./optimizers.ts";

const moons = moonsOf(readFileSync("content/datasets/moons/data.bin"));
/** The same points, with the second column a twentieth as large. */
const squeezed = (points: Points): Points => ({ ...points, X: points.X.mul(tensor([1, 0.05])) });
const data: readonly (readonly [string, Points])[] = [
  ["moons", moons.train],
  ["second column times 0.05", squeezed(moons.train)],
];
const rates = [0.0003, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10];
const starts = 10;
const last = 30;

const spread = (values: readonly number[]): string => {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = ((sorted[starts / 2 - 1] as number) + (sorted[starts / 2] as number)) / 2;
  return `${middle.toFixed(2)} (${sorted.at(0)?.toFixed(2)} to ${sorted.at(-1)?.toFixed(2)})`;
};

for (const [what, train] of data)
  for (const { name, make } of optimizers)
    for (const rate of rates) {
      const costs: number[] = [];
      for (let seed = 1; seed <= starts; seed++) {
        let epoch = 0;
        for (const { model } of epochs(train, { make: (p) => make(p, rate), size: 64, seed })) {
          if (++epoch < last) continue;
          costs.push(await costOf(model, train));
          break;
        }
      }
      process.stdout.write(`${what}, ${name}, learning rate ${rate}: cost ${spread(costs)}\n`);
    }
