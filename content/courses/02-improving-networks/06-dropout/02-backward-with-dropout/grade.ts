import { defineExercise, gradient, pure, type Random, replace, value } from "@gradus/exercise";
import { type Tensor, tensor } from "gradus";
import { forwardWithDropout, type Layer } from "../01-forward-with-dropout/solution.ts";

const example = () => {
  const layers = [
    {
      W: tensor([
        [1, 0.5],
        [0.4, 1],
        [0.7, 0.2],
      ]),
      b: tensor([0.1, 0.3, -0.2]),
    },
    {
      W: tensor([
        [0.3, 0.2, 0.5],
        [0.6, 0.1, 0.4],
      ]),
      b: tensor([0.2, 0.4]),
    },
    { W: tensor([[0.7, -0.3]]), b: tensor([-0.4]) },
  ];
  const noise = [
    tensor([
      [0.9, 0.1, 0.6],
      [0.35, 0.8, 0.71],
    ]),
    tensor([
      [0.75, 0.4],
      [0.2, 0.95],
    ]),
  ];
  const X = tensor([
    [1, 2],
    [2, -2],
  ]);
  const { AL, caches, masks } = forwardWithDropout(X, layers, noise, 0.3);
  return [AL, tensor([[1], [0]]), caches, masks, 0.3] as const;
};

/** A network of two layers and what it did with a few examples. */
function made(random: Random<Tensor>) {
  const [m, inputs, units] = [random.int(1, 5), random.int(1, 3), random.int(2, 5)];
  const layers: Layer[] = [
    { W: random.table(units, inputs), b: random.list(units) },
    { W: random.table(1, units), b: random.list(1) },
  ];
  const p = random.pick([0.2, 0.5, 0.6]);
  const noise = [random.table(m, units, 0, 1)];
  const { AL, caches, masks } = forwardWithDropout(random.table(m, inputs), layers, noise, p);
  return [AL, random.bits([m, 1]), caches, masks, p] as const;
}

export default defineExercise<typeof import("./solution.ts")>({
  checks: [
    value({
      name: "is right for two examples and three layers",
      of: "backwardWithDropout",
      cases: [{ args: example }],
    }),
    gradient({
      name: "agrees with the slope that nudging shows",
      of: "backwardWithDropout",
      runs: 8,
      args: made,
      at: (_AL, _Y, [cache]) => ({ W: cache?.linear.W as Tensor, b: cache?.linear.b as Tensor }),
      gradients: ([first]) => ({ W: first?.dW as Tensor, b: first?.db as Tensor }),
      loss: ({ W, b }, _AL, Y, [first, last], masks, p) => {
        const { A: X } = first?.linear as { A: Tensor };
        const head = last?.linear as Layer;
        // A mask is noise that is below p exactly where the mask is 0.
        const { AL } = forwardWithDropout(X, [{ W, b }, head], masks, p);
        const right = Y.mul(AL).add(Y.neg().add(1).mul(AL.neg().add(1)));
        return right.log().mean().neg();
      },
    }),
    pure({ name: "leaves its inputs alone", of: "backwardWithDropout", args: example }),
  ],
  mistakes: {
    "no mask on the way back": [
      replace("if (!last) dA = dA.mul(masks[l] as Tensor).div(1 - p);\n    ", ""),
      "Your gradient does not know of the masks. A unit that was dropped had no part in the answer, so it gets no gradient; one that stayed counted 1/(1 − p) times.",
    ],
    "not divided": [
      replace(".div(1 - p)", ""),
      "You apply the masks, but forget that what stayed was divided by 1 − p. That factor comes back with the gradient.",
    ],
    "divided by p": [
      replace(".div(1 - p)", ".div(p)"),
      "You divided by p. On the way forward it was 1 − p, the share that stays.",
    ],
    "multiplied by 1 − p": [
      replace(".div(1 - p)", ".mul(1 - p)"),
      "You multiplied by 1 − p. A factor of the way forward is the same factor on the way back: 1/(1 − p).",
    ],
    "the mask of the layer below": [
      replace("dA.mul(masks[l] as Tensor)", "dA.mul((masks[l - 1] ?? masks[l]) as Tensor)"),
    ],
    "the other units": [
      replace("dA.mul(masks[l] as Tensor)", "dA.mul(sub(1, masks[l] as Tensor))"),
      "You keep the gradient of those units that were dropped. Multiply by the mask as it is.",
    ],
    "only the last mask": [
      replace("if (!last)", "if (l === caches.length - 2)"),
      "Only the last hidden layer's mask is in your gradients. Every hidden layer has one.",
    ],
    "divided twice": [
      replace(".div(1 - p)", ".div(1 - p).div(1 - p)"),
      "You divided by 1 − p twice. It was one division on the way forward, and it is one on the way back.",
    ],
    "the minus is missing": [
      replace("    .neg();", "    .mul(1);"),
      "All your gradients have the wrong sign. The first slope has a minus in front of its bracket.",
    ],
    "dropped weights": [
      replace(
        "grads.unshift({ dW: step.dW, db: step.db });",
        "grads.unshift({ dW: last ? step.dW : step.dW.div(1 - p), db: step.db });",
      ),
      "You scaled dW once more. The factor is in dA already, and reaches dW through it.",
    ],
    "upside down": [
      replace("grads.unshift", "grads.push"),
      "Your list begins with the last layer. The first layer comes first.",
    ],
    "three layers, always": [
      replace("let l = caches.length - 1; l", "let l = 2; l"),
      replace("const last = l === caches.length - 1", "const last = l === 2"),
    ],
    "ReLU in the last layer": replace('last ? "sigmoid" : "relu"', '"relu"'),
  },
  alternatives: {
    "the mask at the end of a turn": [
      replace("if (!last) dA = dA.mul(masks[l] as Tensor).div(1 - p);\n    ", ""),
      replace(
        "dA = step.dA;",
        "const mask = masks[l - 1];\n    dA = mask ? step.dA.mul(mask).div(1 - p) : step.dA;",
      ),
      "It masks what it hands down, instead of what it gets.",
    ],
  },
});
