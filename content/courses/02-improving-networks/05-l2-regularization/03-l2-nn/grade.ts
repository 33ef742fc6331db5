import { contract, defineExercise, failed, passed, type Random, replace } from "@gradus/exercise";
import { manualSeed, nn, type Tensor, tensor } from "gradus";

const small = (): nn.Sequential =>
  new nn.Sequential(new nn.Linear(3, 4), new nn.ReLU(), new nn.Linear(4, 1));

/** Weights of two, three and four directions; it is only asked for its parameters. */
const mixed = (): nn.Sequential =>
  new nn.Sequential(new nn.Conv2d(1, 2, 2), new nn.Conv1d(2, 3, 2), new nn.Linear(3, 1));

/** How far one step moves every parameter, when the data give no gradient at all. */
async function moved(
  make: (model: nn.Module, lr: number, lambda: number, m: number) => { step(): unknown },
  [lr, lambda, m]: readonly [number, number, number],
): Promise<{ name: string; factor: number }[]> {
  const model = mixed();
  const before = await Promise.all(model.parameters().map((p) => p.detach().clone().data()));
  const optimizer = make(model, lr, lambda, m);
  for (const p of model.parameters()) p.grad = p.detach().mul(0);
  optimizer.step();
  const after = await Promise.all(model.parameters().map((p) => p.data()));
  return model.parameters().map((p, i) => {
    const [a, b] = [before[i] as ArrayLike<number>, after[i] as ArrayLike<number>];
    return { name: p.ndim > 1 ? "weight" : "bias", factor: Number(b[0]) / Number(a[0]) };
  });
}

const settings = (random: Random): readonly [number, number, number] => [
  0.5,
  random.pick([0.2, 1, 4]),
  random.pick([10, 50]),
];

export default defineExercise<typeof import("./solution.ts")>({
  checks: [
    contract({
      name: "lets the weights decay by λ/m",
      run: async ({ learner, random, seed }) => {
        manualSeed(seed);
        const [lr, lambda, m] = settings(random);
        const expected = 1 - (lr * lambda) / m;
        for (const { name, factor } of await moved(learner.decayingOptimizer, [lr, lambda, m]))
          if (name === "weight" && Math.abs(factor - expected) > 1e-4)
            return failed(
              `decayingOptimizer: with lr ${lr}, λ ${lambda} and m ${m}, a weight without any other gradient becomes ${factor.toFixed(4)} of what it was in one step, expected ${expected.toFixed(4)}.`,
            );
        return passed;
      },
    }),
    contract({
      name: "leaves the biases alone",
      run: async ({ learner, random, seed }) => {
        manualSeed(seed);
        for (const { name, factor } of await moved(learner.decayingOptimizer, settings(random)))
          if (name === "bias" && Math.abs(factor - 1) > 1e-6)
            return failed(
              `decayingOptimizer: a bias without any gradient becomes ${factor.toFixed(4)} of what it was in one step. Biases do not decay.`,
            );
        return passed;
      },
    }),
    contract({
      name: "moves every parameter as plain gradient descent does",
      run: async ({ learner, seed }) => {
        manualSeed(seed);
        const model = small();
        const before = model.parameters().map((p) => p.detach().clone());
        const optimizer = learner.decayingOptimizer(model, 0.25, 0, 10);
        model
          .call(tensor([[1, 2, 3]]))
          .sum()
          .backward();
        const grads = model.parameters().map((p) => (p.grad as Tensor).detach().clone());
        optimizer.step();
        optimizer.step();
        for (const [i, p] of model.parameters().entries()) {
          const right = (before[i] as Tensor).sub((grads[i] as Tensor).mul(0.5));
          const off = await p.detach().sub(right).abs().max().item();
          if (off > 1e-5)
            return failed(
              "decayingOptimizer: with λ = 0 a parameter did not move by lr times its gradient in each of two steps. Is every parameter in a group, lr the learning rate, and no momentum in it?",
            );
        }
        return passed;
      },
    }),
  ],
  mistakes: {
    "m is missing": [replace("lambda / m }", "lambda }")],
    "half of it": [replace("lambda / m }", "lambda / (2 * m) }")],
    "one group for all": [replace("weightDecay: 0 }", "weightDecay: lambda / m }")],
    "the biases decay, the weights do not": [
      replace(
        "params: weights, weightDecay: lambda / m",
        "params: biases, weightDecay: lambda / m",
      ),
      replace("params: biases, weightDecay: 0", "params: weights, weightDecay: 0"),
    ],
    "the biases are forgotten": replace("      { params: biases, weightDecay: 0 },\n", ""),
    "only tables are weights": replace("p.ndim > 1", "p.ndim === 2"),
    "with momentum": replace("{ lr },", "{ lr, momentum: 0.9 },"),
    "λ as learning rate": replace("{ lr },", "{ lr: lambda },"),
  },
  alternatives: {
    "by name": [
      replace(
        "const parameters = model.parameters();\n  const weights = parameters.filter((p) => p.ndim > 1);\n  const biases = parameters.filter((p) => p.ndim <= 1);",
        'const named = [...model.namedParameters()];\n  const weights = named.filter(([name]) => name.endsWith("weight")).map(([, p]) => p);\n  const biases = named.filter(([name]) => !name.endsWith("weight")).map(([, p]) => p);',
      ),
      "It tells weights from biases by their names.",
    ],
  },
});
