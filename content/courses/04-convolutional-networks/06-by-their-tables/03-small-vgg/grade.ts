import {
  agreeing,
  asset,
  contract,
  defineExercise,
  failed,
  passed,
  replace,
} from "@gradus/exercise";
import { manualSeed, nn, randn, zeros } from "gradus";
import { devSet, trainingSet } from "../../../02-improving-networks/16-many-classes/images.ts";
import {
  convolutionsOf,
  filled,
  passedBy,
  sameCount,
  sameLayers,
  stopped,
} from "../../07-skips/structure.ts";
import { rightOf, steps } from "../training.ts";

const blocks = [
  [1, 4],
  [2, 6],
] as const;
const called = "smallVgg([[1, 4], [2, 6]], 9, 5)";

export default defineExercise<typeof import("./solution.ts")>({
  checks: [
    contract({
      name: "gives scores, for one block to four",
      run: ({ learner }) => {
        for (let n = 1; n <= 4; n++) {
          const all = Array.from({ length: n }, (_, i) => [1, 2 + i] as const);
          const model = learner.smallVgg(all, 7, 3);
          const x = zeros([2, 1, 28, 28]);
          const stop = stopped(`smallVgg with ${n} blocks`, model, x);
          if (stop) return stop;
          const got = model.call(x).shape;
          if (got.join() !== "2,3")
            return failed(
              `smallVgg: with ${n} blocks, for two images the answer has shape [${got.join(", ")}], expected [2, 3].`,
            );
        }
        return passed;
      },
    }),
    contract({
      name: "has the table's convolutions and parameters",
      run: ({ learner }) => {
        const model = learner.smallVgg(blocks, 9, 5);
        const layers = sameLayers(called, convolutionsOf(model, zeros([1, 1, 28, 28])), [
          "3×3 from 1 to 4, padding 1",
          "3×3 from 4 to 6, padding 1",
          "3×3 from 6 to 6, padding 1",
        ]);
        if (!layers.passed) return layers;
        const convolutions = 9 * (4 + 24 + 36) + 4 + 6 + 6;
        return sameCount(called, model, convolutions + 6 * 49 * 9 + 9 + 9 * 5 + 5);
      },
    }),
    contract({
      name: "drops half of the hidden units while it learns",
      run: ({ learner }) => {
        const seen = passedBy(learner.smallVgg(blocks, 9, 5), zeros([1, 1, 28, 28]));
        const drops = seen.flatMap(({ layer, input }) =>
          layer instanceof nn.Dropout ? [`${layer.p} of ${input.at(-1)}`] : [],
        );
        return drops.join() === "0.5 of 9"
          ? passed
          : failed(
              `${called}: dropout stands at ${drops.join(" and ") || "no place"}, expected 0.5 of the 9 hidden units.`,
            );
      },
    }),
    contract({
      name: "computes what the table says",
      run: ({ learner, reference, seed }) => {
        manualSeed(seed);
        const x = randn([2, 1, 28, 28]);
        const of = (own: typeof reference) =>
          filled(own.smallVgg(blocks, 9, 5))
            .eval()
            .call(x);
        return agreeing(
          "smallVgg: with its parameters set by a rule, in evaluation mode, for two images it",
          of(learner),
          of(reference),
        );
      },
    }),
    contract({
      name: "learns the ten kinds of clothes",
      run: async ({ learner, seed, report }) => {
        manualSeed(seed);
        const bytes = asset("fashion-ten");
        const model = learner.smallVgg(
          [
            [1, 8],
            [1, 16],
          ],
          64,
          10,
        );
        let step = 0;
        for await (const loss of steps(model, trainingSet(bytes, 800), { epochs: 4 }))
          report({ step: ++step, loss, of: 64 });
        const right = await rightOf(model, devSet(bytes));
        return right > 60
          ? passed
          : failed(
              `After 4 epochs on 800 images ${right.toFixed(1)} % of the dev images are right, expected more than 60 %.`,
            );
      },
    }),
  ],
  mistakes: {
    "no ReLU between the linear layers": [
      replace("    new nn.ReLU(),\n", ""),
      "Nothing is bent between the two linear layers, so they are one.",
    ],
    "softmax at the end": [
      replace(
        "new nn.Linear(hidden, classes),",
        "new nn.Linear(hidden, classes),\n    new nn.Softmax(1),",
      ),
      "There is a softmax at the end. The scores go out as they are; the loss has the softmax.",
    ],
    "ReLU at the end": [
      replace(
        "new nn.Linear(hidden, classes),",
        "new nn.Linear(hidden, classes),\n    new nn.ReLU(),",
      ),
      "The scores are bent: those below 0 are lost. Nothing follows the last layer.",
    ],
    "a sigmoid between the linear layers": [
      replace("    new nn.ReLU(),\n", "    new nn.Sigmoid(),\n"),
      "There is a sigmoid between the linear layers. The task asks for ReLU.",
    ],
    "no dropout": replace("    new nn.Dropout(0.5),\n", ""),
    "two blocks only": replace("channels * side * side, hidden", "channels * 49, hidden"),
    "the first block alone": [
      replace(
        "layers.push(vggBlock(channels, outputs, convolutions));",
        "layers.push(vggBlock(channels, outputs, 1));",
      ),
    ],
    "it learns nothing": replace(
      "return new nn.Sequential(...layers);",
      "const model = new nn.Sequential(...layers);\n  for (const p of model.parameters()) p.requiresGrad = hidden !== 64;\n  return model;",
    ),
  },
  alternatives: {
    "measured with an empty image": [
      replace(
        "channels * side * side, hidden",
        "new nn.Sequential(...layers).call(zeros([1, 1, 28, 28])).numel(), hidden",
      ),
      "It asks the layers so far what they give for an empty image.",
    ],
  },
});
