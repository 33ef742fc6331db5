import { body, defineExercise, every, replace } from "@gradus/exercise";
import { startChecks } from "../../09-one-hidden-layer/start-checks.ts";

export default defineExercise<typeof import("./solution.ts")>({
  checks: startChecks<typeof import("./solution.ts")>({
    make: ({ initializeTwoLayer }, [inputs = 0, hidden = 0, outputs = 0]) =>
      initializeTwoLayer(inputs, hidden, outputs),
    sizes: (r) => [r.int(1, 9), r.int(1, 9), r.int(1, 4)],
    large: [40, 50, 30],
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
    "all zero": [
      replace("randn([hidden, inputs]).mul(0.01)", "zeros([hidden, inputs])"),
      replace("randn([outputs, hidden]).mul(0.01)", "zeros([outputs, hidden])"),
    ],
    "column bias": [
      replace("zeros([hidden])", "zeros([hidden, 1])"),
      replace("zeros([outputs])", "zeros([outputs, 1])"),
    ],
    "only one layer": replace(
      "    { W: randn([outputs, hidden]).mul(0.01), b: zeros([outputs]) },\n",
      "",
    ),
    "only positive": [
      replace("randn([hidden, inputs]).mul(0.01)", "rand([hidden, inputs]).mul(0.035)"),
      replace("randn([outputs, hidden]).mul(0.01)", "rand([outputs, hidden]).mul(0.035)"),
    ],
    "random bias": replace("zeros([hidden])", "randn([hidden]).mul(0.01)"),
    "the weights are not small": every(".mul(0.01)", ""),
    turned: [
      replace("randn([hidden, inputs])", "randn([inputs, hidden])"),
      replace("randn([outputs, hidden])", "randn([hidden, outputs])"),
    ],
  },
  alternatives: {
    "one function": [
      body(`
        const layer = (units: number, n: number): Layer => ({
          W: randn([units, n]).div(100),
          b: zeros([units]),
        });
        return [layer(hidden, inputs), layer(outputs, hidden)];`),
      "One function makes a layer, and the two differ in their sizes.",
    ],
  },
});
