import { body, defineExercise, property, type Random, replace } from "@gradus/exercise";
import type { Tensor } from "gradus";
import { startChecks } from "../../09-one-hidden-layer/start-checks.ts";

/** A check of one activation on any sizes. */
const bends = (activation: "relu" | "sigmoid") =>
  property<typeof import("./solution.ts"), "layerForward">({
    name: `bends with ${activation} for any sizes`,
    of: "layerForward",
    edges: ["one", "equal", "far"],
    args: (random) => {
      const r = random as Random<Tensor>;
      const [m, inputs, units] = [r.int(1, 5), r.int(1, 5), r.int(2, 5)];
      const layer = { W: r.table(units, inputs), b: r.list(units) };
      return [r.table(m, inputs, -3, 3), layer, activation];
    },
  });

export default defineExercise<typeof import("./solution.ts")>({
  checks: [
    ...startChecks<typeof import("./solution.ts")>({
      make: ({ initialize }, sizes) => initialize(sizes),
      sizes: (r) => Array.from({ length: r.int(2, 6) }, () => r.int(1, 9)),
      large: [50, 40, 30],
      spread: () => 0.01,
    }),
    bends("relu"),
    bends("sigmoid"),
  ],
  mistakes: {
    "a layer for each size": [
      replace("sizes.slice(1).map", "sizes.map"),
      replace("sizes[l] ?? 0", "sizes[l - 1] ?? 1"),
    ],
    turned: replace("[units, inputs]", "[inputs, units]"),
    "not small": replace(".mul(0.01)", ""),
    "all alike": replace("randn([units, inputs]).mul(0.01)", "full([units, inputs], 0.01)"),
    "random biases": replace("b: zeros", "b: randn"),
    "the bias is left out": [
      replace(".add(b)", ""),
      "The sums are right, but the bias is not in them. It is added to every row.",
    ],
    "one bias for all units": [
      replace("add(b)", "add(b.narrow(0, 0, 1))"),
      "Every unit has a bias of its own: add the whole vector, not its first number.",
    ],
    "no bend": [
      replace('activation === "relu" ? Z.relu() : Z.sigmoid()', "Z"),
      "What you hand on are the weighted sums themselves. The activation is missing.",
    ],
    "the sigmoid whatever is asked": [
      replace('activation === "relu" ? Z.relu() : Z.sigmoid()', "Z.sigmoid()"),
      "You bend with the sigmoid, whatever activation says.",
    ],
    "relu whatever is asked": [
      replace('activation === "relu" ? Z.relu() : Z.sigmoid()', "Z.relu()"),
      "You bend with relu, whatever activation says.",
    ],
  },
  alternatives: {
    "a loop": [
      body(
        "initialize",
        `
        const layers: Layer[] = [];
        for (let l = 1; l < sizes.length; l++)
          layers.push({
            W: randn([sizes[l] as number, sizes[l - 1] as number]).div(100),
            b: zeros([sizes[l] as number]),
          });
        return layers;`,
      ),
      "It walks along the sizes with a counter.",
    ],
  },
  alike: [["no bend", "the activation is missing", "A call asks for one activation."]],
  forbid: ["linear"],
});
