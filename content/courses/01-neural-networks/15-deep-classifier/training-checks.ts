/**
 * What the checks of "Train two layers" and "As deep as you like" share: whether a training loop walks the way of
 * gradient descent, hands back what it has trained, and tells its costs.
 */
import { contract, failed, passed, type Random } from "@gradus/exercise";
import { manualSeed, type Tensor, tensor } from "gradus";
import type { Layer } from "../12-deep-networks/01-initialize-two-layer/solution.ts";
import { modelForward } from "../13-deep-forward/01-model-forward/solution.ts";
import { deepCost } from "../13-deep-forward/02-deep-cost/solution.ts";
import { modelBackward } from "../14-deep-backward/03-model-backward/solution.ts";
import { updateDeep } from "../14-deep-backward/04-update-deep/solution.ts";

/** A training loop as both exercises write it. */
type Train = (
  X: Tensor,
  Y: Tensor,
  sizes: readonly number[],
  options: {
    learningRate: number;
    iterations: number;
    report?: (point: { step: number; loss: number }) => void;
  },
) => Promise<{ layers: Layer[]; costs: number[] }>;

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
export function toy(random: Random): [Tensor, Tensor] {
  const X = tensor(random.numbers(30)).reshape([10, 3]);
  return [X, X.sum(1, { keepdim: true }).gt(0).float()];
}

/** The checks of a loop that `trainOf` finds among the learner's functions, on networks of these sizes. */
export const loopChecks = <M extends object>(
  trainOf: (learner: M) => Train,
  allSizes: readonly (readonly number[])[],
) => [
  contract<M>({
    name: "walks the way of gradient descent",
    run: async ({ learner, random, seed }) => {
      for (const sizes of allSizes) {
        const [X, Y] = toy(random);
        const [learningRate, steps] = [0.4, 5];
        manualSeed(seed);
        const start = await trainOf(learner)(X, Y, sizes, { learningRate, iterations: 0 });
        manualSeed(seed);
        const { costs } = await trainOf(learner)(X, Y, sizes, {
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
            : same(costs.slice(0, -1), right.slice(1))
              ? {
                  name: "the cost after the step",
                  explanation:
                    "Each cost is the one that comes after the step. Work it out from the layers that the step begins with.",
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

  contract<M>({
    name: "hands back the layers it has trained",
    run: async ({ learner, random }) => {
      const [X, Y] = toy(random);
      const sizes = [3, 4, 1];
      const options = { learningRate: 0.4, iterations: 30 };
      const { layers, costs } = await trainOf(learner)(X, Y, sizes, options);
      const now = await deepCost(modelForward(X, layers).AL, Y).item();
      const last = costs.at(-1) ?? Number.NaN;
      return now < last + 1e-3
        ? passed
        : failed(
            `The cost before the last step was ${last.toFixed(4)}, but with the layers that came back it is ${now.toFixed(4)}. Return the layers after the last step.`,
          );
    },
  }),

  contract<M>({
    name: "tells the cost of every step",
    run: async ({ learner, random }) => {
      const [X, Y] = toy(random);
      const told: { step: number; loss: number }[] = [];
      const report = (point: { step: number; loss: number }): void => {
        told.push(point);
      };
      const { costs } = await trainOf(learner)(X, Y, [3, 4, 1], {
        learningRate: 0.1,
        iterations: 12,
        report,
      });
      const right = told.every(({ step, loss }, i) => step === i && loss === costs[i]);
      if (told.length === 12 && right) return passed;
      return failed(
        told.length === 12
          ? "report was called 12 times, but not with { step, loss } as they are in costs, steps counted from 0."
          : `report was called ${told.length} times in 12 steps, expected once in each.`,
      );
    },
  }),
];
