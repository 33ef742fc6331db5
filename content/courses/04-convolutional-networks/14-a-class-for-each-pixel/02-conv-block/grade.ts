import { body, contract, defineExercise, every, failed, passed, replace } from "@gradus/exercise";
import { nn, zeros } from "gradus";

/** What the layers are called; the names of classes may be others where programs are made small. */
const layers = [
  ["Conv2d", nn.Conv2d],
  ["BatchNorm2d", nn.BatchNorm2d],
  ["ReLU", nn.ReLU],
] as const;

const right = "Conv2d, BatchNorm2d, ReLU, Conv2d, BatchNorm2d, ReLU";
const known: Readonly<Record<string, string>> = {
  "Conv2d, ReLU, BatchNorm2d, Conv2d, ReLU, BatchNorm2d":
    "Batch norm stands after ReLU. It normalises the sums, before they are bent.",
  "Conv2d, BatchNorm2d, ReLU": "There is one convolution. A block has two.",
  "Conv2d, ReLU, Conv2d, ReLU": "Batch norm is missing after the convolutions.",
  "Conv2d, BatchNorm2d, Conv2d, BatchNorm2d, ReLU":
    "There is no ReLU between the two convolutions: without a bend they are one.",
};

export default defineExercise<typeof import("./solution.ts")>({
  checks: [
    contract({
      name: "has the layers in order",
      run: ({ learner }) => {
        const names = [...learner.convBlock(3, 5).children()]
          .map((m) => layers.find(([, kind]) => m instanceof kind)?.[0] ?? m.constructor.name)
          .join(", ");
        const explanation = known[names];
        return names === right
          ? passed
          : failed(`convBlock: the layers are ${names}, expected ${right}.`, {
              ...(explanation && { misconception: { name: names, explanation } }),
            });
      },
    }),
    contract({
      name: "keeps the size and changes the channels",
      run: ({ learner }) => {
        const shape = learner
          .convBlock(3, 5)
          .call(zeros([2, 3, 8, 6]))
          .shape.join(", ");
        return shape === "2, 5, 8, 6"
          ? passed
          : failed(`convBlock(3, 5): [2, 3, 8, 6] becomes [${shape}], expected [2, 5, 8, 6].`);
      },
    }),
    contract({
      name: "has as many parameters as asked for",
      run: ({ learner }) => {
        const count = [...learner.convBlock(3, 5).parameters()].reduce((n, p) => n + p.numel(), 0);
        return count === 380
          ? passed
          : failed(
              `convBlock(3, 5): it has ${count} parameters, expected 3·5·9 + 5·5·9 for the filters and 10 + 10 for batch norm, 380. ${count === 390 ? "The convolutions have biases, which batch norm takes off again." : ""}`,
            );
      },
    }),
  ],
  mistakes: {
    "one convolution": replace(
      "    new nn.Conv2d(to, to, 3, { padding: 1, bias: false }),\n    new nn.BatchNorm2d(to),\n    new nn.ReLU(),\n",
      "",
    ),
    "no padding": replace(
      "new nn.Conv2d(from, to, 3, { padding: 1, bias: false })",
      "new nn.Conv2d(from, to, 3, { bias: false })",
    ),
    "with biases": every("{ padding: 1, bias: false }", "{ padding: 1 }"),
    "no batch norm": every("    new nn.BatchNorm2d(to),\n", ""),
    "ReLU before batch norm": every(
      "new nn.BatchNorm2d(to),\n    new nn.ReLU(),",
      "new nn.ReLU(),\n    new nn.BatchNorm2d(to),",
    ),
    "no bend between": replace(
      "new nn.BatchNorm2d(to),\n    new nn.ReLU(),\n    new nn.Conv2d(to",
      "new nn.BatchNorm2d(to),\n    new nn.Conv2d(to",
    ),
    "channels change at the end": [
      replace(
        "new nn.Conv2d(from, to, 3, { padding: 1, bias: false }),\n    new nn.BatchNorm2d(to)",
        "new nn.Conv2d(from, from, 3, { padding: 1, bias: false }),\n    new nn.BatchNorm2d(from)",
      ),
      replace("new nn.Conv2d(to, to, 3", "new nn.Conv2d(from, to, 3"),
    ],
    "filters of 5 by 5": every(", 3, { padding: 1,", ", 5, { padding: 2,"),
  },
  alternatives: {
    "a list of layers": [
      body(
        "const layers = [from, to].flatMap((inputs) => [\n    new nn.Conv2d(inputs, to, 3, { padding: 1, bias: false }),\n    new nn.BatchNorm2d(to),\n    new nn.ReLU(),\n  ]);\n  return new nn.Sequential(...layers);",
      ),
      "The same three layers for each of two numbers of input channels.",
    ],
  },
});
