import { agreeing, contract, defineExercise, failed, passed, replace } from "@gradus/exercise";
import { manualSeed, nn, randn, zeros } from "gradus";
import { convolutionsOf, filled, sameCount, sameLayers } from "../structure.ts";

export default defineExercise<typeof import("./solution.ts")>({
  checks: [
    contract({
      name: "is a module that keeps the shape",
      run: ({ learner }) => {
        const block = new learner.IdentityBlock(6, 4);
        if (!(block instanceof nn.Module))
          return failed("IdentityBlock: it is no nn.Module. Write `class … extends nn.Module`.");
        for (const shape of [
          [2, 6, 5, 5],
          [1, 6, 4, 7],
        ]) {
          const got = block.call(zeros(shape)).shape;
          if (got.join() !== shape.join())
            return failed(
              `IdentityBlock: for x of shape [${shape.join(", ")}] the answer has shape [${got.join(", ")}].`,
            );
        }
        return passed;
      },
    }),
    contract({
      name: "passes three convolutions",
      run: ({ learner }) =>
        sameLayers(
          "new IdentityBlock(6, 4)",
          convolutionsOf(new learner.IdentityBlock(6, 4), zeros([2, 6, 5, 5])),
          ["1×1 from 6 to 4", "3×3 from 4 to 4, padding 1", "1×1 from 4 to 6"],
        ),
    }),
    contract({
      name: "has its parameters, and no others",
      run: ({ learner }) => {
        const block = new learner.IdentityBlock(6, 4);
        const biased = [...block.modules()].filter((m) => m instanceof nn.Conv2d && m.bias);
        if (biased.length > 0)
          return failed(
            `IdentityBlock: ${biased.length} of its convolutions have a bias. The batch norm behind takes it off again with the mean; { bias: false } leaves it out.`,
          );
        const twice = 2 * (4 + 4 + 6);
        return sameCount("new IdentityBlock(6, 4)", block, 6 * 4 + 9 * 4 * 4 + 4 * 6 + twice);
      },
    }),
    contract({
      name: "computes what the block in the table does",
      run: ({ learner, reference, seed }) => {
        manualSeed(seed);
        const x = randn([3, 6, 4, 4]);
        return agreeing(
          "IdentityBlock: with its parameters set by a rule, for a batch of three it",
          filled(new learner.IdentityBlock(6, 4)).call(x),
          filled(new reference.IdentityBlock(6, 4)).call(x),
        );
      },
    }),
    contract({
      name: "hands gradients back to its input and all parameters",
      run: async ({ learner, reference, seed }) => {
        manualSeed(seed);
        const values = randn([2, 6, 4, 4]);
        const [mine, right] = [learner, reference].map((own) => {
          const x = values.detach().requiresGrad_();
          filled(new own.IdentityBlock(6, 4)).call(x).square().sum().backward();
          return x.grad;
        });
        return agreeing("IdentityBlock: the gradient of its input", mine, right);
      },
    }),
  ],
  mistakes: {
    "the skip is missing": [
      replace("c.add(x).relu()", "c.relu()"),
      "The input is not added. Without the skip it is three layers like any others.",
    ],
    "ReLU before the addition": [
      replace("c.add(x).relu()", "c.relu().add(x)"),
      "ReLU stands before the addition. Then a block can only add to what comes in, and never take away: add first, bend after.",
    ],
    "ReLU before and after the addition": [
      replace("c.add(x).relu()", "c.relu().add(x).relu()"),
      "The branch is bent before it is added. Then a block can only add to what comes in: batch norm, addition, ReLU.",
    ],
    "no ReLU at the end": [
      replace("c.add(x).relu()", "c.add(x)"),
      "The sum of branch and input is not bent. ReLU comes after the addition.",
    ],
    "the skip begins too late": [
      replace("return c.add(x).relu();", "return c.add(this.bn3.call(this.conv3.call(a))).relu();"),
      "What is added is not the input as it came.",
    ],
    "ReLU before batch norm": [
      replace(
        "this.bn1.call(this.conv1.call(x)).relu()",
        "this.bn1.call(this.conv1.call(x).relu())",
      ),
      replace(
        "this.bn2.call(this.conv2.call(a)).relu()",
        "this.bn2.call(this.conv2.call(a).relu())",
      ),
      "ReLU comes before batch norm inside. The order is convolution, batch norm, ReLU.",
    ],
    "no ReLU inside": [
      replace("this.bn1.call(this.conv1.call(x)).relu()", "this.bn1.call(this.conv1.call(x))"),
      replace("this.bn2.call(this.conv2.call(a)).relu()", "this.bn2.call(this.conv2.call(a))"),
      "Nothing is bent between the convolutions, so the three could be one.",
    ],
    "the last batch norm is missing": [
      replace("this.bn3.call(this.conv3.call(b))", "this.conv3.call(b)"),
      "The third convolution's numbers are added without a batch norm.",
    ],
    "one batch norm for two": replace(
      "this.bn2 = new nn.BatchNorm2d(middle)",
      "this.bn2 = this.bn1",
    ),
    "no padding": replace("{ padding: 1, bias: false }", "{ bias: false }"),
    "biases everywhere": replace(
      "new nn.Conv2d(middle, channels, 1, { bias: false })",
      "new nn.Conv2d(middle, channels, 1)",
    ),
    "wide in the middle": [
      replace("new nn.Conv2d(channels, middle, 1,", "new nn.Conv2d(channels, channels, 1,"),
      replace("this.bn1 = new nn.BatchNorm2d(middle)", "this.bn1 = new nn.BatchNorm2d(channels)"),
      replace("new nn.Conv2d(middle, middle, 3,", "new nn.Conv2d(channels, middle, 3,"),
    ],
    "cut off the gradient": replace("c.add(x).relu()", "c.add(x.detach()).relu()"),
  },
  alternatives: {
    "a Sequential for the branch": [
      replace(
        "    const a = this.bn1.call(this.conv1.call(x)).relu();\n    const b = this.bn2.call(this.conv2.call(a)).relu();\n    const c = this.bn3.call(this.conv3.call(b));\n    return c.add(x).relu();",
        "    return this.branch.call(x).add(x).relu();",
      ),
      replace(
        "    this.bn3 = new nn.BatchNorm2d(channels);\n",
        "    this.bn3 = new nn.BatchNorm2d(channels);\n    const inner = [this.conv1, this.bn1, new nn.ReLU(), this.conv2, this.bn2, new nn.ReLU()];\n    this.branch = new nn.Sequential(...inner, this.conv3, this.bn3);\n",
      ),
      replace(
        "  readonly bn3: nn.BatchNorm2d;\n",
        "  readonly bn3: nn.BatchNorm2d;\n  readonly branch: nn.Sequential;\n",
      ),
      "The branch is one Sequential, and forward is a single line.",
    ],
    "the input first": [
      replace("return c.add(x).relu();", "return nn.functional.relu(x.add(c));"),
      "It adds the branch to the input; a sum does not care.",
    ],
  },
});
