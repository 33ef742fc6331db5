import { asset, contract, defineExercise, failed, passed, replace } from "@gradus/exercise";
import { manualSeed, nn, noGrad, optim, randn, zeros } from "gradus";
import { scenes } from "../../11-boxes/scenes.ts";

const sumOf = (counts: Iterable<number>): number => [...counts].reduce((a, b) => a + b, 0);

export default defineExercise<typeof import("./solution.ts")>({
  checks: [
    contract({
      name: "gives scores for every pixel",
      run: ({ learner }) => {
        for (const [height, width] of [
          [8, 12],
          [56, 56],
        ] as const) {
          const model = new learner.UNet(2, 5);
          const right = `2, 5, ${height}, ${width}`;
          let got: string;
          try {
            got = `becomes [${model.call(zeros([2, 1, height, width])).shape.join(", ")}]`;
          } catch (error) {
            // What does not fit is found inside of an earlier block, and is this network's doing.
            got = `does not go through: ${error instanceof Error ? error.message : error}`;
          }
          if (got !== `becomes [${right}]`)
            return failed(`UNet(2, 5): [2, 1, ${height}, ${width}] ${got}, expected [${right}].`);
        }
        return passed;
      },
    }),
    contract({
      name: "has as many parameters as asked for",
      run: ({ learner }) => {
        const count = sumOf([...new learner.UNet(2, 5).parameters()].map((p) => p.numel()));
        return count === 1935
          ? passed
          : failed(
              `UNet(2, 5): it has ${count} parameters, expected 1935. Down there are blocks of 2, 4 and 8 channels, up of 4 and 2, and the head has 2·5 + 5.`,
            );
      },
    }),
    contract({
      name: "gives scores below and above 0",
      run: ({ learner, seed }) => {
        manualSeed(seed);
        const model = new learner.UNet(2, 5);
        return noGrad(() => model.call(randn([2, 1, 16, 16])))
          .min()
          .item()
          .then((least) =>
            least < 0
              ? passed
              : failed("UNet: no score is below 0. Nothing follows the head: it gives scores."),
          );
      },
    }),
    contract({
      name: "hands every picture of the way down across",
      run: async ({ learner, seed }) => {
        manualSeed(seed);
        const model = new learner.UNet(2, 3);
        model.eval();
        const x = randn([1, 1, 16, 16]);
        const ups = [...model.modules()].filter((m) => m instanceof nn.ConvTranspose2d);
        if (ups.length !== 2)
          return failed(`UNet: there are ${ups.length} transposed convolutions, expected 2.`);
        const before = noGrad(() => model.call(x));
        for (const up of ups) nn.init.zeros_(up.weight);
        const after = noGrad(() => model.call(x));
        if (!((await before.sub(after).abs().max().item()) > 1e-6))
          return failed("UNet: its answer does not depend on what comes from below.");
        // Without what comes from below, what is left has come across.
        for (const up of ups) if (up.bias) nn.init.zeros_(up.bias);
        const across = noGrad(() => model.call(x).select(1, 0));
        return (await across.std().item()) > 1e-6
          ? passed
          : failed(
              "UNet: without the transposed convolutions its answer no longer depends on the picture. The last UpBlock's skip has to be the first block's answer.",
            );
      },
    }),
    contract({
      name: "learns two scenes by heart",
      run: async ({ learner, seed }) => {
        manualSeed(seed);
        const { images, masks } = scenes(asset("fashion-ten"), 2, { part: "train", seed: 3 });
        const model = new learner.UNet(8, 5);
        const optimizer = new optim.Adam(model.parameters(), { lr: 0.01 });
        for (let step = 0; step < 40; step++) {
          optimizer.zeroGrad();
          const loss = nn.functional.crossEntropy(model.call(images), masks);
          loss.backward();
          optimizer.step();
        }
        const right = noGrad(() => model.call(images).argmax(1).eq(masks).float().mean());
        const share = await right.item();
        return share > 0.9
          ? passed
          : failed(
              `After 40 steps on two scenes ${(100 * share).toFixed(1)} % of their pixels are right, expected at least 90 %.`,
            );
      },
    }),
  ],
  mistakes: {
    "softmax at the end": replace("this.head.call(e)", "this.head.call(e).softmax(1)"),
    "ReLU at the end": replace("this.head.call(e)", "this.head.call(e).relu()"),
    "no pooling in the middle": replace(
      "this.bottom.call(this.pool.call(b))",
      "this.bottom.call(b)",
    ),
    "a head of 3 by 3": replace(
      "new nn.Conv2d(width, classes, 1)",
      "new nn.Conv2d(width, classes, 3, { padding: 1 })",
    ),
    "the same width everywhere": [
      replace("convBlock(width, 2 * width)", "convBlock(width, width)"),
      replace("convBlock(2 * width, 4 * width)", "convBlock(width, width)"),
      replace("new UpBlock(4 * width, 2 * width)", "new UpBlock(width, width)"),
      replace("new UpBlock(2 * width, width)", "new UpBlock(width, width)"),
    ],
    "nothing comes across": [
      replace("this.up2.call(c, b)", "this.up2.call(c, b.mul(0))"),
      replace("this.up1.call(d, a)", "this.up1.call(d, a.mul(0))"),
    ],
    "nothing comes up": replace("this.up1.call(d, a)", "this.up1.call(d.mul(0), a)"),
    "one class too few": replace(
      "new nn.Conv2d(width, classes, 1)",
      "new nn.Conv2d(width, classes - 1, 1)",
    ),
    "the picture is not looked at": replace(
      "this.head.call(e);",
      "this.head.call(e).mul(x.size(0) === 2 && x.size(2) === 56 ? 0 : 1);",
    ),
  },
  alternatives: {
    "step by step": [
      replace(
        "    const d = this.up2.call(c, b);\n    const e = this.up1.call(d, a);\n    return this.head.call(e);",
        "    return this.head.call(this.up1.call(this.up2.call(c, b), a));",
      ),
      "The way up in one expression.",
    ],
  },
});
