import { body, defineExercise, replace, value } from "@gradus/exercise";
import type { ChainErrors } from "./solution.ts";

const chain = (
  best: number,
  training: number,
  dev: number,
  test: number | null = null,
  use: number | null = null,
): ChainErrors => ({ best, training, dev, test, use });

export default defineExercise<typeof import("./solution.ts")>({
  checks: [
    value({
      name: "finds the first gap that is too large",
      of: "nextKnob",
      cases: [
        { name: "two gaps, the first is larger", args: () => [chain(0.01, 0.2, 0.25), 0.02] },
        { name: "two gaps, the later one is larger", args: () => [chain(0.01, 0.08, 0.2), 0.02] },
        { name: "fits, and does not carry over", args: () => [chain(0.01, 0.02, 0.09), 0.02] },
        {
          name: "too kind a dev set, and a surprise in use",
          args: () => [chain(0.01, 0.02, 0.03, 0.09, 0.2), 0.02],
        },
        {
          name: "all agree but use",
          args: () => [chain(0.01, 0.02, 0.03, 0.04, 0.14), 0.02],
        },
        {
          name: "many small gaps",
          args: () => [chain(0.01, 0.04, 0.07, 0.1, 0.13), 0.05],
        },
        {
          name: "a tolerance of a tenth",
          args: () => [chain(0.05, 0.1, 0.18, 0.2, 0.4), 0.1],
        },
      ],
    }),
    value({
      name: "minds a gap only when it is more than the tolerance",
      of: "nextKnob",
      cases: [
        {
          name: "all gaps just at it",
          args: () => [chain(0.125, 0.25, 0.375, 0.5, 0.625), 0.125],
        },
        {
          name: "errors that fall along the chain",
          args: () => [chain(0.3, 0.05, 0.03, 0.02, 0.01), 0.02],
        },
      ],
    }),
    value({
      name: "asks for what was not measured",
      of: "nextKnob",
      cases: [
        { name: "all is measured", args: () => [chain(0.01, 0.05, 0.06, 0.07, 0.2), 0.02] },
        { name: "no test error", args: () => [chain(0.01, 0.02, 0.03), 0.02] },
        { name: "no error in use", args: () => [chain(0.01, 0.02, 0.03, 0.04), 0.02] },
        {
          name: "a test error that shows enough",
          args: () => [chain(0.01, 0.02, 0.03, 0.2), 0.02],
        },
      ],
    }),
    value({
      name: "takes an error of 0 for a number",
      of: "nextKnob",
      cases: [{ args: () => [chain(0, 0, 0, 0, 0), 0.02] }],
    }),
  ],
  mistakes: {
    "the largest gap": [
      replace(
        '  if (training - best > tolerance) return "fit";\n  if (dev - training > tolerance) return "carry over";\n',
        '  if (dev - training > tolerance && dev - training > training - best) return "carry over";\n  if (training - best > tolerance) return "fit";\n',
      ),
      "You went by the larger gap. The first one that is too large decides: what comes later will change anyhow once it is mended.",
    ],
    "the largest of all gaps": [
      body(
        'const { best, training, dev, test, use } = errors;\n  const gaps = [training - best, dev - training, (test ?? 0) - dev, (use ?? 0) - (test ?? 0)];\n  const names: Knob[] = ["fit", "carry over", "larger dev set", "new target"];\n  const most = Math.max(...gaps);\n  return most > tolerance ? (names[gaps.indexOf(most)] as Knob) : "done";',
      ),
      "You went by the largest of all gaps. The first one in the chain that is too large decides.",
    ],
    "from behind": [
      replace(
        '  if (training - best > tolerance) return "fit";\n  if (dev - training > tolerance) return "carry over";\n',
        '  if (dev - training > tolerance) return "carry over";\n  if (training - best > tolerance) return "fit";\n',
      ),
      "You look at dev before you look at training. Go along the chain from the front.",
    ],
    "the best is taken for 0": [
      replace("training - best > tolerance", "training > tolerance"),
      "You compare the training error with 0. What nobody can reach is no fault of the network: subtract the best possible error.",
    ],
    "dev from the best": [
      replace("dev - training > tolerance", "dev - best > tolerance"),
      "The gap to dev begins at the best possible error in your code. Each gap begins where the last one ended, here at the training error.",
    ],
    "test from training": [
      replace("test - dev > tolerance", "test - training > tolerance"),
      "The gap to the test error begins at the training error in your code. It begins at the dev error.",
    ],
    "use from dev": [
      replace("use - test > tolerance", "use - dev > tolerance"),
      "The gap to use begins at the dev error in your code. It begins at the test error.",
    ],
    "at the tolerance": [
      replace("training - best > tolerance", "training - best >= tolerance"),
      replace("dev - training > tolerance", "dev - training >= tolerance"),
      replace("test - dev > tolerance", "test - dev >= tolerance"),
      replace("use - test > tolerance", "use - test >= tolerance"),
      "A gap that is just the tolerance counts as too large in your code. It has to be more.",
    ],
    "sizes of the gaps": [
      replace("training - best > tolerance", "Math.abs(training - best) > tolerance"),
      replace("dev - training > tolerance", "Math.abs(dev - training) > tolerance"),
      replace("test - dev > tolerance", "Math.abs(test - dev) > tolerance"),
      replace("use - test > tolerance", "Math.abs(use - test) > tolerance"),
      "An error that is far lower than the one before it counts as a gap in your code. Only what gets worse has to be worked on.",
    ],
    "everything has to be measured first": [
      replace(
        '  if (training - best > tolerance) return "fit";',
        '  if (test === null || use === null) return "measure";\n  if (training - best > tolerance) return "fit";',
      ),
      "You ask for all numbers before you look at any. While the fit is poor nobody needs a test error.",
    ],
    "null is 0": [
      replace('  if (test === null) return "measure";\n', ""),
      replace('  if (use === null) return "measure";\n', ""),
      replace("test - dev > tolerance", "(test ?? 0) - dev > tolerance"),
      replace("use - test > tolerance", "(use ?? 0) - (test ?? 0) > tolerance"),
      "What was not measured counts as an error of 0 in your code, and all seems well. Say that it has to be measured.",
    ],
    "use may stay unknown": [
      replace('if (use === null) return "measure";', 'if (use === null) return "done";'),
      "You are done before anybody has used it. Where the error in use is not known, it has to be measured.",
    ],
    "0 is not measured": [
      replace("test === null", "!test"),
      replace("use === null", "!use"),
      "An error of 0 counts as not measured in your code, as ! takes 0 for false. Compare with null.",
    ],
    "never new": [
      replace('use - test > tolerance ? "new target" : "done"', '"done"'),
      "The last gap is missing: when use is much worse than the test set says, one aimed at the wrong thing.",
    ],
  },
  alternatives: {
    "a loop over the pairs": [
      body(
        `const { best, training, dev, test, use } = errors;
  const chain = [best, training, dev, test, use];
  const knobs: Knob[] = ["fit", "carry over", "larger dev set", "new target"];
  for (const [i, knob] of knobs.entries()) {
    const [before, after] = [chain[i], chain[i + 1]];
    if (after === null || after === undefined) return "measure";
    if (after - (before as number) > tolerance) return knob;
  }
  return "done";`,
      ),
      "It writes the chain as a list, and goes along its pairs.",
    ],
  },
});
