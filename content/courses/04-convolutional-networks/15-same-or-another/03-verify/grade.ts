import {
  agreeing,
  contract,
  defineExercise,
  failed,
  passed,
  type Random,
  replace,
} from "@gradus/exercise";
import { manualSeed, nn, noGrad, rand, type Tensor } from "gradus";

/** A small network for images of 4 by 4 pixels. */
function small(seed: number, d: number): nn.Sequential {
  manualSeed(seed);
  const network = new nn.Sequential(
    new nn.Conv2d(3, 4, 3, { stride: 2 }),
    new nn.ReLU(),
    new nn.Flatten(),
    new nn.Linear(4, d),
  );
  network.eval();
  return network;
}

const lengths = (E: Tensor): Tensor => E.square().sum(1, { keepdim: true }).sqrt();

const embedded = (network: nn.Sequential, images: Tensor): Tensor =>
  noGrad(() => {
    const E = network.call(images);
    return E.div(lengths(E));
  });

async function asked(random: Random, seed: number) {
  const d = random.int(2, 5);
  const network = small(seed, d);
  const [image, other] = [rand([3, 4, 4]), rand([3, 4, 4]).neg()];
  const known = embedded(network, other.unsqueeze(0)).select(0, 0);
  const own = embedded(network, image.unsqueeze(0)).select(0, 0);
  const distance = await own.sub(known).square().sum().sqrt().item();
  return { network, image, known, distance };
}

export default defineExercise<typeof import("./solution.ts")>({
  checks: [
    contract({
      name: "embeds with length 1, without gradients",
      run: async ({ learner, random, seed }) => {
        const network = small(seed, random.int(2, 5));
        const images = rand([random.int(2, 4), 3, 4, 4]);
        const got = learner.embed(network, images);
        if (got.requiresGrad)
          return failed("embed: the embeddings carry a way back. Compute them in noGrad.");
        const raw = noGrad(() => network.call(images));
        const isOf = async (wrong: Tensor): Promise<boolean> =>
          wrong.shape.join() === got.shape.join() &&
          (await got.sub(wrong).abs().max().item()) < 1e-5;
        const right = raw.div(lengths(raw));
        const wrong = [
          {
            name: "not of length 1",
            explanation:
              "The rows are as the network gave them. Divide each by its length, or a bright image is far from everything.",
            value: raw,
          },
          {
            name: "divided by the squared length",
            explanation:
              "The rows are divided by the sum of their squares. The length is its root.",
            value: raw.div(raw.square().sum(1, { keepdim: true })),
          },
          {
            name: "one length for the whole batch",
            explanation:
              "All rows are divided by the same number. Each has its own length: along its row, { keepdim: true }.",
            value: raw.div(raw.square().sum().sqrt()),
          },
          {
            name: "divided by a sum",
            explanation:
              "The rows are divided by the sum of their numbers. The length is the root of the sum of their squares.",
            value: raw.div(raw.sum(1, { keepdim: true })),
          },
          {
            name: "down the columns",
            explanation:
              "You took lengths down the columns, over the images. Each image has its own, along its row: direction 1.",
            value: raw.div(raw.square().sum(0, { keepdim: true }).sqrt()),
          },
        ];
        for (const { name, explanation, value } of wrong)
          if (await isOf(value))
            return failed(`embed: a row does not have length 1, or not its own direction.`, {
              misconception: { name, explanation },
            });
        return agreeing(
          "embed: the embeddings are not the network's answers, of length 1:",
          got,
          right,
        );
      },
    }),
    contract({
      name: "measures the distance, with its root",
      run: async ({ learner, random, seed }) => {
        for (let i = 0; i < 3; i++) {
          const { network, image, known, distance } = await asked(random, seed + i);
          const got = (await learner.verify(network, image, known, 0.5)).distance;
          if (Math.abs(got - distance) < 1e-4) continue;
          const squared = Math.abs(got - distance ** 2) < 1e-4;
          const likeness = Math.abs(got - (1 - distance ** 2 / 2)) < 1e-4;
          return failed(
            `verify: the distance is ${got.toFixed(4)}, expected ${distance.toFixed(4)}.`,
            {
              ...(squared && {
                misconception: {
                  name: "the squared distance",
                  explanation:
                    "This is the squared distance. The threshold is meant for the distance: take the root.",
                },
              }),
              ...(likeness && {
                misconception: {
                  name: "the product",
                  explanation:
                    "This is the product of both embeddings: large for the same, small for another. A distance goes the other way.",
                },
              }),
            },
          );
        }
        return passed;
      },
    }),
    contract({
      name: "says same below the threshold, and only there",
      run: async ({ learner, random, seed }) => {
        const { network, image, known } = await asked(random, seed);
        // A threshold that is the distance itself, as the learner measures it, is not below it.
        const { distance } = await learner.verify(network, image, known, 1);
        for (const [threshold, same] of [
          [distance + 0.01, true],
          [distance - 0.01, false],
          [distance, false],
        ] as const) {
          const got = (await learner.verify(network, image, known, threshold)).same;
          if (got !== same)
            return failed(
              `verify: with distance ${distance.toFixed(4)} and threshold ${threshold.toFixed(4)} it says ${got}, expected ${same}: the same is what is nearer than the threshold.`,
            );
        }
        return passed;
      },
    }),
  ],
  mistakes: {
    "not of length 1": replace("E.div(E.square().sum(1, { keepdim: true }).sqrt())", "E"),
    "divided by the squared length": replace("{ keepdim: true }).sqrt()", "{ keepdim: true })"),
    "one length for the whole batch": replace("sum(1, { keepdim: true })", "sum()"),
    "down the columns": replace("sum(1, { keepdim: true })", "sum(0, { keepdim: true })"),
    "divided by a sum": replace(
      "E.square().sum(1, { keepdim: true }).sqrt()",
      "E.sum(1, { keepdim: true })",
    ),
    "with a way back": replace("noGrad(() => network.call(images))", "network.call(images)"),
    "the squared distance": replace(".sum().sqrt().item()", ".sum().item()"),
    "the product": replace(
      "embedding.sub(known).square().sum().sqrt()",
      "embedding.mul(known).sum()",
    ),
    "the wrong way round": replace("distance < threshold", "distance > threshold"),
    "at the threshold too": replace("distance < threshold", "distance <= threshold"),
  },
  alternatives: {
    norm: [
      replace("embedding.sub(known).square().sum().sqrt()", "embedding.sub(known).norm()"),
      "The library has a call for the length of a list.",
    ],
    "by the product": [
      replace(
        "embedding.sub(known).square().sum().sqrt()",
        "embedding.mul(known).sum().mul(-2).add(2).clamp(0).sqrt()",
      ),
      "For lists of length 1 the squared distance is 2 − 2 times their product.",
    ],
  },
});
