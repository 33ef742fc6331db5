import {
  asset,
  contract,
  defineGrade,
  failed,
  passed,
  property,
  pure,
  type Random,
  value,
} from "@gradus/exercise";
import { nn, type Tensor, tensor, zeros } from "gradus";
import type { Neuron } from "../../06-logistic-regression/03-initialize-zeros/solution.ts";
import { rows, trainPictures } from "../../06-logistic-regression/fashion-pair.ts";

const X = () =>
  tensor([
    [1, 2],
    [3, 0.5],
    [-1, 1],
  ]);
const y = () => tensor([1, 1, 0]);
const start = () => ({ w: tensor([1, -1]), b: tensor(0.5) });

/** Gradient descent with another step, to see what a wrong idea gives. */
async function descend(
  from: Neuron,
  inputs: Tensor,
  truth: Tensor,
  iterations: number,
  step: (neuron: Neuron, dw: Tensor, db: Tensor) => Neuron,
  { stale = false, every = 100, after = false } = {},
) {
  let neuron = from;
  const costs: number[] = [];
  const cost = (): Tensor =>
    nn.functional.binaryCrossEntropyWithLogits(inputs.matmul(neuron.w).add(neuron.b), truth);
  for (let i = 0; i < iterations; i++) {
    const at = stale ? from : neuron;
    const off = inputs.matmul(at.w).add(at.b).sigmoid().sub(truth);
    const [dw, db] = [
      inputs
        .t()
        .matmul(off)
        .div(inputs.shape[0] ?? 1),
      off.mean(),
    ];
    if (!after && i % every === 0) costs.push(await cost().item());
    neuron = step(neuron, dw, db);
    if (after && i % every === 0) costs.push(await cost().item());
  }
  return { neuron, costs };
}

const down = (rate: number) => (n: Neuron, dw: Tensor, db: Tensor) => ({
  w: n.w.sub(dw.mul(rate)),
  b: n.b.sub(db.mul(rate)),
});

export default defineGrade<typeof import("./solution.ts")>([
  value({
    name: "is right for three steps",
    of: "optimize",
    cases: [
      {
        name: "three steps",
        args: () => [start(), X(), y(), { iterations: 3, learningRate: 0.5 }],
      },
    ],
    misconceptions: [
      {
        name: "uphill",
        explanation: "You added the gradient, so every step goes up. Subtract it.",
        answer: (from, inputs, truth, { iterations, learningRate }) =>
          descend(from, inputs, truth, iterations, down(-learningRate)),
      },
      {
        name: "the learning rate is not used",
        explanation: "Your step is the whole gradient. Multiply it with learningRate.",
        answer: (from, inputs, truth, { iterations }) =>
          descend(from, inputs, truth, iterations, down(1)),
      },
      {
        name: "the bias stays",
        explanation: "Only the weights have moved. The bias is a parameter too.",
        answer: (from, inputs, truth, { iterations, learningRate }) =>
          descend(from, inputs, truth, iterations, (n, dw) => ({
            w: n.w.sub(dw.mul(learningRate)),
            b: n.b,
          })),
      },
      {
        name: "the gradient of the start in every step",
        explanation:
          "You ask for the gradient at the start every time. After a step you stand somewhere else: ask there.",
        answer: (from, inputs, truth, { iterations, learningRate }) =>
          descend(from, inputs, truth, iterations, down(learningRate), { stale: true }),
      },
      {
        name: "the cost of every step",
        explanation:
          "You wrote down every cost. The list is to have one for each 100 steps: if (i % 100 === 0).",
        answer: (from, inputs, truth, { iterations, learningRate }) =>
          descend(from, inputs, truth, iterations, down(learningRate), { every: 1 }),
      },
      {
        name: "the cost after the step",
        explanation:
          "The first cost on your list is the one after the first step. Write it down before you move.",
        answer: (from, inputs, truth, { iterations, learningRate }) =>
          descend(from, inputs, truth, iterations, down(learningRate), { after: true }),
      },
      {
        name: "one step too many",
        explanation: "You made iterations + 1 steps. Count from 0 and stop before iterations.",
        answer: async (from, inputs, truth, { iterations, learningRate }) =>
          descend(from, inputs, truth, iterations + 1, down(learningRate)),
      },
    ],
  }),
  property({
    name: "holds for any data, and any number of steps",
    of: "optimize",
    runs: 6,
    args: (random: Random) => {
      const [m, n] = [random.int(2, 5), random.int(1, 4)];
      return [
        { w: tensor(random.numbers(n)), b: tensor(random.numbers(1)[0] ?? 0) },
        tensor(random.numbers(m * n)).reshape([m, n]),
        tensor(Array.from({ length: m }, () => random.int(0, 1))),
        { iterations: random.pick([0, 1, 7, 100, 101, 120]), learningRate: random() },
      ];
    },
  }),
  contract({
    name: "learns on pictures",
    run: async ({ learner, report }) => {
      const { images, labels } = trainPictures(asset("fashion-pair"), 200);
      const inputs = rows(images);
      let neuron: Neuron = { w: zeros([784]), b: zeros([]) };
      let last = Number.POSITIVE_INFINITY;
      for (let step = 0; step <= 200; step += 10) {
        const made = await learner.optimize(neuron, inputs, labels, {
          iterations: 10,
          learningRate: 0.02,
        });
        const cost = made.costs[0] ?? Number.NaN;
        report({ step, loss: cost });
        if (step === 0 && !(Math.abs(cost - Math.LN2) < 1e-4))
          return failed(
            `The first cost is ${cost.toPrecision(4)}; for weights of 0 it should be ln 2 = 0.6931.`,
          );
        if (!(cost < last))
          return failed(
            `The cost was ${last.toPrecision(4)} at step ${step - 10} and is ${cost.toPrecision(4)} at step ${step}: it should fall.`,
          );
        last = cost;
        neuron = made.neuron;
      }
      return last < 0.35
        ? passed
        : failed(`After 200 steps the cost is ${last.toPrecision(4)}, expected less than 0.35.`);
    },
  }),
  pure({
    name: "leaves the start alone",
    of: "optimize",
    args: () => [start(), X(), y(), { iterations: 2, learningRate: 0.5 }],
  }),
]);
