/** A curve, its slope at one place, and what nudging to one side and to both sides takes for it. */
import { defineFigure, type Mark } from "@gradus/content";

const reach: readonly [number, number] = [-2.2, 2.6];
const cost = (w: number): number => 0.35 * w ** 3 - 0.6 * w + 2;
const slopeAt = (w: number): number => 1.05 * w ** 2 - 0.6;
const xs = Array.from({ length: 121 }, (_, i) => reach[0] + (i * (reach[1] - reach[0])) / 120);

/** A straight line through the picture, through (x, y). */
const straight = (
  x: number,
  y: number,
  slope: number,
): Pick<Mark & { mark: "line" }, "x" | "y"> => ({
  x: [...reach],
  y: reach.map((end) => y + slope * (end - x)),
});

export default defineFigure({
  title: "To one side, to both sides",
  alt: "A bent curve with three straight lines at one place: its slope there, the line through this place and one to the right of it, which is too steep, and the line through places on both sides, which is nearly as steep as the slope.",
  controls: [
    { name: "w", label: "weight w", min: -1, max: 1.4, step: 0.1, value: 0.8 },
    { name: "epsilon", label: "nudge ε", min: 0.05, max: 1.2, step: 0.05, value: 0.8 },
  ],
  draw({ controls: { w = 0.8, epsilon = 0.8 } }) {
    const [low, here, high] = [cost(w - epsilon), cost(w), cost(w + epsilon)];
    const slope = slopeAt(w);
    const one = (high - here) / epsilon;
    const both = (high - low) / (2 * epsilon);
    return {
      panels: [
        {
          x: { domain: reach, label: "weight" },
          y: { domain: [-1.8, 5], label: "cost" },
          aspect: 1.6,
          marks: [
            { mark: "line", x: xs, y: xs.map(cost), color: "ink", width: 2.5, label: "cost" },
            {
              mark: "line",
              ...straight(w, here, slope),
              color: "accent",
              width: 2,
              label: "slope",
            },
            {
              mark: "line",
              ...straight(w, here, one),
              color: "negative",
              dash: true,
              label: "one side",
            },
            {
              mark: "line",
              ...straight(w - epsilon, low, both),
              color: "third",
              dash: true,
              label: "both sides",
            },
            {
              mark: "points",
              x: [w - epsilon, w, w + epsilon],
              y: [low, here, high],
              color: ["third", "accent", "negative"],
              size: 5,
            },
          ],
        },
      ],
      status: `slope ${slope.toFixed(3)}; one side says ${one.toFixed(3)}, both sides ${both.toFixed(3)}`,
    };
  },
});
