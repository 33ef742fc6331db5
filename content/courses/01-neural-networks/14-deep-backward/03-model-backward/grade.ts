import { defineGrade, gradient, property, pure, type Random } from "@gradus/exercise";
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

export default defineGrade<typeof import("./solution.ts")>([
  property({
    name: "is right for two layers",
    of: "modelBackward",
    runs: 3,
    args: (random) => read(random, 3, [2, 3, 1]),
    misconceptions: [
      {
        name: "the start has the wrong sign",
        explanation:
          "All your gradients point the other way. The start is minus (Y/AL − (1 − Y)/(1 − AL)).",
        answer: (AL, Y, caches) => answer(start(AL, Y).neg(), [...caches]),
      },
      {
        name: "the start is AL − Y",
        explanation:
          "AL − Y is the gradient after the sigmoid's slope: dZ, not dA. You go through the slope a second time.",
        answer: (AL, Y, caches) => answer(AL.sub(Y), [...caches]),
      },
      {
        name: "sigmoid's slope in every layer",
        explanation: "The hidden layers used relu on the way forward, so their slope is relu's.",
        answer: (AL, Y, caches) =>
          answer(start(AL, Y), [...caches], (Z) => Z.sigmoid().mul(sub(1, Z.sigmoid()))),
      },
      {
        name: "the last layer's gradients first",
        explanation: "The list is upside down: the first layer's gradients come first.",
        answer: (AL, Y, caches) => answer(start(AL, Y), [...caches]).reverse(),
      },
    ],
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
]);
