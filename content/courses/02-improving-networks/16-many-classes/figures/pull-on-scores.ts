/** Three scores, the shares softmax makes of them, and how the cost's slope pulls at each score. */
import { defineFigure, type FigureColor, type Mark, type Panel } from "@gradus/content";
import { tensor } from "gradus";

const names = ["coat", "shirt", "bag"];

/** A bar for each class, its number above or below it, its name under the picture. */
function bars(
  title: string,
  values: readonly number[],
  domain: readonly [number, number],
  colorOf: (value: number) => FigureColor,
): Panel {
  const room = 0.06 * (domain[1] - domain[0]);
  const marks = values.flatMap((v, i): Mark[] => [
    {
      mark: "box",
      x: i + 0.2,
      y: Math.min(0, v),
      width: 0.6,
      height: Math.abs(v),
      color: colorOf(v),
      fill: true,
    },
    {
      mark: "text",
      x: i + 0.5,
      y: v < 0 ? v - 1.6 * room : v + 0.6 * room,
      text: v.toFixed(2),
      size: 12,
    },
    {
      mark: "text",
      x: i + 0.5,
      y: domain[0] + 0.3 * room,
      text: names[i] as string,
      color: "muted",
      size: 12,
    },
  ]);
  return {
    title,
    x: { domain: [0, 3], hidden: true },
    y: { domain },
    aspect: 1.2,
    marks: [{ mark: "line", x: [0, 3], y: [0, 0], color: "muted" }, ...marks],
  };
}

export default defineFigure({
  title: "How the cost pulls at the scores",
  alt: "On the left three bars for the shares of coat, shirt and bag, which add up to 1. On the right three bars for the slope of the cost by each score: the true class has a negative one, the others positive ones as large as their shares, and together they are 0.",
  controls: [
    { name: "coat", label: "score of the coat", min: -4, max: 6, step: 0.1, value: 2 },
    { name: "shirt", label: "score of the shirt", min: -4, max: 6, step: 0.1, value: 1 },
    { name: "bag", label: "score of the bag", min: -4, max: 6, step: 0.1, value: -1 },
    { name: "truth", label: "truth: coat, shirt, bag", min: 1, max: 3, step: 1, value: 2 },
  ],
  async draw({ controls: { coat = 2, shirt = 1, bag = -1, truth = 2 } }) {
    const scores = tensor([[coat, shirt, bag]]);
    const shares = Array.from(await scores.softmax(1).data(), Number);
    const slopes = shares.map((share, c) => share - (c === truth - 1 ? 1 : 0));
    const cost = -Math.log(shares[truth - 1] as number);
    return {
      panels: [
        bars("shares", shares, [-0.16, 1.15], () => "accent"),
        bars("slope of the cost by the score", slopes, [-1.3, 1.15], (v) =>
          v < 0 ? "positive" : "negative",
        ),
      ],
      status: `it is a ${names[truth - 1]}, with a share of ${(shares[truth - 1] as number).toFixed(2)}: cost ${cost.toFixed(2)}. A step raises its score and lowers the others.`,
    };
  },
});
