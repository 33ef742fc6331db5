/** A long valley, and two walkers with the same learning rate: plain gradient descent, and with momentum. */
import { defineFigure, type FigureColor, type Mark } from "@gradus/content";

const along: readonly [number, number] = [-10, 4];
const across: readonly [number, number] = [-2.4, 2.4];
const side = 48;
const start = [-9, 1.6] as const;

const cost = (steep: number, x: number, y: number): number => (x * x + steep * y * y) / 2;

interface Walk {
  readonly x: number[];
  readonly y: number[];
  readonly costs: number[];
}

function walk(steep: number, rate: number, beta: number, steps: number): Walk {
  let [x, y]: [number, number] = [...start];
  let [vx, vy] = [0, 0];
  const path: Walk = { x: [x], y: [y], costs: [cost(steep, x, y)] };
  for (let step = 0; step < steps; step++) {
    vx = beta * vx + (1 - beta) * x;
    vy = beta * vy + (1 - beta) * steep * y;
    x -= rate * vx;
    y -= rate * vy;
    path.x.push(x);
    path.y.push(y);
    path.costs.push(cost(steep, x, y));
  }
  return path;
}

/** The places up to where a walk first leaves the map; the last one is moved to its edge. */
function onMap({ x, y }: Walk): { x: number[]; y: number[] } {
  const inside = (v: number, [low, high]: readonly [number, number]): boolean =>
    v >= low && v <= high;
  const gone = x.findIndex((v, i) => !inside(v, along) || !inside(y[i] as number, across));
  if (gone < 0) return { x, y };
  const clamp = (v: number, [low, high]: readonly [number, number]): number =>
    Math.min(high, Math.max(low, v));
  return {
    x: [...x.slice(0, gone), clamp(x[gone] as number, along)],
    y: [...y.slice(0, gone), clamp(y[gone] as number, across)],
  };
}

const shown = (value: number): string =>
  value > 1e4 ? "gone" : value < 1e-3 ? value.toExponential(0) : value.toPrecision(2);

export default defineFigure({
  title: "A long valley",
  alt: "Left a map of a valley that is steep across and flat along. Plain gradient descent zigzags across and hardly gets along, or leaves the map. With momentum the path bends into the valley's floor and runs along it to the bottom. Right the logarithm of both costs over the steps.",
  controls: [
    { name: "rate", label: "learning rate", min: 0.002, max: 0.3, step: 0.002, value: 0.018 },
    { name: "beta", label: "β", min: 0, max: 0.98, step: 0.01, value: 0.9 },
    { name: "steep", label: "steepness across", min: 1, max: 200, step: 1, value: 100 },
    { name: "steps", label: "steps", min: 1, max: 200, step: 1, value: 60 },
  ],
  draw({ controls: { rate = 0.018, beta = 0.9, steep = 100, steps = 60 } }) {
    const walks: readonly (readonly [string, FigureColor, Walk])[] = [
      ["plain", "negative", walk(steep, rate, 0, steps)],
      ["momentum", "ink", walk(steep, rate, beta, steps)],
    ];
    const at = ([low, high]: readonly [number, number], k: number): number =>
      low + ((high - low) * (k + 0.5)) / side;
    const valley = Array.from({ length: side * side }, (_, i) =>
      Math.log(0.5 + cost(steep, at(along, i % side), at(across, side - 1 - Math.floor(i / side)))),
    );
    const paths = walks.flatMap(([label, color, path]): Mark[] => {
      const { x, y } = onMap(path);
      return [
        { mark: "line", x, y, color, width: 1.5, label },
        { mark: "points", x: [x.at(-1) as number], y: [y.at(-1) as number], color, size: 5 },
      ];
    });
    const exponent = (c: number): number => Math.max(-6, Math.min(4, Math.log10(c)));
    return {
      panels: [
        {
          x: { domain: along, label: "along" },
          y: { domain: across, label: "across" },
          aspect: 1.3,
          marks: [
            {
              mark: "heatmap",
              rows: side,
              columns: side,
              values: valley,
              x: along,
              y: across,
              scale: "sequential",
            },
            ...paths,
          ],
        },
        {
          x: { domain: [0, steps], label: "step" },
          y: { domain: [-6, 4], label: "cost: 10 to the power of" },
          aspect: 1.3,
          marks: walks.map(([label, color, { costs }]) => ({
            mark: "line",
            x: costs.map((_, i) => i),
            y: costs.map(exponent),
            color,
            width: 2,
            label,
          })),
        },
      ],
      status: `cost after ${steps} ${steps === 1 ? "step" : "steps"}: ${walks.map(([name, , { costs }]) => `${name} ${shown(costs.at(-1) as number)}`).join(", ")}`,
    };
  },
});
