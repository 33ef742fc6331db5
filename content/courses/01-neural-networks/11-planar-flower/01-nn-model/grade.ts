import {
  contract,
  defineExercise,
  failed,
  file,
  passed,
  type Random,
  replace,
} from "@gradus/exercise";
import { manualSeed, type Tensor, tensor } from "gradus";
import type { NetworkParameters } from "../../09-one-hidden-layer/02-initialize-parameters/solution.ts";
import { forwardPropagation } from "../../09-one-hidden-layer/03-forward-propagation/solution.ts";
import { computeCost } from "../../09-one-hidden-layer/04-compute-cost/solution.ts";
import { backwardPropagation } from "../../10-backpropagation/01-backward-propagation/solution.ts";
import { updateParameters } from "../../10-backpropagation/02-update-parameters/solution.ts";
import { flower } from "../flower.ts";

/** The costs on the way from a start, by the right functions; `step` says where the next one begins. */
async function path(
  start: NetworkParameters,
  X: Tensor,
  Y: Tensor,
  rate: number,
  steps: number,
): Promise<number[]> {
  let now = start;
  const costs: number[] = [];
  for (let i = 0; i <= steps; i++) {
    const { A2, cache } = forwardPropagation(X, now);
    costs.push(await computeCost(A2, Y).item());
    now = updateParameters(now, backwardPropagation(now, cache, X, Y), rate);
  }
  return costs;
}

const same = (a: readonly number[], b: readonly number[]): boolean =>
  a.length === b.length && a.every((v, i) => Math.abs(v - (b[i] as number)) < 1e-4);

const shown = (costs: readonly number[]): string => costs.map((c) => c.toFixed(4)).join(", ");

/** What is wrong with the reports of a training, in a sentence. */
function reportProblem(
  told: readonly { step: number; loss: number }[],
  costs: readonly number[],
): string | undefined {
  if (told.length !== costs.length)
    return `report was called ${told.length} times in ${costs.length} steps, expected once in each.`;
  for (const [i, { step, loss }] of told.entries()) {
    if (step !== i)
      return `report was told step ${step} where ${i} was expected. Steps count from 0, one by one.`;
    const cost = costs[i] as number;
    if (!(Math.abs(loss - cost) < 1e-6))
      return `In step ${i} report was told the loss ${loss}, but the cost on your list is ${cost}. Hand on the same number.`;
  }
  return undefined;
}

/** Ten points whose class is a matter of a line. */
function toy(random: Random): [Tensor, Tensor] {
  const X = tensor(random.numbers(30, -2, 2)).reshape([10, 3]);
  return [X, X.sum(1, { keepdim: true }).gt(0).float()];
}

export default defineExercise<typeof import("./solution.ts")>({
  checks: [
    contract({
      name: "gives a cost for every step, and parameters of the right shapes",
      run: async ({ learner, random }) => {
        const [X, Y] = toy(random);
        const { parameters, costs } = await learner.nnModel(X, Y, 5, {
          iterations: 7,
          learningRate: 0.1,
        });
        if (costs.length !== 7)
          return failed(`7 iterations gave ${costs.length} costs, expected 7.`);
        const odd = costs.findIndex((cost) => typeof cost !== "number");
        if (odd >= 0)
          return failed("A cost is not a plain number. Read it with await cost.item().");
        const { W1, b1, W2, b2 } = parameters;
        const shapes = [W1, b1, W2, b2].map((p) => `[${p.shape.join(", ")}]`).join(" ");
        return shapes === "[5, 3] [5] [1, 5] [1]"
          ? passed
          : failed(
              `For 3 inputs and 5 hidden units the parameters have shapes ${shapes}, expected [5, 3] [5] [1, 5] [1].`,
            );
      },
    }),
    contract({
      name: "starts at ln 2",
      run: async ({ learner, random }) => {
        const [X, Y] = toy(random);
        const { costs } = await learner.nnModel(X, Y, 4, { iterations: 1, learningRate: 0.1 });
        const [first = Number.NaN] = costs;
        return Math.abs(first - Math.LN2) < 0.01
          ? passed
          : failed(
              `The first cost is ${first.toPrecision(4)}. A network with small weights knows nothing, and its cost is about ln 2 = 0.6931.`,
            );
      },
    }),
    contract({
      name: "walks the way of gradient descent",
      run: async ({ learner, random, seed }) => {
        const [X, Y] = toy(random);
        const [learningRate, steps] = [0.9, 30];
        const train = (iterations: number) => {
          manualSeed(seed);
          return learner.nnModel(X, Y, 4, { iterations, learningRate });
        };
        const { parameters: start } = await train(0);
        const { costs } = await train(steps);
        const right = await path(start, X, Y, learningRate, steps);
        if (same(costs, right.slice(0, steps))) return passed;
        const uphill = await path(start, X, Y, -learningRate, steps);
        const misconception = same(costs, right.slice(1))
          ? {
              name: "the cost after the step",
              explanation:
                "Your list begins with the cost after the first step. Compute the cost before you move.",
            }
          : same(costs, uphill.slice(0, steps))
            ? {
                name: "uphill",
                explanation: "The cost grows: you add the gradients instead of taking them off.",
              }
            : costs.every((c) => Math.abs(c - (costs[0] as number)) < 1e-6)
              ? {
                  name: "always from the start",
                  explanation:
                    "Every step starts from the same weights. Put what updateParameters returns where the next step finds it.",
                }
              : undefined;
        return failed(
          `The costs are ${shown(costs.slice(0, 4))} …, expected ${shown(right.slice(0, 4))} … from the same start.`,
          {
            picture: {
              kind: "curve",
              title: "cost",
              series: [
                { name: "yours", y: costs },
                { name: "expected", y: right.slice(0, steps) },
              ],
            },
            ...(misconception && { misconception }),
          },
        );
      },
    }),
    contract({
      name: "hands back the parameters it has trained",
      run: async ({ learner, random, seed }) => {
        const [X, Y] = toy(random);
        const train = (iterations: number) => {
          manualSeed(seed);
          return learner.nnModel(X, Y, 4, { iterations, learningRate: 0.9 });
        };
        const { parameters } = await train(5);
        const now = await computeCost(forwardPropagation(X, parameters).A2, Y).item();
        // The cost before the sixth step is the one after the fifth.
        const after = (await train(6)).costs.at(-1) ?? Number.NaN;
        return Math.abs(now - after) < 1e-4
          ? passed
          : failed(
              `After 5 steps the cost is ${after.toFixed(4)}, but with the parameters that came back it is ${now.toFixed(4)}. Return those after the last step.`,
            );
      },
    }),
    contract({
      name: "learns the flower",
      run: async ({ learner, report }) => {
        const { X, Y } = flower(200);
        const reached: number[] = [];
        let curve: readonly number[] = [];
        // A few starts get stuck; one of three is enough.
        for (let start = 1; start <= 3; start++) {
          manualSeed(start);
          const told: { step: number; loss: number }[] = [];
          const { parameters, costs } = await learner.nnModel(X, Y, 4, {
            iterations: 300,
            learningRate: 1.2,
            report: (point) => {
              told.push(point);
              report(point);
            },
          });
          const problem = reportProblem(told, costs);
          if (problem) return failed(problem);
          const { A2 } = forwardPropagation(X, parameters);
          reached.push(await A2.gt(0.5).float().eq(Y).float().mean().item());
          if ((reached.at(-1) as number) >= 0.85) return passed;
          curve = costs;
        }
        return failed(
          `From three starts ${reached.map((r) => `${(100 * r).toFixed(1)} %`).join(", ")} of the points are right after 300 steps, expected at least 85 % once.`,
          { picture: { kind: "curve", title: "cost", series: [{ name: "yours", y: curve }] } },
        );
      },
    }),
  ],
  mistakes: {
    "always from the start": [
      replace(
        "let parameters = initializeParameters(layerSizes(X, Y, hidden));",
        `const start = initializeParameters(layerSizes(X, Y, hidden));
  let parameters = start;`,
      ),
      replace("X, parameters", "X, start"),
      replace(
        `const grads = backwardPropagation(parameters, cache, X, Y);
    parameters = updateParameters(parameters, grads, learningRate);`,
        `const grads = backwardPropagation(start, cache, X, Y);
    parameters = updateParameters(start, grads, learningRate);`,
      ),
    ],
    "the cost after the step": [
      replace(
        `const { A2, cache } = forwardPropagation(X, parameters);
    const cost = computeCost(A2, Y);`,
        "const { cache } = forwardPropagation(X, parameters);",
      ),
      replace(
        "parameters = updateParameters(parameters, grads, learningRate);",
        `parameters = updateParameters(parameters, grads, learningRate);
    const cost = computeCost(forwardPropagation(X, parameters).A2, Y);`,
      ),
    ],
    "counts from one": replace("({ step", "({ step: step + 1"),
    "every tenth cost": replace("costs.push", "if (step % 10 === 0) costs.push"),
    "four units": file("mistakes/four-units.ts"),
    "large start": replace(
      "let parameters = initializeParameters(layerSizes(X, Y, hidden));",
      `let parameters = initializeParameters(layerSizes(X, Y, hidden));
  parameters = { ...parameters, W1: parameters.W1.mul(300), W2: parameters.W2.mul(300) };`,
    ),
    "never reports": file("mistakes/never-reports.ts"),
    "one step behind": [
      replace(
        "let parameters = initializeParameters(layerSizes(X, Y, hidden));",
        `let parameters = initializeParameters(layerSizes(X, Y, hidden));
  let before = parameters;`,
      ),
      replace(
        "const grads = backwardPropagation(parameters, cache, X, Y);",
        `const grads = backwardPropagation(parameters, cache, X, Y);
    before = parameters;`,
      ),
      replace("return { parameters", "return { parameters: before"),
    ],
    "reports no loss": replace("step, loss", "step, loss: 0"),
    "returns the start": [
      replace(
        "let parameters = initializeParameters(layerSizes(X, Y, hidden));",
        `let parameters = initializeParameters(layerSizes(X, Y, hidden));
  const start = parameters;`,
      ),
      replace("return { parameters", "return { parameters: start"),
    ],
    uphill: replace("grads, learningRate", "grads, -learningRate"),
    "zero start": replace(
      "let parameters = initializeParameters(layerSizes(X, Y, hidden));",
      `let parameters = initializeParameters(layerSizes(X, Y, hidden));
  parameters = { ...parameters, W1: parameters.W1.mul(0), W2: parameters.W2.mul(0) };`,
    ),
  },
  alternatives: {
    "one expression a step": file("alternatives/one-expression-a-step.ts"),
  },
});
