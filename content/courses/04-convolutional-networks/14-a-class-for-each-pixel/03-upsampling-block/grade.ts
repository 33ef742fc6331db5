import { agreeing, contract, defineExercise, failed, passed, replace } from "@gradus/exercise";
import { cat, manualSeed, nn, noGrad, randn, type Tensor, zeros } from "gradus";

/** An UpBlock's own parts put together as asked for. */
const rightOf = (
  { up, block }: { up: nn.TensorModule; block: nn.TensorModule },
  x: Tensor,
  skip: Tensor,
): Tensor => block.call(cat([skip, up.call(x)], 1));

export default defineExercise<typeof import("./solution.ts")>({
  checks: [
    contract({
      name: "has both parts",
      run: ({ learner }) => {
        const { up, block } = new learner.UpBlock(6, 4);
        if (!(up instanceof nn.ConvTranspose2d))
          return failed("UpBlock: `up` is no nn.ConvTranspose2d.");
        if (up.weight.shape.join(", ") !== "6, 4, 2, 2" || !up.bias)
          return failed(
            `UpBlock(6, 4): the filters of \`up\` are [${up.weight.shape.join(", ")}]${up.bias ? "" : ", without a bias"}, expected [6, 4, 2, 2] with a bias: from 6 channels to 4, filters of 2×2.`,
          );
        const count = [...block.parameters()].reduce((n, p) => n + p.numel(), 0);
        return count === 448
          ? passed
          : failed(
              `UpBlock(6, 4): \`block\` has ${count} parameters, expected 448: a convBlock from 8 channels, 4 of each picture, to 4.`,
            );
      },
    }),
    contract({
      name: "gives the size of the skip",
      run: ({ learner }) => {
        const shape = new learner.UpBlock(6, 4).call(
          zeros([2, 6, 3, 5]),
          zeros([2, 4, 6, 10]),
        ).shape;
        return shape.join(", ") === "2, 4, 6, 10"
          ? passed
          : failed(`UpBlock(6, 4): the answer is [${shape.join(", ")}], expected [2, 4, 6, 10].`);
      },
    }),
    contract({
      name: "uses both pictures, the skip first",
      run: ({ learner, seed }) => {
        manualSeed(seed);
        const block = new learner.UpBlock(6, 4);
        const [x, skip] = [randn([2, 6, 3, 3]), randn([2, 4, 6, 6])];
        block.eval();
        return agreeing(
          "UpBlock: it is not what `block` gives for the skip and the enlarged picture, side by side along the channels:",
          noGrad(() => block.call(x, skip)),
          noGrad(() => rightOf(block, x, skip)),
        );
      },
    }),
  ],
  mistakes: {
    "the skip last": replace("cat([skip, larger], 1)", "cat([larger, skip], 1)"),
    "the skip is left out": replace("cat([skip, larger], 1)", "cat([larger, larger], 1)"),
    "only the skip": replace("cat([skip, larger], 1)", "cat([skip, skip], 1)"),
    added: [
      replace("cat([skip, larger], 1)", "skip.add(larger)"),
      replace("convBlock(2 * to, to)", "convBlock(to, to)"),
    ],
    "no stride": replace("{ stride: 2 }", "{ stride: 1 }"),
    "filters of 3 by 3": replace(
      "2, { stride: 2 }",
      "3, { stride: 2, padding: 1, outputPadding: 1 }",
    ),
    "without a bias": replace("{ stride: 2 }", "{ stride: 2, bias: false }"),
    "as many channels as before": [
      replace("new nn.ConvTranspose2d(from, to", "new nn.ConvTranspose2d(from, from"),
      replace("convBlock(2 * to, to)", "convBlock(to + from, to)"),
    ],
  },
  alternatives: {
    "in one expression": [
      replace(
        "    const larger = this.up.call(x);\n    return this.block.call(cat([skip, larger], 1));",
        "    return this.block.call(cat([skip, this.up.call(x)], 1));",
      ),
      "Without a name for what is in between.",
    ],
  },
});
