import { agreeing, contract, defineExercise, failed, passed, replace } from "@gradus/exercise";
import { manualSeed, nn, randn, zeros } from "gradus";
import { convolutionsOf, filled, sameCount, sameLayers } from "../../07-skips/structure.ts";

type Block = readonly [inputs: number, outputs: number, stride: number, expansion: number];

/** Blocks with a skip, with other channels, with a stride, without widening. */
const blocks: readonly Block[] = [
  [4, 4, 1, 3],
  [4, 6, 1, 2],
  [4, 4, 2, 2],
  [5, 5, 1, 1],
];

export default defineExercise<typeof import("./solution.ts")>({
  checks: [
    contract({
      name: "gives the channels and the size it is told",
      run: ({ learner }) => {
        for (const block of blocks) {
          const [inputs, outputs, stride] = block;
          const made = new learner.InvertedResidual(...block);
          if (!(made instanceof nn.Module))
            return failed(
              "InvertedResidual: it is no nn.Module. Write `class … extends nn.Module`.",
            );
          const got = made.call(zeros([2, inputs, 7, 7])).shape.join(", ");
          const right = [2, outputs, stride === 2 ? 4 : 7, stride === 2 ? 4 : 7].join(", ");
          if (got !== right)
            return failed(
              `new InvertedResidual(${block.join(", ")}): for x of shape [2, ${inputs}, 7, 7] the answer has shape [${got}], expected [${right}].`,
            );
        }
        return passed;
      },
    }),
    contract({
      name: "passes the table's convolutions",
      run: ({ learner }) => {
        const wide = sameLayers(
          "new InvertedResidual(4, 6, 2, 3)",
          convolutionsOf(new learner.InvertedResidual(4, 6, 2, 3), zeros([1, 4, 8, 8])),
          [
            "1×1 from 4 to 12",
            "3×3 from 12 to 12, stride 2, padding 1, groups 12",
            "1×1 from 12 to 6",
          ],
        );
        if (!wide.passed) return wide;
        return sameLayers(
          "new InvertedResidual(5, 5, 1, 1)",
          convolutionsOf(new learner.InvertedResidual(5, 5, 1, 1), zeros([1, 5, 8, 8])),
          ["3×3 from 5 to 5, padding 1, groups 5", "1×1 from 5 to 5"],
        );
      },
    }),
    contract({
      name: "has its parameters, and no others",
      run: ({ learner }) =>
        sameCount(
          "new InvertedResidual(4, 4, 1, 3)",
          new learner.InvertedResidual(4, 4, 1, 3),
          4 * 12 + 24 + 9 * 12 + 24 + 12 * 4 + 8,
        ),
    }),
    contract({
      name: "computes what the table says",
      run: async ({ learner, reference, seed }) => {
        manualSeed(seed);
        for (const block of blocks) {
          const x = randn([2, block[0], 5, 5]);
          const outcome = await agreeing(
            `new InvertedResidual(${block.join(", ")}): with its parameters set by a rule, for two images it`,
            filled(new learner.InvertedResidual(...block)).call(x),
            filled(new reference.InvertedResidual(...block)).call(x),
          );
          if (!outcome.passed) return outcome;
        }
        // With what batch norm remembers at its start, large numbers stay large and meet the lid.
        const x = randn([2, 4, 5, 5]).mul(30);
        const of = (own: typeof reference) =>
          filled(new own.InvertedResidual(4, 4, 1, 3))
            .eval()
            .call(x);
        return agreeing(
          "new InvertedResidual(4, 4, 1, 3): in evaluation mode, for images with large numbers, it",
          of(learner),
          of(reference),
        );
      },
    }),
  ],
  mistakes: {
    "the narrow end is bent": [
      replace("new nn.BatchNorm2d(outputs));", "new nn.BatchNorm2d(outputs), new nn.ReLU6());"),
      "The narrow end is bent. There are few channels, and what ReLU cuts off there is lost for good: it stays linear.",
    ],
    "bent after the skip": [
      replace("return this.skips ? x.add(y) : y;", "return (this.skips ? x.add(y) : y).relu();"),
      "There is a ReLU after the addition, as in ResNet. Here nothing is bent between the blocks.",
    ],
    "the skip is missing": [
      replace("this.skips = stride === 1 && inputs === outputs;", "this.skips = false;"),
      "x is never added. Where the stride is 1 and the channels are as many as before, the block has a skip.",
    ],
    "ReLU without a lid": [
      replace(
        "new nn.BatchNorm2d(hidden),\n        new nn.ReLU6()",
        "new nn.BatchNorm2d(hidden),\n        new nn.ReLU()",
      ),
      replace(
        "new nn.BatchNorm2d(hidden),\n      new nn.ReLU6()",
        "new nn.BatchNorm2d(hidden),\n      new nn.ReLU()",
      ),
      "It is an ordinary ReLU inside. ReLU6 also cuts off what is above 6.",
    ],
    "the look is not bent": [
      replace("new nn.BatchNorm2d(hidden),\n      new nn.ReLU6()", "new nn.BatchNorm2d(hidden)"),
      "The depthwise step is not bent: after its batch norm there is a ReLU6.",
    ],
    "the wide step is not bent": [
      replace(
        "        new nn.BatchNorm2d(hidden),\n        new nn.ReLU6(),",
        "        new nn.BatchNorm2d(hidden),",
      ),
      "The widening step is not bent: after its batch norm there is a ReLU6.",
    ],
    "a skip wherever channels agree": replace(
      "stride === 1 && inputs === outputs",
      "inputs === outputs",
    ),
    "a skip wherever the stride is 1": replace(
      "stride === 1 && inputs === outputs",
      "stride === 1",
    ),
    "always widened": replace("expansion !== 1", "expansion > 0"),
    "not depthwise": replace("groups: hidden, ", ""),
    biases: replace(
      "new nn.Conv2d(hidden, outputs, 1, { bias })",
      "new nn.Conv2d(hidden, outputs, 1)",
    ),
  },
  alternatives: {
    "asks at the end": [
      replace(
        "return this.skips ? x.add(y) : y;",
        "return x.shape.join() === y.shape.join() && this.skips ? y.add(x) : y;",
      ),
      "It looks at the shapes, too.",
    ],
  },
});
