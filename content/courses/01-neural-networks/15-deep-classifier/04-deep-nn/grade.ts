import { asset, defineExercise, replace } from "@gradus/exercise";
import type { Tensor } from "gradus";
import { copyOf, modelChecks } from "../../11-planar-flower/model-checks.ts";
import { loopChecks } from "../../11-planar-flower/training-checks.ts";
import type { Layer } from "../../12-deep-networks/01-initialize-two-layer/solution.ts";
import { deepLoop } from "../deep-loop.ts";
import { smallImages } from "../fashion-images.ts";

/** W and b in turn, as layers of our own. */
const layersOf = (all: readonly Tensor[]): Layer[] =>
  all.flatMap((W, i) => (i % 2 === 0 ? [{ W, b: all[i + 1] as Tensor }] : []));

export default defineExercise<typeof import("./solution.ts")>({
  checks: [
    ...modelChecks<typeof import("./solution.ts")>({
      make: ({ deepNetwork }, _data, sizes) => deepNetwork(sizes),
      bend: "relu",
      allSizes: [
        [3, 1],
        [3, 6, 5, 1],
      ],
    }),
    ...loopChecks<typeof import("./solution.ts"), Layer[]>({
      ...deepLoop,
      train: async ({ deepNetwork, trainDeep }, [X, Y], sizes, options) => {
        const network = deepNetwork(sizes);
        const costs = await trainDeep(network, X, Y, options);
        return { trained: layersOf(copyOf(network)), costs };
      },
      stays: ["it never steps", "The cost never moves: nobody calls optimizer.step()."],
      walks: [[3, 8, 4, 1]],
      steps: 8,
      learningRate: 0.15,
      goal: {
        name: "learns the training images",
        data: () => {
          const { training } = smallImages(asset("fashion-pair"));
          return { training, test: training };
        },
        sizes: [196, 20, 7, 1],
        options: { learningRate: 0.2, iterations: 150 },
        share: 0.78,
      },
    }),
  ],
  mistakes: {
    "gradients pile up": [
      replace("    optimizer.zeroGrad();\n", ""),
      "Each backward adds to the gradients that are there. Call zeroGrad in every step.",
    ],
    "it never steps": replace("    optimizer.step();\n", ""),
    "a sum instead of a mean": [
      replace("BCEWithLogitsLoss()", 'BCEWithLogitsLoss({ reduction: "sum" })'),
      "The cost is added up over the examples. The loss gives the mean unless told otherwise.",
    ],
    "the default rate": [
      replace(", { lr: options.learningRate }", ""),
      "Your optimizer steps at its own default rate. Hand it options.learningRate as lr.",
    ],
    "the squared error": [
      replace("new nn.BCEWithLogitsLoss()", "new nn.MSELoss()"),
      "Your cost is a squared error. Here it is the cross-entropy: BCEWithLogitsLoss.",
    ],
    "one sigmoid too many": [
      replace("network.call(X), Y", "network.call(X).sigmoid(), Y"),
      "You squash the sums before the loss, and BCEWithLogitsLoss squashes them again. Hand it the sums as they are.",
    ],
    "no bend": replace("    if (l > 1) layers.push(new nn.ReLU());\n", ""),
    "a bend at the end": [
      replace("    if (l > 1) layers.push(new nn.ReLU());\n", ""),
      replace("new nn.Linear(inputs, units)", "new nn.Linear(inputs, units), new nn.ReLU()"),
    ],
    "a sigmoid at the end": replace("(...layers)", "(...layers, new nn.Sigmoid())"),
    "a sigmoid as the bend": replace("nn.ReLU", "nn.Sigmoid"),
    "one layer short": replace("sizes.length", "sizes.length - 1"),
    "costs as tensors": replace("await cost.item()", "cost.detach() as unknown as number"),
    "never reports": replace("    options.report?.({ step, loss });\n", ""),
    "one step more": replace("  return costs;", "  optimizer.step();\n  return costs;"),
    "ten examples left from trying": replace(
      "lossOf.call(network.call(X), Y)",
      "lossOf.call(network.call(X.narrow(0, 0, 10)), Y.narrow(0, 0, 10))",
    ),
  },
  alternatives: {
    "functional loss": [
      replace("  const lossOf = new nn.BCEWithLogitsLoss();\n", ""),
      replace(
        "lossOf.call(network.call(X), Y)",
        "nn.functional.binaryCrossEntropyWithLogits(network.call(X), Y)",
      ),
      "The loss is a function instead of a module.",
    ],
  },
});
