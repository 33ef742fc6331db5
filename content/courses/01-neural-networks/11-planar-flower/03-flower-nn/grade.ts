import { defineExercise, replace } from "@gradus/exercise";
import { nn, type Tensor } from "gradus";
import { flower } from "../flower.ts";
import { copyOf, modelChecks, sums } from "../model-checks.ts";
import { loopChecks } from "../training-checks.ts";

const answers = (X: Tensor, parameters: readonly Tensor[]): Tensor =>
  sums(X, parameters, (z) => z.tanh()).sigmoid();

const costOf = (A: Tensor, Y: Tensor): Tensor => nn.functional.binaryCrossEntropy(A, Y);

export default defineExercise<typeof import("./solution.ts")>({
  checks: [
    ...modelChecks<typeof import("./solution.ts")>({
      make: async ({ flowerNn }, [X, Y], [, hidden = 0]) =>
        (await flowerNn(X, Y, hidden, { iterations: 0, learningRate: 0.1 })).model,
      bend: "tanh",
      allSizes: [[3, 5, 1]],
    }),
    ...loopChecks<typeof import("./solution.ts"), Tensor[]>({
      train: async ({ flowerNn }, [X, Y], [, hidden = 0], { report, ...options }) => {
        const { model, costs } = await flowerNn(X, Y, hidden, options);
        costs.forEach((loss, step) => {
          report?.({ step, loss });
        });
        return { trained: copyOf(model), costs };
      },
      listed: (parameters) => parameters,
      answers,
      costOf,
      stepped: ([X, Y], parameters, lr) => {
        const own = parameters.map((p) => p.detach().clone().requiresGrad_());
        costOf(answers(X, own), Y).backward();
        return own.map((p) => p.detach().sub((p.grad as Tensor).mul(lr)));
      },
      reports: false,
      stays: [
        "no step is taken",
        "The cost stays, so the weights do. In each step call backward(), then optimizer.step(), and no zeroGrad() between the two.",
      ],
      walks: [[3, 4, 1]],
      steps: 12,
      learningRate: 0.5,
      goal: {
        name: "learns the flower",
        data: () => {
          const { X, Y } = flower(200);
          return { training: [X, Y], test: [X, Y] };
        },
        sizes: [2, 5, 1],
        options: { iterations: 350, learningRate: 1.2 },
        share: 0.85,
      },
    }),
  ],
  mistakes: {
    "another optimiser": [
      replace("optim.SGD", "optim.Adam"),
      "The first cost is right, the steps are not: Adam has a step width of its own for every weight. Take optim.SGD with the learning rate that came in and nothing else.",
    ],
    "no zeroGrad": [
      replace("    optimizer.zeroGrad();\n", ""),
      "Each backward() adds to the gradients that are there already. Call zeroGrad() once in each step.",
    ],
    "no step is taken": replace("    optimizer.step();\n", ""),
    "the sum over the examples": [
      replace("(model.call(X), Y)", '(model.call(X), Y, { reduction: "sum" })'),
      "Your cost is a sum, so your steps are m times too long. Leave the reduction at its default, the mean.",
    ],
    "another cost": [
      replace("binaryCrossEntropyWithLogits", "mseLoss"),
      "Your first cost is not the mean cross-entropy of the model's answers. Use binaryCrossEntropyWithLogits(model.call(X), Y): first the answers, then the truth.",
    ],
    "steps down another cost": [
      replace("cost.backward", "nn.functional.mseLoss(model.call(X), Y).backward"),
      "The costs on your list are cross-entropies, but the steps follow the squared error. Call backward() on the cross-entropy.",
    ],
    "the cost after the step": replace(
      "await cost",
      "await nn.functional.binaryCrossEntropyWithLogits(model.call(X), Y)",
    ),
    "costs as tensors": replace("await cost.item()", "cost.detach() as unknown as number"),
    "every second cost": replace("costs.push", "if (step % 2 === 0) costs.push"),
    "four units": [
      replace("X.size(1), hidden", "X.size(1), 4"),
      replace("Linear(hidden", "Linear(4"),
    ],
    "no bend": replace("    new nn.Tanh(),\n", ""),
    "ReLU as the bend": replace("Tanh", "ReLU"),
    "a sigmoid at the end": replace(
      "new nn.Linear(hidden, 1),",
      "new nn.Linear(hidden, 1),\n    new nn.Sigmoid(),",
    ),
    "a sigmoid as the bend": replace("Tanh", "Sigmoid"),
    "one step more": [
      replace("  return { model", "  optimizer.step();\n  return { model"),
      "The network that comes back has made one step more than there are costs. Step inside the loop only.",
    ],
    "stops early": replace("options.iterations", "Math.min(options.iterations, 30)"),
  },
  alternatives: {
    "loss as a module": [
      replace(
        "  const costs: number[]",
        "  const lossOf = new nn.BCEWithLogitsLoss();\n  const costs: number[]",
      ),
      replace(
        "nn.functional.binaryCrossEntropyWithLogits(model.call(X), Y)",
        "lossOf.call(model.call(X), Y)",
      ),
      "The loss is a module, made once before the loop.",
    ],
  },
});
