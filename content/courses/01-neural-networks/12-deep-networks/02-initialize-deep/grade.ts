import { body, defineExercise, replace } from "@gradus/exercise";
import { startChecks } from "../../09-one-hidden-layer/start-checks.ts";

export default defineExercise<typeof import("./solution.ts")>({
  checks: startChecks<typeof import("./solution.ts")>({
    make: ({ initializeDeep }, sizes) => initializeDeep(sizes),
    sizes: (r) => Array.from({ length: r.int(2, 6) }, () => r.int(1, 9)),
    large: [50, 40, 30],
    spread: () => 0.01,
    ideas: [
      [
        "the weights are not small",
        "You took randn as it is: its numbers have a spread of 1. Multiply by 0.01.",
        () => 1,
      ],
    ],
  }),
  mistakes: {
    "a layer for each size": [
      replace("let l = 1", "let l = 0"),
      replace("sizes.slice(l - 1)", "[sizes[l - 1] ?? 1, sizes[l] ?? 1]"),
    ],
    "three layers only": replace("sizes.length", "Math.min(4, sizes.length)"),
    "the weights are not small": replace(".mul(0.01)", ""),
    "all alike": replace("randn([units, inputs]).mul(0.01)", "full([units, inputs], 0.01)"),
    "ones for biases": replace("b: zeros", "b: ones"),
    "only positive": replace(
      "randn([units, inputs]).mul(0.01)",
      "rand([units, inputs]).mul(0.035)",
    ),
    turned: replace("[units, inputs]", "[inputs, units]"),
  },
  alternatives: {
    "with map": [
      body(`
        return sizes
          .slice(1)
          .map((units, l) => ({ W: randn([units, sizes[l] ?? 0]).div(100), b: zeros([units]) }));`),
      "Each size but the first becomes a layer; map counts from the one before.",
    ],
  },
});
