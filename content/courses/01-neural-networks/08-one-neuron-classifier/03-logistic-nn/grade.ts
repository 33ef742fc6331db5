import {
  asset,
  contract,
  defineExercise,
  failed,
  file,
  passed,
  property,
  replace,
  value,
} from "@gradus/exercise";
import { nn, type Tensor, tensor, zeros } from "gradus";
import { rows, trainPictures } from "../../06-logistic-regression/fashion-pair.ts";

/** Gradient descent by hand, from another gradient by z. */
function descend(
  X: Tensor,
  y: Tensor,
  { iterations, learningRate }: { iterations: number; learningRate: number },
  slope: (z: Tensor, y: Tensor) => Tensor,
  memory = 0,
) {
  const [m = 1, n = 0] = X.shape;
  let [w, b, dw, db] = [zeros([n]), zeros([]), zeros([n]), zeros([])];
  for (let i = 0; i < iterations; i++) {
    const dz = slope(X.matmul(w).add(b), y);
    dw = dw.mul(memory).add(X.t().matmul(dz).div(m));
    db = db.mul(memory).add(dz.mean());
    w = w.sub(dw.mul(learningRate));
    b = b.sub(db.mul(learningRate));
  }
  return { w, b };
}

const right = (z: Tensor, y: Tensor): Tensor => z.sigmoid().sub(y);

const small = () =>
  [
    tensor([
      [1, 2],
      [3, 0.5],
      [-1, 1],
      [0.5, -1],
    ]),
    tensor([1, 1, 0, 0]),
    { iterations: 5, learningRate: 0.5 },
  ] as const;

export default defineExercise<typeof import("./solution.ts")>({
  checks: [
    value({
      name: "takes the same steps as yours",
      of: "logisticNn",
      cases: [{ name: "five steps", args: small, expected: (X, y, t) => descend(X, y, t, right) }],
    }),
    property({
      name: "holds for any data, and any number of steps",
      of: "logisticNn",
      runs: 5,
      args: (random) => {
        const [m, n] = [random.int(2, 6), random.int(1, 4)];
        return [
          tensor(random.numbers(m * n)).reshape([m, n]),
          tensor(Array.from({ length: m }, () => random.int(0, 1))),
          { iterations: random.int(0, 12), learningRate: random() },
        ];
      },
    }),
    contract({
      name: "learns shirts",
      run: async ({ learner }) => {
        const { images, labels } = trainPictures(asset("fashion-pair"), 200);
        const X = rows(images);
        const { w, b } = learner.logisticNn(X, labels, { iterations: 200, learningRate: 0.02 });
        const cost = await nn.functional
          .binaryCrossEntropyWithLogits(X.matmul(w).add(b), labels)
          .item();
        return cost < 0.35
          ? passed
          : failed(
              `After 200 steps the cost on 200 pictures is ${cost.toPrecision(3)}, expected less than 0.35.`,
            );
      },
    }),
  ],
  mistakes: {
    adam: replace("SGD", "Adam"),
    "five steps": file("mistakes/five-steps.ts"),
    "the gradients are not set back": [
      replace("optimizer.zeroGrad();", ""),
      "backward() adds to the gradients that are there. Call optimizer.zeroGrad() in every step.",
    ],
    "random start": replace(
      "for (const parameter of model.parameters()) nn.init.zeros_(parameter);",
      "",
    ),
    "shape clash": replace(".squeeze(1)", ""),
    "the squared error": [
      replace("binaryCrossEntropyWithLogits", "mseLoss"),
      "You used the squared error. For probabilities the cost is binaryCrossEntropyWithLogits.",
    ],
    "squashed twice": [
      replace("squeeze(1)", "squeeze(1).sigmoid()"),
      "binaryCrossEntropyWithLogits squashes by itself, and you did so before. Hand it the layer's answer as it is.",
    ],
    "stops early": replace("< iterations", "< Math.min(iterations, 12)"),
    "the sum over the examples": [
      replace("z, y", 'z, y, { reduction: "sum" }'),
      "Your steps are m times too long: the cost is a sum. Leave the reduction at its default, the mean.",
    ],
  },
  alternatives: {
    sequential: file("alternatives/sequential.ts"),
  },
});
