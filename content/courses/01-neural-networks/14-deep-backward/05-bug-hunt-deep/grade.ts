import {
  body,
  contract,
  defineExercise,
  failed,
  gradient,
  passed,
  type Random,
  replace,
} from "@gradus/exercise";
import { type Tensor, tensor } from "gradus";

function network(random: Random, sizes: readonly number[]) {
  return sizes.slice(1).map((units, l) => {
    const inputs = sizes[l] ?? 1;
    return {
      W: tensor(random.numbers(units * inputs)).reshape([units, inputs]),
      b: tensor(random.numbers(units)),
    };
  });
}

type Layers = ReturnType<typeof network>;

function batch(random: Random, m: number, sizes: readonly number[]): [Tensor, Tensor, Layers] {
  const inputs = sizes[0] ?? 1;
  return [
    tensor(random.numbers(m * inputs)).reshape([m, inputs]),
    tensor(Array.from({ length: m }, () => [random.int(0, 1)])),
    network(random, sizes),
  ];
}

/** The mean cross-entropy of a network, for the differences. */
function loss(X: Tensor, Y: Tensor, layers: readonly { W: Tensor; b: Tensor }[]): Tensor {
  let A = X;
  layers.forEach(({ W, b }, l) => {
    const Z = A.matmul(W.t()).add(b);
    A = l === layers.length - 1 ? Z.sigmoid() : Z.relu();
  });
  const rest = A.neg().add(1);
  return Y.mul(A.log()).add(Y.neg().add(1).mul(rest.log())).mean().neg();
}

export default defineExercise<typeof import("./solution.ts")>({
  checks: [
    contract({
      name: "still answers and still costs what it did",
      run: async ({ learner, reference, random }) => {
        const [X, Y, layers] = batch(random, 6, [3, 4, 1]);
        const [own, right] = [learner, reference].map((m) => m.cost(m.forward(X, layers).AL, Y));
        const difference = await (own as Tensor)
          .sub(right as Tensor)
          .abs()
          .item();
        return difference < 1e-5
          ? passed
          : failed("forward or cost has changed. The two bugs are in gradients.");
      },
    }),
    gradient({
      name: "has the right gradients for the biases of the last layer",
      of: "gradients",
      args: (random) => batch(random, 7, [3, 4, 1]),
      at: (_X, _Y, layers) => ({ b: (layers.at(-1) as Layers[number]).b }),
      gradients: (grads) => ({ b: grads.at(-1)?.db }),
      loss: ({ b }, X, Y, layers) =>
        loss(X, Y, [...layers.slice(0, -1), { ...(layers.at(-1) as Layers[number]), b }]),
    }),
    gradient({
      name: "has the right gradients for the weights of the first layer",
      of: "gradients",
      args: (random) => batch(random, 12, [3, 6, 4, 1]),
      at: (_X, _Y, layers) => ({ W: (layers[0] as Layers[number]).W }),
      gradients: (grads) => ({ W: grads[0]?.dW }),
      loss: ({ W }, X, Y, layers) =>
        loss(X, Y, [{ ...(layers[0] as Layers[number]), W }, ...layers.slice(1)]),
    }),
    gradient({
      name: "has the right gradients for all biases",
      of: "gradients",
      args: (random) => batch(random, 12, [3, 6, 4, 1]),
      at: (_X, _Y, layers) =>
        Object.fromEntries(layers.map(({ b }, l) => [`b${l + 1}`, b])) as Record<string, Tensor>,
      gradients: (grads) => Object.fromEntries(grads.map(({ db }, l) => [`b${l + 1}`, db])),
      loss: (values, X, Y, layers) =>
        loss(
          X,
          Y,
          layers.map(({ W }, l) => ({ W, b: values[`b${l + 1}`] as Tensor })),
        ),
    }),
  ],
  mistakes: {
    "not a mean over the examples": [
      replace("0).div(m", "0).div(AL.size(1)"),
      replace("gt(0", "ge(-0.3"),
      "The biases' gradients are too large by the number of examples: what should db be divided by?",
    ],
    "mended elsewhere": replace("relu", "abs"),
    "no slope at all": replace(".mul(below.gt(0).float())", ""),
    "only the bias mended": replace("gt(0", "ge(-0.3"),
    "only the last bias": replace("0).div(m", "0).div(l === layers.length - 1 ? m : 1"),
    "not a mean over the examples (only the slope mended)": [
      replace("0).div(m", "0).div(AL.size(1)"),
      "The biases' gradients are too large by the number of examples: what should db be divided by?",
    ],
  },
  alternatives: {
    autograd: body(
      "gradients",
      `
  const own = layers.map(({ W, b }) => ({
    W: W.detach().clone().requiresGrad_(),
    b: b.detach().clone().requiresGrad_(),
  }));
  cost(forward(X, own).AL, Y).backward();
  return own.map(({ W, b }) => ({ dW: W.grad as Tensor, db: b.grad as Tensor }));`,
    ),
  },
});
