import {
  agreeing,
  contract,
  defineExercise,
  every,
  failed,
  passed,
  replace,
} from "@gradus/exercise";
import { manualSeed, randn, zeros } from "gradus";
import {
  convolutionsOf,
  filled,
  sameCount,
  sameLayers,
  stopped,
} from "../../07-skips/structure.ts";

export default defineExercise<typeof import("./solution.ts")>({
  checks: [
    contract({
      name: "gives the channels and the size it is told",
      run: ({ learner }) => {
        for (const [inputs, outputs, stride, side, right] of [
          [4, 6, 1, 5, 5],
          [3, 8, 2, 7, 4],
          [5, 2, 3, 9, 3],
        ] as const) {
          const x = zeros([2, inputs, side, side]);
          const block = learner.depthwiseSeparable(inputs, outputs, stride);
          const stop = stopped(`depthwiseSeparable(${inputs}, ${outputs}, ${stride})`, block, x);
          if (stop) return stop;
          const got = block.call(x).shape;
          if (got.join() !== [2, outputs, right, right].join())
            return failed(
              `depthwiseSeparable(${inputs}, ${outputs}, ${stride}): for x of shape [${x.shape.join(", ")}] the answer has shape [${got.join(", ")}], expected [2, ${outputs}, ${right}, ${right}].`,
            );
        }
        return passed;
      },
    }),
    contract({
      name: "passes a depthwise and a pointwise convolution",
      run: ({ learner }) =>
        sameLayers(
          "depthwiseSeparable(4, 6, 2)",
          convolutionsOf(learner.depthwiseSeparable(4, 6, 2), zeros([1, 4, 8, 8])),
          ["3×3 from 4 to 4, stride 2, padding 1, groups 4", "1×1 from 4 to 6"],
        ),
    }),
    contract({
      name: "has its parameters, and no others",
      run: ({ learner }) =>
        sameCount(
          "depthwiseSeparable(4, 6, 1)",
          learner.depthwiseSeparable(4, 6, 1),
          9 * 4 + 2 * 4 + 4 * 6 + 2 * 6,
        ),
    }),
    contract({
      name: "computes what the two steps do",
      run: async ({ learner, reference, seed }) => {
        manualSeed(seed);
        const x = randn([3, 4, 5, 5]);
        const own = filled(learner.depthwiseSeparable(4, 6, 1));
        const right = filled(reference.depthwiseSeparable(4, 6, 1));
        const outcome = await agreeing(
          "depthwiseSeparable: with its parameters set by a rule, for three images it",
          own.call(x),
          right.call(x),
        );
        if (!outcome.passed) return outcome;
        // What batch norms remember of one batch around 0 leaves large numbers large.
        return agreeing(
          "depthwiseSeparable: in evaluation mode, for images with large numbers, it",
          own.eval().call(x.mul(40)),
          right.eval().call(x.mul(40)),
        );
      },
    }),
  ],
  mistakes: {
    "no ReLU between": [
      replace("new nn.BatchNorm2d(inputs),\n    new nn.ReLU(),", "new nn.BatchNorm2d(inputs),"),
      "Nothing is bent between the two convolutions: a ReLU follows each batch norm.",
    ],
    "no ReLU at the end": [
      replace("new nn.BatchNorm2d(outputs),\n    new nn.ReLU(),", "new nn.BatchNorm2d(outputs),"),
      "The last batch norm is not followed by a ReLU.",
    ],
    "ReLU before the first batch norm": [
      replace(
        "new nn.BatchNorm2d(inputs),\n    new nn.ReLU(),",
        "new nn.ReLU(),\n    new nn.BatchNorm2d(inputs),",
      ),
      "The first ReLU stands before batch norm. The order is convolution, batch norm, ReLU.",
    ],
    "ReLU before the last batch norm": [
      replace(
        "new nn.BatchNorm2d(outputs),\n    new nn.ReLU(),",
        "new nn.ReLU(),\n    new nn.BatchNorm2d(outputs),",
      ),
      "The last ReLU stands before batch norm. The order is convolution, batch norm, ReLU.",
    ],
    "ReLU with a lid": [
      every("new nn.ReLU()", "new nn.ReLU6()"),
      "It is ReLU6 here, which cuts off what is above 6. The task has an ordinary ReLU.",
    ],
    "no groups": replace(", groups: inputs", ""),
    "the stride in the second step": [
      replace("{ stride, padding: 1,", "{ padding: 1,"),
      replace(
        "new nn.Conv2d(inputs, outputs, 1, { bias",
        "new nn.Conv2d(inputs, outputs, 1, { stride, bias",
      ),
    ],
    "no padding": replace("stride, padding: 1,", "stride,"),
    biases: replace("1, { bias: false }", "1"),
    "no batch norm between": replace("    new nn.BatchNorm2d(inputs),\n", ""),
  },
  alternatives: {
    "two Sequentials": [
      replace(
        "    new nn.ReLU(),\n    new nn.Conv2d(inputs, outputs",
        "    new nn.ReLU(),\n    new nn.Identity(),\n    new nn.Conv2d(inputs, outputs",
      ),
      "A layer that does nothing stands between the two steps.",
    ],
  },
});
