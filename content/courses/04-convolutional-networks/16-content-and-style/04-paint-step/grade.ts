import { contract, defineExercise, failed, passed, replace, value } from "@gradus/exercise";
import { noGrad, optim, type Tensor, tensor } from "gradus";

const targets = [0.9, -2, 0.4, 3];
const start = [0.2, 0.5, 0.6, 0.95];

/** A cost whose slope is known: half the squared distance to targets, some of them outside of 0..1. */
const costOf = (picture: Tensor): Tensor => picture.sub(tensor(targets)).square().sum().div(2);

/** What a picture is after some steps of plain descent, as it should be, or with something left out. */
function stepped(
  steps: number,
  rate: number,
  way: { piling?: boolean; free?: boolean; up?: boolean },
): number[] {
  let [picture, before] = [start, start.map(() => 0)];
  for (let step = 0; step < steps; step++) {
    const slopes = picture.map(
      (v, i) => v - (targets[i] as number) + (way.piling ? (before[i] as number) : 0),
    );
    before = slopes;
    picture = picture.map((v, i) => v - (way.up ? -rate : rate) * (slopes[i] as number));
    if (!way.free) picture = picture.map((v) => Math.min(1, Math.max(0, v)));
  }
  return picture;
}

const wrongWays = [
  {
    name: "not clipped",
    explanation: "There are numbers outside of 0..1. Clip the picture after the step, in place.",
    free: true,
  },
  {
    name: "gradients pile up",
    explanation: "Each backward adds to the gradients that are there. Clear them in every step.",
    piling: true,
  },
] as const;

export default defineExercise<typeof import("./solution.ts")>({
  checks: [
    value({
      name: "joins the costs",
      of: "totalCost",
      cases: [
        { args: () => [tensor(0.7), tensor(0.3), 2, 5] },
        { name: "with 10 and 40", args: () => [tensor(0.7), tensor(0.3)] },
      ],
    }),
    contract({
      name: "steps, and keeps the picture in 0..1",
      run: async ({ learner }) => {
        for (const steps of [1, 3]) {
          const picture = tensor(start, { requiresGrad: true });
          const optimizer = new optim.SGD([picture], { lr: 0.4 });
          for (let i = 0; i < steps; i++) {
            const before = await noGrad(() => costOf(picture)).item();
            const got = await learner.paintStep(picture, optimizer, costOf);
            if (!(Math.abs(got - before) < 1e-4))
              return failed(
                `paintStep: it says the cost was ${got}, and before the step it was ${before.toFixed(4)}.`,
              );
          }
          const got = Array.from(await picture.data(), Number);
          const isOf = (other: readonly number[]): boolean =>
            got.every((v, i) => Math.abs(v - (other[i] as number)) < 1e-4);
          const right = stepped(steps, 0.4, {});
          if (isOf(right)) continue;
          const shown = (values: readonly number[]): string =>
            values.map((v) => v.toFixed(3)).join(", ");
          const wrong = wrongWays.find((way) => isOf(stepped(steps, 0.4, way)));
          return failed(
            `paintStep: after ${steps === 1 ? "a step" : `${steps} steps`} with rate 0.4 the picture ${shown(start)} is ${shown(got)}, expected ${shown(right)}.`,
            {
              ...(wrong && { misconception: { name: wrong.name, explanation: wrong.explanation } }),
            },
          );
        }
        return passed;
      },
    }),
  ],
  mistakes: {
    "weights exchanged": [
      replace("content.mul(alpha).add(style.mul(beta))", "content.mul(beta).add(style.mul(alpha))"),
      "alpha and beta are exchanged: alpha belongs to the content.",
    ],
    "10 and 10": [replace("beta = 40", "beta = 10"), "Without a number of its own, beta is 40."],
    "a product": [
      replace("content.mul(alpha).add(style.mul(beta))", "content.mul(alpha).mul(style.mul(beta))"),
      "You multiplied both costs. Then one that is 0 hides the other: add them.",
    ],
    "not clipped": replace("  noGrad(() => picture.clamp_(0, 1));\n", ""),
    "clipped elsewhere": replace("picture.clamp_(0, 1)", "picture.clamp(0, 1)"),
    "gradients pile up": replace("  optimizer.zeroGrad();\n", ""),
    "it never steps": replace("  optimizer.step();\n", ""),
    "the cost after the step": replace(
      "return cost.item();",
      "return noGrad(() => costOf(picture)).item();",
    ),
  },
  alternatives: {
    "cleared at the end": [
      replace("  optimizer.zeroGrad();\n", ""),
      replace("optimizer.step();", "optimizer.step();\n  optimizer.zeroGrad();"),
      "The gradients are cleared after the step instead of before it.",
    ],
  },
});
