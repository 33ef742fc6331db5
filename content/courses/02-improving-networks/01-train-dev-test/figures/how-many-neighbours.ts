/** The border that k nearest neighbours draw on the pitch, and their accuracy on both sets for each k. */
import { defineFigure, type Scene } from "@gradus/content";
import type { Tensor } from "gradus";
import { type Points, planeOf, pointsOf } from "../../shared/points.ts";

const known = 100;
const side = 40;
const reach = { x: [-0.6, 0.6], y: [-0.6, 0.6] } as const;
const ks = [1, 3, 5, 7, 11, 15, 21, 31, 45, 61, 81, 99];

/** The share of class 1 among the k nearest known points, for each row of x and each k asked. */
async function shares(points: Points, x: Tensor, asked: readonly number[]): Promise<number[][]> {
  const n = x.size(0);
  const most = Math.max(...asked);
  const distances = x.unsqueeze(1).sub(points.X.unsqueeze(0)).square().sum(2);
  const nearest = distances.topk(most, 1, { largest: false }).indices;
  const votes = await points.Y.reshape([-1])
    .indexSelect(0, nearest.reshape([-1]))
    .data();
  return asked.map((k) =>
    Array.from({ length: n }, (_, i) => {
      let sum = 0;
      for (let j = 0; j < k; j++) sum += Number(votes[i * most + j]);
      return sum / k;
    }),
  );
}

const right = (found: readonly number[], points: Points): number =>
  found.filter((share, i) => Number(share > 0.5) === points.labels[i]).length / found.length;

export default defineFigure({
  title: "How many neighbours?",
  alt: "Left the pitch, coloured by the vote of the k nearest known points: ragged with islands for small k, smooth for large. Right the accuracy over k: on the training points it falls from 100 per cent, on the dev points it rises from 81 to 87 per cent, and both fall to a half at the end.",
  assets: ["pitch"],
  controls: [
    { name: "index", label: "k: a step further", min: 1, max: ks.length, step: 1, value: 1 },
  ],
  async draw({ controls: { index = 1 }, assets }): Promise<Scene> {
    const bytes = assets.pitch as Uint8Array;
    const train = pointsOf(bytes, 0, known);
    const dev = pointsOf(bytes, 100, 400);
    const k = ks[index - 1] ?? 1;
    const [[plane = []], onTrain, onDev] = await Promise.all([
      shares(train, planeOf(reach.x, reach.y, side), [k]),
      shares(train, train.X, ks),
      shares(train, dev.X, ks),
    ]);
    const percent = (values: readonly number[][], points: Points): number[] =>
      values.map((v) => 100 * right(v, points));
    const [trainRight, devRight] = [percent(onTrain, train), percent(onDev, dev)];
    const at = index - 1;
    return {
      panels: [
        {
          title: `k = ${k}`,
          x: { domain: reach.x, hidden: true },
          y: { domain: reach.y, hidden: true },
          aspect: 1.5,
          marks: [
            {
              mark: "heatmap",
              rows: side,
              columns: side,
              values: plane.map((v) => v - 0.5),
              x: reach.x,
              y: reach.y,
              scale: "diverging",
              domain: [-0.8, 0.8],
            },
            {
              mark: "points",
              x: train.x,
              y: train.y,
              color: train.labels.map((l) => (l === 1 ? "accent" : "negative")),
              size: 3,
            },
          ],
        },
        {
          x: { domain: [0, ks.length + 1], label: "k, from 1 to 99", hidden: false },
          y: { domain: [45, 103], label: "right, in per cent" },
          aspect: 1.5,
          marks: [
            {
              mark: "line",
              x: ks.map((_, i) => i + 1),
              y: trainRight,
              color: "muted",
              width: 2,
              label: "training",
            },
            {
              mark: "line",
              x: ks.map((_, i) => i + 1),
              y: devRight,
              color: "accent",
              width: 2,
              label: "dev",
            },
            { mark: "circle", x: index, y: devRight[at] ?? 0, radius: 6, color: "accent" },
          ],
        },
      ],
      status: `k = ${k}: ${trainRight[at]?.toFixed(0)} % of the training points, ${devRight[at]?.toFixed(1)} % of the dev points`,
    };
  },
});
