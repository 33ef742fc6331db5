/** The cost of a neuron with one input over weight and bias, and the path of gradient descent on it. */
import { defineFigure } from "@gradus/content";
import { type Tensor, tensor } from "gradus";

type Propagate = (
  neuron: { w: Tensor; b: Tensor },
  X: Tensor,
  y: Tensor,
) => { dw: Tensor; db: Tensor };

const xs = [-2, -1.2, -0.5, 0.3, 0.4, 1, 1.6, 2.4];
const ys = [0, 0, 0, 1, 0, 1, 1, 1];
const size = 48;
const range = [-4, 8] as const;

const cost = (w: number, b: number): number => {
  let total = 0;
  xs.forEach((x, i) => {
    const z = w * x + b;
    // ln(1 + e^z) − y·z, written so that it cannot overflow.
    total += Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z))) - (ys[i] as number) * z;
  });
  return total / xs.length;
};

const byHand: Propagate = ({ w, b }, X, y) => {
  const off = X.matmul(w).add(b).sigmoid().sub(y);
  return { dw: X.t().matmul(off).div(xs.length), db: off.mean() };
};

const grid = Array.from({ length: size * size }, (_, i) => {
  const at = (k: number): number => range[0] + ((range[1] - range[0]) * (k + 0.5)) / size;
  return Math.log(cost(at(i % size), at(size - 1 - Math.floor(i / size))));
});

export default defineFigure({
  title: "The path to the bottom of the valley",
  alt: "A map of the cost over weight and bias, light where it is low. A line of points leads from the upper left into the light valley.",
  reads: ["propagate"],
  controls: [
    { name: "rate", label: "learning rate", min: 0.5, max: 12, step: 0.5, value: 2 },
    { name: "steps", label: "steps", min: 0, max: 60, step: 1, value: 20 },
  ],
  async draw({ controls: { rate = 2, steps = 20 }, learner }) {
    const own = (learner.propagate as { propagate?: Propagate } | undefined)?.propagate;
    const propagate = own ?? byHand;
    const [X, y] = [tensor(xs).reshape([-1, 1]), tensor(ys)];
    let [w, b] = [tensor([-3]), tensor(6)];
    const path: (readonly [number, number])[] = [[-3, 6]];
    for (let i = 0; i < steps; i++) {
      const { dw, db } = propagate({ w, b }, X, y);
      w = w.sub(dw.mul(rate));
      b = b.sub(db.mul(rate));
      path.push([await w.sum().item(), await b.item()]);
    }
    const [endW, endB] = path.at(-1) as readonly [number, number];
    return {
      panels: [
        {
          x: { domain: range, label: "weight" },
          y: { domain: range, label: "bias" },
          aspect: 1.2,
          marks: [
            {
              mark: "heatmap",
              rows: size,
              columns: size,
              values: grid,
              x: range,
              y: range,
              scale: "sequential",
            },
            { mark: "line", x: path.map(([a]) => a), y: path.map(([, c]) => c), color: "ink" },
            {
              mark: "points",
              x: path.map(([a]) => a),
              y: path.map(([, c]) => c),
              color: "ink",
              size: 3,
            },
            { mark: "points", x: [endW], y: [endB], color: "third", size: 6 },
          ],
        },
      ],
      status: `after ${steps} steps: weight ${endW.toFixed(2)}, bias ${endB.toFixed(2)}, cost ${cost(endW, endB).toFixed(3)}${own ? "; led by your propagate" : ""}`,
    };
  },
});
