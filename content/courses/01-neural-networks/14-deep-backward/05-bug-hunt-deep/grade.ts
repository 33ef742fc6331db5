import {
  agreeing,
  contract,
  defineExercise,
  gradient,
  type Random,
  replace,
} from "@gradus/exercise";
import type { Tensor } from "gradus";
import { layersOf } from "../../09-one-hidden-layer/networks.ts";
import { cost, forward, type Layer } from "./solution.ts";

type Solution = typeof import("./solution.ts");
type Part = "W" | "b";

const batch = (r: Random<Tensor>, sizes: readonly number[]): [Tensor, Tensor, Layer[]] => [
  r.table(12, sizes[0] ?? 1),
  r.bits([12, 1]),
  layersOf(r, sizes),
];

/** A check of the gradients of some parts, called W1, b1, W2, … */
const slopes = (name: string, asked: (part: Part, layer: number) => boolean) => {
  const chosen = <T>(all: readonly T[], of: (one: T, part: Part) => Tensor) =>
    Object.fromEntries(
      all.flatMap((one, l) =>
        (["W", "b"] as const)
          .filter((part) => asked(part, l + 1))
          .map((part) => [`${part}${l + 1}`, of(one, part)] as const),
      ),
    ) as Record<string, Tensor>;
  return gradient<Solution, "gradients", Record<string, Tensor>>({
    name,
    of: "gradients",
    args: (r) => batch(r as Random<Tensor>, [3, 6, 4, 1]),
    at: (_X, _Y, layers) => chosen(layers, (layer, part) => layer[part]),
    gradients: (grads) => chosen(grads, ({ dW, db }, part) => (part === "W" ? dW : db)),
    loss: (values, X, Y, layers) => {
      const moved = layers.map(({ W, b }, l) => ({
        W: values[`W${l + 1}`] ?? W,
        b: values[`b${l + 1}`] ?? b,
      }));
      return cost(forward(X, moved).AL, Y);
    },
  });
};

export default defineExercise<Solution>({
  checks: [
    contract({
      name: "still answers and still costs what it did",
      run: ({ learner, random }) => {
        const [X, Y, layers] = batch(random as Random<Tensor>, [3, 4, 1]);
        return agreeing(
          "forward or cost has changed. The two bugs are in gradients.",
          learner.cost(learner.forward(X, layers).AL, Y),
          cost(forward(X, layers).AL, Y),
        );
      },
    }),
    slopes("has the right gradients for the last layer", (_part, layer) => layer === 3),
    slopes("has the right gradients for the weights of all layers", (part) => part === "W"),
    slopes("has the right gradients for all biases", (part) => part === "b"),
  ],
  bugs: {
    "not a mean over the examples": [
      replace("dZ.sum(0).div(m)", "dZ.sum(0).div(AL.size(1))"),
      "The biases' gradients are too large by the number of examples: what should db be divided by?",
    ],
    "the slope of ReLU begins too early": [
      replace("below.gt(0)", "below.ge(-0.3)"),
      "Below the last layer the gradients count too many units: your slope lets sums down to −0.3 through. Where does ReLU begin to rise?",
    ],
  },
  mistakes: {
    "no slope at all": [
      replace(".mul(below.gt(0).float())", ""),
      "What is handed down goes through W only. The layer below bends with ReLU, so its slope belongs there, too.",
    ],
    "only the last bias": replace("0).div(m", "0).div(l === layers.length - 1 ? m : 1"),
    "mended elsewhere": replace("relu", "abs"),
  },
  alternatives: {
    "dA by name": [
      replace(
        "if (below) dZ = dZ.matmul((layers[l] as Layer).W).mul(below.gt(0).float());",
        "const dA = dZ.matmul((layers[l] as Layer).W);\n    if (below) dZ = where(below.gt(0), dA, 0);",
      ),
      replace("dZ.sum(0).div(m)", "dZ.mean(0)"),
      "The mean is called by its name, and ReLU's slope picks what passes.",
    ],
  },
  forbid: ["Tensor.backward", "grad"],
});
