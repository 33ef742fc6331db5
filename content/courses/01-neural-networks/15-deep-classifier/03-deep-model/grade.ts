import { asset, defineExercise, property, type Random, replace, value } from "@gradus/exercise";
import { type Tensor, tensor } from "gradus";
import { anySizes, layersOf } from "../../09-one-hidden-layer/networks.ts";
import { loopChecks } from "../../11-planar-flower/training-checks.ts";
import type { Layer } from "../../12-deep-networks/01-initialize-two-layer/solution.ts";
import { deepLoop } from "../deep-loop.ts";
import { smallImages } from "../fashion-images.ts";

/** Two inputs and two layers; the answers are above, below and above one half. */
const layers = (): Layer[] => [
  {
    W: tensor([
      [1, 0],
      [0, 1],
    ]),
    b: tensor([0, 0]),
  },
  { W: tensor([[2, -1]]), b: tensor([-0.5]) },
];
const points = (): Tensor =>
  tensor([
    [1, 0],
    [0, 3],
    [2, 1],
    [0, 1],
    [1, 3],
  ]);

/** A network, examples for it, and labels. */
function network(r: Random<Tensor>): [X: Tensor, Y: Tensor, Layer[]] {
  const [sizes, m] = [anySizes(r, 2, 4, 1), r.int(1, 6)];
  return [r.table(m, sizes[0] ?? 1, -2, 2), r.bits([m, 1]), layersOf(r, sizes)];
}

export default defineExercise<typeof import("./solution.ts")>({
  checks: [
    value({
      name: "predicts 0 or 1",
      of: "predict",
      cases: [{ args: () => [points(), layers()], expected: tensor([[1], [0], [1], [0], [0]]) }],
    }),
    property({
      name: "predicts for any depth",
      of: "predict",
      edges: ["one", "equal"],
      args: (r: Random<Tensor>) => {
        const [X, , made] = network(r);
        return [X, made];
      },
    }),
    value({
      name: "gives the share that is right",
      of: "accuracy",
      cases: [
        {
          name: "four of five",
          args: () => [points(), tensor([[1], [0], [1], [1], [0]]), layers()],
          expected: 4 / 5,
        },
        {
          name: "all",
          args: () => [points(), tensor([[1], [0], [1], [0], [0]]), layers()],
          expected: 1,
        },
      ],
    }),
    ...loopChecks<typeof import("./solution.ts"), Layer[]>({
      ...deepLoop,
      train: async ({ deepModel }, [X, Y], sizes, options) => {
        const { layers: trained, costs } = await deepModel(X, Y, sizes, options);
        return { trained, costs };
      },
      walks: [
        [3, 1],
        [3, 4, 1],
        [3, 4, 5, 3, 1],
      ],
      steps: 6,
      learningRate: 0.4,
      goal: {
        name: "reaches 80 % on images it has not seen",
        data: () => smallImages(asset("fashion-pair")),
        sizes: [196, 20, 7, 5, 1],
        options: { learningRate: 0.1, iterations: 160 },
        share: 0.8,
      },
    }),
  ],
  mistakes: {
    "the answers themselves": [
      replace(".gt(0.5).float()", ""),
      "These are the network's answers. A prediction is 1 where the answer is above 0.5, else 0.",
    ],
    "the share that is wrong": [
      replace(".eq(Y)", ".ne(Y)"),
      "That is the share of wrong predictions. The accuracy is that of the right ones.",
    ],
    "0 for 1": [
      replace("gt(0.5)", "lt(0.5)"),
      "Zeros and ones are swapped: above 0.5 is class 1, a shirt.",
    ],
    "above 0": [
      replace("gt(0.5)", "gt(0)"),
      "You compared the answer with 0. It is a probability, so all of them are above 0: ask for more than 0.5.",
    ],
    "a percentage": [
      replace(".mean().item()", ".mean().mul(100).item()"),
      "Give the share as a number between 0 and 1. Make per cent of it where you print it.",
    ],
    "a number of examples": [
      replace(".mean().item()", ".sum().item()"),
      "That is how many are right. Divide by the number of examples.",
    ],
    "every answer against every label": [
      replace(".eq(Y)", ".eq(Y.reshape([-1]))"),
      "You compared [m, 1] with [m], which broadcasts to [m, m]: each prediction is held against all labels.",
    ],
    "two layers only": [
      replace("modelForward(X, layers).AL.gt", "modelForward(X, layers.slice(0, 2)).AL.gt"),
      "You ask two layers only. The prediction is what comes out of the last one, however many there are.",
    ],
    uphill: replace("options.learningRate", "-options.learningRate"),
    "always from the start": [
      replace("let layers", "const layers"),
      replace("layers = updateDeep", "updateDeep"),
    ],
    "the cost after the step": [
      replace("    const cost = deepCost(AL, Y);\n", ""),
      replace("cost.item()", "deepCost(modelForward(X, layers).AL, Y).item()"),
    ],
    "only the last two layers learn": [
      replace(
        "modelBackward(AL, Y, caches)",
        "modelBackward(AL, Y, caches).map((g, l) =>\n      l < caches.length - 2 ? { dW: g.dW.mul(0), db: g.db.mul(0) } : g)",
      ),
      "Only your last two layers move. Every layer has gradients, so every layer takes a step.",
    ],
    "returns the start": [
      replace("const costs: number[]", "const start = layers;\n  const costs: number[]"),
      replace("return { layers", "return { layers: start"),
    ],
    "never reports": replace("    options.report?.({ step, loss });\n", ""),
    "every tenth cost": replace("costs.push", "if (step % 10 === 0) costs.push"),
    "it never gets going": [
      replace(
        'import { initializeScaled } from "../01-initialize-scaled/solution.ts";',
        'import { initializeDeep } from "../../12-deep-networks/02-initialize-deep/solution.ts";',
      ),
      replace("initializeScaled(sizes)", "initializeDeep(sizes)"),
    ],
  },
  alternatives: {
    "counting what is wrong": [
      replace(
        "predict(X, layers).eq(Y).float().mean().item()",
        "1 - (await predict(X, layers).sub(Y).abs().mean().item())",
      ),
      replace(
        "modelForward(X, layers).AL.gt(0.5).float()",
        "where(modelForward(X, layers).AL.gt(0.5), 1, 0)",
      ),
      "The share that is wrong is the mean distance of 0 and 1; the rest is right.",
    ],
  },
});
