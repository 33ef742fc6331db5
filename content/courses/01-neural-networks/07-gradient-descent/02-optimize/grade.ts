import { asset, contract, defineExercise, every, failed, passed, replace } from "@gradus/exercise";
import { tensor, zeros } from "gradus";
import { rows, trainPictures } from "../../06-logistic-regression/fashion-pair.ts";

const X = () =>
  tensor([
    [1, 2],
    [3, 0.5],
    [-1, 1],
  ]);
const y = () => tensor([1, 1, 0]);
const start = () => ({ w: tensor([1, -1]), b: tensor(0.5) });

export default defineExercise<typeof import("./solution.ts")>({
  of: "optimize",
  example: [
    ["is right for three steps", () => [start(), X(), y(), { iterations: 3, learningRate: 0.5 }]],
    [
      "writes down every 100th cost",
      () => [start(), X(), y(), { iterations: 101, learningRate: 0.5 }],
    ],
  ],
  any: (r) => {
    const [m, n] = [r.int(1, 5), r.int(1, 4)];
    return [
      { w: r.list(n), b: r.tensor([]) },
      r.table(m, n),
      r.bits([m]),
      { iterations: r.pick([0, 1, 7, 100, 101]), learningRate: r() },
    ];
  },
  runs: 5,
  checks: [
    contract({
      name: "learns on pictures",
      run: async ({ learner, report }) => {
        const { images, labels } = trainPictures(asset("fashion-pair"), 200);
        const training = { iterations: 301, learningRate: 0.02 };
        const zero = { w: zeros([784]), b: zeros([]) };
        const { costs } = await learner.optimize(zero, rows(images), labels, training);
        costs.forEach((loss, i) => {
          report({ step: 100 * i, loss });
        });
        const last = costs[3] ?? Number.NaN;
        return last > 0.28 && last < 0.32
          ? passed
          : failed(
              `optimize: after 300 steps on 200 pictures the cost is ${last.toPrecision(3)}, expected about 0.30.`,
            );
      },
    }),
  ],
  mistakes: {
    uphill: [
      every(".sub(", ".add("),
      "You added the gradient, so every step goes up. Subtract it.",
    ],
    "the learning rate is not used": [
      every(".mul(learningRate)", ""),
      "Your step is the whole gradient. Multiply it with learningRate.",
    ],
    "the bias stays": [
      replace("neuron.b.sub(db.mul(learningRate))", "neuron.b"),
      "Only the weights have moved. The bias is a parameter too.",
    ],
    "the gradient of the start in every step": [
      replace("propagate(neuron, X, y)", "propagate(start, X, y)"),
      "You ask for the gradient at the start every time. After a step you stand somewhere else: ask there.",
    ],
    "the cost after the step": [
      replace("if (i % 100 === 0) costs.push(await cost.item());", ""),
      replace(
        "db.mul(learningRate)) };",
        "db.mul(learningRate)) };\n    if (i % 100 === 0) costs.push(await propagate(neuron, X, y).cost.item());",
      ),
      "The first cost on your list is the one after the first step. Write it down before you move.",
    ],
    "the cost of every step": [
      replace("if (i % 100 === 0) ", ""),
      "You wrote down every cost. The list is to have one for each 100 steps: if (i % 100 === 0).",
    ],
    "the first cost only": [
      replace("i % 100 === 0", "i === 0"),
      "Only the first cost is on your list. It is time again at step 100, at 200 and so on: if (i % 100 === 0).",
    ],
    "await is missing": [
      replace("await cost.item()", "cost.item()"),
      "cost.item() is a promise of a number, and your list holds promises. Write await in front of it.",
    ],
    "one step too many": [
      replace("i < iterations", "i <= iterations"),
      "You made iterations + 1 steps. Count from 0 and stop before iterations.",
    ],
    "stops when it is good": replace("i < iterations", "i < Math.min(iterations, 250)"),
    "in place": replace("neuron = {", "neuron.w.sub_(dw);\n    neuron = {"),
  },
  alternatives: {
    "in place, of a copy": [
      replace("neuron = start;", "neuron = { w: start.w.clone(), b: start.b.clone() };"),
      replace(
        "neuron = { w: neuron.w.sub(dw.mul(learningRate)), b: neuron.b.sub(db.mul(learningRate)) };",
        "neuron.w.sub_(dw.mul(learningRate));\n    neuron.b.sub_(db.mul(learningRate));",
      ),
      "It copies the start once and then writes into the copy, where the other makes a new neuron in each step.",
    ],
    "costs read at the end": [
      replace("costs: number[] = []", "tensors: Tensor[] = []"),
      replace("costs.push(await cost.item())", "tensors.push(cost)"),
      replace(
        "return { neuron, costs }",
        "const costs = await Promise.all(tensors.map((t) => t.item()));\n  return { neuron, costs }",
      ),
      "It keeps the costs as tensors and waits for their numbers once, at the end.",
    ],
  },
});
