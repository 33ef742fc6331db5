/** Steps of gradient descent on a curve with one weight. */
import { defineFigure } from "@gradus/content";

const cost = (w: number): number => 0.3 * (w - 1) ** 2 + 0.4;
const slope = (w: number): number => 0.6 * (w - 1);
const xs = Array.from({ length: 121 }, (_, i) => -5 + i / 10);

export default defineFigure({
  title: "Against the slope, again and again",
  alt: "A bowl-shaped curve of the cost over one weight. Points on it, joined by lines, show the steps of gradient descent from the left. With a small learning rate they creep to the bottom, with a large one they jump from side to side.",
  controls: [
    { name: "rate", label: "learning rate", min: 0.1, max: 3.6, step: 0.1, value: 0.5 },
    { name: "steps", label: "steps", min: 0, max: 20, step: 1, value: 6 },
  ],
  draw({ controls: { rate = 0.5, steps = 6 } }) {
    const path = [-3.5];
    for (let i = 0; i < steps; i++) {
      const w = path.at(-1) as number;
      path.push(w - rate * slope(w));
    }
    const seen = path.map((w) => Math.max(-5, Math.min(7, w)));
    const end = path.at(-1) as number;
    return {
      panels: [
        {
          x: { domain: [-5, 7], label: "weight" },
          y: { domain: [0, 10], label: "cost" },
          aspect: 1.7,
          marks: [
            { mark: "line", x: xs, y: xs.map(cost), color: "muted", width: 2 },
            { mark: "line", x: seen, y: seen.map(cost), color: "accent", dash: true },
            { mark: "points", x: seen, y: seen.map(cost), color: "accent", size: 4 },
            {
              mark: "points",
              x: [seen.at(-1) as number],
              y: [cost(seen.at(-1) as number)],
              color: "ink",
              size: 6,
            },
          ],
        },
      ],
      status: `after ${steps} steps the weight is ${end.toFixed(2)}, its cost ${cost(end).toFixed(3)}, the slope there ${slope(end).toFixed(3)}`,
    };
  },
});
