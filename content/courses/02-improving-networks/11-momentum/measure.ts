/**
 * The table of this lesson: mini-batches of 64 on the moons with and without momentum, from ten starts each. From the
 * repository's root:
 * `npx esbuild content/courses/02-improving-networks/11-momentum/measure.ts --bundle --platform=node --format=esm
 * --conditions=source | node --input-type=module -`
 */
import { readFileSync } from "node:fs";
import { optim } from "gradus";
import { costOf, epochs, moonsOf } from "../shared/moons-training.ts";

const { train } = moonsOf(readFileSync("content/datasets/moons/data.bin"));
const starts = 10;
const last = 30;

for (const beta of [0, 0.9])
  for (const rate of [0.1, 0.3, 1, 3, 10]) {
    const costs: number[] = [];
    for (let seed = 1; seed <= starts; seed++) {
      let epoch = 0;
      // PyTorch's velocity is ours divided by 1 − β.
      const make = (parameters: ConstructorParameters<typeof optim.SGD>[0]): optim.SGD =>
        new optim.SGD(parameters, { lr: rate * (1 - beta), momentum: beta });
      for (const { model } of epochs(train, { make, size: 64, seed })) {
        if (++epoch < last) continue;
        costs.push(await costOf(model, train));
        break;
      }
    }
    const sorted = costs.toSorted((a, b) => a - b);
    const middle = ((sorted[starts / 2 - 1] as number) + (sorted[starts / 2] as number)) / 2;
    process.stdout.write(
      `β ${beta}, learning rate ${rate}: cost after ${last} epochs ${middle.toFixed(2)} (${sorted.at(0)?.toFixed(2)} to ${sorted.at(-1)?.toFixed(2)})\n`,
    );
  }
