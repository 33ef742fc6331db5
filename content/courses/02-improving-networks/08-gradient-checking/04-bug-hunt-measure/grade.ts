import { contract, defineExercise, failed, passed, type Random, replace } from "@gradus/exercise";
import { type Tensor, tensor } from "gradus";
import { gradientCheckN } from "../03-gradient-check-n/solution.ts";
import type { Batch, Parameters } from "./solution.ts";

/** A batch and a network for it, both float64. */
function made(random: Random): [Parameters, Batch] {
  const [m, inputs, first, second] = [12, 3, 5, 4];
  const table = (rows: number, columns: number, low: number, high: number): Tensor =>
    tensor(random.numbers(rows * columns, low, high), { dtype: "float64" }).reshape([
      rows,
      columns,
    ]);
  const list = (units: number): Tensor =>
    tensor(random.numbers(units, 0.1, 0.6), { dtype: "float64" });
  const mask = (units: number): Tensor =>
    tensor(
      Array.from({ length: m }, () => Array.from({ length: units }, () => Number(random() > 0.4))),
      { dtype: "float64" },
    );
  const parameters = {
    W1: table(first, inputs, -1, 1),
    b1: list(first),
    W2: table(second, first, -1, 1),
    b2: list(second),
    W3: table(1, second, -1, 1),
    b3: list(1),
  };
  const Y = tensor(
    Array.from({ length: m }, () => [random.int(0, 1)]),
    { dtype: "float64" },
  );
  const masks = { M1: mask(first), M2: mask(second) };
  return [parameters, { X: table(m, inputs, -1, 1), Y, ...masks, p: 0.4, lambda: 0.5 }];
}

const text = (difference: number): string =>
  difference < 1e-6 ? "agrees" : `is off by ${difference.toPrecision(2)}`;

export default defineExercise<typeof import("./solution.ts")>({
  checks: [
    contract({
      name: "still answers and still costs what it did",
      run: async ({ learner, reference, random }) => {
        const [parameters, batch] = made(random);
        const [own, right] = [learner, reference].map((m) => m.cost(parameters, batch));
        const off = await (own as Tensor)
          .sub(right as Tensor)
          .abs()
          .item();
        return off < 1e-6
          ? passed
          : failed("forward or cost has changed. The two bugs are in gradients.");
      },
    }),
    contract({
      name: "agrees with what your own check measures",
      run: async ({ learner, random }) => {
        const [parameters, batch] = made(random);
        const found = await learner.differences(parameters, batch);
        const names = Object.keys(parameters);
        if (names.every((name) => (found[name] as number) < 1e-6)) return passed;
        const table = names.map((name) => `${name} ${text(Number(found[name]))}`).join(", ");
        return failed(`gradients: your gradientCheckN measures: ${table}.`);
      },
    }),
    contract({
      name: "still measures",
      run: async ({ learner, random }) => {
        const [parameters, batch] = made(random);
        const grads = learner.gradients(parameters, batch);
        const right = await gradientCheckN(
          (moved) => learner.cost(moved as Parameters, batch),
          parameters,
          grads,
          1e-6,
        );
        const wrong = Object.keys(parameters).filter((name) => !((right[name] as number) < 1e-6));
        return wrong.length === 0
          ? passed
          : failed(
              `differences finds nothing wrong, but the gradients of ${wrong.join(", ")} are off. Leave differences as it was.`,
            );
      },
    }),
  ],
  bugs: {
    "half the price": [
      replace("const price = lambda / m;", "const price = lambda / (2 * m);"),
      "All weights are off a little, and no bias: it is the price, which only weights have. The 2 in λ/(2m) cancels in the slope.",
    ],
    "divided by p": [
      replace("dZ2.matmul(W2).div(keep)", "dZ2.matmul(W2).div(p)"),
      "W1 and b1 are off by one factor, so it is in dZ1. On the way forward D1 was divided by 1 − p, the share that stays; with p = 0.5 the two are the same.",
    ],
  },
  mistakes: {
    "the price taken away": replace("const price = lambda / m;", "const price = 0;"),
    "multiplied instead": replace("dZ2.matmul(W2).div(keep)", "dZ2.matmul(W2).mul(keep)"),
    "mended in the cost": [
      replace("const price = lambda / m;", "const price = lambda / (2 * m);"),
      replace("lambda / (2 * Y.size(0))", "lambda / (4 * Y.size(0))"),
    ],
    "the measuring is silenced": [
      replace("dZ2.matmul(W2).div(keep)", "dZ2.matmul(W2).div(p)"),
      replace(
        "const costOf = (moved: Tensors): Tensor => cost(moved as Parameters, batch);\n  return gradientCheckN(costOf, parameters, gradients(parameters, batch), 1e-6);",
        "const none = cost(parameters, batch).mul(0).item();\n  return none.then((zero) =>\n    Object.fromEntries(Object.keys(parameters).map((name) => [name, zero])),\n  );",
      ),
    ],
  },
  alternatives: {
    "masks of their own": [
      replace("const { X, Y, p, lambda } = batch;", "const { X, Y, M1, M2, p, lambda } = batch;"),
      replace(".mul(open1)", ".mul(open1).mul(M1)"),
      replace(".mul(open2)", ".mul(open2).mul(M2)"),
      "It multiplies by the mask as well; a dropped answer is 0 anyway.",
    ],
  },
});
