/** A plain network and one with skips, of one depth and with the same parameters, learning the ten kinds of clothes. */
import { defineFigure, type Mark, type Scene } from "@gradus/content";
import { manualSeed } from "gradus";
import { devSet, trainingSet } from "../../../02-improving-networks/16-many-classes/images.ts";
import { deepNetwork, rightOf, stepsOf } from "../depth.ts";

const epochs = 8;
/** Steps whose costs are one point of the curve; four of them are an epoch. */
const together = 8;

interface Curve {
  readonly skips: boolean;
  /** Four for each epoch. */
  readonly cost: number[];
  /** One for each epoch. */
  readonly right: number[];
}

function scene(curves: readonly Curve[], status: string): Scene {
  const lines = (of: "cost" | "right"): Mark[] =>
    curves.map((c) => ({
      mark: "line",
      x: c[of].map((_, i) => (of === "cost" ? (i + 0.5) / 4 : i + 1)),
      y: [...c[of]],
      color: c.skips ? "accent" : "negative",
      width: 2,
      label: c.skips ? "with skips" : "plain",
    }));
  return {
    panels: [
      {
        title: "cost on the training images",
        x: { domain: [0, epochs], label: "epoch" },
        y: { domain: [0, 2.4], label: "cost" },
        aspect: 1.2,
        marks: lines("cost"),
      },
      {
        title: "right on the dev images",
        x: { domain: [0, epochs], label: "epoch" },
        y: { domain: [0, 100], label: "per cent" },
        aspect: 1.2,
        marks: lines("right"),
      },
    ],
    status,
  };
}

const empty = (): Curve[] => [
  { skips: false, cost: [], right: [] },
  { skips: true, cost: [], right: [] },
];

export default defineFigure({
  title: "The same depth, with skips and without",
  alt: "Two pictures with two curves each: the cost on the training images and the share of dev images that are right, epoch by epoch, for a plain network and for one with skips. At 8 layers they are close together; at 20 and 32 layers the plain one learns more slowly.",
  assets: ["fashion-ten"],
  controls: [
    { name: "depth", label: "layers: 8, 20, 32", min: 1, max: 3, step: 1, value: 2 },
    { name: "dice", label: "dice", min: 1, max: 5, step: 1, value: 1 },
  ],
  draw: () => scene(empty(), "press “Run live” to train both networks"),
  async *run({ controls: { depth = 2, dice = 1 }, assets }, signal) {
    const bytes = assets["fashion-ten"];
    if (!bytes) return;
    const [training, dev] = [trainingSet(bytes), devSet(bytes)];
    const layers = [8, 20, 32][depth - 1] ?? 20;
    const curves = empty();
    for (const curve of curves) {
      manualSeed(dice);
      const model = deepNetwork({ layers, skips: curve.skips });
      let batch: number[] = [];
      for await (const { cost } of stepsOf(model, training, { epochs })) {
        if (signal.aborted) return;
        batch.push(cost);
        if (batch.length < together) continue;
        const mean = batch.reduce((a, b) => a + b, 0) / together;
        curve.cost.push(mean);
        batch = [];
        if (curve.cost.length % 4 === 0) curve.right.push(await rightOf(model, dev));
        const right = curve.right.at(-1);
        yield scene(
          curves,
          `${layers} layers ${curve.skips ? "with skips" : "plain"}, epoch ${Math.ceil(curve.cost.length / 4)}: cost ${mean.toFixed(2)}${right === undefined ? "" : `, ${right.toFixed(0)} % of the dev images right`}`,
        );
      }
    }
  },
});
