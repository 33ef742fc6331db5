import { contract, defineExercise, failed, passed, replace } from "@gradus/exercise";
import { forwardPropagation } from "../../09-one-hidden-layer/03-forward-propagation/solution.ts";
import { computeCost } from "../../09-one-hidden-layer/04-compute-cost/solution.ts";
import { backwardPropagation } from "../../10-backpropagation/01-backward-propagation/solution.ts";
import { updateParameters } from "../../10-backpropagation/02-update-parameters/solution.ts";
import { flower } from "../flower.ts";
import { loopChecks, toy } from "../training-checks.ts";

const start = "let parameters = initializeParameters(layerSizes(X, Y, hidden));";

export default defineExercise<typeof import("./solution.ts")>({
  checks: [
    contract({
      name: "starts at ln 2",
      run: async ({ learner, random }) => {
        const [X, Y] = toy(random);
        const { costs } = await learner.nnModel(X, Y, 4, { iterations: 1, learningRate: 0.1 });
        const [first = Number.NaN] = costs;
        return Math.abs(first - Math.LN2) < 0.01
          ? passed
          : failed(
              `The first cost is ${first.toPrecision(4)}. A network with small weights knows nothing, and its cost is about ln 2 = 0.6931.`,
            );
      },
    }),
    ...loopChecks<typeof import("./solution.ts"), Parameters<typeof forwardPropagation>[1]>({
      train: async ({ nnModel }, [X, Y], [, hidden = 0], options) => {
        const { parameters, costs } = await nnModel(X, Y, hidden, options);
        return { trained: parameters, costs };
      },
      listed: ({ W1, b1, W2, b2 }) => [W1, b1, W2, b2],
      answers: (X, parameters) => forwardPropagation(X, parameters).A2,
      costOf: computeCost,
      stepped: ([X, Y], parameters, learningRate) => {
        const { cache } = forwardPropagation(X, parameters);
        const grads = backwardPropagation(parameters, cache, X, Y);
        return updateParameters(parameters, grads, learningRate);
      },
      walks: [[3, 5, 1]],
      steps: 30,
      learningRate: 0.9,
      goal: {
        name: "learns the flower",
        data: () => {
          const { X, Y } = flower(200);
          return { training: [X, Y], test: [X, Y] };
        },
        sizes: [2, 4, 1],
        options: { iterations: 300, learningRate: 1.2 },
        share: 0.85,
      },
    }),
  ],
  mistakes: {
    "always from the start": [
      replace("let parameters", "const parameters"),
      replace("parameters = updateParameters", "updateParameters"),
    ],
    "the cost after the step": [
      replace("    const cost = computeCost(A2, Y);\n", ""),
      replace(
        "const loss = await cost",
        "const cost = computeCost(forwardPropagation(X, parameters).A2, Y);\n    const loss = await cost",
      ),
    ],
    uphill: replace("grads, learningRate", "grads, -learningRate"),
    "a learning rate of your own": [
      replace("grads, learningRate", "grads, 1.2"),
      "Your steps do not use the learning rate that came in.",
    ],
    "counts from one": replace("({ step", "({ step: step + 1"),
    "never reports": replace("report?.({ step, loss });", ""),
    "reports no loss": replace("step, loss", "step, loss: 0"),
    "every tenth cost": replace("costs.push", "if (step % 10 === 0) costs.push"),
    "costs as tensors": replace("await cost.item()", "cost as unknown as number"),
    "four units": replace("(X, Y, hidden)", "(X, Y, 4)"),
    "large start": replace(
      start,
      "let parameters = initializeParameters(layerSizes(X, Y, hidden));\n  parameters = { ...parameters, W1: parameters.W1.mul(300), W2: parameters.W2.mul(300) };",
    ),
    "it never gets going": replace(
      start,
      "let parameters = initializeParameters(layerSizes(X, Y, hidden));\n  parameters = { ...parameters, W1: parameters.W1.mul(0), W2: parameters.W2.mul(0) };",
    ),
    "one step behind": [
      replace(
        "parameters = updateParameters",
        "before = parameters;\n    parameters = updateParameters",
      ),
      replace("const costs: number[]", "let before = parameters;\n  const costs: number[]"),
      replace("return { parameters", "return { parameters: before"),
    ],
    "returns the start": [
      replace("const costs: number[]", "const first = parameters;\n  const costs: number[]"),
      replace("return { parameters", "return { parameters: first"),
    ],
  },
  alternatives: {
    "costs read at the end": [
      replace(
        "    const loss = await cost.item();\n    costs.push(loss);\n    report?.({ step, loss });",
        "    kept.push(cost);\n    if (report) report({ step, loss: await cost.item() });",
      ),
      replace("const costs: number[] = []", "const kept: Tensor[] = []"),
      replace(
        "{ parameters, costs };\n",
        "{ parameters, costs: await Promise.all(kept.map((c) => c.item())) };\n",
      ),
      "It keeps the costs as tensors, and reads them all when the steps are made.",
    ],
  },
});
