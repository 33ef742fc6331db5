import { defineExercise, type Random, replace } from "@gradus/exercise";
import { type Tensor, tensor } from "gradus";
import { anySizes, crossEntropy, layersOf } from "../../09-one-hidden-layer/networks.ts";
import { modelForward } from "../../13-deep-forward/01-model-forward/solution.ts";

type Layers = ReturnType<typeof layersOf>;

/** Answers, truth and caches of a network that has really read X. */
function read(X: Tensor, Y: Tensor, layers: Layers) {
  const { AL, caches } = modelForward(X, layers);
  return [AL, Y, caches] as [Tensor, Tensor, typeof caches];
}

const byName = <T extends object>(all: readonly T[], W: keyof T, b: keyof T) =>
  Object.fromEntries(
    all.flatMap((one, l) => [
      [`W${l + 1}`, one[W] as Tensor],
      [`b${l + 1}`, one[b] as Tensor],
    ]),
  );

export default defineExercise<typeof import("./solution.ts")>({
  of: "modelBackward",
  example: [
    "is right for two layers",
    () =>
      read(
        tensor([
          [1, 2],
          [3, -1],
          [-2, 0.5],
        ]),
        tensor([[1], [0], [1]]),
        [
          {
            W: tensor([
              [0.5, -0.5],
              [1, 0.2],
            ]),
            b: tensor([0.1, -0.3]),
          },
          { W: tensor([[2, -1]]), b: tensor([0.5]) },
        ],
      ),
  ],
  any: (r: Random<Tensor>) => {
    const [sizes, m] = [anySizes(r, 2, 6, 1), r.int(1, 4)];
    return read(r.table(m, sizes[0] ?? 1), r.bits([m, 1]), layersOf(r, sizes));
  },
  gradient: {
    at: (_AL, _Y, caches) =>
      byName(
        caches.map(({ linear }) => linear),
        "W",
        "b",
      ),
    gradients: (grads) => byName(grads, "dW", "db"),
    loss: (values, _AL, Y, caches) => {
      const layers = caches.map((_, l) => ({ W: values[`W${l + 1}`], b: values[`b${l + 1}`] }));
      const [first] = caches;
      return crossEntropy(modelForward(first?.linear.A as Tensor, layers as Layers).AL, Y);
    },
  },
  mistakes: {
    "sigmoid's slope in every layer": [
      replace("relu", "sigmoid"),
      "The hidden layers used relu on the way forward, so their slope is relu's.",
    ],
    "relu's slope in every layer": [
      replace("sigmoid", "relu"),
      "The last layer used the sigmoid on the way forward, so its slope is the sigmoid's.",
    ],
    "dA is never handed on": [
      replace("    dA = step.dA;\n", ""),
      "Every layer is given the dA of the last one. What a layer returns as dA is what the layer below begins with.",
    ],
    "the start is AL − Y": [
      replace("Y.div(AL)\n    .sub(sub(1, Y).div(sub(1, AL)))\n    .neg()", "AL.sub(Y)"),
      "AL − Y is the gradient after the sigmoid's slope: dZ, not dA. You go through the slope a second time.",
    ],
    "the start has the wrong sign": [
      replace("\n    .neg()", ""),
      "All your gradients point the other way. The start is minus (Y/AL − (1 − Y)/(1 − AL)).",
    ],
    "half of the start": [
      replace("\n    .sub(sub(1, Y).div(sub(1, AL)))", ""),
      "Your start has −Y/AL only, so examples with Y = 0 have no gradient. The other half is (1 − Y)/(1 − AL).",
    ],
    "the last layer's gradients first": [
      replace("unshift", "push"),
      "The list is upside down: the first layer's gradients come first.",
    ],
    "from the first layer to the last": [
      replace("[...caches].reverse()", "[...caches]"),
      "You walk from the first layer to the last. The way back begins at the last.",
    ],
    "two layers only": replace("grads.length === 0", "cache !== caches[0]"),
    "eats the caches": replace("[...caches]", "(caches as LayerCache[]).splice(0)"),
  },
  alternatives: {
    "the slopes cancelled": [
      replace(
        "let dA = Y.div(AL)\n    .sub(sub(1, Y).div(sub(1, AL)))\n    .neg();",
        "let dA: Tensor | null = null;",
      ),
      replace(
        '    const last = grads.length === 0;\n    const step = linearActivationBackward(dA, cache, last ? "sigmoid" : "relu");',
        '    const step: LinearGrads = dA\n      ? linearActivationBackward(dA, cache, "relu")\n      : linearBackward(AL.sub(Y), cache.linear);',
      ),
      replace(
        "import { linearActivationBackward }",
        'import { type LinearGrads, linearBackward } from "../01-linear-backward/solution.ts";\nimport { linearActivationBackward }',
      ),
      "The sigmoid's slope and the cost's cancel to AL − Y, which never divides by 0.",
    ],
  },
  forbid: ["Tensor.backward", "grad"],
});
