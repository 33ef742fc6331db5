/** A network in training on the flower: its answer over the plane, and its cost. */
import { defineFigure, type FigureColor, type Scene } from "@gradus/content";
import { manualSeed, tensor } from "gradus";
import { flower } from "../flower.ts";
import { accuracy, answers, startingWeights, stepped, type Weights } from "../flower-network.ts";

const reach = 4.6;
const side = 44;
const steps = 2000;
const middles = Array.from({ length: side }, (_, i) => -reach + (2 * reach * (i + 0.5)) / side);
const plane = tensor(middles.toReversed().flatMap((y) => middles.map((x) => [x, y])));
const { X, Y, x, y, labels } = flower();
const color: FigureColor[] = labels.map((label) => (label === 1 ? "one" : "zero"));

interface Curve {
  readonly steps: number[];
  readonly costs: number[];
}

async function scene(weights: Weights, { steps: at, costs }: Curve): Promise<Scene> {
  const values = Array.from(await answers(plane, weights).A2.data(), (v) => Number(v) - 0.5);
  const right = await accuracy(answers(X, weights).A2, Y);
  return {
    panels: [
      {
        x: { domain: [-reach, reach], hidden: true },
        y: { domain: [-reach, reach], hidden: true },
        aspect: 1,
        marks: [
          {
            mark: "heatmap",
            rows: side,
            columns: side,
            values,
            x: [-reach, reach],
            y: [-reach, reach],
            scale: "diverging",
            domain: [-0.6, 0.6],
          },
          { mark: "points", x, y, color, size: 2 },
        ],
      },
      {
        title: "cost",
        x: { domain: [0, steps], label: "step" },
        y: { domain: [0, 0.8] },
        aspect: 1.2,
        marks: [{ mark: "line", x: at, y: costs, color: "accent", width: 2 }],
      },
    ],
    status: `step ${at.at(-1)}: cost ${costs.at(-1)?.toFixed(3)}, ${(100 * right).toFixed(1)} % of the points are right`,
  };
}

export default defineFigure({
  title: "The boundary learns to bend",
  alt: "On the left the plane coloured by the network's answer, with the points of the flower on it. In training the border between the two colours bends around the petals. On the right the falling curve of the cost.",
  controls: [
    { name: "hidden", label: "hidden units", min: 1, max: 20, step: 1, value: 4 },
    { name: "rate", label: "learning rate", min: 0.1, max: 2, step: 0.1, value: 1.2 },
    { name: "seed", label: "starting weights", min: 1, max: 9, step: 1, value: 1 },
  ],
  async draw({ controls: { hidden = 4, seed = 1 } }) {
    manualSeed(seed);
    return scene(startingWeights(hidden), { steps: [0], costs: [Math.LN2] });
  },
  async *run({ controls: { hidden = 4, rate = 1.2, seed = 1 } }, signal) {
    manualSeed(seed);
    let weights = startingWeights(hidden);
    const curve: Curve = { steps: [], costs: [] };
    for (let step = 0; step <= steps && !signal.aborted; step++) {
      const made = stepped(X, Y, weights, rate);
      if (step % 20 === 0) {
        curve.steps.push(step);
        curve.costs.push(await made.cost.item());
        yield await scene(weights, curve);
      }
      weights = made.weights;
    }
  },
});
