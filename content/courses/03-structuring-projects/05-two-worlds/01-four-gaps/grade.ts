import { body, defineExercise, replace } from "@gradus/exercise";
import { tensor } from "gradus";

/** Rows in which the largest gap, the largest error and the largest gap in size are at different places. */
const rows = () =>
  tensor([
    [0.02, 0.09, 0.12, 0.33, 0.35],
    [0.07, 0.31, 0.38, 0.36, 0.29],
    [0.01, 0.04, 0.15, 0.09, 0.11],
    [0.05, 0.06, 0.08, 0.12, 0.27],
    [0.3, 0.02, 0.11, 0.13, 0.16],
  ]);

export default defineExercise<typeof import("./solution.ts")>({
  of: "fourGaps",
  example: ["is right for five projects", () => [rows()]],
  any: (random) => [random.table(random.int(1, 6), 5, 0, 1)],
  // At the far ends gaps are equal, and which of them comes first is open.
  edges: ["one", "equal"],
  mistakes: {
    "the other way round": [
      replace(
        "errors.narrow(1, 1, 4).sub(errors.narrow(1, 0, 4))",
        "errors.narrow(1, 0, 4).sub(errors.narrow(1, 1, 4))",
      ),
      "The gaps have the wrong sign: an error minus the one *before* it. A positive gap means that it got worse.",
    ],
    "sizes of the gaps": [
      replace(
        "errors.narrow(1, 1, 4).sub(errors.narrow(1, 0, 4))",
        "errors.narrow(1, 1, 4).sub(errors.narrow(1, 0, 4)).abs()",
      ),
      "You made all gaps positive. A negative one says something, too: that it got easier from there on.",
    ],
    "negative gaps are 0": [
      replace(
        "errors.narrow(1, 1, 4).sub(errors.narrow(1, 0, 4))",
        "errors.narrow(1, 1, 4).sub(errors.narrow(1, 0, 4)).relu()",
      ),
      "Your gaps are never below 0. A negative one says something, too: that it got easier from there on.",
    ],
    "all from the best possible": [
      replace("errors.narrow(1, 0, 4))", "errors.narrow(1, 0, 1))"),
      "You subtract the best possible error from all of them. Each gap begins where the last one ends.",
    ],
    "all from the training error": [
      replace("errors.narrow(1, 0, 4))", "errors.narrow(1, 1, 1))"),
      "You subtract the training error from all of them. Each gap is measured from the error just before it.",
    ],
    "the largest error": [
      replace("gaps.argmax(1)", "errors.narrow(1, 1, 4).argmax(1)"),
      "You found the largest error of each row. Asked for is the largest gap.",
    ],
    "counted from one": [
      replace("gaps.argmax(1)", "gaps.argmax(1).add(1)"),
      "Your columns are counted from 1. The first gap is number 0.",
    ],
    "the largest project": [
      replace("gaps.argmax(1)", "gaps.argmax(0)"),
      "You found for each gap the project in which it is largest. Look along each row: direction 1.",
    ],
    "how large, not which": [
      replace("gaps.argmax(1)", "gaps.amax(1)"),
      "This is how large the largest gap is. Asked for is its place: argmax.",
    ],
    "the largest in size": [
      replace("gaps.argmax(1)", "gaps.abs().argmax(1)"),
      "You look for the gap that is farthest from 0. A gap far below 0 is no trouble, so it is not the one to close.",
    ],
    "the smallest": [
      replace("gaps.argmax(1)", "gaps.argmin(1)"),
      "You found the smallest gap of each row. Work on the largest.",
    ],
  },
  alternatives: {
    "the library's differences": [
      body("const gaps = errors.diff();\n  return { gaps, largest: gaps.argmax(1) };"),
      "diff is each number minus the one before it.",
    ],
  },
});
