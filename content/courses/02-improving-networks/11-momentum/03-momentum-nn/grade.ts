import { agreeing, contract, defineExercise, failed, passed, replace } from "@gradus/exercise";
import { optim, type Tensor, tensor } from "gradus";
import { initializeVelocity } from "../01-initialize-velocity/solution.ts";
import { updateWithMomentum } from "../02-update-with-momentum/solution.ts";

type Make = (
  parameters: readonly Tensor[],
  beta: number,
  learningRate: number,
) => { step(): unknown };

/** Gradients of two weights and a bias, step after step. */
const slopes = [
  [10, -8, 4],
  [6, 2, -5],
  [-3, 7, 1],
  [5, 5, 5],
] as const;
const settings = [
  [0.9, 0.5],
  [0.5, 0.2],
  [0, 0.1],
] as const;

const start = (requiresGrad: boolean): [W: Tensor, b: Tensor] => [
  tensor([[1, -2]], { requiresGrad }),
  tensor([3], { requiresGrad }),
];
const gradsOf = ([first, second, third]: (typeof slopes)[number]): [Tensor, Tensor] => [
  tensor([[first, second]]),
  tensor([third]),
];

/** Both weights and the bias after each step of an optimizer. */
function path(make: Make, beta: number, learningRate: number): Tensor[][] {
  const parameters = start(true);
  const optimizer = make(parameters, beta, learningRate);
  return slopes.map((slope) => {
    for (const [i, grad] of gradsOf(slope).entries()) (parameters[i] as Tensor).grad = grad;
    optimizer.step();
    return parameters.map((p) => p.detach().clone());
  });
}

/** The same by our own function. */
function right(beta: number, learningRate: number): Tensor[][] {
  const [W, b] = start(false);
  let layers = [{ W, b }];
  let velocity = initializeVelocity(layers);
  return slopes.map((slope) => {
    const [dW, db] = gradsOf(slope);
    ({ layers, velocity } = updateWithMomentum(layers, [{ dW, db }], velocity, beta, learningRate));
    return layers.flatMap((layer) => [layer.W, layer.b]);
  });
}

const known: readonly { name: string; explanation: string; make: Make }[] = [
  {
    name: "our learning rate as it is",
    explanation:
      "Your steps are longer than ours by a factor of 1/(1 − β). The library's velocity lacks the 1 − β: put it into the learning rate.",
    make: (p, beta, lr) => new optim.SGD(p, { lr, momentum: beta }),
  },
  {
    name: "the rate divided",
    explanation:
      "You divided the learning rate by 1 − β. The library's velocity is already larger than ours by this factor, so multiply.",
    make: (p, beta, lr) => new optim.SGD(p, { lr: lr / (1 - beta), momentum: beta }),
  },
  {
    name: "dampening",
    explanation:
      "Dampening does not touch the very first gradient, so your velocity starts with the whole of it and ours with a part. Put 1 − β into the learning rate instead.",
    make: (p, beta, lr) => new optim.SGD(p, { lr, momentum: beta, dampening: beta }),
  },
  {
    name: "1 − β as momentum",
    explanation:
      "You gave 1 − β as momentum. It is the share of the old velocity that stays: β itself.",
    make: (p, beta, lr) => new optim.SGD(p, { lr: lr * (1 - beta), momentum: 1 - beta }),
  },
  {
    name: "no momentum",
    explanation: "Your optimizer has no momentum: it steps along each gradient alone.",
    make: (p, beta, lr) => new optim.SGD(p, { lr: lr * (1 - beta) }),
  },
  {
    name: "plain gradient descent",
    explanation: "Your optimizer is plain gradient descent. Give it a momentum of β.",
    make: (p, _beta, lr) => new optim.SGD(p, { lr }),
  },
  {
    name: "β in the learning rate",
    explanation:
      "You multiplied the learning rate by β. What the library's velocity lacks is the factor 1 − β.",
    make: (p, beta, lr) => new optim.SGD(p, { lr: lr * beta, momentum: beta }),
  },
  {
    name: "the rate and dampening",
    explanation:
      "You put 1 − β into the learning rate and into the gradient, by dampening. Once is enough: leave dampening out.",
    make: (p, beta, lr) =>
      new optim.SGD(p, { lr: lr * (1 - beta), momentum: beta, dampening: beta }),
  },
  {
    name: "the library's own rate",
    explanation: "Your optimizer has no learning rate, so it takes the library's 0.001.",
    make: (p, beta) => new optim.SGD(p, { momentum: beta }),
  },
  {
    name: "rate and momentum swapped",
    explanation: "You gave β as the learning rate and the learning rate as momentum.",
    make: (p, beta, lr) => new optim.SGD(p, { lr: beta, momentum: lr }),
  },
  {
    name: "the factor in the momentum",
    explanation:
      "You put 1 − β into the momentum. The momentum is β itself; the factor belongs to the learning rate.",
    make: (p, beta, lr) => new optim.SGD(p, { lr, momentum: beta * (1 - beta) }),
  },
  {
    name: "Adam",
    explanation: "This is Adam. It divides by the size of the gradients, which momentum does not.",
    make: (p, beta, lr) => new optim.Adam(p, { lr, betas: [beta, 0.999] }),
  },
  {
    name: "Nesterov",
    explanation:
      "You switched nesterov on: it looks one step ahead, and so takes other steps than ours.",
    make: (p, beta, lr) =>
      new optim.SGD(p, { lr: lr * (1 - beta), momentum: beta, nesterov: beta > 0 }),
  },
];

const same = async (a: readonly Tensor[][], b: readonly Tensor[][]): Promise<boolean> => {
  for (const [i, one] of a.flat().entries()) {
    const off = await one
      .sub(b.flat()[i] as Tensor)
      .abs()
      .max()
      .item();
    if (!(off < 1e-4)) return false;
  }
  return true;
};

export default defineExercise<typeof import("./solution.ts")>({
  checks: [
    contract({
      name: "walks the path of updateWithMomentum",
      run: async ({ learner }) => {
        for (const [beta, learningRate] of settings) {
          const [mine, ours] = [
            path(learner.momentumOptimizer, beta, learningRate),
            right(beta, learningRate),
          ];
          if (await same(mine, ours)) continue;
          let misconception: { name: string; explanation: string } | undefined;
          for (const { make, name, explanation } of known)
            if (await same(mine, path(make, beta, learningRate))) {
              misconception = { name, explanation };
              break;
            }
          const n = mine.length - 1;
          return agreeing(
            `momentumOptimizer: with β = ${beta} and a learning rate of ${learningRate} it walks elsewhere. The parameters after ${slopes.length} steps:`,
            mine[n],
            ours[n],
            misconception ? { misconception } : {},
          );
        }
        return passed;
      },
    }),
    contract({
      name: "moves every parameter it is given",
      run: async ({ learner }) => {
        const parameters = [1, 2, 3].map((v) => tensor([v], { requiresGrad: true }));
        const optimizer = learner.momentumOptimizer(parameters, 0.9, 1);
        for (const p of parameters) p.grad = tensor([10]);
        optimizer.step();
        for (const [i, p] of parameters.entries()) {
          const off = await p.detach().sub(i).abs().max().item();
          if (!(off < 1e-4))
            return failed(
              `momentumOptimizer: of ${parameters.length} parameters, number ${i + 1} has not taken its step. Hand over the whole list.`,
            );
        }
        return passed;
      },
    }),
  ],
  mistakes: {
    "our learning rate as it is": replace("learningRate * (1 - beta)", "learningRate"),
    "the rate divided": replace("learningRate * (1 - beta)", "learningRate / (1 - beta)"),
    dampening: replace(
      "lr: learningRate * (1 - beta), momentum: beta",
      "lr: learningRate, momentum: beta, dampening: beta",
    ),
    "1 − β as momentum": replace("momentum: beta", "momentum: 1 - beta"),
    "no momentum": replace(", momentum: beta", ""),
    Nesterov: replace("momentum: beta", "momentum: beta, nesterov: beta > 0"),
    "plain gradient descent": replace(
      "{ lr: learningRate * (1 - beta), momentum: beta }",
      "{ lr: learningRate }",
    ),
    "the first two parameters": replace("optim.SGD(parameters", "optim.SGD(parameters.slice(0, 2)"),
    "β in the learning rate": replace("learningRate * (1 - beta)", "learningRate * beta"),
    "the rate and dampening": replace("momentum: beta", "momentum: beta, dampening: beta"),
    "the library's own rate": replace("lr: learningRate * (1 - beta), ", ""),
    "rate and momentum swapped": replace(
      "lr: learningRate * (1 - beta), momentum: beta",
      "lr: beta, momentum: learningRate",
    ),
    "the factor in the momentum": replace(
      "lr: learningRate * (1 - beta), momentum: beta",
      "lr: learningRate, momentum: beta * (1 - beta)",
    ),
  },
  alternatives: {
    "the rate taken apart": [
      replace("learningRate * (1 - beta)", "learningRate - beta * learningRate"),
      "It is the same number.",
    ],
  },
});
