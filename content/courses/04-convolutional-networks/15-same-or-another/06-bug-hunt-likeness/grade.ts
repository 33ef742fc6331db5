import {
  contract,
  defineExercise,
  failed,
  passed,
  property,
  replace,
  value,
} from "@gradus/exercise";
import { type Tensor, tensor } from "gradus";

const A = (): Tensor =>
  tensor([
    [0.8, 0.6],
    [-0.6, 0.8],
    [0.28, -0.96],
    [1, 0],
  ]);
const P = (): Tensor =>
  tensor([
    [0.6, 0.8],
    [-0.8, 0.6],
    [0.6, -0.8],
    [0.96, 0.28],
  ]);

/** Directions on a circle, as embeddings of length 1. */
const direction = (angle: number): Tensor => tensor([Math.cos(angle), Math.sin(angle)]);

export default defineExercise<typeof import("./solution.ts")>({
  checks: [
    value({
      name: "costs what is missing to the nearest other",
      of: "batchCost",
      cases: [
        { args: () => [A(), P(), 0.2] },
        { name: "with another margin", args: () => [P(), A(), 0.9] },
      ],
    }),
    property({
      name: "costs the same for any batch",
      of: "batchCost",
      runs: 5,
      args: (r) => {
        const [m, d] = [r.int(2, 6), r.int(2, 4)];
        return [r.table(m, d, -3, 3), r.table(m, d, -3, 3), r.pick([1, 4])];
      },
    }),
    value({
      name: "chooses the threshold in the middle",
      of: "chooseThreshold",
      cases: [{ args: () => [A(), P()] }],
    }),
    contract({
      name: "opens below the threshold, and only there",
      run: async ({ learner }) => {
        for (const angle of [0.3, 0.7, 1.1, 1.6]) {
          const distance = 2 * Math.sin(angle / 2);
          for (const [threshold, right] of [
            [distance + 0.05, true],
            [distance - 0.05, false],
          ] as const) {
            const got = await learner.opens(direction(0.4 + angle), direction(0.4), threshold);
            if (got === right) continue;
            const squared = got === distance ** 2 < threshold;
            return failed(
              `opens: two embeddings have distance ${distance.toFixed(2)}, the threshold is ${threshold.toFixed(2)}, and the door is ${got ? "open" : "shut"}.`,
              {
                ...(squared &&
                  distance < 1 && {
                    misconception: {
                      name: "a squared distance at the door",
                      explanation:
                        "The door squares the distance and the threshold is not squared. Below 1 squares are smaller, so nearly everybody is near enough.",
                    },
                  }),
              },
            );
          }
        }
        return passed;
      },
    }),
  ],
  bugs: {
    "its own negative": [
      replace(
        "const others = distances.add(eye(A.size(0)).mul(1e6));",
        "const others = distances;",
      ),
      "A symbol is still its own negative: nobody is nearer. Then both distances are the same, and the cost is the margin.",
    ],
    "a squared distance at the door": replace(".square().sum().sqrt()", ".square().sum()"),
  },
  mistakes: {
    "the diagonal a little farther": [
      replace(".mul(1e6)", ""),
      "The own positive is only 1 farther now. With far symbols it is still the nearest. It must be out of the question.",
    ],
    "the farthest other": [
      replace("others.amin(1)", "distances.amax(1)"),
      "This takes the farthest symbol as the negative. It is told apart already; the nearest other is asked for.",
    ],
    "down the columns": [
      replace("others.amin(1)", "others.amin(0)"),
      "You looked down the columns, for the anchor nearest to each positive. Each anchor has a row: direction 1.",
    ],
    "the threshold squared too": replace(".clamp(0).sqrt()", ".clamp(0)"),
  },
  alternatives: {
    masked: [
      replace(
        "distances.add(eye(A.size(0)).mul(1e6))",
        "distances.maskedFill(eye(A.size(0)).gt(0), Number.POSITIVE_INFINITY)",
      ),
      "The diagonal is made infinitely far.",
    ],
  },
});
