/** The cost over two weights, with one input wider than the other and with both normalised, and the way down each. */
import { defineFigure, type Mark, type Panel } from "@gradus/content";

const steps = 25;
const side = 40;
const reach: readonly [number, number] = [-2.5, 3];
const begin: readonly [number, number] = [-1.6, 2.2];

const inside = (v: number): boolean => v >= reach[0] && v <= reach[1];

/** Half the mean square error of w1·x1 + w2·x2, where x1 has a spread of 1 and x2 one of `spread`, and both count alike. */
const costOf =
  (spread: number) =>
  (w1: number, w2: number): number =>
    0.5 * (w1 - 1) ** 2 + 0.5 * (spread * w2 - 1) ** 2;

/** The places of gradient descent, up to the first that is out of the picture; and the cost at the end. */
function descent(spread: number, rate: number): { path: [number, number][]; cost: number } {
  let [w1, w2] = begin;
  const path: [number, number][] = [[w1, w2]];
  for (let i = 0; i < steps; i++) {
    [w1, w2] = [w1 - rate * (w1 - 1), w2 - rate * spread * (spread * w2 - 1)];
    path.push([w1, w2]);
  }
  const out = path.findIndex(([a, b]) => !inside(a) || !inside(b));
  return { path: out < 0 ? path : path.slice(0, out), cost: costOf(spread)(w1, w2) };
}

function panel(title: string, spread: number, path: readonly [number, number][]): Panel {
  const at = (i: number): number => reach[0] + ((reach[1] - reach[0]) * (i + 0.5)) / side;
  const places = Array.from({ length: side }, (_, i) => i);
  const cost = costOf(spread);
  // On a log scale, or only the walls would be seen.
  const values = places
    .toReversed()
    .flatMap((r) => places.map((c) => Math.log(cost(at(c), at(r)) + 0.02)));
  const [x, y] = [path.map((p) => p[0]), path.map((p) => p[1])];
  const marks: Mark[] = [
    { mark: "heatmap", rows: side, columns: side, values, x: reach, y: reach, scale: "sequential" },
    { mark: "line", x, y, color: "fourth", width: 2 },
    { mark: "points", x, y, color: "fourth", size: 3 },
    { mark: "circle", x: 1, y: 1 / spread, radius: 7, color: "ink" },
  ];
  return {
    title,
    x: { domain: reach, label: "first weight" },
    y: { domain: reach, label: "second weight" },
    aspect: 1.1,
    marks,
  };
}

const text = (cost: number): string => (cost > 1000 ? "has flown off" : cost.toFixed(4));

export default defineFigure({
  title: "A valley and a bowl",
  alt: "The cost over two weights as two maps. Left, with the second input wider than the first, it is a long narrow valley: the path of gradient descent jumps from wall to wall or creeps along the floor. Right, with both normalised, it is a round bowl, and the path goes straight down.",
  controls: [
    { name: "spread", label: "spread of the second input", min: 1, max: 10, step: 1, value: 5 },
    { name: "rate", label: "learning rate", min: 0.01, max: 2, step: 0.01, value: 0.07 },
  ],
  draw({ controls: { spread = 5, rate = 0.07 } }) {
    const [raw, normalised] = [descent(spread, rate), descent(1, rate)];
    return {
      panels: [
        panel(`spreads 1 and ${spread}`, spread, raw.path),
        panel("normalised", 1, normalised.path),
      ],
      status: `cost after ${steps} steps: left ${text(raw.cost)}, right ${text(normalised.cost)}`,
    };
  },
});
