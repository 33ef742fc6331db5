import { contract, defineExercise, failed, passed, replace } from "@gradus/exercise";
import { nn, type Tensor } from "gradus";
import { flower } from "../flower.ts";
import { loopChecks, toy } from "../training-checks.ts";

const copyOf = (model: nn.Sequential): Tensor[] =>
  model.parameters().map((p) => p.detach().clone());

/** The last sums of a network with these parameters, with another bend if told. */
const sums = (X: Tensor, [W1, b1, W2, b2]: readonly Tensor[], bend = (z: Tensor) => z.tanh()) =>
  bend(X.matmul((W1 as Tensor).t()).add(b1 as Tensor))
    .matmul((W2 as Tensor).t())
    .add(b2 as Tensor);

const costOf = (A: Tensor, Y: Tensor): Tensor => nn.functional.binaryCrossEntropy(A, Y);

export default defineExercise<typeof import("./solution.ts")>({
  checks: [
    contract({
      name: "is a Linear, a Tanh and a Linear",
      run: async ({ learner, random }) => {
        const [X, Y] = toy(random);
        const { model } = await learner.flowerNn(X, Y, 5, { iterations: 0, learningRate: 0.1 });
        const parameters = copyOf(model);
        const shapes = parameters.map((p) => `[${p.shape.join(", ")}]`).join(" ");
        if (shapes !== "[5, 3] [5] [1, 5] [1]")
          return failed(
            `For 3 inputs and 5 hidden units the model's parameters have shapes ${shapes}, expected [5, 3] [5] [1, 5] [1].`,
          );
        const [got, right] = [model.call(X), sums(X, parameters)];
        const far = async (want: Tensor): Promise<number> =>
          got.shape.join() === want.shape.join() ? got.sub(want).abs().max().item() : 1;
        const off = await far(right);
        if (off < 1e-4) return passed;
        const ideas: [string, string, Tensor][] = [
          [
            "a sigmoid at the end",
            "Your model ends with a sigmoid. Here it ends with sums, so the last layer is a Linear: binaryCrossEntropyWithLogits brings its own sigmoid.",
            right.sigmoid(),
          ],
          [
            "no bend",
            "There is nothing between your two Linears. Together they are one, and its boundary is straight.",
            sums(X, parameters, (z) => z),
          ],
          [
            "ReLU as the bend",
            "Your hidden layer bends with ReLU. Here it is Tanh, as in the network you wrote.",
            sums(X, parameters, (z) => z.relu()),
          ],
          [
            "a sigmoid as the bend",
            "Your hidden layer bends with the sigmoid. Here it is Tanh, as in the network you wrote.",
            sums(X, parameters, (z) => z.sigmoid()),
          ],
        ];
        for (const [name, explanation, answer] of ideas)
          if ((await far(answer)) < 1e-4)
            return failed("The model's answers are not those of a Linear, a Tanh and a Linear.", {
              misconception: { name, explanation },
            });
        return failed(
          `The model's answers are not those of a Linear, a Tanh and a Linear with its parameters: they are off by ${off.toPrecision(3)}.`,
        );
      },
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
      answers: (X, parameters) => sums(X, parameters).sigmoid(),
      costOf,
      stepped: ([X, Y], parameters, lr) => {
        const own = parameters.map((p) => p.detach().clone().requiresGrad_());
        costOf(sums(X, own).sigmoid(), Y).backward();
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
