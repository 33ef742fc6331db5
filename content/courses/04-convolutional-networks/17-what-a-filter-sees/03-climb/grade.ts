import { contract, defineExercise, failed, passed, replace } from "@gradus/exercise";
import { manualSeed, nn, noGrad, rand, type Tensor } from "gradus";

interface Way {
  readonly sign?: number;
  readonly filter?: number;
  readonly plain?: boolean;
  readonly length?: boolean;
  readonly free?: boolean;
}

/** A step as it should be, or in one of the wrong ways. */
function stepped(
  body: nn.Sequential,
  image: Tensor,
  filter: number,
  rate: number,
  way: Way,
): Tensor {
  const { sign = 1, filter: other = filter, plain, length, free } = way;
  const x = image.detach().requiresGrad_();
  body.call(x.unsqueeze(0)).select(1, other).mean().backward();
  const g = x.grad as Tensor;
  const size = length ? g.square().sum() : g.square().mean();
  const step = plain ? g : g.div(size.sqrt().add(1e-8));
  const moved = x.detach().add(step.mul(rate * sign));
  return free ? moved : moved.clamp(0, 1);
}

const wrongWays: readonly (Way & { name: string; explanation: string })[] = [
  {
    name: "downhill",
    explanation: "This makes the filter answer less. The picture goes up the gradient: add it.",
    sign: -1,
  },
  {
    name: "not clipped",
    explanation: "There are numbers outside of 0..1, which no picture has. Clip it after the step.",
    free: true,
  },
  {
    name: "the gradient as it is",
    explanation:
      "The step is the gradient itself, which is tiny for a mean over a map. Divide it by the root of the mean of its squares first.",
    plain: true,
  },
  {
    name: "divided by its length",
    explanation:
      "You divided by the length, the root of the sum of the squares. Then a large picture hardly moves. Take the root of their mean.",
    length: true,
  },
  {
    name: "the first filter",
    explanation: "This climbs for filter 0, and another was asked for.",
    filter: 0,
  },
];

export default defineExercise<typeof import("./solution.ts")>({
  checks: [
    contract({
      name: "takes the step up the gradient",
      run: async ({ learner, seed }) => {
        manualSeed(seed);
        const body = new nn.Sequential(
          new nn.Conv2d(3, 5, 3),
          new nn.Tanh(),
          new nn.Conv2d(5, 4, 3, { stride: 2 }),
        );
        for (const [filter, rate, low, size] of [
          [2, 0.05, 0.3, 9],
          [1, 0.6, 0, 7],
          [3, 0.3, 0, 11],
        ] as const) {
          const image = rand([3, size, size])
            .mul(1 - 2 * low)
            .add(low);
          const before = await image.data();
          const got = learner.climb(body, image, filter, rate);
          if (got.requiresGrad)
            return failed(
              "climb: the new picture carries a way back. The next step begins anew: detach.",
            );
          const right = stepped(body, image, filter, rate, {});
          const isOf = async (other: Tensor): Promise<boolean> =>
            got.shape.join() === other.shape.join() &&
            (await got.sub(other).abs().max().item()) < 1e-5;
          const after = await image.data();
          if (before.some((v, i) => v !== after[i]))
            return failed("climb: the picture that came in has changed. Give a new one.");
          if (await isOf(right)) continue;
          for (const { name, explanation, ...way } of wrongWays)
            if (await isOf(stepped(body, image, filter, rate, way)))
              return failed(`climb: for filter ${filter} with rate ${rate} it is another step.`, {
                misconception: { name, explanation },
              });
          return failed(
            `climb: for filter ${filter} with rate ${rate} the first number of the picture is ${(await got.reshape([-1]).select(0, 0).item()).toFixed(4)}, expected ${(await right.reshape([-1]).select(0, 0).item()).toFixed(4)}.`,
          );
        }
        return passed;
      },
    }),
    contract({
      name: "climbs for sixty steps",
      run: async ({ learner, seed }) => {
        manualSeed(seed);
        const body = new nn.Sequential(new nn.Conv2d(1, 3, 3), new nn.Sigmoid());
        const likes = (image: Tensor) =>
          noGrad(() => body.call(image.unsqueeze(0)).select(1, 1).mean()).item();
        let image = rand([1, 8, 8]);
        const before = await likes(image);
        for (let i = 0; i < 60; i++) image = learner.climb(body, image, 1, 0.05);
        const after = await likes(image);
        return after > before + 0.02
          ? passed
          : failed(
              `climb: after 60 steps the filter's answer went from ${before.toFixed(3)} to ${after.toFixed(3)}. It should grow.`,
            );
      },
    }),
  ],
  mistakes: {
    downhill: replace(".add(step.mul(rate))", ".sub(step.mul(rate))"),
    "not clipped": replace(".clamp(0, 1)", ""),
    "the gradient as it is": replace(
      "gradient.div(gradient.square().mean().sqrt().add(1e-8))",
      "gradient",
    ),
    "divided by its length": replace("gradient.square().mean()", "gradient.square().sum()"),
    "the first filter": replace("select(1, filter)", "select(1, 0)"),
    "with a way back": replace("return x.detach().add", "return x.add"),
    "up for one filter, then down": replace(
      "step.mul(rate))",
      "step.mul(rate * (filter === 1 && image.size(0) === 1 ? -1 : 1)))",
    ),
  },
  alternatives: {
    grad: [
      replace(
        "body.call(x.unsqueeze(0)).select(1, filter).mean().backward();\n  const gradient = x.grad as Tensor;",
        "const [gradient] = grad(body.call(x.unsqueeze(0)).select(1, filter).mean(), [x]) as [Tensor];",
      ),
      "grad gives the gradient and leaves that of the weights alone.",
    ],
  },
});
