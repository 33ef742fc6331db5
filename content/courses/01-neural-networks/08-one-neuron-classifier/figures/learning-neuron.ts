/** A neuron that learns T-shirts and shirts: its weights as a picture, and its accuracy. */
import { defineFigure, type Scene } from "@gradus/content";
import { type Tensor, zeros } from "gradus";
import {
  rows,
  side,
  testPictures,
  trainPictures,
} from "../../06-logistic-regression/fashion-pair.ts";

type Neuron = { w: Tensor; b: Tensor };
type Propagate = (neuron: Neuron, X: Tensor, y: Tensor) => { dw: Tensor; db: Tensor };

const byHand: Propagate = ({ w, b }, X, y) => {
  const off = X.matmul(w).add(b).sigmoid().sub(y);
  return {
    dw: X.t()
      .matmul(off)
      .div(X.shape[0] ?? 1),
    db: off.mean(),
  };
};

const share = async ({ w, b }: Neuron, X: Tensor, y: Tensor): Promise<number> =>
  100 * (await X.matmul(w).add(b).gt(0).float().eq(y).float().mean().item());

interface Curve {
  readonly steps: number[];
  readonly train: number[];
  readonly test: number[];
}

async function scene(
  w: Tensor,
  { steps, train, test }: Curve,
  last: number,
  own: boolean,
): Promise<Scene> {
  const values = Array.from(await w.data(), Number);
  const reach = Math.max(0.05, ...values.map(Math.abs));
  return {
    panels: [
      {
        title: "the weights as a picture",
        x: { domain: [0, side], hidden: true },
        y: { domain: [0, side], hidden: true },
        aspect: 1,
        marks: [
          {
            mark: "heatmap",
            rows: side,
            columns: side,
            values,
            scale: "diverging",
            domain: [-reach, reach],
          },
        ],
      },
      {
        title: "right answers in %",
        x: { domain: [0, last], label: "step" },
        y: { domain: [50, 100] },
        aspect: 1.25,
        marks: [
          { mark: "line", x: steps, y: train, color: "accent", width: 2, label: "train" },
          { mark: "line", x: steps, y: test, color: "third", width: 2, label: "test" },
        ],
      },
    ],
    status: `step ${steps.at(-1)}: ${train.at(-1)?.toFixed(1)} % of the train set, ${test.at(-1)?.toFixed(1)} % of the test set${own ? "; by your propagate" : ""}`,
  };
}

export default defineFigure({
  title: "A neuron learns shirts",
  alt: "On the left a square of coloured pixels, the weights: two long blue strips at the sides, orange spots beside the shoulders. On the right two rising curves, the accuracy on the train set and on the test set; the test curve flattens below the other.",
  assets: ["fashion-pair"],
  reads: ["propagate"],
  controls: [
    { name: "count", label: "pictures to learn from", min: 50, max: 600, step: 50, value: 600 },
    { name: "rate", label: "learning rate", min: 0.01, max: 0.1, step: 0.01, value: 0.05 },
  ],
  async draw() {
    return scene(zeros([side * side]), { steps: [0], train: [50], test: [50] }, 1000, false);
  },
  async *run({ controls: { count = 600, rate = 0.05 }, assets, learner }, signal) {
    const bytes = assets["fashion-pair"] as Uint8Array;
    const [train, test] = [trainPictures(bytes, count), testPictures(bytes)];
    const [X, Xtest] = [rows(train.images), rows(test.images)];
    const own = (learner.propagate as { propagate?: Propagate } | undefined)?.propagate;
    const propagate = own ?? byHand;
    let neuron: Neuron = { w: zeros([side * side]), b: zeros([]) };
    const curve: Curve = { steps: [], train: [], test: [] };
    const last = 1000;
    for (let step = 0; step <= last && !signal.aborted; step++) {
      if (step % 20 === 0) {
        curve.steps.push(step);
        curve.train.push(await share(neuron, X, train.labels));
        curve.test.push(await share(neuron, Xtest, test.labels));
        yield await scene(neuron.w, curve, last, own !== undefined);
      }
      const { dw, db } = propagate(neuron, X, train.labels);
      neuron = { w: neuron.w.sub(dw.mul(rate)), b: neuron.b.sub(db.mul(rate)) };
    }
  },
});
