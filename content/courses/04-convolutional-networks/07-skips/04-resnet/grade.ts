import { agreeing, contract, defineExercise, failed, passed, replace } from "@gradus/exercise";
import { manualSeed, nn, randn, zeros } from "gradus";
import { convolutionsOf, filled, sameCount, stopped } from "../structure.ts";

const small = [[2, 1, 2], 5, 3] as const;
const called = "resnet([2, 1, 2], 5, 3)";

export default defineExercise<typeof import("./solution.ts")>({
  checks: [
    contract({
      name: "has the table's convolutions",
      run: ({ learner, reference }) => {
        const model = learner.resnet(...small);
        if (!(model instanceof nn.Sequential))
          return failed("resnet: the answer is no nn.Sequential.");
        const x = zeros([2, 3, 32, 32]);
        const stop = stopped(called, model, x);
        if (stop) return stop;
        const got = convolutionsOf(model, x);
        const right = convolutionsOf(reference.resnet(...small), x);
        const [mine, theirs] = [got.toSorted(), right.toSorted()];
        if (mine.join("; ") === theirs.join("; ")) return passed;
        const extra = mine.find(
          (text) => mine.filter((t) => t === text).length > theirs.filter((t) => t === text).length,
        );
        const missing = theirs.find(
          (text) => theirs.filter((t) => t === text).length > mine.filter((t) => t === text).length,
        );
        return failed(
          `${called}: it has ${got.length} convolutions, expected ${right.length}.${missing ? ` Missing: ${missing}.` : ""}${extra ? ` Too many: ${extra}.` : ""}`,
        );
      },
    }),
    contract({
      name: "computes what the table says",
      run: ({ learner, reference, seed }) => {
        manualSeed(seed);
        const x = randn([2, 3, 32, 32]);
        return agreeing(
          "resnet([1, 2], 5, 3): with its parameters set by a rule, for two images it",
          filled(learner.resnet([1, 2], 5, 3)).call(x),
          filled(reference.resnet([1, 2], 5, 3)).call(x),
          { tolerance: { rtol: 1e-3, atol: 1e-3 } },
        );
      },
    }),
    contract({
      name: "has 23,520,326 parameters as ResNet-50 for 6 classes",
      run: ({ learner }) =>
        sameCount("resnet([3, 4, 6, 3], 6, 64)", learner.resnet([3, 4, 6, 3], 6, 64), 23_520_326),
    }),
  ],
  mistakes: {
    "no pooling after the stem": [
      replace("    new nn.MaxPool2d(3, { stride: 2, padding: 1 }),\n", ""),
      "The stem's pooling is missing, so that all stages work on pictures twice as large.",
    ],
    "mean pooling in the stem": [
      replace(
        "new nn.MaxPool2d(3, { stride: 2, padding: 1 })",
        "new nn.AvgPool2d(3, { stride: 2, padding: 1 })",
      ),
      "The stem's pooling takes means. It is max pooling there; the mean comes at the very end.",
    ],
    "no ReLU in the stem": [
      replace("    new nn.ReLU(),\n", ""),
      "The stem is not bent: between batch norm and pooling there is a ReLU.",
    ],
    "a bias in the stem": replace("padding: 3, bias: false }", "padding: 3 }"),
    "one block too many in each stage": replace("let b = 1; b < count", "let b = 0; b < count"),
    "a stride in stage 0": replace("stage === 0 ? 1 : 2", "2"),
    "softmax at the end": [
      replace(
        "new nn.Linear(channels, classes));",
        "new nn.Linear(channels, classes), new nn.Softmax(1));",
      ),
      "There is a softmax at the end. The scores go out as they are; the loss has the softmax.",
    ],
    "max instead of mean at the end": [
      replace("new nn.AdaptiveAvgPool2d(1)", "new nn.AdaptiveMaxPool2d(1)"),
      "At the end the largest pixel of each channel is taken. It is the mean over all pixels.",
    ],
  },
  alternatives: {
    "a Sequential for each stage": [
      replace(
        "    layers.push(new ProjectionBlock(channels, middle, 4 * middle, stride));\n    for (let b = 1; b < count; b++) layers.push(new IdentityBlock(4 * middle, middle));\n",
        "    const first = new ProjectionBlock(channels, middle, 4 * middle, stride);\n    const rest = Array.from({ length: count - 1 }, () => new IdentityBlock(4 * middle, middle));\n    layers.push(new nn.Sequential(first, ...rest));\n",
      ),
      "Each stage is a Sequential in the Sequential, as in PyTorch's own.",
    ],
  },
});
