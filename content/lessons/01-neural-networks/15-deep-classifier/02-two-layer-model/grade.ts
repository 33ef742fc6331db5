import { asset, contract, defineGrade, failed, passed, type Random } from "@gradus/exercise";
import { manualSeed, type Tensor, tensor } from "gradus";
import type { Layer } from "../../12-deep-networks/01-initialize-two-layer/solution.ts";
import { modelForward } from "../../13-deep-forward/01-model-forward/solution.ts";
import { deepCost } from "../../13-deep-forward/02-deep-cost/solution.ts";
import { modelBackward } from "../../14-deep-backward/03-model-backward/solution.ts";
import { updateDeep } from "../../14-deep-backward/04-update-deep/solution.ts";
import { testSet, trainingSet } from "../fashion-images.ts";

/** The costs on the way from `layers`, by the right functions. */
async function pathFrom(
  layers: readonly Layer[],
  X: Tensor,
  Y: Tensor,
  rate: number,
  steps: number,
): Promise<number[]> {
  let now = [...layers];
  const costs: number[] = [];
  for (let step = 0; step < steps; step++) {
    const { AL, caches } = modelForward(X, now);
    costs.push(await deepCost(AL, Y).item());
    now = updateDeep(now, modelBackward(AL, Y, caches), rate);
  }
  return costs;
}

const same = (a: readonly number[], b: readonly number[]): boolean =>
  a.length === b.length && a.every((v, i) => Math.abs(v - (b[i] as number)) < 2e-3);

const shown = (costs: readonly number[]): string => costs.map((c) => c.toFixed(4)).join(", ");

const steadily = (costs: readonly number[]): boolean =>
  costs.slice(2).every((c) => Math.abs(c - (costs[1] as number)) < 1e-6);

/** A small task of ten examples with three inputs. */
function toy(random: Random): [Tensor, Tensor] {
  const X = tensor(random.numbers(30)).reshape([10, 3]);
  return [X, X.sum(1, { keepdim: true }).gt(0).float()];
}

export default defineGrade<typeof import("./solution.ts")>([
  contract({
    name: "gives the cost of every step as a number",
    run: async ({ learner, random }) => {
      const [X, Y] = toy(random);
      const { costs } = await learner.twoLayerModel(X, Y, [3, 4, 1], {
        learningRate: 0.1,
        iterations: 7,
      });
      if (costs.length !== 7) return failed(`7 iterations gave ${costs.length} costs, expected 7.`);
      const odd = costs.find((cost) => typeof cost !== "number");
      return odd === undefined
        ? passed
        : failed("A cost is not a plain number. Read it with await cost.item().");
    },
  }),
  contract({
    name: "has the sizes it was given",
    run: async ({ learner }) => {
      const X = tensor([[1, 2, 3, 4, 5]]);
      const { layers } = await learner.twoLayerModel(X, tensor([[1]]), [5, 3, 1], {
        learningRate: 0.01,
        iterations: 1,
      });
      const shapes = layers.map(({ W, b }) => `[${W.shape}] [${b.shape}]`).join(", ");
      return shapes === "[3,5] [3], [1,3] [1]"
        ? passed
        : failed(`For the sizes [5, 3, 1] W and b have shapes ${shapes}.`);
    },
  }),

  contract({
    name: "walks the way of gradient descent",
    run: async ({ learner, random, seed }) => {
      for (const sizes of [
        [3, 4, 1],
        [3, 8, 1],
      ]) {
        const [X, Y] = toy(random);
        const [learningRate, steps] = [0.4, 5];
        manualSeed(seed);
        const start = await learner.twoLayerModel(X, Y, sizes, { learningRate, iterations: 0 });
        manualSeed(seed);
        const { costs } = await learner.twoLayerModel(X, Y, sizes, {
          learningRate,
          iterations: steps,
        });
        const right = await pathFrom(start.layers, X, Y, learningRate, steps);
        if (same(costs, right)) continue;
        const uphill = await pathFrom(start.layers, X, Y, -learningRate, steps);
        const misconception = same(costs, uphill)
          ? {
              name: "uphill",
              explanation: "The cost grows: you add the gradients instead of taking them off.",
            }
          : steadily(costs)
            ? {
                name: "always from the start",
                explanation:
                  "Every step starts from the same weights. Put what updateDeep returns where the next step finds it.",
              }
            : undefined;
        return failed(
          `For the sizes [${sizes.join(", ")}] the costs are ${shown(costs)}, expected ${shown(right)} from the same start.`,
          misconception ? { misconception } : {},
        );
      }
      return passed;
    },
  }),

  contract({
    name: "hands back the layers it has trained",
    run: async ({ learner, random }) => {
      const [X, Y] = toy(random);
      const sizes = [3, 4, 1];
      const options = { learningRate: 0.4, iterations: 30 };
      const { layers, costs } = await learner.twoLayerModel(X, Y, sizes, options);
      const now = await deepCost(modelForward(X, layers).AL, Y).item();
      const last = costs.at(-1) ?? Number.NaN;
      return now < last + 1e-3
        ? passed
        : failed(
            `The cost before the last step was ${last.toFixed(4)}, but with the layers that came back it is ${now.toFixed(4)}. Return the layers after the last step.`,
          );
    },
  }),

  contract({
    name: "tells the cost of every step",
    run: async ({ learner, random }) => {
      const [X, Y] = toy(random);
      const told: { step: number; loss: number }[] = [];
      const report = (point: { step: number; loss: number }): void => {
        told.push(point);
      };
      const { costs } = await learner.twoLayerModel(X, Y, [3, 4, 1], {
        learningRate: 0.1,
        iterations: 12,
        report,
      });
      const right = told.every(({ step, loss }, i) => step === i && loss === costs[i]);
      if (told.length === 12 && right) return passed;
      return failed(
        told.length === 12
          ? "report was called 12 times, but not with { step, loss } as they are in costs."
          : `report was called ${told.length} times in 12 steps, expected once in each.`,
      );
    },
  }),

  contract({
    name: "tells T-shirts from shirts",
    run: async ({ learner, report }) => {
      const bytes = asset("fashion-pair");
      const training = trainingSet(bytes, 200, 2);
      const test = testSet(bytes, 200, 2);
      const { layers, costs } = await learner.twoLayerModel(training.X, training.Y, [196, 7, 1], {
        learningRate: 0.1,
        iterations: 120,
        report,
      });
      const { AL } = modelForward(test.X, layers);
      const right = await AL.gt(0.5).float().eq(test.Y).float().mean().item();
      if (right >= 0.72) return passed;
      return failed(
        `After 120 steps ${(100 * right).toFixed(1)} % of the test images are right, expected at least 72 %. The last cost was ${costs.at(-1)?.toFixed(3)}.`,
        { picture: { kind: "curve", title: "cost", series: [{ name: "yours", y: costs }] } },
      );
    },
  }),
]);
