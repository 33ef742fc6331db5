import { agreeing, contract, defineExercise, failed, passed, replace } from "@gradus/exercise";
import { manualSeed, nn, randn, zeros } from "gradus";
import { convolutionsOf, filled, sameCount } from "../structure.ts";

const sizes = [6, 4, 10, 2] as const;
const called = "new ProjectionBlock(6, 4, 10, 2)";

export default defineExercise<typeof import("./solution.ts")>({
  checks: [
    contract({
      name: "is a module that gives the new shape",
      run: ({ learner }) => {
        const cases = [
          [...sizes, 8, 4],
          [6, 4, 10, 1, 5, 5],
          [3, 5, 3, 2, 7, 4],
        ] as const;
        for (const [inputs, middle, outputs, stride, side, right] of cases) {
          const block = new learner.ProjectionBlock(inputs, middle, outputs, stride);
          if (!(block instanceof nn.Module))
            return failed(
              "ProjectionBlock: it is no nn.Module. Write `class … extends nn.Module`.",
            );
          const got = block.call(zeros([2, inputs, side, side])).shape.join(", ");
          const expected = [2, outputs, right, right].join(", ");
          if (got !== expected)
            return failed(
              `new ProjectionBlock(${inputs}, ${middle}, ${outputs}, ${stride}): for x of shape [2, ${inputs}, ${side}, ${side}] the answer has shape [${got}], expected [${expected}].`,
            );
        }
        return passed;
      },
    }),
    contract({
      name: "passes three convolutions, and one past them",
      run: ({ learner }) => {
        const got = convolutionsOf(new learner.ProjectionBlock(...sizes), zeros([2, 6, 8, 8]));
        const right = [
          "1×1 from 6 to 4",
          "3×3 from 4 to 4, stride 2, padding 1",
          "1×1 from 4 to 10",
          "1×1 from 6 to 10, stride 2",
        ];
        if (got.toSorted().join("; ") === right.toSorted().join("; ")) {
          const same = new learner.ProjectionBlock(5, 3, 5, 1);
          const count = convolutionsOf(same, zeros([2, 5, 4, 4])).length;
          return count === 4
            ? passed
            : failed(
                `new ProjectionBlock(5, 3, 5, 1): x passes ${count} convolutions, expected 4. The skip has its own also where x could be added as it is.`,
              );
        }
        const early = got.includes("1×1 from 6 to 4, stride 2") && {
          name: "the stride in the first convolution",
          explanation:
            "The stride is in the branch's first 1×1 convolution, which then never looks at three of four pixels. Here it is in the 3×3.",
        };
        return failed(
          `${called}: the convolutions are ${got.join("; ") || "none"}; expected ${right.join("; ")}.`,
          early ? { misconception: early } : {},
        );
      },
    }),
    contract({
      name: "has its parameters, and no others",
      run: ({ learner }) => {
        const block = new learner.ProjectionBlock(...sizes);
        const biased = [...block.modules()].filter((m) => m instanceof nn.Conv2d && m.bias);
        if (biased.length > 0)
          return failed(
            `ProjectionBlock: ${biased.length} of its convolutions have a bias. The batch norm behind takes it off again with the mean.`,
          );
        const twice = 2 * (4 + 4 + 10 + 10);
        return sameCount(called, block, 6 * 4 + 9 * 4 * 4 + 4 * 10 + 6 * 10 + twice);
      },
    }),
    contract({
      name: "computes what the block in the tables does",
      run: ({ learner, reference, seed }) => {
        manualSeed(seed);
        const x = randn([3, 6, 5, 5]);
        return agreeing(
          "ProjectionBlock: with its parameters set by a rule, for a batch of three it",
          filled(new learner.ProjectionBlock(...sizes)).call(x),
          filled(new reference.ProjectionBlock(...sizes)).call(x),
        );
      },
    }),
  ],
  mistakes: {
    "the skip is missing": [
      replace("branch.add(past).relu()", "branch.relu()"),
      replace("const past = this.skipNorm.call(this.skip.call(x));\n", "this.skip.call(x);\n"),
      "The skip is not added. Without it these are three layers like any others.",
    ],
    "ReLU before the addition": [
      replace("branch.add(past).relu()", "branch.relu().add(past)"),
      "ReLU stands before the addition. Add first, bend after.",
    ],
    "the skip is bent": [
      replace("branch.add(past).relu()", "branch.add(past.relu()).relu()"),
      "The skip is bent before it is added. It is there to let numbers through as straight as can be.",
    ],
    "no ReLU at the end": [
      replace("branch.add(past).relu()", "branch.add(past)"),
      "The sum is not bent. ReLU comes after the addition.",
    ],
    "no batch norm on the skip": [
      replace("this.skipNorm.call(this.skip.call(x))", "this.skip.call(x)"),
      "The skip's convolution has no batch norm behind it, so the two sides of the sum are on different scales.",
    ],
    "no ReLU inside": [
      replace("this.bn1.call(this.conv1.call(x)).relu()", "this.bn1.call(this.conv1.call(x))"),
      replace("this.bn2.call(this.conv2.call(a)).relu()", "this.bn2.call(this.conv2.call(a))"),
      "Nothing is bent between the convolutions, so the three could be one.",
    ],
    "multiplied instead of added": [
      replace("branch.add(past)", "branch.mul(past)"),
      "Branch and skip are multiplied. They are added: then a gradient goes back along both, undiminished.",
    ],
    "one batch norm for both sides": replace(
      "this.skipNorm = new nn.BatchNorm2d(outputs)",
      "this.skipNorm = this.bn3",
    ),
    "the stride in the first convolution": [
      replace(
        "new nn.Conv2d(inputs, middle, 1, { bias: false })",
        "new nn.Conv2d(inputs, middle, 1, { stride, bias: false })",
      ),
      replace("{ stride, padding: 1, bias: false }", "{ padding: 1, bias: false }"),
      "The stride is in the branch's first 1×1 convolution, which then never looks at three of four pixels. Here it is in the 3×3.",
    ],
    "no projection where the shapes fit": replace(
      "this.skipNorm.call(this.skip.call(x))",
      "x.shape.join() === branch.shape.join() ? x : this.skipNorm.call(this.skip.call(x))",
    ),
    "no stride on the skip": replace(
      "new nn.Conv2d(inputs, outputs, 1, { stride, bias: false })",
      "new nn.Conv2d(inputs, outputs, 1, { bias: false })",
    ),
    "the skip is a 3×3": replace(
      "new nn.Conv2d(inputs, outputs, 1, { stride, bias: false })",
      "new nn.Conv2d(inputs, outputs, 3, { stride, padding: 1, bias: false })",
    ),
    "a bias on the skip": replace(
      "new nn.Conv2d(inputs, outputs, 1, { stride, bias: false })",
      "new nn.Conv2d(inputs, outputs, 1, { stride })",
    ),
    "always a stride of 2": replace(
      "new nn.Conv2d(middle, middle, 3, { stride, padding: 1, bias: false })",
      "new nn.Conv2d(middle, middle, 3, { stride: 2, padding: 1, bias: false })",
    ),
  },
  alternatives: {
    "two Sequentials": [
      replace(
        "    const a = this.bn1.call(this.conv1.call(x)).relu();\n    const b = this.bn2.call(this.conv2.call(a)).relu();\n    const branch = this.bn3.call(this.conv3.call(b));\n    const past = this.skipNorm.call(this.skip.call(x));\n    return branch.add(past).relu();",
        "    const { conv1, bn1, conv2, bn2, conv3, bn3 } = this;\n    const inner = [conv1, bn1, new nn.ReLU(), conv2, bn2, new nn.ReLU()];\n    const branch = new nn.Sequential(...inner, conv3, bn3);\n    const past = new nn.Sequential(this.skip, this.skipNorm);\n    return nn.functional.relu(past.call(x).add(branch.call(x)));",
      ),
      "Each way is a Sequential of the same layers, and the skip is computed first.",
    ],
  },
});
