import { body, defineExercise, replace, value } from "@gradus/exercise";
import { tensor } from "gradus";

const layer = (activation: "relu" | "sigmoid") =>
  [
    tensor([
      [1, 2],
      [3, -1],
    ]),
    tensor([
      [1, -1],
      [1, 0.5],
    ]),
    tensor([-0.5, 0.25]),
    activation,
  ] as const;

export default defineExercise<typeof import("./solution.ts")>({
  of: "linearActivationForward",
  example: [
    ["is right for relu", () => layer("relu")],
    ["is right for sigmoid", () => layer("sigmoid")],
  ],
  any: (r) => {
    const [m, inputs, units] = [r.int(1, 5), r.int(1, 5), r.int(1, 5)];
    const activation = r.pick(["relu", "sigmoid"] as const);
    return [r.table(m, inputs), r.table(units, inputs), r.list(units), activation];
  },
  checks: [
    value({
      name: "stays finite far from 0",
      of: "linearActivationForward",
      cases: [
        {
          args: () => [
            tensor([[100, -100]]),
            tensor([
              [10, 0],
              [0, 10],
            ]),
            tensor([0, 0]),
            "sigmoid" as const,
          ],
        },
      ],
    }),
  ],
  mistakes: {
    "the other activation": [
      replace('=== "relu"', '!== "relu"'),
      "relu and sigmoid are the wrong way round.",
    ],
    "no bend": [
      replace('activation === "relu" ? Z.relu() : Z.sigmoid()', "Z"),
      "What you hand on are the weighted sums themselves. The activation is missing.",
    ],
    "the size instead of relu": [
      replace("Z.relu()", "Z.abs()"),
      "relu makes 0 of what is negative. Yours takes the minus away: that is abs, not relu.",
    ],
    "relu whatever is asked": [
      replace('activation === "relu" ? Z.relu() : Z.sigmoid()', "Z.relu()"),
      "You bend with relu, whatever activation says. Ask it, and take the sigmoid for the other.",
    ],
    "the sigmoid whatever is asked": [
      replace('activation === "relu" ? Z.relu() : Z.sigmoid()', "Z.sigmoid()"),
      "You bend with the sigmoid, whatever activation says. Ask it, and take relu for the other.",
    ],
    "the answer is kept, not the sums": [
      replace(
        "linear: cache, Z }",
        'linear: cache, Z: activation === "relu" ? Z.relu() : Z.sigmoid() }',
      ),
      "Your cache has what came out of the bend. The way back needs Z, the sums before it.",
    ],
    "a sigmoid of powers": [
      replace("Z.sigmoid()", "Z.exp().div(Z.exp().add(1))"),
      "e to the power of 1000 is too large for a 32-bit number: it becomes Infinity, and Infinity / Infinity is NaN. Use Z.sigmoid(), or an expression that does not divide the two.",
    ],
  },
  alike: [
    ["the other activation", "the sigmoid whatever is asked", "One call asks for one activation."],
    ["the other activation", "another activation", "One call asks for one activation."],
    ["no bend", "the activation is missing", "One call asks for one activation."],
  ],
  alternatives: {
    table: [
      body(`
        const { Z, cache } = linearForward(A, W, b);
        const bends: Record<Activation, (z: Tensor) => Tensor> = {
          relu: (z) => z.maximum(0),
          sigmoid: (z) => z.neg().exp().add(1).reciprocal(),
        };
        return { A: bends[activation](Z), cache: { linear: cache, Z } };`),
      "The bends are a table by name, and both are built of smaller steps.",
    ],
  },
});
