/** The costs of mini-batches while the moons are learned, as they come and averaged: by the learner's function, where it passes. */
import { defineFigure } from "@gradus/content";
import { manualSeed, nn, optim, type Tensor } from "gradus";
import { batches, moonsOf, network, uniform } from "../../shared/moons-training.ts";

type Average = (values: readonly number[], beta: number) => number[];

const epochs = 25;
const size = 16;

const averaged: Average = (values, beta) => {
  let v = 0;
  return values.map((x, i) => {
    v = beta * v + (1 - beta) * x;
    return v / (1 - beta ** (i + 1));
  });
};

let costs: number[] | undefined;

/** The cost of every mini-batch, in the order of the steps. */
async function trained(bytes: Uint8Array): Promise<number[]> {
  const { train } = moonsOf(bytes);
  manualSeed(4);
  const [model, random] = [network(), uniform(4)];
  const optimizer = new optim.SGD(model.parameters(), { lr: 0.1 });
  const lossOf = new nn.BCEWithLogitsLoss();
  const found: number[] = [];
  for (let epoch = 0; epoch < epochs; epoch++)
    for (const [X, Y] of batches(train, size, random)) {
      optimizer.zeroGrad();
      const loss = lossOf.call(model.call(X as Tensor), Y as Tensor);
      loss.backward();
      optimizer.step();
      found.push(await loss.item());
    }
  return found;
}

export default defineFigure({
  title: "The cost of mini-batches, smoothed",
  alt: "The cost of each mini-batch jumps up and down from step to step. A line through it, its moving average, falls.",
  assets: ["moons"],
  reads: ["corrected-average"],
  controls: [{ name: "beta", label: "β", min: 0, max: 0.99, step: 0.01, value: 0.9 }],
  async draw({ controls: { beta = 0.9 }, assets, learner }) {
    costs ??= await trained(assets.moons as Uint8Array);
    const own = (learner["corrected-average"] as { correctedAverage?: Average } | undefined)
      ?.correctedAverage;
    const smooth = (own ?? averaged)(costs, beta);
    const step = costs.map((_, i) => i + 1);
    return {
      panels: [
        {
          x: { domain: [0, step.length], label: "step" },
          y: { domain: [0, 1.2], label: "cost of the mini-batch" },
          aspect: 1.7,
          marks: [
            { mark: "line", x: step, y: costs, color: "muted", width: 1, label: "as it comes" },
            { mark: "line", x: step, y: smooth, color: "accent", width: 2.5, label: "average" },
          ],
        },
      ],
      status: `the last batch cost ${costs.at(-1)?.toFixed(3)}, the average is at ${smooth.at(-1)?.toFixed(3)}${own ? "; drawn with your correctedAverage" : ""}`,
    };
  },
});
