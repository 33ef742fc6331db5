import { asset, contract, defineExercise, failed, passed, replace } from "@gradus/exercise";
import { manualSeed, nn, noGrad, randn, type Tensor, tensor } from "gradus";
import { devSet, trainingSet } from "../images.ts";

/** A model whose largest score is at an example's own first number. */
function told(classes: number): nn.Sequential {
  const layer = new nn.Linear(classes, classes, { bias: false });
  nn.init.eye_(layer.weight);
  return new nn.Sequential(layer);
}

/** Why the scores that reach the loss cannot be far apart, as the model's answers tell. */
async function tooNear(model: nn.Sequential, X: Tensor) {
  const answers = noGrad(() => model.call(X));
  const [least, most] = [await answers.min().item(), await answers.max().item()];
  if (least < 0 || most > 1)
    return {
      name: "softmax in the loop",
      explanation:
        "The network gives scores, but train turns them into shares before the loss, which does it once more. Hand the scores to the loss.",
    };
  const apart = await answers.sum(1).sub(1).abs().max().item();
  return apart < 1e-3
    ? {
        name: "softmax twice",
        explanation:
          "The scores are turned into shares twice. Shares lie between 0 and 1, so taken for scores they are never far apart: the best cost for ten classes is 1.46.",
      }
    : {
        name: "a sigmoid at the end",
        explanation:
          "The network ends with numbers between 0 and 1, and the loss takes them for scores. These are never far apart: the best cost for ten classes is 1.46. End with the sums.",
      };
}

export default defineExercise<typeof import("./solution.ts")>({
  checks: [
    contract({
      name: "still learns the ten kinds of clothes",
      run: async ({ learner, seed }) => {
        manualSeed(seed);
        const bytes = asset("fashion-ten");
        const [training, dev] = [trainingSet(bytes, 1000), devSet(bytes)];
        const model = learner.network(784, 32, 10);
        await learner.train(model, training.X, training.labels, 6);
        const right = await learner.accuracy(model, dev.X, dev.labels, 100);
        return right > 0.55
          ? passed
          : failed(
              `After 6 epochs on half of the images ${(100 * right).toFixed(1)} % of the dev images are right, expected at least 55 %.`,
            );
      },
    }),
    contract({
      name: "comes down to a cost near 0 on a few examples",
      run: async ({ learner, seed }) => {
        manualSeed(seed);
        const X = randn([30, 12]);
        const labels = tensor(
          Array.from({ length: 30 }, (_, i) => i % 10),
          { dtype: "int32" },
        );
        const model = learner.network(12, 100, 10);
        const before = await noGrad(() => model.call(X))
          .min()
          .item();
        const costs = await learner.train(model, X, labels, 250);
        const last = costs.at(-1) as number;
        if (last < 1 && before >= 0)
          return failed(
            `network: the least of 300 scores of a new network is ${before.toFixed(3)}. Scores are sums, so some are below 0: nothing bends them.`,
          );
        if (last < 1) return passed;
        return failed(
          `Thirty random examples were shown 250 times, and the cost is still ${last.toFixed(2)}. A network of 100 hidden units learns them by heart, well below 1.`,
          { ...(last > 1.3 && last < 2.2 && { misconception: await tooNear(model, X) }) },
        );
      },
    }),
    contract({
      name: "measures the same, however large the batches are",
      run: async ({ learner }) => {
        // Of ten images the last two are wrong.
        const X = tensor(
          Array.from({ length: 10 }, (_, i) => [0, 1, 2].map((c) => +(c === i % 3))),
        );
        const labels = tensor(
          Array.from({ length: 10 }, (_, i) => (i < 8 ? i % 3 : (i + 1) % 3)),
          { dtype: "int32" },
        );
        for (const batchSize of [10, 5, 4, 8, 1, 64]) {
          const got = await learner.accuracy(told(3), X, labels, batchSize);
          if (Math.abs(got - 0.8) < 1e-6) continue;
          const parts = Math.ceil(10 / batchSize);
          const means = Array.from({ length: parts }, (_, b) => {
            const [from, to] = [b * batchSize, Math.min(10, (b + 1) * batchSize)];
            return (Math.min(to, 8) - Math.min(from, 8)) / (to - from);
          });
          const wrong = means.reduce((a, b) => a + b, 0) / parts;
          return failed(
            `accuracy: 8 of 10 images are right, and with batches of ${batchSize} it says ${got.toFixed(4)}.`,
            {
              ...(Math.abs(got - wrong) < 1e-6 && {
                misconception: {
                  name: "a mean of means",
                  explanation:
                    "It averages the accuracies of the batches. The last batch is a short one, and each of its images counts more than the others. Count right images, and divide by all images.",
                },
              }),
            },
          );
        }
        return passed;
      },
    }),
  ],
  bugs: {
    "softmax twice": replace(
      "return new nn.Sequential(...layers);",
      "return new nn.Sequential(...layers, new nn.Softmax(1));",
    ),
    "a mean of means": [
      replace("sum += await right.sum().item();", "sum += await right.mean().item();"),
      replace("return sum / X.size(0);", "return sum / loader.length;"),
    ],
  },
  mistakes: {
    "softmax in the loop": replace(
      "lossOf.call(model.call(x), y)",
      "lossOf.call(model.call(x).softmax(1), y)",
    ),
    "a sigmoid at the end": replace(
      "return new nn.Sequential(...layers);",
      "return new nn.Sequential(...layers, new nn.Sigmoid());",
    ),
    "ReLU at the end": replace(
      "return new nn.Sequential(...layers);",
      "return new nn.Sequential(...layers, new nn.ReLU());",
    ),
    "the last batch is left out": [
      replace("{ batchSize });", "{ batchSize, dropLast: true });"),
      replace("sum / X.size(0)", "sum / (loader.length * batchSize)"),
    ],
    "no steps": replace("      optimizer.step();\n", ""),
  },
  alternatives: {
    "logarithms of shares": [
      replace(
        "return new nn.Sequential(...layers);",
        "return new nn.Sequential(...layers, new nn.LogSoftmax(1));",
      ),
      replace("new nn.CrossEntropyLoss()", "new nn.NLLLoss()"),
      "The network ends with the logarithms of the shares, and the loss takes those.",
    ],
    "weighted means": [
      replace(
        "sum += await right.sum().item();",
        "sum += (await right.mean().item()) * x.size(0);",
      ),
      "Each batch's accuracy counts as often as it has images.",
    ],
  },
});
