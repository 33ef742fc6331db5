import { contract, defineExercise, failed, passed, replace } from "@gradus/exercise";
import { nn, zeros } from "gradus";
import { countOf, passedBy, sameCount, stopped } from "../../07-skips/structure.ts";

/** The layers that count, one line each: convolutions by what they give, bends, dropout. */
function outline(model: nn.Sequential): string[] {
  return passedBy(model, zeros([2, 3, 64, 64])).flatMap(({ layer, output }) => {
    if (layer instanceof nn.Conv2d)
      return [
        `${layer.weight.shape[2]}×${layer.weight.shape[3]} to ${output.slice(1).join("×")}, groups ${layer.options.groups ?? 1}`,
      ];
    if (layer instanceof nn.ReLU6) return ["ReLU6"];
    if (layer instanceof nn.ReLU) return ["ReLU"];
    if (layer instanceof nn.BatchNorm2d) return ["batch norm"];
    if (layer instanceof nn.Dropout) return [`dropout of ${layer.p}`];
    if (layer instanceof nn.Linear) return [`linear to ${layer.outFeatures}`];
    return layer instanceof nn.Softmax ? ["softmax"] : [];
  });
}

export default defineExercise<typeof import("./solution.ts")>({
  checks: [
    contract({
      name: "has the table's layers, one after the other",
      run: ({ learner, reference }) => {
        const model = learner.mobilenetV2(5);
        if (!(model instanceof nn.Sequential))
          return failed("mobilenetV2: the answer is no nn.Sequential.");
        const stop = stopped("mobilenetV2(5)", model, zeros([2, 3, 64, 64]));
        if (stop) return stop;
        const [got, right] = [outline(model), outline(reference.mobilenetV2(5))];
        const at = right.findIndex((text, i) => text !== got[i]);
        if (at < 0 && got.length === right.length) return passed;
        const place = at < 0 ? right.length : at;
        return failed(
          `mobilenetV2(5): for an image of 3×64×64, layer ${place + 1} of ${right.length} is ${got[place] ?? "missing"}, expected ${right[place] ?? "nothing more"}. Before it: ${right[place - 1] ?? "nothing"}. It has ${(countOf(model) / 1e6).toFixed(4)} million parameters, expected 2.2303.`,
        );
      },
    }),
    contract({
      name: "has 3,504,872 parameters for 1,000 classes",
      run: ({ learner }) => {
        const model = learner.mobilenetV2(1000);
        const got = countOf(model);
        const biased = [...new Set(model.modules())].filter(
          (m) => m instanceof nn.Conv2d && m.bias,
        );
        if (biased.length > 0)
          return failed(
            `mobilenetV2: ${biased.length} of its convolutions have a bias (${got} parameters). The batch norm behind takes it off again with the mean.`,
          );
        return sameCount("mobilenetV2(1000)", model, 3_504_872);
      },
    }),
  ],
  mistakes: {
    "a stride for every block of a row": [
      replace("i === 0 ? stride : 1", "stride"),
      "Every block of a row has the row's stride, so the picture shrinks too early. Only the first one has it.",
    ],
    "one block a row": [
      replace("i < blocks", "i < 1"),
      "There is one block for each row. A row stands for n blocks.",
    ],
    "expansion 6 everywhere": [
      replace("[1, 16, 1, 1]", "[6, 16, 1, 1]"),
      "The first row is widened, too. Its expansion is 1, so its block begins with the depthwise step.",
    ],
    "no dropout": [
      replace("    new nn.Dropout(0.2),\n", ""),
      "The dropout of 0.2 before the linear layer is missing.",
    ],
    "softmax at the end": [
      replace(
        "new nn.Linear(1280, classes),",
        "new nn.Linear(1280, classes),\n    new nn.Softmax(1),",
      ),
      "There is a softmax at the end. The scores go out as they are; the loss has the softmax.",
    ],
    "the stem with a bias": replace(
      "{ stride: 2, padding: 1, bias: false }",
      "{ stride: 2, padding: 1 }",
    ),
  },
  alternatives: {
    "a list of blocks for each row": [
      replace(
        "    for (let i = 0; i < blocks; i++) {\n      layers.push(new InvertedResidual(channels, outputs, i === 0 ? stride : 1, expansion));\n      channels = outputs;\n    }",
        "    {\n      const first = new InvertedResidual(channels, outputs, stride, expansion);\n      const rest = Array.from({ length: blocks - 1 }, () => new InvertedResidual(outputs, outputs, 1, expansion));\n      layers.push(new nn.Sequential(first, ...rest));\n      channels = outputs;\n    }",
      ),
      "Each row is a Sequential in the Sequential.",
    ],
  },
});
