import { asset, contract, defineGrade, failed, passed } from "@gradus/exercise";
import { tensor } from "gradus";
import { modelForward } from "../../13-deep-forward/01-model-forward/solution.ts";
import { testSet, trainingSet } from "../fashion-images.ts";
import { loopChecks, toy } from "../training-checks.ts";

export default defineGrade<typeof import("./solution.ts")>([
  contract({
    name: "gives the cost of every step as a number",
    run: async ({ learner, random }) => {
      const [X, Y] = toy(random);
      const { costs } = await learner.twoLayerModel(X, Y, [3, 4, 1], {
        learningRate: 0.1,
        iterations: 7,
      });
      if (costs.length !== 7) return failed(`7 iterations gave ${costs.length} costs, expected 7.`);
      const odd = costs.find((cost) => typeof cost !== "number");
      return odd === undefined
        ? passed
        : failed("A cost is not a plain number. Read it with await cost.item().");
    },
  }),
  contract({
    name: "has the sizes it was given",
    run: async ({ learner }) => {
      const X = tensor([[1, 2, 3, 4, 5]]);
      const { layers } = await learner.twoLayerModel(X, tensor([[1]]), [5, 3, 1], {
        learningRate: 0.01,
        iterations: 1,
      });
      const shapes = layers.map(({ W, b }) => `[${W.shape}] [${b.shape}]`).join(", ");
      return shapes === "[3,5] [3], [1,3] [1]"
        ? passed
        : failed(`For the sizes [5, 3, 1] W and b have shapes ${shapes}.`);
    },
  }),

  ...loopChecks<typeof import("./solution.ts")>(
    ({ twoLayerModel }) => twoLayerModel,
    [
      [3, 4, 1],
      [3, 8, 1],
    ],
  ),

  contract({
    name: "tells T-shirts from shirts",
    run: async ({ learner, report }) => {
      const bytes = asset("fashion-pair");
      const training = trainingSet(bytes, 200, 2);
      const test = testSet(bytes, 200, 2);
      const { layers, costs } = await learner.twoLayerModel(training.X, training.Y, [196, 7, 1], {
        learningRate: 0.1,
        iterations: 120,
        report,
      });
      const { AL } = modelForward(test.X, layers);
      const right = await AL.gt(0.5).float().eq(test.Y).float().mean().item();
      if (right >= 0.72) return passed;
      return failed(
        `After 120 steps ${(100 * right).toFixed(1)} % of the test images are right, expected at least 72 %. The last cost was ${costs.at(-1)?.toFixed(3)}.`,
        { picture: { kind: "curve", title: "cost", series: [{ name: "yours", y: costs }] } },
      );
    },
  }),
]);
