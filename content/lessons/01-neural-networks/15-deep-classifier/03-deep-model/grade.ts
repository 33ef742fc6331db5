import { asset, contract, defineGrade, failed, passed, type Random, value } from "@gradus/exercise";
import { manualSeed, type Tensor, tensor } from "gradus";
import type { Layer } from "../../12-deep-networks/01-initialize-two-layer/solution.ts";
import { modelForward } from "../../13-deep-forward/01-model-forward/solution.ts";
import { deepCost } from "../../13-deep-forward/02-deep-cost/solution.ts";
import { modelBackward } from "../../14-deep-backward/03-model-backward/solution.ts";
import { updateDeep } from "../../14-deep-backward/04-update-deep/solution.ts";
import { testSet, trainingSet } from "../fashion-images.ts";

/** The costs on the way from `layers`, by the right functions. */
async function pathFrom(
  layers: readonly Layer[],
  X: Tensor,
  Y: Tensor,
  rate: number,
  steps: number,
): Promise<number[]> {
  let now = [...layers];
  const costs: number[] = [];
  for (let step = 0; step < steps; step++) {
    const { AL, caches } = modelForward(X, now);
    costs.push(await deepCost(AL, Y).item());
    now = updateDeep(now, modelBackward(AL, Y, caches), rate);
  }
  return costs;
}

const same = (a: readonly number[], b: readonly number[]): boolean =>
  a.length === b.length && a.every((v, i) => Math.abs(v - (b[i] as number)) < 2e-3);

const shown = (costs: readonly number[]): string => costs.map((c) => c.toFixed(4)).join(", ");

const steadily = (costs: readonly number[]): boolean =>
  costs.slice(2).every((c) => Math.abs(c - (costs[1] as number)) < 1e-6);

/** A small task of ten examples with three inputs. */
function toy(random: Random): [Tensor, Tensor] {
  const X = tensor(random.numbers(30)).reshape([10, 3]);
  return [X, X.sum(1, { keepdim: true }).gt(0).float()];
}

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
  ]);

export default defineGrade<typeof import("./solution.ts")>([
  value({
    name: "predicts 0 or 1",
    of: "predict",
    cases: [{ args: () => [points(), layers()], expected: tensor([[1], [0], [1]]) }],
    argNames: ["X", "layers"],
    misconceptions: [
      {
        name: "the answers themselves",
        explanation:
          "These are the network's answers. A prediction is 1 where the answer is above 0.5, else 0.",
        answer: (X, network) => modelForward(X, network).AL,
      },
      {
        name: "0 for 1",
        explanation: "Zeros and ones are swapped: above 0.5 is class 1, a shirt.",
        answer: (X, network) => modelForward(X, network).AL.lt(0.5).float(),
      },
    ],
  }),
  value({
    name: "gives the share that is right",
    of: "accuracy",
    cases: [
      {
        name: "two of three",
        args: () => [points(), tensor([[1], [0], [0]]), layers()],
        expected: 2 / 3,
      },
      { name: "all", args: () => [points(), tensor([[1], [0], [1]]), layers()], expected: 1 },
    ],
    argNames: ["X", "Y", "layers"],
    misconceptions: [
      {
        name: "a percentage",
        explanation:
          "Give the share as a number between 0 and 1. Make per cent of it where you print it.",
        answer: async (X, Y, network) =>
          100 * (await modelForward(X, network).AL.gt(0.5).float().eq(Y).float().mean().item()),
      },
      {
        name: "a number of examples",
        explanation: "That is how many are right. Divide by the number of examples.",
        answer: (X, Y, network) =>
          modelForward(X, network).AL.gt(0.5).float().eq(Y).float().sum().item(),
      },
      {
        name: "every answer against every label",
        explanation:
          "You compared [m, 1] with [m], which broadcasts to [m, m]: each prediction is held against all labels.",
        answer: (X, Y, network) =>
          modelForward(X, network)
            .AL.gt(0.5)
            .float()
            .eq(Y.reshape([-1]))
            .float()
            .mean()
            .item(),
      },
    ],
  }),

  contract({
    name: "walks the way of gradient descent",
    run: async ({ learner, random, seed }) => {
      for (const sizes of [
        [3, 1],
        [3, 4, 1],
        [3, 5, 4, 1],
        [3, 4, 4, 3, 1],
      ]) {
        const [X, Y] = toy(random);
        const [learningRate, steps] = [0.4, 5];
        manualSeed(seed);
        const start = await learner.deepModel(X, Y, sizes, { learningRate, iterations: 0 });
        manualSeed(seed);
        const { costs } = await learner.deepModel(X, Y, sizes, { learningRate, iterations: steps });
        const right = await pathFrom(start.layers, X, Y, learningRate, steps);
        if (same(costs, right)) continue;
        const uphill = await pathFrom(start.layers, X, Y, -learningRate, steps);
        const misconception = same(costs, uphill)
          ? {
              name: "uphill",
              explanation: "The cost grows: you add the gradients instead of taking them off.",
            }
          : steadily(costs)
            ? {
                name: "always from the start",
                explanation:
                  "Every step starts from the same weights. Put what updateDeep returns where the next step finds it.",
              }
            : undefined;
        return failed(
          `For the sizes [${sizes.join(", ")}] the costs are ${shown(costs)}, expected ${shown(right)} from the same start.`,
          misconception ? { misconception } : {},
        );
      }
      return passed;
    },
  }),

  contract({
    name: "hands back the layers it has trained",
    run: async ({ learner, random }) => {
      const [X, Y] = toy(random);
      const sizes = [3, 4, 1];
      const options = { learningRate: 0.4, iterations: 30 };
      const { layers, costs } = await learner.deepModel(X, Y, sizes, options);
      const now = await deepCost(modelForward(X, layers).AL, Y).item();
      const last = costs.at(-1) ?? Number.NaN;
      return now < last + 1e-3
        ? passed
        : failed(
            `The cost before the last step was ${last.toFixed(4)}, but with the layers that came back it is ${now.toFixed(4)}. Return the layers after the last step.`,
          );
    },
  }),

  contract({
    name: "tells the cost of every step",
    run: async ({ learner, random }) => {
      const [X, Y] = toy(random);
      const told: { step: number; loss: number }[] = [];
      const report = (point: { step: number; loss: number }): void => {
        told.push(point);
      };
      const { costs } = await learner.deepModel(X, Y, [3, 4, 1], {
        learningRate: 0.1,
        iterations: 12,
        report,
      });
      const right = told.every(({ step, loss }, i) => step === i && loss === costs[i]);
      if (told.length === 12 && right) return passed;
      return failed(
        told.length === 12
          ? "report was called 12 times, but not with { step, loss } as they are in costs."
          : `report was called ${told.length} times in 12 steps, expected once in each.`,
      );
    },
  }),

  contract({
    name: "reaches 80 % on images it has not seen",
    run: async ({ learner, report }) => {
      const bytes = asset("fashion-pair");
      const training = trainingSet(bytes, 200, 2);
      const test = testSet(bytes, 200, 2);
      const reached: number[] = [];
      let curve: readonly number[] = [];
      for (let start = 0; start < 3; start++) {
        const { layers: network, costs } = await learner.deepModel(
          training.X,
          training.Y,
          [196, 20, 7, 5, 1],
          { learningRate: 0.1, iterations: 160, report },
        );
        const { AL } = modelForward(test.X, network);
        reached.push(await AL.gt(0.5).float().eq(test.Y).float().mean().item());
        curve = costs;
        if ((reached.at(-1) as number) >= 0.8) return passed;
        if ((costs.at(-1) as number) > 0.69) break;
      }
      const stuck = Math.abs((curve.at(-1) as number) - Math.LN2) < 0.005;
      return failed(
        `After 160 steps ${reached.map((r) => `${(100 * r).toFixed(1)} %`).join(", ")} of the test images are right, expected 80 %.`,
        {
          picture: { kind: "curve", title: "cost", series: [{ name: "yours", y: curve }] },
          ...(stuck && {
            misconception: {
              name: "it never gets going",
              explanation:
                "The cost has stayed at ln 2: the starting weights are too small for four layers. Start with initializeScaled.",
            },
          }),
        },
      );
    },
  }),
]);
