/** The moons learned with four batch sizes, one after the other: the cost of all points over the epochs. */
import { defineFigure, type FigureColor, type Scene } from "@gradus/content";
import { optim } from "gradus";
import { costOf, epochs, moonsOf } from "../../shared/moons-training.ts";

const sizes: readonly (readonly [size: number, name: string, color: FigureColor])[] = [
  [300, "all 300", "ink"],
  [64, "64", "accent"],
  [16, "16", "third"],
  [1, "1", "negative"],
];
const last = 40;

function scene(
  costs: readonly (readonly number[])[],
  steps: readonly number[],
  status: string,
): Scene {
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
          color: sizes[i]?.[2] ?? "ink",
          width: 2,
          label: sizes[i]?.[1] ?? "",
        })),
      },
    ],
    status: `${status}${steps.length > 0 ? `; steps so far: ${steps.join(", ")}` : ""}`,
  };
}

export default defineFigure({
  title: "Four batch sizes",
  alt: "The cost over forty epochs for batches of 300, 64, 16 and 1. The smaller the batch, the faster it falls by epochs and the more it shakes.",
  assets: ["moons"],
  controls: [
    { name: "rate", label: "learning rate", min: 0.02, max: 0.5, step: 0.02, value: 0.1 },
    { name: "start", label: "starting weights", min: 1, max: 10, step: 1, value: 1 },
  ],
  draw: ({ controls: { rate = 0.1 } }) =>
    scene([], [], `learning rate ${rate}; press “Run live” to train`),
  async *run({ controls: { rate = 0.1, start = 1 }, assets }, signal) {
    const bytes = assets.moons;
    if (!bytes) return;
    const { train } = moonsOf(bytes);
    const costs: number[][] = [];
    const counts: number[] = [];
    for (const [i, [size, name]] of sizes.entries()) {
      const one: number[] = [];
      costs.push(one);
      const training = epochs(train, {
        make: (parameters) => new optim.SGD(parameters, { lr: rate }),
        size,
        seed: start,
      });
      for (const { model, steps } of training) {
        if (signal.aborted) return;
        one.push(await costOf(model, train));
        counts[i] = steps;
        if (one.length % 4 === 0)
          yield scene(costs, counts, `batches of ${name}: epoch ${one.length} of ${last}`);
        if (one.length === last) break;
      }
    }
    yield scene(costs, counts, `after ${last} epochs each`);
  },
});
