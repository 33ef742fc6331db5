import {
  contract,
  defineExercise,
  failed,
  file,
  passed,
  type Random,
  replace,
} from "@gradus/exercise";
import { manualSeed, nn, sub, type Tensor, tensor } from "gradus";
import { flower } from "../flower.ts";

function toy(random: Random): [Tensor, Tensor] {
  const X = tensor(random.numbers(24, -2, 2)).reshape([8, 3]);
  return [X, X.sum(1, { keepdim: true }).gt(0).float()];
}

/** The costs of gradient descent from a model's parameters, by hand; `slope` makes dZ2 of Z2 and Y. */
async function byHand(
  model: nn.Sequential,
  X: Tensor,
  Y: Tensor,
  rate: number,
  steps: number,
  slope: (Z2: Tensor) => Tensor = (Z2) => Z2.sigmoid().sub(Y),
): Promise<number[]> {
  let [W1, b1, W2, b2] = [...model.parameters()].map((p) => p.detach().clone()) as [
    Tensor,
    Tensor,
    Tensor,
    Tensor,
  ];
  const m = X.size(0);
  const costs: number[] = [];
  for (let i = 0; i < steps; i++) {
    const A1 = X.matmul(W1.t()).add(b1).tanh();
    const Z2 = A1.matmul(W2.t()).add(b2);
    costs.push(await nn.functional.binaryCrossEntropyWithLogits(Z2, Y).item());
    const dZ2 = slope(Z2).div(m).mul(rate);
    const dZ1 = dZ2.matmul(W2).mul(sub(1, A1.square()));
    [W1, b1] = [W1.sub(dZ1.t().matmul(X)), b1.sub(dZ1.sum(0))];
    [W2, b2] = [W2.sub(dZ2.t().matmul(A1)), b2.sub(dZ2.sum(0))];
  }
  return costs;
}

const same = (a: readonly number[], b: readonly number[]): boolean =>
  a.length === b.length && a.every((v, i) => Math.abs(v - (b[i] as number)) < 1e-3);

export default defineExercise<typeof import("./solution.ts")>({
  checks: [
    contract({
      name: "is a Linear, a Tanh and a Linear",
      run: async ({ learner, random }) => {
        const [X, Y] = toy(random);
        const { model } = await learner.flowerNn(X, Y, 5, { iterations: 1, learningRate: 0.1 });
        const shapes = [...model.parameters()].map((p) => `[${p.shape.join(", ")}]`).join(" ");
        if (shapes !== "[5, 3] [5] [1, 5] [1]")
          return failed(
            `For 3 inputs and 5 hidden units the model's parameters have shapes ${shapes}, expected [5, 3] [5] [1, 5] [1].`,
          );
        const [W1, b1, W2, b2] = [...model.parameters()] as [Tensor, Tensor, Tensor, Tensor];
        const A1 = X.matmul(W1.t()).add(b1);
        const sums = A1.tanh().matmul(W2.t()).add(b2);
        const got = model.call(X);
        const far = async (want: Tensor): Promise<boolean> =>
          (await got.sub(want).abs().amax().item()) > 1e-4;
        if (!(await far(sums))) return passed;
        const misconception = !(await far(sums.sigmoid()))
          ? {
              name: "a sigmoid at the end",
              explanation:
                "Your model ends with a sigmoid. Here it ends with sums, so the last layer is a Linear: binaryCrossEntropyWithLogits brings its own sigmoid.",
            }
          : !(await far(A1.matmul(W2.t()).add(b2)))
            ? {
                name: "no bend",
                explanation:
                  "There is nothing between your two Linears. Together they are one, and its boundary is straight.",
              }
            : !(await far(A1.relu().matmul(W2.t()).add(b2)))
              ? {
                  name: "another bend",
                  explanation:
                    "Your hidden layer bends with ReLU. Here it is Tanh, as in the network you wrote.",
                }
              : !(await far(A1.sigmoid().matmul(W2.t()).add(b2)))
                ? {
                    name: "a sigmoid as the bend",
                    explanation:
                      "Your hidden layer bends with the sigmoid. Here it is Tanh, as in the network you wrote.",
                  }
                : undefined;
        return failed(
          "The model's answers are not those of a Linear, a Tanh and a Linear with its parameters.",
          misconception ? { misconception } : {},
        );
      },
    }),
    contract({
      name: "gives a plain number for every step",
      run: async ({ learner, random }) => {
        const [X, Y] = toy(random);
        const { costs } = await learner.flowerNn(X, Y, 2, { iterations: 25, learningRate: 0.1 });
        if (costs.length !== 25)
          return failed(`25 iterations gave ${costs.length} costs, expected 25.`);
        return costs.every((c) => typeof c === "number")
          ? passed
          : failed("A cost is not a plain number. Read it with await cost.item().");
      },
    }),
    contract({
      name: "takes the steps of gradient descent",
      run: async ({ learner, random, seed }) => {
        const [X, Y] = toy(random);
        const [learningRate, steps] = [0.5, 12];
        const train = (iterations: number) => {
          manualSeed(seed);
          return learner.flowerNn(X, Y, 4, { iterations, learningRate });
        };
        const { model: start } = await train(0);
        const m = X.size(0);
        const way = await byHand(start, X, Y, learningRate, steps + 1);
        const right = way.slice(0, steps);
        const squared = await byHand(start, X, Y, learningRate, steps, (Z2) => Z2.sub(Y).mul(2));
        const summed = await byHand(start, X, Y, learningRate * m, steps);
        const { costs } = await train(steps);
        if (same(costs, right)) return passed;
        const near = (a = Number.NaN, b = Number.NaN): boolean => Math.abs(a - b) < 1e-3;
        const misconception = costs.every((c) => Math.abs(c - (costs[0] as number)) < 1e-6)
          ? {
              name: "no step is taken",
              explanation:
                "The cost stays, so the weights do. In each step call backward(), then optimizer.step(), and no zeroGrad() between the two.",
            }
          : same(costs, way.slice(1))
            ? {
                name: "the cost after the step",
                explanation:
                  "Your list begins with the cost after the first step. Put the cost on it that backward() was called on.",
              }
            : same(costs, summed) ||
                same(
                  costs.map((c) => c / m),
                  summed,
                )
              ? {
                  name: "the sum over the examples",
                  explanation:
                    "Your cost is a sum, so your steps are m times too long. Leave the reduction at its default, the mean.",
                }
              : !near(costs[0], right[0])
                ? {
                    name: "another cost",
                    explanation:
                      "Your first cost is not the mean cross-entropy of the model's answers. Use binaryCrossEntropyWithLogits(model.call(X), Y): first the answers, then the truth.",
                  }
                : same(costs, squared)
                  ? {
                      name: "steps down another cost",
                      explanation:
                        "The costs on your list are cross-entropies, but the steps follow the squared error. Call backward() on the cross-entropy.",
                    }
                  : {
                      name: "other steps",
                      explanation:
                        "The first cost is right, so the model and the cost are. The steps are not those of plain gradient descent: take optim.SGD with the learning rate that came in and nothing else, and zeroGrad() once in each step.",
                    };
        return failed(
          `The costs are ${costs
            .slice(0, 4)
            .map((c) => c.toFixed(4))
            .join(", ")} …, expected ${right
            .slice(0, 4)
            .map((c) => c.toFixed(4))
            .join(", ")} … from the same start.`,
          { misconception },
        );
      },
    }),
    contract({
      name: "learns the flower",
      run: async ({ learner, report }) => {
        const { X, Y } = flower(200);
        const reached: number[] = [];
        // Some starts are slow; one of three is enough.
        for (let seed = 1; seed <= 3; seed++) {
          manualSeed(seed);
          const { model, costs } = await learner.flowerNn(X, Y, 5, {
            iterations: 350,
            learningRate: 1.2,
          });
          costs.forEach((loss, step) => {
            report({ step, loss });
          });
          reached.push(await model.call(X).gt(0).float().eq(Y).float().mean().item());
          if ((reached.at(-1) as number) >= 0.85) return passed;
        }
        return failed(
          `From three starts ${reached.map((r) => `${(100 * r).toFixed(1)} %`).join(", ")} of the points are right after 350 steps, expected at least 85 % once.`,
        );
      },
    }),
  ],
  mistakes: {
    "other steps": replace("SGD", "Adam"),
    "the cost after the step": replace(
      "await cost",
      "await nn.functional.binaryCrossEntropyWithLogits(model.call(X), Y)",
    ),
    "costs as tensors": replace("await cost.item()", "cost.detach() as unknown as number"),
    "every second cost": replace(
      "costs.push",
      "if (options.iterations < 25 || step % 2 === 0) costs.push",
    ),
    "steps down another cost": replace(
      "cost.backward",
      "nn.functional.mseLoss(model.call(X), Y).backward",
    ),
    "four units": file("mistakes/four-units.ts"),
    "another cost": replace("binaryCrossEntropyWithLogits", "mseLoss"),
    "no step is taken": replace("optimizer.step();", ""),
    "no bend": replace(
      `const model = new nn.Sequential(
    new nn.Linear(X.size(1), hidden),
    new nn.Tanh(),
    new nn.Linear(hidden, 1),
  );`,
      "const model = new nn.Sequential(new nn.Linear(X.size(1), hidden), new nn.Linear(hidden, 1));",
    ),
    "another bend": replace("Tanh", "ReLU"),
    "a sigmoid at the end": replace(
      "new nn.Linear(hidden, 1),",
      `new nn.Linear(hidden, 1),
    new nn.Sigmoid(),`,
    ),
    "a sigmoid as the bend": replace("Tanh", "Sigmoid"),
    "stops early": replace("options.iterations", "Math.min(options.iterations, 30)"),
    "the sum over the examples": replace(", Y", ', Y, { reduction: "sum" }'),
  },
  alternatives: {
    "own module": file("alternatives/own-module.ts"),
  },
});
