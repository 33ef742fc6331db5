/** Four hidden units in training, each a dot at its two weights: equal ones stay equal. */
import { defineFigure, type FigureColor, type Mark, type Scene } from "@gradus/content";
import { full, manualSeed, zeros } from "gradus";
import { flower } from "../../11-planar-flower/flower.ts";
import {
  accuracy,
  answers,
  startingWeights,
  stepped,
  type Weights,
} from "../../11-planar-flower/flower-network.ts";

const hidden = 4;
const steps = 600;
const every = 15;
const colors: FigureColor[] = ["accent", "negative", "third", "fourth"];

function start(kind: number): Weights {
  manualSeed(1);
  const [b1, b2] = [zeros([hidden]), zeros([1])];
  if (kind === 0) return { W1: zeros([hidden, 2]), b1, W2: zeros([1, hidden]), b2 };
  if (kind === 1) return { W1: full([hidden, 2], 0.5), b1, W2: full([1, hidden], 0.5), b2 };
  return startingWeights(hidden);
}

/** The ways of the units so far: for each unit its first and its second weight. */
type Ways = [number[], number[]][];

function scene(ways: Ways, costs: number[], status: string): Scene {
  const all = ways.flat(2).map(Math.abs);
  const reach = 1.15 * Math.max(0.8, ...all);
  const marks: Mark[] = [];
  ways.forEach(([x, y], unit) => {
    const color = colors[unit] as FigureColor;
    marks.push({ mark: "line", x, y, color, width: 1.5 });
    // Smaller and smaller, so that dots on top of each other show as rings.
    marks.push({ mark: "points", x: x.slice(-1), y: y.slice(-1), color, size: 10 - 2.3 * unit });
  });
  return {
    panels: [
      {
        title: "the four units",
        x: { label: "weight of the first input", domain: [-reach, reach] },
        y: { label: "weight of the second", domain: [-reach, reach] },
        aspect: 1.2,
        marks,
      },
      {
        title: "cost",
        x: { label: "step", domain: [0, steps] },
        y: { domain: [0, 1.2] },
        aspect: 1.2,
        marks: [
          { mark: "line", x: costs.map((_, i) => i * every), y: costs, color: "ink", width: 2 },
        ],
      },
    ],
    status,
  };
}

const empty = (): Ways => Array.from({ length: hidden }, () => [[], []]);

async function follow(ways: Ways, { W1 }: Weights): Promise<void> {
  const rows = (await W1.toArray()) as number[][];
  ways.forEach((way, unit) => {
    const [first = 0, second = 0] = rows[unit] ?? [];
    way[0].push(first);
    way[1].push(second);
  });
}

export default defineFigure({
  title: "Twins stay twins",
  alt: "Left, four dots in a plane, one for each hidden unit, and the way each has gone. From equal weights all four go the same way, from small random ones each goes its own. Right, the cost, which falls much further in the second case.",
  controls: [
    {
      name: "start",
      label: "start: 0 zeros, 1 all equal, 2 small random",
      min: 0,
      max: 2,
      step: 1,
      value: 1,
    },
  ],
  async draw({ controls: { start: kind = 1 } }) {
    const ways = empty();
    await follow(ways, start(kind));
    return scene(ways, [], "four units at the start; press play to train them");
  },
  async *run({ controls: { start: kind = 1 } }, signal) {
    const { X, Y } = flower();
    let weights = start(kind);
    const ways = empty();
    const costs: number[] = [];
    for (let step = 0; step <= steps && !signal.aborted; step++) {
      const now = weights;
      const next = stepped(X, Y, now, 1.2);
      const cost = await next.cost.item();
      weights = next.weights;
      if (step % every !== 0) continue;
      costs.push(cost);
      await follow(ways, now);
      const right = await accuracy(answers(X, now).A2, Y);
      yield scene(
        ways,
        costs,
        `step ${step}: cost ${cost.toFixed(3)}, ${(100 * right).toFixed(0)} % right`,
      );
    }
  },
});
