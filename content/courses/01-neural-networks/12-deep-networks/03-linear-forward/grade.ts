import { body, defineExercise, replace } from "@gradus/exercise";
import { tensor } from "gradus";

export default defineExercise<typeof import("./solution.ts")>({
  of: "linearForward",
  example: [
    "is right for three examples and two units",
    () => [
      tensor([
        [1, 2],
        [3, 4],
        [5, 7],
      ]),
      tensor([
        [10, 1],
        [20, 5],
      ]),
      tensor([0.5, -3]),
    ],
  ],
  any: (r) => {
    const [m, inputs, units] = [r.int(1, 5), r.int(1, 5), r.int(1, 5)];
    return [r.table(m, inputs), r.table(units, inputs), r.list(units)];
  },
  mistakes: {
    "the bias is left out": [
      replace(".add(b)", ""),
      "The sums are right, but the bias is not in them. It is added to every row.",
    ],
    "examples as columns": [
      replace("A.matmul(W.t()).add(b)", "W.matmul(A.t()).add(b.unsqueeze(1))"),
      "Your Z has a row for each unit. Here a row is an example: A·Wᵀ, not W·Aᵀ.",
    ],
    "W is not turned": [
      replace("W.t()", "W"),
      "You multiplied by W as it stands. A row of W is a unit, so it has to be turned: A·Wᵀ. It fits here only because there are as many units as inputs.",
    ],
    "one bias for all units": [
      replace("add(b)", "add(b.narrow(0, 0, 1))"),
      "Every unit has a bias of its own: add the whole vector, not its first number.",
    ],
    "the bias is taken away": [
      replace(".add(b)", ".sub(b)"),
      "Your sums are too small by twice the bias: it is added, not taken away.",
    ],
    "nothing is kept": [
      replace("cache: { A, W, b }", "cache: { A, W } as LinearCache"),
      "Your cache has no b. The way back takes all three from it: A, W and b.",
    ],
    "the sums are bent": [
      replace(".add(b)", ".add(b).relu()"),
      "No sum of yours is below 0: there is a ReLU in it. The bend comes in the next exercise, here Z are the sums themselves.",
    ],
    "the library's sums": replace("A.matmul(W.t()).add(b)", "nn.functional.linear(A, W, b)"),
  },
  alternatives: {
    einsum: [
      body('return { Z: einsum("mi,ui->mu", A, W).add(b), cache: { A, W, b } };'),
      "The product is written as a formula of its indices.",
    ],
  },
  forbid: ["linear"],
});
