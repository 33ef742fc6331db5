import {
  defineExercise,
  every,
  property,
  pure,
  type Random,
  replace,
  value,
} from "@gradus/exercise";
import { type Tensor, tensor } from "gradus";

const example = (): [Tensor[]] => [
  [
    tensor([
      [1, -1, 0.5, 2],
      [0.2, 0.4, -0.6, 1],
    ]),
    tensor([[3, -2]]),
  ],
];

const tables = (random: Random<Tensor>): [Tensor[]] => {
  const sizes = Array.from({ length: random.int(2, 5) }, () => random.int(1, 6));
  return [sizes.slice(1).map((units, l) => random.table(units, sizes[l] as number, -2, 2))];
};

export default defineExercise<typeof import("./solution.ts")>({
  checks: [
    value({
      name: "gives zeros of the right shapes",
      of: "initializeZeros",
      cases: [{ args: example }],
    }),
    value({ name: "multiplies by 10", of: "initializeLarge", cases: [{ args: example }] }),
    value({
      name: "scales each layer by the root of 2 over its inputs",
      of: "initializeHe",
      cases: [{ args: example }],
    }),
    property({
      name: "zeros for any sizes",
      of: "initializeZeros",
      edges: ["one", "equal"],
      args: tables,
    }),
    property({
      name: "large for any sizes",
      of: "initializeLarge",
      edges: ["one", "equal"],
      args: tables,
    }),
    property({
      name: "He for any sizes",
      of: "initializeHe",
      edges: ["one", "equal"],
      args: tables,
    }),
    pure({ name: "leaves the noise alone", of: "initializeHe", args: example }),
  ],
  mistakes: {
    "by the units": [
      replace("Math.sqrt(2 / N.size(1))", "Math.sqrt(2 / N.size(0))"),
      "You took the root of 2 over the units, the rows. A sum has as many products as there are inputs: the columns.",
    ],
    "the root is missing": [
      replace("Math.sqrt(2 / N.size(1))", "2 / N.size(1)"),
      "You multiplied by 2/inputs. A sum of n random products grows with √n, so take the root.",
    ],
    "1 instead of 2": [
      replace("Math.sqrt(2 / N.size(1))", "Math.sqrt(1 / N.size(1))"),
      "You took √(1/inputs). ReLU throws half away, and the 2 makes up for it.",
    ],
    "divided instead of multiplied": [
      replace("N.mul(Math.sqrt(2 / N.size(1)))", "N.div(Math.sqrt(2 / N.size(1)))"),
      "Your weights grow with the number of inputs. More inputs need smaller weights.",
    ],
    "biases of the inputs": [
      every("zeros([N.size(0)])", "zeros([N.size(1)])"),
      "You made a bias for each input. There is one for each unit: the rows of the table.",
    ],
    "biases scaled too": [
      replace(
        "({ W: N.mul(10), b: zeros([N.size(0)]) })",
        "({ W: N.mul(10), b: zeros([N.size(0)]).add(10) })",
      ),
      "Your biases are large, too. All biases start at 0.",
    ],
    "plus ten": [
      replace("N.mul(10)", "N.add(10)"),
      "You added 10. Then all weights are about 10, and all units about the same. Multiply.",
    ],
    "one factor for all layers": [
      replace(
        "(N) => ({ W: N.mul(Math.sqrt(2 / N.size(1)))",
        "(N) => ({ W: N.mul(Math.sqrt(2 / (noise[0]?.size(1) ?? 1)))",
      ),
      "Every layer got the first layer's factor. Each layer has its own number of inputs.",
    ],
    "two layers of zeros": replace(
      "noise.map((N) => ({ W: zeros(N.shape)",
      "noise.slice(0, 2).map((N) => ({ W: zeros(N.shape)",
    ),
    "two large layers": replace(
      "noise.map((N) => ({ W: N.mul(10)",
      "noise.slice(0, 2).map((N) => ({ W: N.mul(10)",
    ),
    "two layers by He": replace(
      "noise.map((N) => ({ W: N.mul(Math.sqrt",
      "noise.slice(0, 2).map((N) => ({ W: N.mul(Math.sqrt",
    ),
    "in place": replace("N.mul(Math.sqrt(2 / N.size(1)))", "N.mul_(Math.sqrt(2 / N.size(1)))"),
  },
  alternatives: {
    "one helper": [
      every(
        "noise.map((N) => ({ W: N.mul(10), b: zeros([N.size(0)]) }))",
        "noise.map((N) => scaled(N, 10))",
      ),
      replace(
        "noise.map((N) => ({ W: N.mul(Math.sqrt(2 / N.size(1))), b: zeros([N.size(0)]) }))",
        "noise.map((N) => scaled(N, (2 / N.size(1)) ** 0.5))",
      ),
      replace(
        "/** Every weight 0, for",
        "const scaled = (N: Tensor, factor: number): Layer => ({\n  W: N.mul(factor),\n  b: zeros([N.size(0)]),\n});\n\n/** Every weight 0, for",
      ),
      "One function makes a layer, and the three differ in a factor.",
    ],
  },
});
