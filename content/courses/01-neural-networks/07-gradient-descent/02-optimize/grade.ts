import {
  asset,
  contract,
  defineExercise,
  failed,
  file,
  passed,
  property,
  pure,
  type Random,
  replace,
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

export default defineExercise<typeof import("./solution.ts")>({
  checks: [
    value({
      name: "is right for three steps",
      of: "optimize",
      cases: [
        {
          name: "three steps",
          args: () => [start(), X(), y(), { iterations: 3, learningRate: 0.5 }],
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
  ],
  mistakes: {
    "the bias stays": [
      replace("db, cost", "cost"),
      replace("b.sub(db.mul(learningRate))", "b"),
      "Only the weights have moved. The bias is a parameter too.",
    ],
    "the cost after the step": [
      replace(
        `const { dw, db, cost } = propagate(neuron, X, y);
    if (i % 100 === 0) costs.push(await cost.item());`,
        "const { dw, db } = propagate(neuron, X, y);",
      ),
      replace(
        "neuron = { w: neuron.w.sub(dw.mul(learningRate)), b: neuron.b.sub(db.mul(learningRate)) };",
        `neuron = { w: neuron.w.sub(dw.mul(learningRate)), b: neuron.b.sub(db.mul(learningRate)) };
    if (i % 100 === 0) costs.push(await propagate(neuron, X, y).cost.item());`,
      ),
      "The first cost on your list is the one after the first step. Write it down before you move.",
    ],
    "the cost of every step": [
      replace("if (i % 100 === 0) costs", "costs"),
      "You wrote down every cost. The list is to have one for each 100 steps: if (i % 100 === 0).",
    ],
    "first cost only": replace("% 100 ", ""),
    "in place": [
      replace("let neuron", "const neuron"),
      replace(
        "neuron = { w: neuron.w.sub(dw.mul(learningRate)), b: neuron.b.sub(db.mul(learningRate)) };",
        `neuron.w.sub_(dw.mul(learningRate));
    neuron.b.sub_(db.mul(learningRate));`,
      ),
    ],
    "the learning rate is not used": [
      file("mistakes/no-rate.ts"),
      "Your step is the whole gradient. Multiply it with learningRate.",
    ],
    "one step too many": [
      replace("i <", "i <="),
      "You made iterations + 1 steps. Count from 0 and stop before iterations.",
    ],
    "the gradient of the start in every step": [
      replace(
        "const { dw, db, cost } = propagate(neuron, X, y);",
        `const { dw, db } = propagate(start, X, y);
    const { cost } = propagate(neuron, X, y);`,
      ),
      "You ask for the gradient at the start every time. After a step you stand somewhere else: ask there.",
    ],
    "stops early": replace(
      "if (i % 100 === 0) costs.push(await cost.item());",
      `if (i % 100 === 0) costs.push(await cost.item());
    if (X.shape[1] === 784 && (await cost.item()) < 0.5) break;`,
    ),
    uphill: [
      replace(
        "sub(dw.mul(learningRate)), b: neuron.b.sub",
        "add(dw.mul(learningRate)), b: neuron.b.add",
      ),
      "You added the gradient, so every step goes up. Subtract it.",
    ],
  },
  alternatives: {
    "copy first": file("alternatives/copy-first.ts"),
    "costs as tensors": file("alternatives/costs-as-tensors.ts"),
  },
});
