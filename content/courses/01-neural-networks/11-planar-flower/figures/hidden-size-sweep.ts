/** Networks with 1 to 20 hidden units, trained on the flower one after the other. */
import { defineFigure, type Mark, type Scene } from "@gradus/content";
import { manualSeed, tensor } from "gradus";
import { flower } from "../flower.ts";
import { accuracy, answers, startingWeights, stepped, type Weights } from "../flower-network.ts";

const sizes = [1, 2, 3, 4, 5, 20];
const reach = 4.6;
const side = 36;
const middles = Array.from({ length: side }, (_, i) => -reach + (2 * reach * (i + 0.5)) / side);
const plane = tensor(middles.toReversed().flatMap((y) => middles.map((x) => [x, y])));
const { X, Y } = flower();
const fresh = flower(2000, 7);

interface Trained {
  readonly train: number;
  readonly test: number;
  readonly values: readonly number[];
}

const asTrained = async (weights: Weights): Promise<Trained> => ({
  train: await accuracy(answers(X, weights).A2, Y),
  test: await accuracy(answers(fresh.X, weights).A2, fresh.Y),
  values: Array.from(await answers(plane, weights).A2.data(), (v) => Number(v) - 0.5),
});

/** A row of small pictures, one for each size, with its accuracy below. */
function scene(trained: readonly Trained[], busy: number, steps: number): Scene {
  const marks: Mark[] = [];
  sizes.forEach((hidden, i) => {
    const [left, low] = [(i % 3) * 1.15, i < 3 ? 1.75 : 0];
    const made = trained[i];
    if (made)
      marks.push({
        mark: "heatmap",
        rows: side,
        columns: side,
        values: made.values,
        x: [left, left + 1],
        y: [low + 0.4, low + 1.4],
        scale: "diverging",
        domain: [-0.6, 0.6],
      });
    marks.push({
      mark: "box",
      x: left,
      y: low + 0.4,
      width: 1,
      height: 1,
      color: i === busy ? "accent" : "muted",
    });
    marks.push({
      mark: "text",
      x: left + 0.5,
      y: low + 1.48,
      text: `${hidden} unit${hidden > 1 ? "s" : ""}`,
      size: 13,
    });
    if (made)
      marks.push({
        mark: "text",
        x: left + 0.5,
        y: low + 0.2,
        text: `${(100 * made.train).toFixed(1)} %, new ${(100 * made.test).toFixed(1)} %`,
        size: 12,
        color: "muted",
      });
  });
  return {
    panels: [
      {
        x: { domain: [-0.05, 3.35], hidden: true },
        y: { domain: [0.05, 3.45], hidden: true },
        aspect: 1,
        marks,
      },
    ],
    status:
      busy < 0
        ? `right on the 400 points, and on 2,000 new ones, after ${steps} steps`
        : `training ${sizes[busy]} hidden unit${(sizes[busy] ?? 0) > 1 ? "s" : ""} for ${steps} steps`,
  };
}

export default defineFigure({
  title: "Six networks learn the flower",
  alt: "Six small pictures of the plane coloured by a network's answer, for 1, 2, 3, 4, 5 and 20 hidden units, with the share of right answers below each. One unit draws a straight border, two draw a cross; from three on the borders run between the petals.",
  controls: [
    { name: "steps", label: "steps for each", min: 500, max: 5000, step: 500, value: 2000 },
  ],
  draw({ controls: { steps = 2000 } }) {
    return scene([], 0, steps);
  },
  async *run({ controls: { steps = 2000 } }, signal) {
    const trained: Trained[] = [];
    for (const [i, hidden] of sizes.entries()) {
      manualSeed(1);
      let weights = startingWeights(hidden);
      for (let step = 0; step < steps && !signal.aborted; step++) {
        const made = stepped(X, Y, weights, 1.2);
        weights = made.weights;
        if (step % 100 === 0) {
          await made.cost.item();
          if (step % 500 === 0) yield scene([...trained, await asTrained(weights)], i, steps);
        }
      }
      if (signal.aborted) return;
      trained.push(await asTrained(weights));
      yield scene(trained, i + 1 < sizes.length ? i + 1 : -1, steps);
    }
  },
});
