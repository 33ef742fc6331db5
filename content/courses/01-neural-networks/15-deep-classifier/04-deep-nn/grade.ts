import {
  asset,
  contract,
  defineExercise,
  failed,
  passed,
  type Random,
  replace,
} from "@gradus/exercise";
import { manualSeed, type nn, type Tensor, tensor } from "gradus";
import type { Layer } from "../../12-deep-networks/01-initialize-two-layer/solution.ts";
import { modelForward } from "../../13-deep-forward/01-model-forward/solution.ts";
import { deepCost } from "../../13-deep-forward/02-deep-cost/solution.ts";
import { modelBackward } from "../../14-deep-backward/03-model-backward/solution.ts";
import { updateDeep } from "../../14-deep-backward/04-update-deep/solution.ts";
import { trainingSet } from "../fashion-images.ts";

/** The network's weights and biases, as our own layers. */
async function layersOf(network: nn.Sequential): Promise<Layer[]> {
  const values = await Promise.all(
    network.parameters().map(async (p) => tensor(await p.data()).reshape(p.shape)),
  );
  const layers: Layer[] = [];
  for (let l = 0; l + 1 < values.length; l += 2)
    layers.push({ W: values[l] as Tensor, b: values[l + 1] as Tensor });
  return layers;
}

/** A small task of ten examples with three inputs. */
function toy(random: Random): [Tensor, Tensor] {
  const X = tensor(random.numbers(30)).reshape([10, 3]);
  return [X, X.sum(1, { keepdim: true }).gt(0).float()];
}

const differ = (a: Tensor, b: Tensor): Promise<number> => a.sub(b).abs().max().item();

/** Costs of our own functions, with the gradients of earlier steps added if `piling`. */
async function costsOf(
  start: readonly Layer[],
  X: Tensor,
  Y: Tensor,
  rate: number,
  steps: number,
  piling = false,
): Promise<number[]> {
  let layers = [...start];
  let sum: { dW: Tensor; db: Tensor }[] | undefined;
  const costs: number[] = [];
  for (let step = 0; step < steps; step++) {
    const { AL, caches } = modelForward(X, layers);
    costs.push(await deepCost(AL, Y).item());
    const grads = modelBackward(AL, Y, caches);
    const before = sum;
    sum = before
      ? grads.map(({ dW, db }, l) => ({
          dW: dW.add((before[l] as (typeof grads)[number]).dW),
          db: db.add((before[l] as (typeof grads)[number]).db),
        }))
      : grads;
    layers = updateDeep(layers, piling ? sum : grads, rate);
  }
  return costs;
}

const same = (a: readonly number[], b: readonly number[]): boolean =>
  a.length === b.length && a.every((v, i) => Math.abs(v - (b[i] as number)) < 3e-4);

const pilingUp = {
  name: "gradients pile up",
  explanation: "Each backward adds to the gradients that are there. Call zeroGrad in every step.",
};

const shown = (costs: readonly number[]): string => costs.map((c) => c.toFixed(4)).join(", ");

export default defineExercise<typeof import("./solution.ts")>({
  checks: [
    contract({
      name: "has a weight matrix and biases for each layer",
      run: ({ learner }) => {
        for (const sizes of [
          [784, 20, 7, 1],
          [5, 1],
          [2, 3, 4, 5, 1],
        ]) {
          const got = learner
            .deepNetwork(sizes)
            .parameters()
            .map((p) => `[${p.shape}]`);
          const expected = sizes
            .slice(1)
            .flatMap((units, l) => [`[${units},${sizes[l]}]`, `[${units}]`]);
          if (got.join() !== expected.join())
            return failed(
              `For the sizes [${sizes.join(", ")}] the parameters have shapes ${got.join(" ")}, expected ${expected.join(" ")}.`,
            );
        }
        return passed;
      },
    }),
    contract({
      name: "gives the sums of the last layer",
      run: async ({ learner, random }) => {
        const [X] = toy(random);
        for (const sizes of [
          [3, 1],
          [3, 6, 5, 1],
        ]) {
          const network = learner.deepNetwork(sizes);
          const got = network.call(X);
          const layers = await layersOf(network);
          const forward = (bend: (z: Tensor) => Tensor): Tensor =>
            layers.reduce((A, { W, b }, l) => (l > 0 ? bend(A) : A).matmul(W.t()).add(b), X);
          const right = forward((z) => z.relu());
          if ((await differ(got, right)) < 1e-4) continue;
          const wrong = [
            {
              name: "a sigmoid at the end",
              explanation:
                "The network ends with a sigmoid. BCEWithLogitsLoss has one inside, so it would be applied twice.",
              answer: right.sigmoid(),
            },
            {
              name: "a ReLU at the end",
              explanation:
                "There is a ReLU after the last layer. It makes all negative sums 0, and 0 means one half.",
              answer: right.relu(),
            },
            {
              name: "no bends",
              explanation:
                "There is nothing between the Linear layers. Without a bend they are one layer.",
              answer: forward((z) => z),
            },
          ];
          for (const { name, explanation, answer } of wrong)
            if ((await differ(got, answer)) < 1e-4)
              return failed("The network's answers are not the sums of its last layer.", {
                misconception: { name, explanation },
              });
          return failed("The network's answers are not the sums of its last layer.");
        }
        return passed;
      },
    }),
    contract({
      name: "walks the same way as your own functions",
      run: async ({ learner, random, seed }) => {
        manualSeed(seed);
        const [X, Y] = toy(random);
        const network = learner.deepNetwork([3, 8, 4, 1]);
        const start = await layersOf(network);
        const [learningRate, iterations] = [0.15, 8];
        let costs: number[];
        try {
          costs = await learner.trainDeep(network, X, Y, { learningRate, iterations });
        } catch (error) {
          // Gradients that are added to older ones need weights which the step has overwritten.
          if ((error as { code?: string }).code !== "usage/stale") throw error;
          return failed(
            "A gradient could not be computed: it depends on weights from before the last step.",
            {
              misconception: pilingUp,
            },
          );
        }
        const right = await costsOf(start, X, Y, learningRate, iterations);
        if (same(costs, right)) return passed;
        const sums = await costsOf(start, X, Y, learningRate * X.size(0), iterations);
        const wrong = [
          {
            ...pilingUp,
            costs: await costsOf(start, X, Y, learningRate, iterations, true),
          },
          {
            name: "it never steps",
            explanation: "The cost never moves: nobody calls optimizer.step().",
            costs: right.map(() => right[0] as number),
          },
          {
            name: "a sum instead of a mean",
            explanation:
              "The cost is added up over the examples. The loss gives the mean unless told otherwise.",
            costs: sums.map((c) => c * X.size(0)),
          },
        ].find((w) => same(costs, w.costs));
        return failed(`The costs are ${shown(costs)}, expected ${shown(right)}.`, {
          ...(wrong && { misconception: { name: wrong.name, explanation: wrong.explanation } }),
        });
      },
    }),
    contract({
      name: "learns from all images",
      run: async ({ learner, report }) => {
        const { X, Y } = trainingSet(asset("fashion-pair"), 200, 2);
        const network = learner.deepNetwork([196, 20, 7, 1]);
        await learner.trainDeep(network, X, Y, { learningRate: 0.2, iterations: 150, report });
        const right = await network.call(X).gt(0).float().eq(Y).float().mean().item();
        return right > 0.78
          ? passed
          : failed(
              `After 150 steps ${(100 * right).toFixed(1)} % of the training images are right, expected at least 78 %.`,
            );
      },
    }),
  ],
  mistakes: {
    "a sum instead of a mean": replace(
      "BCEWithLogitsLoss(",
      'BCEWithLogitsLoss({ reduction: "sum" }',
    ),
    "default rate": replace(", { lr: options.learningRate }", ""),
    "it never steps": replace("optimizer.step();", ""),
    "no bends": replace("if (l > 1) layers.push(new nn.ReLU());", ""),
    "gradients pile up": replace("optimizer.zeroGrad();", ""),
    "one layer short": replace("length", "length - 1"),
    "a ReLU at the end": replace(
      `if (l > 1) layers.push(new nn.ReLU());
    layers.push(new nn.Linear(inputs, units));`,
      "layers.push(new nn.Linear(inputs, units), new nn.ReLU());",
    ),
    "a sigmoid at the end": replace(".layers", ".layers, new nn.Sigmoid()"),
    "ten examples left from testing": replace("X), Y", "X.narrow(0, 0, 10)), Y.narrow(0, 0, 10)"),
  },
  alternatives: {
    "functional loss": [
      replace("const lossOf = new nn.BCEWithLogitsLoss();", ""),
      replace(
        `optimizer.zeroGrad();
    const cost = lossOf.call(network.call(X), Y);`,
        "const cost = nn.functional.binaryCrossEntropyWithLogits(network.call(X), Y);",
      ),
      replace(
        "optimizer.step();",
        `optimizer.step();
    optimizer.zeroGrad();`,
      ),
    ],
  },
});
