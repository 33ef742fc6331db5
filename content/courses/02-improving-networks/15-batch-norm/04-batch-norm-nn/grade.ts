import { agreeing, contract, defineExercise, failed, passed, replace } from "@gradus/exercise";
import { manualSeed, nn, noGrad, randn } from "gradus";

/** What the layers are called; the names of classes may be others where programs are made small. */
const kinds = [
  ["Linear", nn.Linear],
  ["BatchNorm1d", nn.BatchNorm1d],
  ["ReLU", nn.ReLU],
] as const;

const namesOf = (network: nn.Sequential): string =>
  [...network.children()]
    .map((m) => kinds.find(([, kind]) => m instanceof kind)?.[0] ?? m.constructor.name)
    .join(", ");

/** A small network whose batch norm has seen some batches that are not around 0. */
function experienced(seed: number): nn.Sequential {
  manualSeed(seed);
  const network = new nn.Sequential(
    new nn.Linear(3, 4, { bias: false }),
    new nn.BatchNorm1d(4),
    new nn.ReLU(),
    new nn.Linear(4, 2),
  );
  for (let i = 0; i < 5; i++) noGrad(() => network.call(randn([8, 3]).mul(2).add(1)));
  return network;
}

export default defineExercise<typeof import("./solution.ts")>({
  checks: [
    contract({
      name: "has the layers in order",
      run: ({ learner }) => {
        const got = namesOf(learner.normedNetwork([5, 4, 3, 2]));
        const right = "Linear, BatchNorm1d, ReLU, Linear, BatchNorm1d, ReLU, Linear";
        if (got === right)
          return namesOf(learner.normedNetwork([3, 2])) === "Linear"
            ? passed
            : failed("normedNetwork: for [3, 2] there is no hidden layer, so it is one Linear.");
        const wrong = [
          {
            name: "batch norm after ReLU",
            explanation:
              "Batch norm stands after ReLU. Here it normalises the weighted sums, before they are bent.",
            layers: "Linear, ReLU, BatchNorm1d, Linear, ReLU, BatchNorm1d, Linear",
          },
          {
            name: "batch norm at the end",
            explanation:
              "There is a batch norm after the last layer. Its sums are the scores, and they stay as they are.",
            layers: "Linear, BatchNorm1d, ReLU, Linear, BatchNorm1d, ReLU, Linear, BatchNorm1d",
          },
          {
            name: "ReLU at the end",
            explanation: "The last layer is bent, too. Its sums are the scores.",
            layers:
              "Linear, BatchNorm1d, ReLU, Linear, BatchNorm1d, ReLU, Linear, BatchNorm1d, ReLU",
          },
          {
            name: "no bends",
            explanation: "There is no ReLU. Without a bend the linear layers are one.",
            layers: "Linear, BatchNorm1d, Linear, BatchNorm1d, Linear",
          },
          {
            name: "batch norm in front",
            explanation: "Batch norm stands in front of the linear layers. It comes after them.",
            layers: "BatchNorm1d, Linear, ReLU, BatchNorm1d, Linear, ReLU, Linear",
          },
        ].find(({ layers }) => layers === got);
        return failed(`normedNetwork: for [5, 4, 3, 2] the layers are ${got}, expected ${right}.`, {
          ...(wrong && { misconception: { name: wrong.name, explanation: wrong.explanation } }),
        });
      },
    }),
    contract({
      name: "has biases where they are of use",
      run: ({ learner }) => {
        const network = learner.normedNetwork([5, 4, 3, 2]);
        const linears = [...network.modules()].filter((m) => m instanceof nn.Linear);
        const shapes = linears.map((l) => `[${l.weight.shape.join(", ")}]`).join(" ");
        if (shapes !== "[4, 5] [3, 4] [2, 3]")
          return failed(
            `normedNetwork: for [5, 4, 3, 2] the weights have shapes ${shapes}, expected [4, 5] [3, 4] [2, 3].`,
          );
        const norms = [...network.modules()].filter((m) => m instanceof nn.BatchNorm1d);
        const units = norms.map((n) => n.numFeatures).join(", ");
        if (units !== "4, 3")
          return failed(
            `normedNetwork: for [5, 4, 3, 2] the batch norms are made for ${units} units, expected 4, 3: as many as the layer before has.`,
          );
        if (linears.slice(0, -1).some((l) => l.bias))
          return failed(
            "normedNetwork: a linear layer before batch norm has a bias. It is taken off again with the mean, whatever it is; { bias: false } leaves it out.",
          );
        return linears.at(-1)?.bias
          ? passed
          : failed(
              "normedNetwork: the last layer has no bias. No batch norm follows it, so it needs one.",
            );
      },
    }),
    contract({
      name: "answers by what is remembered",
      run: async ({ learner, seed }) => {
        const network = experienced(seed);
        const X = randn([3, 3]).add(4);
        const got = learner.answersOf(network, X);
        const twin = experienced(seed);
        twin.eval();
        const right = noGrad(() => twin.call(X));
        if (got.requiresGrad)
          return failed("answersOf: the answers still carry a way back. Compute them in noGrad.");
        return agreeing(
          "answersOf: it is not what the network gives in evaluation mode:",
          got,
          right,
        );
      },
    }),
    contract({
      name: "leaves the mode as it was",
      run: ({ learner, seed }) => {
        for (const mode of [true, false]) {
          const network = experienced(seed);
          network.train(mode);
          learner.answersOf(network, randn([4, 3]));
          const wrong = [...network.modules()].find((m) => m.training !== mode);
          if (wrong)
            return failed(
              `answersOf: the network came in ${mode ? "training" : "evaluation"} mode and is now in the other one. Put it back as it was.`,
            );
        }
        return passed;
      },
    }),
  ],
  mistakes: {
    "batch norm after ReLU": replace(
      "new nn.BatchNorm1d(units), new nn.ReLU()",
      "new nn.ReLU(), new nn.BatchNorm1d(units)",
    ),
    "batch norm at the end": replace(
      "layers.push(new nn.Linear(inputs, units));",
      "layers.push(new nn.Linear(inputs, units), new nn.BatchNorm1d(units));",
    ),
    "ReLU at the end": replace(
      "layers.push(new nn.Linear(inputs, units));",
      "layers.push(new nn.Linear(inputs, units), new nn.BatchNorm1d(units), new nn.ReLU());",
    ),
    "no bends": replace(", new nn.ReLU()", ""),
    "no batch norm": replace("new nn.BatchNorm1d(units), ", ""),
    "batch norm for the inputs' number": replace(
      "new nn.BatchNorm1d(units)",
      "new nn.BatchNorm1d(inputs)",
    ),
    "biases everywhere": replace(", { bias: false }", ""),
    "no bias at the end": replace(
      "layers.push(new nn.Linear(inputs, units));",
      "layers.push(new nn.Linear(inputs, units, { bias: false }));",
    ),
    "in training mode": replace("  network.eval();\n", ""),
    "in evaluation mode for good": replace("  network.train(before);\n", ""),
    "in training mode for good": replace("network.train(before)", "network.train()"),
    "with gradients": replace("noGrad(() => network.call(X))", "network.call(X)"),
  },
  alternatives: {
    "a list for each layer": [
      replace(
        "if (l === sizes.length - 1) layers.push(new nn.Linear(inputs, units));\n    else {\n      layers.push(new nn.Linear(inputs, units, { bias: false }));\n      layers.push(new nn.BatchNorm1d(units), new nn.ReLU());\n    }",
        "const last = l === sizes.length - 1;\n    layers.push(new nn.Linear(inputs, units, { bias: last }));\n    if (!last) layers.push(new nn.BatchNorm1d(units), new nn.ReLU());",
      ),
      "Whether there is a bias depends on whether the layer is the last.",
    ],
  },
});
