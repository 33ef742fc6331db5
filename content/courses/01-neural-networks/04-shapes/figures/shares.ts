/** Four scores as bars, and the shares softmax makes of them. */
import { defineFigure, type Mark } from "@gradus/content";
import { type Tensor, tensor } from "gradus";

type Softmax = (x: Tensor) => Tensor;

export default defineFigure({
  title: "Scores, and the shares softmax makes of them",
  alt: "On the left four bars for the scores of four kinds of clothing. On the right four bars for their shares, which add up to 1. The kind with the largest score has by far the largest share.",
  reads: ["softmax"],
  controls: [
    { name: "first", label: "score of the T-shirt", min: -3, max: 6, step: 0.1, value: 2 },
    { name: "second", label: "score of the shirt", min: -3, max: 6, step: 0.1, value: 1 },
    { name: "all", label: "added to all scores", min: -3, max: 3, step: 0.5, value: 0 },
  ],
  async draw({ controls: { first = 2, second = 1, all = 0 }, learner }) {
    const own = (learner.softmax as { softmax?: Softmax } | undefined)?.softmax;
    const softmax: Softmax = own ?? ((x) => x.softmax(1));
    const names = ["T-shirt", "shirt", "coat", "bag"];
    const scores = [first, second, 0, -1].map((s) => s + all);
    const shares = Array.from(await softmax(tensor([scores])).data(), Number);
    const bars = (values: readonly number[], digits: number, room: number): Mark[] =>
      values.flatMap((v, i): Mark[] => [
        {
          mark: "box",
          x: i + 0.15,
          y: Math.min(0, v),
          width: 0.7,
          height: Math.abs(v),
          color: v < 0 ? "negative" : "accent",
          fill: true,
        },
        { mark: "text", x: i + 0.5, y: Math.max(0, v) + room, text: v.toFixed(digits), size: 12 },
        {
          mark: "text",
          x: i + 0.5,
          y: Math.min(0, ...values) - 1.9 * room,
          text: names[i] as string,
          size: 11,
          color: "muted",
        },
      ]);
    return {
      panels: [
        {
          title: "scores",
          x: { domain: [0, 4], hidden: true },
          y: { domain: [-9, 10] },
          aspect: 1.2,
          marks: [{ mark: "line", x: [0, 4], y: [0, 0], color: "muted" }, ...bars(scores, 1, 0.7)],
        },
        {
          title: "shares",
          x: { domain: [0, 4], hidden: true },
          y: { domain: [-0.15, 1.1] },
          aspect: 1.2,
          marks: [{ mark: "line", x: [0, 4], y: [0, 0], color: "muted" }, ...bars(shares, 2, 0.04)],
        },
      ],
      status: `the shares add up to ${shares.reduce((a, b) => a + b, 0).toFixed(3)}${own ? "; made by your softmax" : ""}`,
    };
  },
});
