/**
 * The numbers of this lesson, from ten starts each. From the repository's root:
 * `npx esbuild content/courses/02-improving-networks/09-mini-batches/measure.ts --bundle --platform=node
 * --format=esm --conditions=source | node --input-type=module -`
 */
import { readFileSync } from "node:fs";
import { optim } from "gradus";
import { costOf, epochs, moonsOf } from "../shared/moons-training.ts";

const { train } = moonsOf(readFileSync("content/datasets/moons/data.bin"));
const marks = [10, 30, 100];
const starts = 10;

const shown = (costs: number[]): string => {
  const sorted = costs.toSorted((a, b) => a - b);
  const middle = ((sorted[starts / 2 - 1] as number) + (sorted[starts / 2] as number)) / 2;
  return `${sorted.at(0)?.toFixed(2)} to ${sorted.at(-1)?.toFixed(2)}, median ${middle.toFixed(2)}`;
};

for (const size of [300, 64, 16, 1]) {
  const reached: number[][] = marks.map(() => []);
  let seconds = 0;
  for (let seed = 1; seed <= starts; seed++) {
    const begun = performance.now();
    let epoch = 0;
    for (const { model } of epochs(train, {
      make: (parameters) => new optim.SGD(parameters, { lr: 0.1 }),
      size,
      seed,
    })) {
      const at = marks.indexOf(++epoch);
      if (at >= 0) reached[at]?.push(await costOf(model, train));
      if (epoch === marks.at(-1)) break;
    }
    seconds += (performance.now() - begun) / 1000;
  }
  const costs = marks.map((mark, i) => `epoch ${mark}: ${shown(reached[i] as number[])}`);
  const ends = (reached.at(-1) as number[]).toSorted((a, b) => a - b).map((c) => c.toFixed(2));
  process.stdout.write(
    `batches of ${size}, ${Math.ceil(300 / size)} steps an epoch: ${costs.join("; ")}; ${((1e3 * seconds) / starts / 100).toFixed(2)} ms an epoch; at the end ${ends.join(" ")}\n`,
  );
}
