import { contract, defineExercise, failed, passed, replace } from "@gradus/exercise";
import { manualSeed, nn, noGrad, optim, rand, type Tensor, tensor, zeros } from "gradus";
import { layerNames, parameterCount } from "../layers.ts";

const right = "ZeroPad2d, Conv2d, BatchNorm2d, ReLU, MaxPool2d, Flatten, Linear";

const wrongOrders = [
  {
    layers: "ZeroPad2d, Conv2d, BatchNorm2d, ReLU, MaxPool2d, Flatten, Linear, Sigmoid",
    name: "a sigmoid at the end",
    explanation:
      "There is a sigmoid at the end. The loss has one inside, so the answer would be squashed twice: leave the score as it is.",
  },
  {
    layers: "ZeroPad2d, Conv2d, ReLU, BatchNorm2d, MaxPool2d, Flatten, Linear",
    name: "batch norm after ReLU",
    explanation:
      "Batch norm stands after ReLU. It normalises the filters' sums, before they are bent.",
  },
  {
    layers: "Conv2d, BatchNorm2d, ReLU, MaxPool2d, Flatten, Linear",
    name: "no border",
    explanation:
      "The border is missing. Without it the filters of 7 take six rows and columns away.",
  },
  {
    layers: "ZeroPad2d, Conv2d, BatchNorm2d, ReLU, AvgPool2d, Flatten, Linear",
    name: "the mean of each window",
    explanation: "The pooling takes the mean of each window. It should keep the largest.",
  },
  {
    layers: "ZeroPad2d, Conv2d, BatchNorm2d, ReLU, MaxPool2d, Linear",
    name: "not laid out",
    explanation: "A dense layer takes rows. Lay the maps out with nn.Flatten first.",
  },
];

/** Pictures of stripes with noise, [m, 1, 12, 12]: lying ones, and standing ones, which are a yes. */
function stripes(m: number): { X: Tensor; Y: Tensor } {
  const rows = Array.from({ length: m }, (_, i) =>
    Array.from({ length: 144 }, (_, p) => {
      const along = i % 2 === 1 ? p % 12 : Math.floor(p / 12);
      return (along + (i >> 1)) % 4 < 2 ? 1 : 0;
    }),
  );
  const X = tensor(rows).reshape([m, 1, 12, 12]);
  return {
    X: X.add(rand(X.shape).mul(0.8)),
    Y: tensor(Array.from({ length: m }, (_, i) => [i % 2])),
  };
}

export default defineExercise<typeof import("./solution.ts")>({
  checks: [
    contract({
      name: "has the seven layers in order",
      run: ({ learner }) => {
        const model = learner.binaryModel(3, 8);
        const got = layerNames(model);
        if (got === right) return passed;
        const wrong = wrongOrders.find(({ layers }) => layers === got);
        return failed(`binaryModel: its layers are ${got}, expected ${right}.`, {
          ...(wrong && { misconception: { name: wrong.name, explanation: wrong.explanation } }),
        });
      },
    }),
    contract({
      name: "gives one score for each picture, of any size",
      run: ({ learner }) => {
        for (const [channels, side] of [
          [3, 8],
          [1, 12],
          [2, 6],
        ] as const) {
          const model = learner.binaryModel(channels, side);
          const last = [...model.children()].at(-1);
          const takes = last instanceof nn.Linear ? last.weight.size(1) : undefined;
          if (takes !== 8 * side * side)
            return failed(
              `binaryModel: with a side of ${side} its dense unit takes ${takes} numbers, expected ${8 * side * side}: 32 maps, each of ${side / 2} by ${side / 2} after the pooling.`,
            );
          const got = noGrad(() => model.call(zeros([2, channels, side, side]))).shape;
          if (got.join() !== "2,1")
            return failed(
              `binaryModel: for two pictures with ${channels} channels of ${side} by ${side} it gives [${got.join(", ")}], expected [2, 1].`,
            );
        }
        return passed;
      },
    }),
    contract({
      name: "has as many parameters as it should",
      run: ({ learner }) => {
        for (const [channels, side] of [
          [3, 8],
          [1, 12],
        ] as const) {
          const got = parameterCount(learner.binaryModel(channels, side));
          const filters = 32 * (channels * 49 + 1);
          const wanted = filters + 64 + 8 * side * side + 1;
          if (got !== wanted)
            return failed(
              `binaryModel: with ${channels} channels and a side of ${side} it has ${got} parameters, expected ${wanted}: ${filters} of the filters, 64 of batch norm, ${8 * side * side + 1} of the dense unit.`,
            );
        }
        return passed;
      },
    }),
    contract({
      name: "learns which stripes stand",
      run: async ({ learner, seed }) => {
        manualSeed(seed);
        const model = learner.binaryModel(1, 12);
        const [training, others] = [stripes(32), stripes(32)];
        const optimizer = new optim.Adam(model.parameters(), { lr: 0.003 });
        const lossOf = new nn.BCEWithLogitsLoss();
        for (let step = 0; step < 12; step++) {
          optimizer.zeroGrad();
          lossOf.call(model.call(training.X), training.Y).backward();
          optimizer.step();
        }
        model.eval();
        const answers = noGrad(() => model.call(others.X).gt(0).float().eq(others.Y).float());
        const share = await answers.mean().item();
        return share > 0.85
          ? passed
          : failed(
              `binaryModel: after 12 steps ${(100 * share).toFixed(0)} % of 32 pictures with lying or standing stripes are right, expected more than 85 %.`,
            );
      },
    }),
  ],
  mistakes: {
    "a sigmoid at the end": [
      replace("new nn.Linear(left, 1),", "new nn.Linear(left, 1),\n    new nn.Sigmoid(),"),
      "There is a sigmoid at the end. The loss has one inside, so the answer would be squashed twice: leave the score as it is.",
    ],
    "batch norm after ReLU": [
      replace(
        "new nn.BatchNorm2d(32),\n    new nn.ReLU(),",
        "new nn.ReLU(),\n    new nn.BatchNorm2d(32),",
      ),
      "Batch norm stands after ReLU. It normalises the filters' sums, before they are bent.",
    ],
    "no border": [
      replace("    new nn.ZeroPad2d(3),\n", ""),
      replace("(side / 2) ** 2", "((side - 6) / 2) ** 2"),
      "The border is missing. Without it the filters of 7 take six rows and columns away.",
    ],
    "the mean of each window": [
      replace("new nn.MaxPool2d(2)", "new nn.AvgPool2d(2)"),
      "The pooling takes the mean of each window. It should keep the largest.",
    ],
    "not laid out": [
      replace("    new nn.Flatten(),\n", ""),
      "A dense layer takes rows. Lay the maps out with nn.Flatten first.",
    ],
    "sixteen filters": [
      replace("new nn.Conv2d(channels, 32, 7)", "new nn.Conv2d(channels, 16, 7)"),
      replace("new nn.BatchNorm2d(32)", "new nn.BatchNorm2d(16)"),
      replace("32 * (side / 2) ** 2", "16 * (side / 2) ** 2"),
    ],
    "filters without biases": replace(
      "new nn.Conv2d(channels, 32, 7)",
      "new nn.Conv2d(channels, 32, 7, { bias: false })",
    ),
    "the pooling is not counted": replace("32 * (side / 2) ** 2", "32 * side ** 2"),
    "for colour pictures only": replace(
      "new nn.Conv2d(channels, 32, 7)",
      "new nn.Conv2d(3, 32, 7)",
    ),
    "two scores": replace("new nn.Linear(left, 1)", "new nn.Linear(left, 2)"),
    "cut off the gradient": [
      replace("return new nn.Sequential(", "const model = new nn.Sequential("),
      replace(
        "new nn.Linear(left, 1),\n  );",
        "new nn.Linear(left, 1),\n  );\n  for (const p of model.parameters()) p.requiresGrad_(false);\n  return model;",
      ),
    ],
  },
  alternatives: {
    "the size by another way": [
      replace("32 * (side / 2) ** 2", "8 * side * side"),
      "32 maps of a quarter of the picture are 8 times the picture.",
    ],
    "a list of layers": [
      replace("return new nn.Sequential(", "const layers: nn.TensorModule[] = ["),
      replace(
        "new nn.Linear(left, 1),\n  );",
        "new nn.Linear(left, 1),\n  ];\n  return new nn.Sequential(...layers);",
      ),
      "The layers are a list first.",
    ],
  },
});
