import { defineExercise, every, replace } from "@gradus/exercise";
import { startChecks } from "../start-checks.ts";

export default defineExercise<typeof import("./solution.ts")>({
  checks: startChecks<typeof import("./solution.ts")>({
    make: ({ initializeParameters }, [inputs = 0, hidden = 0, outputs = 0]) => {
      const { W1, b1, W2, b2 } = initializeParameters({ inputs, hidden, outputs });
      return [
        { W: W1, b: b1 },
        { W: W2, b: b2 },
      ];
    },
    partName: (part, layer) => `${part}${layer}`,
    sizes: (r) => [r.int(1, 4), r.int(5, 9), r.int(1, 3)],
    large: [40, 50, 30],
    spread: () => 0.01,
    ideas: [
      [
        "the weights are not small",
        "You took randn as it is: its numbers have a spread of 1. With weights of that size tanh is flat at most points, and learning is slow. Multiply by 0.01.",
        () => 1,
      ],
    ],
  }),
  mistakes: {
    "all equal": [
      replace("randn([hidden, inputs]).mul(0", "full([hidden, inputs], 0"),
      replace("randn([outputs, hidden]).mul(0", "full([outputs, hidden], 0"),
    ],
    "all zero": [
      replace("randn([hidden, inputs]).mul(0.01", "zeros([hidden, inputs]"),
      replace("randn([outputs, hidden]).mul(0.01", "zeros([outputs, hidden]"),
    ],
    "column biases": [
      replace("zeros([hidden", "zeros([hidden, 1"),
      replace("zeros([outputs", "zeros([outputs, 1"),
      "Your biases are columns. A bias is a list with a number for each unit: it is added to every row.",
    ],
    "the weights are not small": every(".mul(0.01)", ""),
    "one column for all": replace("inputs]).mul(0.01", "1]).mul(0.01).expand([hidden, inputs]"),
    "one row for all": replace(
      "hidden, inputs]).mul(0.01",
      "1, inputs]).mul(0.01).expand([hidden, inputs]",
    ),
    "only positive": [
      replace("randn([hidden, inputs]).mul(0.01", "rand([hidden, inputs]).mul(0.035"),
      replace("randn([outputs, hidden]).mul(0.01", "rand([outputs, hidden]).mul(0.035"),
    ],
    "random biases": replace("zeros([hidden]", "randn([hidden]).mul(0.01"),
    "wrong way round": [
      replace("randn([hidden, inputs", "randn([inputs, hidden"),
      replace("randn([outputs, hidden", "randn([hidden, outputs"),
    ],
  },
  alternatives: {
    "one helper": [
      replace(
        "return {\n    W1: randn([hidden, inputs]).mul(0.01)",
        "const small = (units: number, n: number): Tensor => randn([n, units]).t().div(100);\n  return {\n    W1: small(hidden, inputs)",
      ),
      replace("randn([outputs, hidden]).mul(0.01)", "small(outputs, hidden)"),
      "One function makes both tables; it draws them turned, which changes nothing about the numbers.",
    ],
  },
});
