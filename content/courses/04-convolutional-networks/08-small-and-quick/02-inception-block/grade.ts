import { agreeing, contract, defineExercise, failed, passed, replace } from "@gradus/exercise";
import { manualSeed, nn, randn, zeros } from "gradus";
import { convolutionsOf, filled, sameCount } from "../../07-skips/structure.ts";

const widths = { one: 5, reduce3: 2, three: 6, reduce5: 3, five: 4, pool: 7 };

export default defineExercise<typeof import("./solution.ts")>({
  checks: [
    contract({
      name: "keeps the picture's size and joins the channels",
      run: ({ learner }) => {
        const block = new learner.InceptionBlock(3, widths);
        if (!(block instanceof nn.Module))
          return failed("InceptionBlock: it is no nn.Module. Write `class … extends nn.Module`.");
        const got = block.call(zeros([2, 3, 6, 7])).shape.join(", ");
        return got === "2, 22, 6, 7"
          ? passed
          : failed(
              `InceptionBlock: for x of shape [2, 3, 6, 7] and ways of 5, 6, 4 and 7 channels the answer has shape [${got}], expected [2, 22, 6, 7].`,
            );
      },
    }),
    contract({
      name: "has the table's convolutions",
      run: ({ learner }) => {
        const got = convolutionsOf(new learner.InceptionBlock(3, widths), zeros([1, 3, 6, 6]));
        const right = [
          "1×1 from 3 to 5",
          "1×1 from 3 to 2",
          "3×3 from 2 to 6, padding 1",
          "1×1 from 3 to 3",
          "5×5 from 3 to 4, padding 2",
          "1×1 from 3 to 7",
        ];
        return got.toSorted().join("; ") === right.toSorted().join("; ")
          ? passed
          : failed(
              `InceptionBlock: the convolutions are ${got.join("; ") || "none"}; expected ${right.join("; ")}.`,
            );
      },
    }),
    contract({
      name: "has GoogLeNet's 163,696 parameters in its first block",
      run: ({ learner }) =>
        sameCount(
          "InceptionBlock, the first of GoogLeNet,",
          new learner.InceptionBlock(192, {
            one: 64,
            reduce3: 96,
            three: 128,
            reduce5: 16,
            five: 32,
            pool: 32,
          }),
          163_696,
        ),
    }),
    contract({
      name: "computes what the block in the table does",
      run: ({ learner, reference, seed }) => {
        manualSeed(seed);
        const x = randn([2, 3, 6, 6]);
        return agreeing(
          "InceptionBlock: with its parameters set by a rule, for two images it",
          filled(new learner.InceptionBlock(3, widths)).call(x),
          filled(new reference.InceptionBlock(3, widths)).call(x),
        );
      },
    }),
  ],
  mistakes: {
    "no ReLU after the reductions": [
      replace(
        "new nn.Conv2d(inputs, reduce3, 1),\n      new nn.ReLU(),",
        "new nn.Conv2d(inputs, reduce3, 1),",
      ),
      replace(
        "new nn.Conv2d(inputs, reduce5, 1),\n      new nn.ReLU(),",
        "new nn.Conv2d(inputs, reduce5, 1),",
      ),
      "The 1×1 convolutions in front of 3×3 and 5×5 are not bent. A ReLU follows every convolution.",
    ],
    "no ReLU at the ends": [
      replace(
        "new nn.Conv2d(reduce3, three, 3, { padding: 1 }),\n      new nn.ReLU(),",
        "new nn.Conv2d(reduce3, three, 3, { padding: 1 }),",
      ),
      replace(
        "new nn.Conv2d(reduce5, five, 5, { padding: 2 }),\n      new nn.ReLU(),",
        "new nn.Conv2d(reduce5, five, 5, { padding: 2 }),",
      ),
      "The 3×3 and 5×5 convolutions are not bent. A ReLU follows every convolution.",
    ],
    "mean pooling": [
      replace("new nn.MaxPool2d(", "new nn.AvgPool2d("),
      "The fourth way takes means. It is max pooling.",
    ],
    "another order of the ways": [
      replace(
        "[this.one, this.three, this.five, this.pooled]",
        "[this.pooled, this.one, this.three, this.five]",
      ),
      "The pooled channels come first. The order is that of the table: 1×1, 3×3, 5×5, pooling.",
    ],
    "five before three": [
      replace(
        "[this.one, this.three, this.five, this.pooled]",
        "[this.one, this.five, this.three, this.pooled]",
      ),
      "The channels of the 5×5 way come before those of the 3×3 way.",
    ],
    "no reduction": replace(
      "new nn.Conv2d(inputs, reduce5, 1)",
      "new nn.Conv2d(inputs, reduce5, 3, { padding: 1 })",
    ),
    "added up": replace(
      "cat(ways, 1)",
      "ways.reduce((a, b) => a.add(b.mean(1, { keepdim: true })))",
    ),
    "along the images": replace("cat(ways, 1)", "cat(ways.map((w) => w.narrow(1, 0, 4)), 0)"),
    "a bias is missing": replace(
      "new nn.Conv2d(inputs, one, 1)",
      "new nn.Conv2d(inputs, one, 1, { bias: false })",
    ),
  },
  alternatives: {
    "bent once": [
      replace(
        "    const ways = [this.one, this.three, this.five, this.pooled].map((way) => way.call(x));\n    return cat(ways, 1);",
        "    const { one, three, five, pooled } = this;\n    return cat([one.call(x), three.call(x), five.call(x), pooled.call(x)], 1).relu();",
      ),
      "It bends all that is joined once more, which changes nothing.",
    ],
  },
});
