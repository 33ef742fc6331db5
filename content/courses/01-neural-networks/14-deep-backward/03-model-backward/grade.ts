import {
  defineExercise,
  file,
  gradient,
  property,
  pure,
  type Random,
  replace,
} from "@gradus/exercise";
import { sub, type Tensor, tensor } from "gradus";
import { modelForward } from "../../13-deep-forward/01-model-forward/solution.ts";

type Layers = { W: Tensor; b: Tensor }[];

function network(random: Random, sizes: readonly number[]): Layers {
  return sizes.slice(1).map((units, l) => {
    const inputs = sizes[l] ?? 1;
    return {
      W: tensor(random.numbers(units * inputs)).reshape([units, inputs]),
      b: tensor(random.numbers(units)),
    };
  });
}

/** Answers, truth and caches of a network that has really read m examples. */
function read(random: Random, m: number, sizes: readonly number[]) {
  const inputs = sizes[0] ?? 1;
  const X = tensor(random.numbers(m * inputs)).reshape([m, inputs]);
  const Y = tensor(Array.from({ length: m }, () => [random.int(0, 1)]));
  const { AL, caches } = modelForward(X, network(random, sizes));
  return [AL, Y, caches] as [Tensor, Tensor, typeof caches];
}

type Caches = ReturnType<typeof read>[2];

/** The way back with another start, or other slopes. */
function answer(
  dA: Tensor,
  caches: Caches,
  slope = (Z: Tensor, last: boolean): Tensor =>
    last ? Z.sigmoid().mul(sub(1, Z.sigmoid())) : Z.gt(0).float(),
) {
  let down = dA;
  const grads: { dW: Tensor; db: Tensor }[] = [];
  for (let l = caches.length - 1; l >= 0; l--) {
    const { linear, Z } = caches[l] as Caches[number];
    const m = linear.A.size(0);
    const dZ = down.mul(slope(Z, l === caches.length - 1));
    grads.unshift({ dW: dZ.t().matmul(linear.A).div(m), db: dZ.sum(0).div(m) });
    down = dZ.matmul(linear.W);
  }
  return grads;
}

const start = (AL: Tensor, Y: Tensor): Tensor =>
  Y.div(AL)
    .sub(sub(1, Y).div(sub(1, AL)))
    .neg();

export default defineExercise<typeof import("./solution.ts")>({
  checks: [
    property({
      name: "is right for two layers",
      of: "modelBackward",
      runs: 3,
      args: (random) => read(random, 3, [2, 3, 1]),
    }),
    gradient({
      name: "agrees with finite differences for any depth",
      of: "modelBackward",
      runs: 8,
      args: (random) => {
        const hidden = Array.from({ length: random.int(0, 4) }, () => random.int(1, 4));
        return read(random, random.int(1, 4), [random.int(1, 4), ...hidden, 1]);
      },
      at: (_AL, _Y, caches) =>
        Object.fromEntries(
          caches.flatMap(({ linear }, l) => [
            [`W${l + 1}`, linear.W],
            [`b${l + 1}`, linear.b],
          ]),
        ) as Record<string, Tensor>,
      gradients: (grads) =>
        Object.fromEntries(
          grads.flatMap(({ dW, db }, l) => [
            [`W${l + 1}`, dW],
            [`b${l + 1}`, db],
          ]),
        ),
      loss: (values, _AL, Y, caches) => {
        const layers = caches.map((_, l) => ({
          W: values[`W${l + 1}`] as Tensor,
          b: values[`b${l + 1}`] as Tensor,
        }));
        const { AL } = modelForward((caches[0] as Caches[number]).linear.A, layers);
        return Y.mul(AL.log())
          .add(sub(1, Y).mul(sub(1, AL).log()))
          .mean()
          .neg();
      },
    }),
    pure({
      name: "leaves the caches alone",
      of: "modelBackward",
      args: (random) => read(random, 3, [2, 3, 1]),
    }),
  ],
  mistakes: {
    "eats the caches": replace("[...caches]", "(caches as LayerCache[]).splice(0)"),
    "sigmoid's slope in every layer": [
      replace("relu", "sigmoid"),
      "The hidden layers used relu on the way forward, so their slope is relu's.",
    ],
    "the start is AL − Y": [
      replace(
        `let dA = Y.div(AL)
    .sub(sub(1, Y).div(sub(1, AL)))
    .neg();`,
        "let dA = AL.sub(Y);",
      ),
      "AL − Y is the gradient after the sigmoid's slope: dZ, not dA. You go through the slope a second time.",
    ],
    "two layers only": replace("grads.length === 0", "cache !== caches[0]"),
    "the last layer's gradients first": [
      replace("unshift", "push"),
      "The list is upside down: the first layer's gradients come first.",
    ],
    "the start has the wrong sign": [
      replace(
        `let dA = Y.div(AL)
    .sub(sub(1, Y).div(sub(1, AL)))
    .neg();`,
        "let dA = Y.div(AL).sub(sub(1, Y).div(sub(1, AL)));",
      ),
      "All your gradients point the other way. The start is minus (Y/AL − (1 − Y)/(1 − AL)).",
    ],
  },
  alternatives: {
    "reduce right": file("alternatives/reduce-right.ts"),
  },
});
