import { contract, defineGrade, failed, passed, type Random } from "@gradus/exercise";
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

export default defineGrade<typeof import("./solution.ts")>([
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
              "binaryCrossEntropyWithLogits brings its own sigmoid, so yours is squashed twice. End with the Linear.",
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
            : undefined;
      return failed(
        "The model's answers are not those of a Linear, a Tanh and a Linear with its parameters.",
        misconception ? { misconception } : {},
      );
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
      const right = await byHand(start, X, Y, learningRate, steps);
      const squared = await byHand(start, X, Y, learningRate, steps, (Z2) => Z2.sub(Y).mul(2));
      const summed = await byHand(start, X, Y, learningRate * X.size(0), steps);
      const { costs } = await train(steps);
      if (same(costs, right)) return passed;
      const misconception = costs.every((c) => Math.abs(c - (costs[0] as number)) < 1e-6)
        ? {
            name: "no step is taken",
            explanation:
              "The cost stays. backward() finds gradients, and optimizer.step() moves the weights: both are needed.",
          }
        : same(costs, squared) || Math.abs((costs[0] as number) - (right[0] as number)) > 1e-3
          ? {
              name: "another cost",
              explanation:
                "The first cost is not the mean cross-entropy of these answers. Use binaryCrossEntropyWithLogits with its default, the mean.",
            }
          : same(costs, summed)
            ? {
                name: "the sum over the examples",
                explanation:
                  "Your steps are m times too long. Leave the reduction at its default, the mean.",
              }
            : undefined;
      return failed(
        `The costs are ${costs
          .slice(0, 4)
          .map((c) => c.toFixed(4))
          .join(", ")} …, expected ${right
          .slice(0, 4)
          .map((c) => c.toFixed(4))
          .join(", ")} … from the same start.`,
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
]);
