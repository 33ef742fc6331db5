/** One guess for five points: the errors as lines, and as squares. */
import { defineFigure, type Mark } from "@gradus/content";

const points = [1, 2, 3, 4.5, 6];

export default defineFigure({
  title: "Errors as lines, errors as squares",
  alt: "Two panels with the same five points and a level line for the guess. On the left each error is a line from the point to the guess. On the right each error is a square whose side is that line.",
  controls: [
    { name: "guess", label: "the guess", min: 0, max: 10, step: 0.1, value: 5 },
    { name: "last", label: "the last point", min: 6, max: 10, step: 0.5, value: 6 },
  ],
  draw({ controls: { guess = 5, last = 6 } }) {
    const ys = [...points.slice(0, -1), last];
    const sum = (of: (error: number) => number): number =>
      ys.reduce((all, y) => all + of(y - guess), 0);
    const base: Mark[] = [
      { mark: "line", x: [0, 9], y: [guess, guess], color: "accent", width: 2 },
      { mark: "points", x: ys.map((_, i) => 1 + 1.5 * i), y: ys, color: "ink", size: 4.5 },
    ];
    const lines = ys.map(
      (y, i): Mark => ({
        mark: "line",
        x: [1 + 1.5 * i, 1 + 1.5 * i],
        y: [guess, y],
        color: "third",
        width: 3,
      }),
    );
    const squares = ys.map((y, i): Mark => {
      const side = Math.abs(y - guess);
      return {
        mark: "box",
        x: 1 + 1.5 * i,
        y: Math.min(y, guess),
        width: side,
        height: side,
        color: "fourth",
        fill: true,
      };
    });
    const mean = ys.reduce((a, b) => a + b, 0) / ys.length;
    const panel = (title: string, marks: Mark[]) => ({
      title,
      x: { domain: [0, 13] as const, hidden: true },
      y: { domain: [-0.5, 11] as const, label: "y" },
      aspect: 13 / 11.5,
      marks,
    });
    return {
      panels: [
        panel(`lines add up to ${sum(Math.abs).toFixed(1)}`, [...lines, ...base]),
        panel(`squares add up to ${sum((e) => e * e).toFixed(1)}`, [...squares, ...base]),
      ],
      status: `the middle point is ${ys[2]}, the mean is ${mean.toFixed(2)}; your guess is ${guess.toFixed(1)}`,
    };
  },
});
