import {
  asset,
  contract,
  defineExercise,
  failed,
  passed,
  property,
  type Random,
  replace,
  value,
} from "@gradus/exercise";
import { arange, manualSeed, nn, noGrad, type Tensor, tensor } from "gradus";
import { emojiSet } from "../emoji.ts";

/** Pixels to numbers: writes down which symbols it is shown, and in which mode it is. */
class Watching extends nn.Module {
  readonly inner = new nn.Linear(4, 3);
  readonly shown: Promise<number[]>[] = [];
  readonly modes: boolean[] = [];

  override forward(x: Tensor): Tensor {
    this.modes.push(this.training);
    // The first pixel of an image is its own place.
    const first = noGrad(() => x.reshape([x.size(0), -1]).select(1, 0));
    this.shown.push(first.data().then((v) => Array.from(v, (n) => Math.round(Number(n)))));
    return this.inner.call(x.reshape([x.size(0), -1]).mul(0.1));
  }
}

/** Symbols of 2 by 2 pixels by two hands, the first pixel of each its place. */
function toy(random: Random, m: number): [Tensor, Tensor] {
  const hand = (): Tensor =>
    tensor(
      Array.from({ length: m }, (_, i) => [
        [
          [i, random()],
          [random(), random()],
        ],
      ]),
    );
  return [hand(), hand()];
}

async function watched(learner: typeof import("./solution.ts"), random: Random, seed: number) {
  manualSeed(seed);
  const network = new Watching();
  network.eval();
  const [first, second] = toy(random, 9);
  const options = { learningRate: 0.01, margin: 0.3, batchSize: 4, steps: 3 };
  const costs = await learner.trainLikeness(network, first, second, options);
  const batches: number[][] = [];
  for (const shown of await Promise.all(network.shown))
    for (let at = 0; at < shown.length; at += 4) batches.push(shown.slice(at, at + 4));
  return { network, costs, batches };
}

const unit = (E: Tensor): Tensor => E.div(E.square().sum(1, { keepdim: true }).sqrt());

export default defineExercise<typeof import("./solution.ts")>({
  checks: [
    value({
      name: "is right for four symbols in two dimensions",
      of: "allTriplets",
      cases: [
        {
          args: () => [
            tensor([
              [0.2, 0.9],
              [-0.5, 0.3],
              [0.8, -0.4],
              [0.6, 0.5],
            ]),
            tensor([
              [0.5, 0.6],
              [-0.4, -0.3],
              [0.3, -0.9],
              [0.1, 1.1],
            ]),
            0.2,
          ],
        },
        {
          name: "where no triplet costs anything",
          args: () => [
            tensor([
              [0, 5],
              [7, 0],
            ]),
            tensor([
              [0.1, 5],
              [7, 0.2],
            ]),
            0.2,
          ],
        },
      ],
    }),
    property({
      name: "is right for any batch",
      of: "allTriplets",
      runs: 6,
      args: (r) => {
        const [m, d] = [r.int(2, 6), r.int(1, 4)];
        return [r.table(m, d, -1, 1), r.table(m, d, -1, 1), r.pick([0.1, 0.4])];
      },
    }),
    contract({
      name: "draws different symbols, the same for both hands",
      run: async ({ learner, random, seed }) => {
        const { network, batches } = await watched(learner, random, seed);
        if (!network.modes.every(Boolean))
          return failed(
            "trainLikeness: the network came in evaluation mode and learned in it. Call network.train() first.",
          );
        if (batches.length !== 6 || batches.some((b) => b.length !== 4))
          return failed(
            `trainLikeness: 3 steps with batches of 4 symbols showed the network ${batches.length} batches of ${batches.map((b) => b.length).join(", ")}, expected 6 of 4: two hands a step.`,
          );
        for (let step = 0; step < 3; step++) {
          const [a = [], b = []] = batches.slice(2 * step);
          if (new Set(a).size < 4)
            return failed(
              `trainLikeness: a step drew symbols ${a.join(", ")}. A symbol that is there twice would be its own negative.`,
            );
          if (a.join() !== b.join())
            return failed(
              `trainLikeness: one hand shows symbols ${a.join(", ")}, the other ${b.join(", ")}. Row i has to be the same symbol in both.`,
            );
        }
        const steps = batches.filter((_, i) => i % 2 === 0).map((b) => b.toSorted().join());
        return new Set(steps).size === 1
          ? failed("trainLikeness: every step draws the same symbols. Draw anew in each.")
          : passed;
      },
    }),
    contract({
      name: "measures embeddings of length 1",
      run: async ({ learner, random, seed }) => {
        manualSeed(seed);
        const network = new Watching();
        const [first, second] = toy(random, 6);
        const right = await noGrad(() =>
          learner.allTriplets(unit(network.call(first)), unit(network.call(second)), 0.3),
        ).item();
        // All symbols in one batch: every order costs the same.
        const options = { learningRate: 0.001, margin: 0.3, batchSize: 6, steps: 1 };
        const raw = await noGrad(() =>
          learner.allTriplets(network.call(first), network.call(second), 0.3),
        ).item();
        const [got = Number.NaN] = await learner.trainLikeness(network, first, second, options);
        if (Math.abs(got - right) < 1e-4) return passed;
        return failed(
          `trainLikeness: the first cost is ${got.toFixed(4)}, expected ${right.toFixed(4)}.`,
          {
            ...(Math.abs(got - raw) < 1e-4 && {
              misconception: {
                name: "not of length 1",
                explanation:
                  "The embeddings go into the cost as the network gives them. Divide each by its length, or the network can make the cost small by making all of them large.",
              },
            }),
          },
        );
      },
    }),
    contract({
      name: "steps once for each cost",
      run: async ({ learner, random, seed }) => {
        manualSeed(seed);
        const network = new Watching();
        const [first, second] = toy(random, 6);
        const options = { learningRate: 0.02, margin: 0.5, batchSize: 6, steps: 40 };
        const costs = await learner.trainLikeness(network, first, second, options);
        if (costs.length !== 40)
          return failed(
            `trainLikeness: 40 steps gave ${costs.length} costs, expected one for each.`,
          );
        const before = await network.inner.weight.data();
        if (costs[0] === costs[39])
          return failed("trainLikeness: the cost never moves. Who calls optimizer.step()?");
        return before.every((w) => Number.isFinite(Number(w)))
          ? passed
          : failed("trainLikeness: the weights are no numbers any more.");
      },
    }),
    contract({
      name: "learns to find symbols by the other hand",
      run: async ({ learner, seed }) => {
        manualSeed(seed);
        const { hands } = emojiSet(asset("emoji-styles"), "training", 60);
        const network = new nn.Sequential(
          new nn.Conv2d(3, 8, 5, { stride: 2, padding: 2 }),
          new nn.ReLU(),
          new nn.Conv2d(8, 16, 3, { stride: 2, padding: 1 }),
          new nn.ReLU(),
          new nn.Conv2d(16, 32, 3, { stride: 2, padding: 1 }),
          new nn.ReLU(),
          new nn.Flatten(),
          new nn.Linear(512, 32),
        );
        const [first, second] = hands.map((h) => h.sub(0.5)) as [Tensor, Tensor];
        const options = { learningRate: 0.003, margin: 0.3, batchSize: 30, steps: 40 };
        await learner.trainLikeness(network, first, second, options);
        network.eval();
        const distances = noGrad(() =>
          unit(network.call(first)).matmul(unit(network.call(second)).t()),
        );
        const right = await distances.argmax(1).eq(arange(60)).float().mean().item();
        return right > 0.85
          ? passed
          : failed(
              `After 40 steps ${(100 * right).toFixed(0)} % of the 60 symbols it learned from are found among the other hand's, expected at least 85 %.`,
            );
      },
    }),
  ],
  mistakes: {
    "averaged over all triplets": [
      replace("costs.gt(0).float().sum().clamp(1)", "A.size(0) * (A.size(0) - 1)"),
      "You divided by the number of all triplets. Those that cost nothing thin out what the others say: divide by the number of those that cost something.",
    ],
    "its own positive as a negative": [
      replace(".mul(others)", ""),
      "The diagonal is in: there a symbol is its own negative, and costs the margin for ever. Leave out i = j.",
    ],
    "divided by none": [
      replace(".sum().clamp(1)", ".sum()"),
      "If no triplet costs anything you divide 0 by 0. Divide by at least 1.",
    ],
    "no floor at 0": [
      replace("missing.clamp(0).mul(others)", "missing.mul(others)"),
      "A triplet that is right by more than the margin has a cost below 0. It costs 0.",
    ],
    "positive and negative exchanged": [
      replace(
        "distances.diagonal().unsqueeze(1).sub(distances)",
        "distances.sub(distances.diagonal().unsqueeze(1))",
      ),
      "The signs are exchanged: this pushes a symbol's two drawings apart.",
    ],
    "the other symbol's positive distance": [
      replace("distances.diagonal().unsqueeze(1)", "distances.diagonal().unsqueeze(0)"),
      "You take off from the positive distance of column j. It belongs to the anchor, row i: a column of its own, unsqueeze(1).",
    ],
    "a sum": [
      replace("costs.sum().div(costs.gt(0).float().sum().clamp(1))", "costs.sum()"),
      "This is the sum. Divide by the number of triplets that cost something.",
    ],
    "distances with a root": [
      replace(".square().sum(2)", ".square().sum(2).sqrt()"),
      "You took the root of the distances. Here they stay squared.",
    ],
    "other symbols for the second hand": replace(
      "second.indexSelect(0, places)",
      "second.indexSelect(0, randperm(first.size(0)).narrow(0, 0, batchSize))",
    ),
    "with repetition": replace(
      "randperm(first.size(0)).narrow(0, 0, batchSize)",
      "randint(0, first.size(0), [batchSize])",
    ),
    "always the first symbols": replace(
      "randperm(first.size(0)).narrow(0, 0, batchSize)",
      "arange(batchSize)",
    ),
    "not of length 1": replace(
      "return E.div(E.square().sum(1, { keepdim: true }).sqrt());",
      "return E;",
    ),
    "never in training mode": replace("  network.train();\n", ""),
    "it never steps": replace("    optimizer.step();\n", ""),
    "nothing is learned after the fifth step": replace(
      "    optimizer.step();\n",
      "    if (step < 5) optimizer.step();\n",
    ),
    "only the first hand learns": replace(
      "const P = ofLengthOne(network.call(second.indexSelect(0, places)));",
      "const P = ofLengthOne(network.call(first.indexSelect(0, places)));",
    ),
  },
  alternatives: {
    "both hands in one batch": [
      replace(
        "const A = ofLengthOne(network.call(first.indexSelect(0, places)));\n    const P = ofLengthOne(network.call(second.indexSelect(0, places)));",
        "const images = cat([first.indexSelect(0, places), second.indexSelect(0, places)]);\n    const E = ofLengthOne(network.call(images));\n    const [A, P] = [E.narrow(0, 0, batchSize), E.narrow(0, batchSize, batchSize)];",
      ),
      "Both hands go through the network at once, which is quicker, and is one batch for batch norm.",
    ],
    "by products": [
      replace(
        "A.unsqueeze(1).sub(P.unsqueeze(0)).square().sum(2)",
        "A.square().sum(1, { keepdim: true }).add(P.square().sum(1)).sub(A.matmul(P.t()).mul(2))",
      ),
      "The square multiplied out needs no table of three directions.",
    ],
  },
});
