import { body, defineExercise, replace } from "@gradus/exercise";
import { startChecks } from "../../09-one-hidden-layer/start-checks.ts";

export default defineExercise<typeof import("./solution.ts")>({
  checks: startChecks<typeof import("./solution.ts")>({
    make: ({ initializeScaled }, sizes) => initializeScaled(sizes),
    sizes: (r) => Array.from({ length: r.int(2, 6) }, () => r.int(1, 9)),
    large: [800, 50, 200, 20],
    spread: (inputs) => Math.sqrt(2 / inputs),
    ideas: [
      [
        "0.01 in every layer",
        "Every layer starts at 0.01, whatever its number of inputs. Here each layer has a factor of its own.",
        () => 0.01,
      ],
      [
        "scaled by the units",
        "You took the root of 2 over the number of units. A sum is as large as its number of inputs makes it: the columns of W.",
        (_inputs, units) => Math.sqrt(2 / units),
      ],
      [
        "the root is missing",
        "You multiplied by 2/inputs. A sum of n random products grows with √n, so take the root.",
        (inputs) => 2 / inputs,
      ],
      [
        "multiplied instead of divided",
        "The weights grow with the number of inputs here. More inputs need smaller weights.",
        (inputs) => Math.sqrt(inputs / 2),
      ],
      [
        "1 instead of 2",
        "You took √(1/inputs). ReLU drops the negative half, and the 2 makes up for it.",
        (inputs) => Math.sqrt(1 / inputs),
      ],
      [
        "not scaled",
        "Every layer starts with the numbers of randn as they are, with a spread of 1. The more inputs, the larger the sums: multiply by √(2/inputs).",
        () => 1,
      ],
    ],
  }),
  mistakes: {
    "scaled by the units": replace("sqrt(2 / inputs", "sqrt(2 / units"),
    "multiplied instead of divided": replace("sqrt(2 / inputs", "sqrt(inputs / 2"),
    "the root is missing": replace("Math.sqrt(2 / inputs)", "2 / inputs"),
    "1 instead of 2": replace("sqrt(2", "sqrt(1"),
    "0.01 in every layer": replace("Math.sqrt(2 / inputs)", "0.01"),
    "not scaled": replace(".mul(Math.sqrt(2 / inputs))", ""),
    "not centred": replace(
      "randn([units, inputs]).mul(Math.sqrt(2",
      "rand([units, inputs]).mul(Math.sqrt(24",
    ),
    "one row for all": replace("[units, inputs])", "[1, inputs]).expand([units, inputs])"),
    "random biases": replace("b: zeros", "b: randn"),
    transposed: replace("units, inputs", "inputs, units"),
  },
  alternatives: {
    "init of the library": [
      body(`
        return sizes.slice(1).map((units, l) => ({
          W: nn.init.kaimingNormal_(empty([units, sizes[l] ?? 1]), { nonlinearity: "relu" }),
          b: zeros([units]),
        }));`),
      "The library knows this start by the name of the man who proposed it.",
    ],
    uniform: [
      replace(
        "randn([units, inputs]).mul(Math.sqrt(2 / inputs))",
        "rand([units, inputs]).sub(0.5).mul(Math.sqrt(24 / inputs))",
      ),
      "Even numbers with the same spread do as well.",
    ],
  },
});
