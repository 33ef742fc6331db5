import { asset, contract, defineGrade, failed, passed, value } from "@gradus/exercise";
import { type Tensor, tensor } from "gradus";
import type { Layer } from "../../12-deep-networks/01-initialize-two-layer/solution.ts";
import { modelForward } from "../../13-deep-forward/01-model-forward/solution.ts";
import { testSet, trainingSet } from "../fashion-images.ts";
import { loopChecks } from "../training-checks.ts";

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

  ...loopChecks<typeof import("./solution.ts")>(
    ({ deepModel }) => deepModel,
    [
      [3, 1],
      [3, 4, 1],
      [3, 5, 4, 1],
      [3, 4, 4, 3, 1],
    ],
  ),

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
