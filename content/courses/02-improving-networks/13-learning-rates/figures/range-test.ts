/** A learning-rate range test: one short training whose rate grows with every step. */
import { defineFigure, type Scene } from "@gradus/content";
import { manualSeed } from "gradus";
import { trainingSet } from "../../16-many-classes/images.ts";
import { learning, network } from "../clothes.ts";

const steps = 120;
const [least, most] = [1e-4, 10] as const;
/** How much of the mean so far is kept, so that single batches do not hide the curve. */
const kept = 0.8;

const rateAt = (step: number): number => least * (most / least) ** (step / (steps - 1));

function scene(costs: readonly number[], means: readonly number[], status: string): Scene {
  const x = costs.map((_, step) => Math.log10(rateAt(step)));
  return {
    panels: [
      {
        x: { domain: [-4, 1], label: "learning rate: 10 to the power of" },
        y: { domain: [0, 4], label: "cost of a batch" },
        aspect: 1.8,
        marks: [
          {
            mark: "points",
            x,
            y: costs.map((c) => Math.min(c, 4)),
            color: "muted",
            size: 2,
          },
          {
            mark: "line",
            x,
            y: means.map((c) => Math.min(c, 4)),
            color: "accent",
            width: 2,
            label: "smoothed",
          },
        ],
      },
    ],
    status,
  };
}

export default defineFigure({
  title: "A learning-rate range test",
  alt: "The cost of each batch over the learning rate, on a scale of factors. Up to about 0.01 it stays at 2.3, then it falls, steepest at about 0.1, and somewhere near 1 it shoots up.",
  assets: ["fashion-ten"],
  controls: [{ name: "dice", label: "dice", min: 1, max: 9, step: 1, value: 1 }],
  draw: () =>
    scene([], [], "press “Run live”: 120 steps, each with a larger rate than the one before"),
  async *run({ controls: { dice = 1 }, assets }, signal) {
    const bytes = assets["fashion-ten"];
    if (!bytes) return;
    manualSeed(dice);
    const model = network();
    const [costs, means]: [number[], number[]] = [[], []];
    let [sum, best] = [0, { cost: Number.POSITIVE_INFINITY, rate: 0 }];
    for await (const cost of learning(model, trainingSet(bytes), rateAt, steps, dice)) {
      if (signal.aborted) return;
      const step = costs.length;
      sum = kept * sum + (1 - kept) * cost;
      const mean = sum / (1 - kept ** (step + 1));
      costs.push(cost);
      means.push(mean);
      if (mean < best.cost) best = { cost: mean, rate: rateAt(step) };
      const wild = !Number.isFinite(cost) || mean > 4 * best.cost;
      if (step % 4 === 3 || wild)
        yield scene(
          [...costs],
          [...means],
          `rate ${rateAt(step).toPrecision(2)}: cost ${cost.toFixed(2)}; the smoothed cost is least at ${best.rate.toPrecision(2)}`,
        );
      // Beyond this there is nothing to learn.
      if (wild) return;
    }
  },
});
