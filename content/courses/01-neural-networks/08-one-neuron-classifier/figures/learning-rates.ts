/** The cost over the steps for three learning rates. */
import { defineFigure, type FigureColor } from "@gradus/content";
import { type Tensor, zeros } from "gradus";
import { rows, side, trainPictures } from "../../06-logistic-regression/fashion-pair.ts";

const steps = 60;

export default defineFigure({
  title: "Three learning rates",
  alt: "Three curves of the cost over the steps. With a small learning rate the cost falls slowly, with a middle one quickly. With a large one it jumps up and down, and may stop where it can no longer be computed.",
  assets: ["fashion-pair"],
  controls: [
    { name: "largest", label: "the largest of them", min: 0.1, max: 1, step: 0.1, value: 0.4 },
  ],
  async draw({ controls: { largest = 0.4 }, assets }) {
    const { images, labels: y } = trainPictures(assets["fashion-pair"] as Uint8Array, 200);
    const X = rows(images);
    const rates = [0.002, 0.02, largest];
    const colors: readonly FigureColor[] = ["third", "accent", "negative"];
    const curves: number[][] = [];
    for (const rate of rates) {
      let [w, b] = [zeros([side * side]), zeros([])];
      const costs: Tensor[] = [];
      for (let step = 0; step < steps; step++) {
        const A = X.matmul(w).add(b).sigmoid();
        costs.push(
          y
            .mul(A.log())
            .add(y.neg().add(1).mul(A.neg().add(1).log()))
            .mean()
            .neg(),
        );
        const off = A.sub(y);
        w = w.sub(
          X.t()
            .matmul(off)
            .mul(rate / 200),
        );
        b = b.sub(off.mean().mul(rate));
      }
      const values = await Promise.all(costs.map((c) => c.item()));
      const end = values.findIndex((v) => !Number.isFinite(v));
      curves.push(end < 0 ? values : values.slice(0, end));
    }
    const lost = curves.findIndex((c) => c.length < steps);
    return {
      panels: [
        {
          x: { domain: [0, steps], label: "step" },
          y: { domain: [0, 2], label: "cost" },
          aspect: 1.7,
          marks: curves.map((ys, i) => ({
            mark: "line" as const,
            x: ys.map((_, step) => step),
            y: ys.map((v) => Math.min(v, 2)),
            color: colors[i] as FigureColor,
            width: 2,
            label: String(rates[i]),
          })),
        },
      ],
      status:
        lost < 0
          ? `costs after ${steps} steps: ${curves.map((c) => c.at(-1)?.toFixed(2)).join(", ")}`
          : `with ${rates[lost]} the cost is not a number any more at step ${curves[lost]?.length}`,
    };
  },
});
