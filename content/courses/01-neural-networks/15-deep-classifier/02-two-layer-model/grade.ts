import { asset, contract, defineExercise, failed, file, passed, replace } from "@gradus/exercise";
import { tensor } from "gradus";
import { modelForward } from "../../13-deep-forward/01-model-forward/solution.ts";
import { testSet, trainingSet } from "../fashion-images.ts";
import { loopChecks, toy } from "../training-checks.ts";

export default defineExercise<typeof import("./solution.ts")>({
  checks: [
    contract({
      name: "gives the cost of every step as a number",
      run: async ({ learner, random }) => {
        const [X, Y] = toy(random);
        const { costs } = await learner.twoLayerModel(X, Y, [3, 4, 1], {
          learningRate: 0.1,
          iterations: 7,
        });
        if (costs.length !== 7)
          return failed(`7 iterations gave ${costs.length} costs, expected 7.`);
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
  ],
  mistakes: {
    "a fixed rate": replace("options.learningRate", "0.0075"),
    "always from the start": [
      replace("let layers", "const layers"),
      replace("layers = updateDeep", "const next = updateDeep"),
    ],
    "always seven units": replace(
      "initializeScaled(sizes",
      "initializeScaled([sizes[0] ?? 1, 7, 1]",
    ),
    "the cost after the step": [
      replace("const cost = deepCost(AL, Y);", ""),
      replace(
        "const loss = await cost.item();",
        `const [nextOne, nextTwo] = layers as [Layer, Layer];
    const nextHidden = linearActivationForward(X, nextOne.W, nextOne.b, "relu");
    const nextAnswer = linearActivationForward(nextHidden.A, nextTwo.W, nextTwo.b, "sigmoid");
    const loss = await deepCost(nextAnswer.A, Y).item();`,
      ),
    ],
    "every tenth cost": replace("costs.push", "if (step % 10 === 0) costs.push"),
    "never reports": replace("options.report?.({ step, loss });", ""),
    "returns the start": [
      replace(
        "let layers = initializeScaled(sizes);",
        `let layers = initializeScaled(sizes);
  const start = layers;`,
      ),
      replace("return { layers", "return { layers: start"),
    ],
    "ten examples left from testing": replace(
      "let layers = initializeScaled(sizes);",
      `X = X.narrow(0, 0, Math.min(10, X.size(0)));
  Y = Y.narrow(0, 0, Math.min(10, Y.size(0)));
  let layers = initializeScaled(sizes);`,
    ),
    uphill: replace(", options", ", -options"),
    "wrong bend on the way back": replace('cache, "relu', 'cache, "sigmoid'),
  },
  alternatives: {
    "whole network functions": file("alternatives/whole-network-functions.ts"),
  },
});
