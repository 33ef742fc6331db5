import { agreeing, contract, defineExercise, failed, passed, replace } from "@gradus/exercise";
import { manualSeed, nn, noGrad, randn, type Tensor } from "gradus";
import { filled, sameCount } from "../structure.ts";

/** How many parameters the network has. */
const right = (channels: number, blocks: number, classes: number): number =>
  9 * channels +
  2 * channels +
  blocks * (2 * 9 * channels ** 2 + 4 * channels) +
  (channels + 1) * classes;

export default defineExercise<typeof import("./solution.ts")>({
  checks: [
    contract({
      name: "has parameters for every block",
      run: ({ learner }) => {
        for (const blocks of [1, 4]) {
          const outcome = sameCount(
            `network(3, ${blocks}, 5)`,
            learner.network(3, blocks, 5),
            right(3, blocks, 5),
          );
          if (!outcome.passed) return outcome;
        }
        return passed;
      },
    }),
    contract({
      name: "adds what came in",
      run: ({ learner, reference, seed }) => {
        manualSeed(seed);
        const x = randn([2, 3, 4, 4]).abs();
        return agreeing(
          "BasicBlock: with its parameters set by a rule, for two images it",
          filled(new learner.BasicBlock(3)).call(x),
          filled(new reference.BasicBlock(3)).call(x),
        );
      },
    }),
    contract({
      name: "hands a gradient down to the first layer, whatever is in the branches",
      run: async ({ learner, seed }) => {
        manualSeed(seed);
        const model = learner.network(3, 3, 5);
        for (const m of model.modules())
          if (m instanceof learner.BasicBlock) {
            nn.init.zeros_(m.bn1.weight as Tensor);
            nn.init.zeros_(m.bn2.weight as Tensor);
          }
        model
          .call(randn([4, 1, 5, 5]))
          .square()
          .sum()
          .backward();
        const first = model.parameters()[0];
        const size = first?.grad ? await first.grad.abs().max().item() : 0;
        return size > 0
          ? passed
          : failed(
              "network: where all branches give 0, no gradient reaches the first layer. It should come past them.",
            );
      },
    }),
    contract({
      name: "says the same of an image, whoever stands beside it",
      run: async ({ learner, seed }) => {
        manualSeed(seed);
        const model = learner.network(3, 2, 5);
        for (let i = 0; i < 4; i++) noGrad(() => model.call(randn([8, 1, 5, 5])));
        for (let i = 0; i < 12; i++) {
          const image = randn([1, 1, 5, 5]);
          model.train();
          const [alone] = await learner.predict(model, image);
          for (const shift of [5, -5]) {
            const others = randn([6, 1, 5, 5]).mul(4).add(shift);
            model.train();
            const X = others.clone();
            X.narrow(0, 0, 1).copy_(image);
            const [beside] = await learner.predict(model, X);
            if (alone !== beside)
              return failed(
                `predict: an image is called ${alone} when it comes alone, and ${beside} when it comes with five others.`,
              );
          }
        }
        return passed;
      },
    }),
  ],
  bugs: {
    "one block for all": replace(
      "Array.from({ length: blocks }, () => new BasicBlock(channels))",
      "new Array(blocks).fill(new BasicBlock(channels))",
    ),
    "the skip begins too late": replace("return z.add(x).relu();", "return z.add(y).relu();"),
    "it answers in training mode": replace("  model.eval();\n", ""),
  },
  mistakes: {
    "the skip is missing": [
      replace("return z.add(x).relu();", "return z.relu();"),
      "Nothing is added in a block now. The skip adds what came in.",
    ],
    "bent before the addition": [
      replace("return z.add(x).relu();", "return z.relu().add(x);"),
      "The branch is bent before it is added. Add first, bend after.",
    ],
    "added twice": [
      replace("return z.add(x).relu();", "return z.add(x).add(y).relu();"),
      "Both x and y are added. The skip adds what came in, and nothing else.",
    ],
    "no bend at the end": [
      replace("return z.add(x).relu();", "return z.add(x);"),
      "The sum is not bent any more. ReLU comes after the addition.",
    ],
    "cut off": replace("return z.add(x).relu();", "return z.add(x.detach()).relu();"),
    "one block too few": replace("{ length: blocks }", "{ length: blocks - 1 }"),
  },
  alternatives: {
    "a loop": [
      replace(
        "const deep = Array.from({ length: blocks }, () => new BasicBlock(channels));",
        "const deep: BasicBlock[] = [];\n  while (deep.length < blocks) deep.push(new BasicBlock(channels));",
      ),
      "A loop makes a new block each time.",
    ],
    "train(false)": [replace("model.eval();", "model.train(false);"), "It is the same as eval()."],
  },
});
