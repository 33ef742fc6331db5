/** The sigmoid, a point on it, and the straight line that has the curve's slope there. */
import { defineFigure } from "@gradus/content";

const squash = (z: number): number => 1 / (1 + Math.exp(-z));
const curve = Array.from({ length: 121 }, (_, i) => -6 + i / 10);

export default defineFigure({
  title: "The slope is what a small step does",
  alt: "The S-shaped curve of the sigmoid. A dashed straight line touches it at a point. A step to the right of that point shows how far the curve rises and how far the line rises.",
  controls: [
    { name: "z", label: "the point z", min: -5, max: 5, step: 0.1, value: 1 },
    { name: "step", label: "the step", min: 0.1, max: 4, step: 0.1, value: 0.8 },
  ],
  draw({ controls: { z = 1, step = 0.8 } }) {
    const s = squash(z);
    const slope = s * (1 - s);
    const line = (x: number): number => s + slope * (x - z);
    // As much of the line as stays in the picture.
    const reach = Math.min(3, 0.45 / Math.max(slope, 0.02));
    const [left, right] = [Math.max(-6, z - reach), Math.min(9, z + Math.max(reach, step))];
    const to = z + step;
    const moved = squash(to) - s;
    return {
      panels: [
        {
          x: { domain: [-6, 9], label: "z" },
          y: { domain: [-0.1, 1.4], label: "squashed" },
          aspect: 1.7,
          marks: [
            {
              mark: "line",
              x: [...curve, 7, 8, 9],
              y: [...curve, 7, 8, 9].map(squash),
              color: "accent",
              width: 2.5,
              label: "sigmoid",
            },
            {
              mark: "line",
              x: [left, right],
              y: [line(left), line(right)],
              color: "third",
              dash: true,
              label: "slope",
            },
            { mark: "line", x: [z, to, to], y: [s, s, squash(to)], color: "muted" },
            { mark: "points", x: [z, to], y: [s, squash(to)], color: ["ink", "accent"], size: 5 },
            { mark: "points", x: [to], y: [line(to)], color: "third", size: 4 },
          ],
        },
      ],
      status: `slope ${slope.toFixed(3)}: a step of ${step.toFixed(1)} should raise the output by ${(slope * step).toFixed(3)}; it rises by ${moved.toFixed(3)}`,
    };
  },
});
