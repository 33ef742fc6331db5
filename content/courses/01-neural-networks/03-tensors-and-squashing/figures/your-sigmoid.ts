/** The learner's own sigmoid: as a curve, and over a plane of weighted sums. */
import { defineFigure, type FigureInput } from "@gradus/content";
import { type Tensor, tensor } from "gradus";

const count = 121;
const size = 40;
const xs = Array.from({ length: count }, (_, i) => -6 + (12 * i) / (count - 1));

/** Where the cells of the plane's picture are, along one side. */
const middles = Array.from({ length: size }, (_, i) => -3 + (6 * (i + 0.5)) / size);

function squashOf(learner: FigureInput["learner"]): ((z: Tensor) => Tensor) | undefined {
  const { sigmoid } = (learner.sigmoid ?? {}) as { sigmoid?: (z: Tensor) => Tensor };
  return sigmoid;
}

export default defineFigure({
  title: "Your sigmoid at work",
  alt: "On the left an S-shaped curve from 0 to 1. On the right a square of the plane, coloured by the squashed weighted sum at each point: orange on one side, blue on the other, with a soft border that grows sharper with larger weights.",
  controls: [
    { name: "weight", label: "weights", min: -4, max: 4, step: 0.1, value: 1 },
    { name: "bias", label: "bias", min: -4, max: 4, step: 0.1, value: 0 },
  ],
  reads: ["sigmoid"],
  async draw({ controls: { weight = 1, bias = 0 }, learner }) {
    const own = squashOf(learner);
    const squash = own ?? ((z: Tensor): Tensor => z.sigmoid());
    const ys = await squash(tensor(xs).mul(weight).add(bias)).data();
    const across = tensor(middles).reshape([1, size]);
    const down = tensor(middles.toReversed()).reshape([size, 1]);
    const plane = await squash(across.add(down).mul(weight).add(bias)).data();
    return {
      panels: [
        {
          title: "σ(weight · x + bias), shape [121]",
          x: { domain: [-6, 6], label: "x" },
          y: { domain: [-0.05, 1.05], label: "squashed" },
          aspect: 1.3,
          marks: [
            {
              mark: "line",
              x: xs,
              y: Array.from(ys, Number),
              color: own ? "accent" : "muted",
              dash: !own,
              width: 2.5,
            },
          ],
        },
        {
          title: "σ(weight · (x + y) + bias), shape [40, 40]",
          x: { domain: [-3, 3], label: "x" },
          y: { domain: [-3, 3], label: "y" },
          aspect: 1.3,
          marks: [
            {
              mark: "heatmap",
              rows: size,
              columns: size,
              values: Array.from(plane, (v) => Number(v) - 0.5),
              x: [-3, 3],
              y: [-3, 3],
              scale: "diverging",
              domain: [-0.6, 0.6],
            },
          ],
        },
      ],
      status: own
        ? "drawn by your sigmoid"
        : "drawn by the library's sigmoid; yours takes over once its exercise passes",
    };
  },
});
