import { asset, contract, defineExercise, failed, passed, replace } from "@gradus/exercise";
import { manualSeed, nn, noGrad, optim, type Tensor, tensor, zeros } from "gradus";
import { devClothes, trainingClothes } from "../clothes.ts";
import { layerNames, parameterCount } from "../layers.ts";

const right =
  "Conv2d, ReLU, MaxPool2d, Conv2d, ReLU, MaxPool2d, Flatten, Linear, ReLU, Linear, ReLU, Linear";

/** A layer that writes down the first number of every example it is shown. */
class Watching extends nn.Module {
  readonly inner = new nn.Linear(2, 3);
  readonly sizes: number[] = [];
  readonly seen: Promise<number[]>[] = [];

  override forward(x: Tensor): Tensor {
    this.sizes.push(x.size(0));
    this.seen.push(
      noGrad(() => x.select(1, 0))
        .data()
        .then((column) => Array.from(column, Number)),
    );
    return this.inner.call(x);
  }
}

export default defineExercise<typeof import("./solution.ts")>({
  checks: [
    contract({
      name: "has the layers of the table in order",
      run: ({ learner }) => {
        const got = layerNames(learner.lenet());
        if (got === right) return passed;
        const end = got.slice(right.length);
        const misconception =
          got.startsWith(right) && end
            ? {
                name: end === ", Softmax" ? "softmax at the end" : "something after the scores",
                explanation: `After the last dense layer comes ${end.slice(2)}. The loss takes the scores as they are.`,
              }
            : got.replace(/, ReLU/g, "") === right.replace(/, ReLU/g, "") && {
                name: "a ReLU is missing",
                explanation:
                  "Between two weighted sums there has to be a ReLU, or the two are one. There are four in the table.",
              };
        return failed(`lenet: its layers are ${got}, expected ${right}.`, {
          ...(misconception && { misconception }),
        });
      },
    }),
    contract({
      name: "has the shapes of the table",
      run: ({ learner }) => {
        const shapes: string[] = [];
        let x = zeros([2, 1, 28, 28]);
        noGrad(() => {
          for (const layer of learner.lenet().children()) {
            x = (layer as nn.TensorModule).call(x);
            shapes.push(x.shape.slice(1).join("×"));
          }
        });
        const wanted =
          "6×28×28 6×28×28 6×14×14 16×10×10 16×10×10 16×5×5 400 120 120 84 84 10".split(" ");
        const at = shapes.findIndex((s, i) => s !== wanted[i]);
        if (at < 0) return passed;
        const misconception = shapes[0] === "6×24×24" && {
          name: "no border",
          explanation:
            "The first layer has no border, so its maps are 24 by 24. With padding: 2 they stay 28 by 28.",
        };
        return failed(
          `lenet: layer ${at + 1} gives [N, ${shapes[at]?.replaceAll("×", ", ")}], expected [N, ${wanted[at]?.replaceAll("×", ", ")}].`,
          misconception ? { misconception } : {},
        );
      },
    }),
    contract({
      name: "has 61,706 parameters",
      run: ({ learner }) => {
        const got = parameterCount(learner.lenet());
        return got === 61_706
          ? passed
          : failed(`lenet: it has ${got} parameters, expected 61706. Has every layer its biases?`);
      },
    }),
    contract({
      name: "shows every example once, in shuffled batches, and gives the mean cost",
      run: async ({ learner, seed }) => {
        manualSeed(seed);
        const X = tensor(Array.from({ length: 10 }, (_, i) => [i, (i * 7) % 5]));
        const labels = tensor(
          Array.from({ length: 10 }, (_, i) => i % 3),
          { dtype: "int32" },
        );
        const model = new Watching();
        const cost = noGrad(() => nn.functional.crossEntropy(model.inner.call(X), labels));
        const before = await cost.item();
        const optimizer = new optim.Adam(model.parameters(), { lr: 0 });
        const got = await learner.trainEpoch(model as nn.TensorModule, optimizer, X, labels, 4);
        const order = (await Promise.all(model.seen)).flat();
        if (model.sizes.join() !== "4,4,2")
          return failed(
            `trainEpoch: ten examples in batches of 4 came as batches of ${model.sizes.join(", ") || "nothing"}, expected 4, 4, 2.`,
          );
        if (order.toSorted((a, b) => a - b).some((v, i) => v !== i))
          return failed("trainEpoch: some example comes twice, and another not at all.");
        if (order.every((v, i) => v === i))
          return failed("trainEpoch: the examples come in their order. Shuffle them.");
        return Math.abs(got - before) < 1e-4
          ? passed
          : failed(
              `trainEpoch: with a learning rate of 0 the mean cost of ten examples is ${got.toFixed(4)}, expected ${before.toFixed(4)}. The last batch is a short one: does each example count the same?`,
            );
      },
    }),
    contract({
      name: "clears the gradients and takes a step for each batch",
      run: async ({ learner, seed }) => {
        const trained = async (
          run: (model: nn.Linear, optimizer: optim.Adam, X: Tensor, y: Tensor) => Promise<unknown>,
        ): Promise<number[]> => {
          manualSeed(seed);
          const X = tensor([
            [1, 2],
            [-1, 0.5],
            [0.3, -2],
          ]);
          const model = new nn.Linear(2, 3);
          const optimizer = new optim.Adam(model.parameters(), { lr: 0.05 });
          for (let epoch = 0; epoch < 4; epoch++)
            await run(model, optimizer, X, tensor([0, 1, 2], { dtype: "int32" }));
          return Array.from(await model.weight.data(), Number);
        };
        const step = async (
          model: nn.Linear,
          optimizer: optim.Adam,
          X: Tensor,
          y: Tensor,
          clear = true,
        ): Promise<void> => {
          if (clear) optimizer.zeroGrad();
          nn.functional.crossEntropy(model.call(X), y).backward();
          optimizer.step();
        };
        const same = (a: readonly number[], b: readonly number[]): boolean =>
          a.every((v, i) => Math.abs(v - (b[i] as number)) < 1e-4);
        const got = await trained((m, o, X, y) => learner.trainEpoch(m, o, X, y, 3));
        if (same(got, await trained((m, o, X, y) => step(m, o, X, y)))) return passed;
        if (same(got, await trained((m, o, X, y) => step(m, o, X, y, false))))
          return failed("trainEpoch: after four epochs the weights are not what four steps give.", {
            misconception: {
              name: "gradients pile up",
              explanation:
                "Each backward adds to the gradients that are there. Call optimizer.zeroGrad() for every batch.",
            },
          });
        if (same(got, await trained(async () => undefined)))
          return failed("trainEpoch: after four epochs the weights are as they were.", {
            misconception: {
              name: "it never steps",
              explanation: "The weights never move: nobody calls optimizer.step().",
            },
          });
        return failed("trainEpoch: after four epochs the weights are not what four steps give.");
      },
    }),
    contract({
      name: "learns clothes",
      run: async ({ learner, seed, report }) => {
        manualSeed(seed);
        const bytes = asset("fashion-ten");
        const [training, dev] = [trainingClothes(bytes, 400), devClothes(bytes, 200)];
        const model = learner.lenet();
        const optimizer = new optim.Adam(model.parameters(), { lr: 0.003 });
        const epochs = 4;
        for (let step = 1; step <= epochs; step++)
          report({
            step,
            loss: await learner.trainEpoch(model, optimizer, training.X, training.labels, 20),
            of: epochs,
          });
        model.eval();
        const answers = noGrad(() => model.call(dev.X).argmax(1).eq(dev.labels).float());
        const share = await answers.mean().item();
        return share > 0.5
          ? passed
          : failed(
              `After 4 epochs on 400 pictures ${(100 * share).toFixed(1)} % of the dev pictures are right, expected more than 50 %.`,
            );
      },
    }),
  ],
  mistakes: {
    "softmax at the end": [
      replace("new nn.Linear(84, 10),", "new nn.Linear(84, 10),\n    new nn.Softmax(1),"),
      "After the last dense layer comes Softmax. The loss takes the scores as they are.",
    ],
    "a ReLU is missing": [
      replace("new nn.Linear(120, 84),\n    new nn.ReLU(),", "new nn.Linear(120, 84),"),
      "Between two weighted sums there has to be a ReLU, or the two are one. There are four in the table.",
    ],
    "no border": [
      replace("{ padding: 2 }", "{ padding: 0 }"),
      replace("new nn.Linear(400, 120)", "new nn.Linear(256, 120)"),
      "The first layer has no border, so its maps are 24 by 24. With padding: 2 they stay 28 by 28.",
    ],
    "a border in both": [
      replace("new nn.Conv2d(6, 16, 5)", "new nn.Conv2d(6, 16, 5, { padding: 2 })"),
      replace("new nn.Linear(400, 120)", "new nn.Linear(784, 120)"),
    ],
    "no biases": replace("new nn.Conv2d(6, 16, 5)", "new nn.Conv2d(6, 16, 5, { bias: false })"),
    "gradients pile up": [
      replace("    optimizer.zeroGrad();\n", ""),
      "Each backward adds to the gradients that are there. Call optimizer.zeroGrad() for every batch.",
    ],
    "it never steps": [
      replace("    optimizer.step();\n", ""),
      "The weights never move: nobody calls optimizer.step().",
    ],
    "not shuffled": replace("shuffle: true", "shuffle: false"),
    "the last batch is lost": replace("shuffle: true", "shuffle: true, dropLast: true"),
    "batches count the same": [
      replace(" * x.size(0)", ""),
      replace("sum / X.size(0)", "sum / loader.length"),
    ],
    "filters that are all 0": [
      replace(
        "export function lenet(): nn.Sequential {\n  return new",
        "export function lenet(): nn.Sequential {\n  const model = new",
      ),
      replace(
        "new nn.Linear(84, 10),\n  );",
        "new nn.Linear(84, 10),\n  );\n  for (const p of model.parameters()) nn.init.zeros_(p);\n  return model;",
      ),
    ],
  },
  alternatives: {
    "functional loss": [
      replace("  const lossOf = new nn.CrossEntropyLoss();\n", ""),
      replace("lossOf.call(model.call(x), y)", "nn.functional.crossEntropy(model.call(x), y)"),
      "The loss as a function.",
    ],
    "gradients cleared after the step": [
      replace("    optimizer.zeroGrad();\n", ""),
      replace("    optimizer.step();", "    optimizer.step();\n    optimizer.zeroGrad();"),
      "Gradients are cleared at the end of a step instead of at its start.",
    ],
  },
});
