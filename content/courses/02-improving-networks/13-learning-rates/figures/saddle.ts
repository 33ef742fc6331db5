/** A ball on a saddle: gradient descent near the ridge, with momentum or without. */
import { defineFigure, type Mark } from "@gradus/content";

const side = 40;
const reach: readonly [number, number] = [-1.6, 1.6];
const steps = 400;
const rate = 0.05;

/** Down along x to 0; along y first down on both sides of 0, then up again: bottoms at y = ±1. */
const height = (x: number, y: number): number => x ** 2 / 2 - y ** 2 / 2 + y ** 4 / 4;

function path(start: number, momentum: number): { x: number[]; y: number[] } {
  let [x, y, vx, vy] = [1.4, start, 0, 0];
  const [xs, ys] = [[x], [y]];
  for (let step = 0; step < steps; step++) {
    vx = momentum * vx + x;
    vy = momentum * vy + (y ** 3 - y);
    x -= rate * vx;
    y -= rate * vy;
    xs.push(x);
    ys.push(y);
  }
  return { x: xs, y: ys };
}

export default defineFigure({
  title: "A saddle",
  alt: "A plane coloured by height with a path on it. It runs down to the middle, where the ground is level, stays there for many steps, and then turns aside to one of two bottoms. Beside it the height over the steps: down, a long plateau, down again.",
  controls: [
    {
      name: "start",
      label: "start beside the ridge: 1, 0.1, … 0.000001",
      min: 0,
      max: 6,
      step: 1,
      value: 3,
    },
    { name: "momentum", label: "momentum", min: 0, max: 0.9, step: 0.1, value: 0 },
  ],
  draw({ controls: { start = 3, momentum = 0 } }) {
    const { x, y } = path(10 ** -start, momentum);
    const cell = (reach[1] - reach[0]) / side;
    const at = (i: number): number => reach[0] + (i + 0.5) * cell;
    const places = Array.from({ length: side }, (_, i) => i);
    const heights = x.map((v, i) => height(v, y[i] as number));
    const level = heights.findIndex((h) => h < 0.01);
    const left = heights.findIndex((h) => h < -0.24);
    const marks: Mark[] = [
      {
        mark: "heatmap",
        rows: side,
        columns: side,
        values: places.toReversed().flatMap((r) => places.map((c) => height(at(c), at(r)))),
        x: reach,
        y: reach,
        scale: "sequential",
        domain: [-0.3, 1.4],
      },
      { mark: "line", x, y, color: "ink", width: 2 },
      {
        mark: "points",
        x: x.filter((_, i) => i % 10 === 0),
        y: y.filter((_, i) => i % 10 === 0),
        color: "negative",
        size: 3,
      },
    ];
    const text = left < 0 ? `still on the way after ${steps}` : `at the bottom in step ${left}`;
    return {
      panels: [
        {
          x: { domain: reach, label: "one weight" },
          y: { domain: reach, label: "another" },
          aspect: 1,
          marks,
        },
        {
          x: { domain: [0, steps], label: "step" },
          y: { domain: [-0.3, 1.1], label: "cost" },
          aspect: 1.2,
          marks: [
            { mark: "line", x: heights.map((_, i) => i), y: heights, color: "accent", width: 2 },
          ],
        },
      ],
      status: `momentum ${momentum.toFixed(1)}: level in step ${level}, ${text}`,
    };
  },
});
