import { asset, defineExercise, replace } from "@gradus/exercise";
import { loopChecks } from "../../11-planar-flower/training-checks.ts";
import type { Layer } from "../../12-deep-networks/01-initialize-two-layer/solution.ts";
import { deepLoop } from "../deep-loop.ts";
import { smallImages } from "../fashion-images.ts";

export default defineExercise<typeof import("./solution.ts")>({
  checks: loopChecks<typeof import("./solution.ts"), Layer[]>({
    ...deepLoop,
    train: async ({ twoLayerModel }, [X, Y], sizes, options) => {
      const { layers, costs } = await twoLayerModel(X, Y, sizes, options);
      return { trained: layers, costs };
    },
    walks: [
      [3, 4, 1],
      [3, 8, 1],
    ],
    steps: 6,
    learningRate: 0.4,
    goal: {
      name: "tells T-shirts from shirts",
      data: () => smallImages(asset("fashion-pair")),
      sizes: [196, 7, 1],
      options: { learningRate: 0.1, iterations: 120 },
      share: 0.72,
    },
  }),
  mistakes: {
    "always from the start": [
      replace("let layers", "const layers"),
      replace("layers = updateDeep", "updateDeep"),
    ],
    "the cost after the step": [
      replace("    const cost = deepCost(AL, Y);\n", ""),
      replace(
        "const loss = await cost",
        'const [l1, l2] = layers as [Layer, Layer];\n    const next = linearActivationForward(X, l1.W, l1.b, "relu");\n    const cost = deepCost(linearActivationForward(next.A, l2.W, l2.b, "sigmoid").A, Y);\n    const loss = await cost',
      ),
    ],
    uphill: replace(", options.learningRate", ", -options.learningRate"),
    "a learning rate of your own": [
      replace("options.learningRate", "0.0075"),
      "Your steps do not use the learning rate that came in: options.learningRate.",
    ],
    "another bend on the way back": [
      replace('hidden.cache, "relu"', 'hidden.cache, "sigmoid"'),
      "The first layer goes back by the sigmoid's slope. It bent with ReLU on the way forward, so its slope is ReLU's.",
    ],
    "sigmoid in the hidden layer": [
      replace('one.b, "relu"', 'one.b, "sigmoid"'),
      replace('hidden.cache, "relu"', 'hidden.cache, "sigmoid"'),
      "Your hidden layer bends with the sigmoid. Here it is ReLU.",
    ],
    "the way back starts with AL − Y": [
      replace("sub(1, Y).div(sub(1, AL)).sub(Y.div(AL))", "AL.sub(Y)"),
      "AL − Y has the sigmoid's slope in it already, and your last layer multiplies by it again. Start with dAL.",
    ],
    "the gradients are swapped": replace("[first, second]", "[second, first]"),
    "always seven units": replace(
      "initializeScaled(sizes)",
      "initializeScaled([sizes[0] ?? 1, 7, 1])",
    ),
    "every tenth cost": replace("costs.push", "if (step % 10 === 0) costs.push"),
    "costs as tensors": replace("await cost.item()", "cost as unknown as number"),
    "never reports": replace("options.report?.({ step, loss });", ""),
    "returns the start": [
      replace("const costs: number[]", "const start = layers;\n  const costs: number[]"),
      replace("return { layers", "return { layers: start"),
    ],
    "ten examples left from trying": [
      replace(
        "let layers = initializeScaled(sizes);",
        "X = X.narrow(0, 0, Math.min(10, X.size(0)));\n  Y = Y.narrow(0, 0, Math.min(10, Y.size(0)));\n  let layers = initializeScaled(sizes);",
      ),
    ],
  },
  alternatives: {
    "the slopes cancelled": [
      replace("const dAL = sub(1, Y).div(sub(1, AL)).sub(Y.div(AL));", ""),
      replace(
        'linearActivationBackward(dAL, answer.cache, "sigmoid")',
        "linearBackward(AL.sub(Y), answer.cache.linear)",
      ),
      replace(
        "import { linearActivationBackward }",
        'import { linearBackward } from "../../14-deep-backward/01-linear-backward/solution.ts";\nimport { linearActivationBackward }',
      ),
      "The slopes of cost and sigmoid cancel to AL − Y, which never divides by 0.",
    ],
  },
});
