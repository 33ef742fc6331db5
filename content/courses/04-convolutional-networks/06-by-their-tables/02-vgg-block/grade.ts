import { agreeing, contract, defineExercise, failed, passed, replace } from "@gradus/exercise";
import { manualSeed, nn, randn, zeros } from "gradus";
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
      name: "halves the picture and gives the channels it is told",
      run: ({ learner }) => {
        for (const [inputs, outputs, count, side, right] of [
          [3, 4, 2, 8, 4],
          [2, 5, 1, 7, 3],
          [4, 4, 3, 6, 3],
        ] as const) {
          const block = learner.vggBlock(inputs, outputs, count);
          const x = zeros([2, inputs, side, side]);
          const stop = stopped(`vggBlock(${inputs}, ${outputs}, ${count})`, block, x);
          if (stop) return stop;
          const got = block.call(x);
          if (got.shape.join() !== [2, outputs, right, right].join())
            return failed(
              `vggBlock(${inputs}, ${outputs}, ${count}): for images of shape [2, ${inputs}, ${side}, ${side}] the answer has shape [${got.shape.join(", ")}], expected [2, ${outputs}, ${right}, ${right}].`,
            );
        }
        return passed;
      },
    }),
    contract({
      name: "has the convolutions it is told",
      run: ({ learner }) =>
        sameLayers(
          "vggBlock(2, 5, 3)",
          convolutionsOf(learner.vggBlock(2, 5, 3), zeros([1, 2, 8, 8])),
          [
            "3×3 from 2 to 5, padding 1",
            "3×3 from 5 to 5, padding 1",
            "3×3 from 5 to 5, padding 1",
          ],
        ),
    }),
    contract({
      name: "has its parameters, and no others",
      run: ({ learner }) =>
        sameCount("vggBlock(2, 5, 3)", learner.vggBlock(2, 5, 3), 9 * (2 * 5 + 25 + 25) + 3 * 5),
    }),
    contract({
      name: "computes what the block does",
      run: ({ learner, reference, seed }) => {
        manualSeed(seed);
        const x = randn([2, 2, 8, 8]);
        return agreeing(
          "vggBlock: with its parameters set by a rule, for two images it",
          filled(learner.vggBlock(2, 5, 2)).call(x),
          filled(reference.vggBlock(2, 5, 2)).call(x),
        );
      },
    }),
  ],
  mistakes: {
    "no ReLU": [
      replace(", new nn.ReLU()", ""),
      "Nothing is bent: the convolutions behind each other are then no more than one larger one.",
    ],
    "one ReLU at the end": [
      replace(", new nn.ReLU()", ""),
      replace("layers.push(new nn.MaxPool2d", "layers.push(new nn.ReLU(), new nn.MaxPool2d"),
      "There is one ReLU for all convolutions. One follows each of them.",
    ],
    "mean pooling": [
      replace("new nn.MaxPool2d(2, { stride: 2 })", "new nn.AvgPool2d(2, { stride: 2 })"),
      "The pooling takes means. VGG takes the largest number of each window.",
    ],
    "ReLU before the convolution": [
      replace(
        "new nn.Conv2d(channels, outputs, 3, { padding: 1 }), new nn.ReLU()",
        "new nn.ReLU(), new nn.Conv2d(channels, outputs, 3, { padding: 1 })",
      ),
      "ReLU stands in front of each convolution. It comes behind.",
    ],
    "batch norm": [
      replace(", new nn.ReLU()", ", new nn.BatchNorm2d(outputs), new nn.ReLU()"),
      "There are batch norms. VGG is from 2014 and has none.",
    ],
    "always two convolutions": replace("i < convolutions", "i < 2"),
    "always from the inputs": replace("    channels = outputs;\n", "    channels = inputs;\n"),
    "no padding": replace(", { padding: 1 }", ""),
    "a pooling after each convolution": [
      replace(", new nn.ReLU()", ", new nn.ReLU(), new nn.MaxPool2d(2, { stride: 2 })"),
      replace("  layers.push(new nn.MaxPool2d(2, { stride: 2 }));\n", ""),
    ],
    "no bias": replace("{ padding: 1 }", "{ padding: 1, bias: false }"),
  },
  alternatives: {
    "pairs in a list": [
      replace(
        "  const layers: nn.TensorModule[] = [];\n  let channels = inputs;\n  for (let i = 0; i < convolutions; i++) {\n    layers.push(new nn.Conv2d(channels, outputs, 3, { padding: 1 }), new nn.ReLU());\n    channels = outputs;\n  }\n  layers.push(new nn.MaxPool2d(2, { stride: 2 }));\n  return new nn.Sequential(...layers);",
        '  const pairs = Array.from({ length: convolutions }, (_, i) => [\n    new nn.Conv2d(i === 0 ? inputs : outputs, outputs, 3, { padding: "same" }),\n    new nn.ReLU(),\n  ]);\n  return new nn.Sequential(...pairs.flat(), new nn.MaxPool2d(2));',
      ),
      "The padding is said by what it is for, and pooling steps by its own size unless told.",
    ],
  },
});
