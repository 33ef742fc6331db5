import { agreeing, contract, defineExercise, failed, passed, replace } from "@gradus/exercise";
import { manualSeed, nn, noGrad, randn } from "gradus";

const sizes = [
  [3, 2, 4],
  [1, 3, 1],
  [2, 1, 5],
] as const;

export default defineExercise<typeof import("./solution.ts")>({
  checks: [
    contract({
      name: "is a convolution of the right size",
      run: ({ learner }) => {
        const layer = learner.asConvolution(new nn.Linear(18, 4), 2, 3);
        if (!(layer instanceof nn.Conv2d))
          return failed("asConvolution: the answer is no nn.Conv2d.");
        const shape = layer.weight.shape.join(", ");
        return shape === "4, 2, 3, 3"
          ? passed
          : failed(
              `asConvolution: for 4 answers, 2 channels and 3 pixels the filters are [${shape}], expected [4, 2, 3, 3].`,
            );
      },
    }),
    contract({
      name: "gives for one picture what the dense layer gives",
      run: async ({ learner, seed }) => {
        manualSeed(seed);
        for (const [f, C, out] of sizes) {
          const dense = new nn.Linear(C * f * f, out);
          const layer = learner.asConvolution(dense, C, f);
          const x = randn([2, C, f, f]);
          const outcome = await agreeing(
            `asConvolution: for ${C} channels and ${f} × ${f} pixels it is not what the dense layer gives:`,
            noGrad(() => layer.call(x)),
            noGrad(() => dense.call(x.reshape([2, C * f * f])).reshape([2, out, 1, 1])),
          );
          if (!outcome.passed) return outcome;
        }
        return passed;
      },
    }),
    contract({
      name: "answers for every window of a larger picture",
      run: async ({ learner, seed }) => {
        manualSeed(seed);
        const dense = new nn.Linear(18, 4);
        const layer = learner.asConvolution(dense, 2, 3);
        const x = randn([1, 2, 5, 6]);
        const got = noGrad(() => layer.call(x));
        if (got.shape.join(", ") !== "1, 4, 3, 4")
          return failed(
            `asConvolution: for windows of 3 × 3 a picture of 5 × 6 gives [${got.shape.join(", ")}], expected [1, 4, 3, 4]: no padding, stride 1.`,
          );
        const window = x.narrow(2, 1, 3).narrow(3, 2, 3).reshape([1, 18]);
        return agreeing(
          "asConvolution: at row 1, column 2 it is not what the dense layer gives for this window:",
          got.select(3, 2).select(2, 1),
          noGrad(() => dense.call(window)),
        );
      },
    }),
    contract({
      name: "leaves the dense layer alone",
      run: async ({ learner, seed }) => {
        manualSeed(seed);
        const dense = new nn.Linear(8, 3);
        const before = Array.from(await dense.weight.data(), Number);
        const layer = learner.asConvolution(dense, 2, 2);
        if (!layer.weight.requiresGrad)
          return failed("asConvolution: the new layer's filters cannot learn any more.");
        nn.init.zeros_(layer.weight);
        if (layer.bias) nn.init.zeros_(layer.bias);
        const after = Array.from(await dense.weight.data(), Number);
        const bias = Array.from((await dense.bias?.data()) ?? [], Number);
        return after.every((v, i) => v === before[i]) && bias.some((v) => v !== 0)
          ? passed
          : failed(
              "asConvolution: changing the new layer changes the dense one. Copy the weights.",
            );
      },
    }),
  ],
  mistakes: {
    "pixels before channels": replace(
      "dense.weight.reshape([out, C, f, f])",
      "dense.weight.reshape([out, f, f, C]).permute([0, 3, 1, 2])",
    ),
    "rows and columns exchanged": replace(
      "dense.weight.reshape([out, C, f, f])",
      "dense.weight.reshape([out, C, f, f]).transpose(2, 3)",
    ),
    "the filters turned": replace(
      "dense.weight.reshape([out, C, f, f])",
      "dense.weight.reshape([out, C, f, f]).flip([2, 3])",
    ),
    "no bias": replace("    if (layer.bias && dense.bias) layer.bias.copy_(dense.bias);\n", ""),
    "weights by chance": replace(
      "    layer.weight.copy_(dense.weight.reshape([out, C, f, f]));\n",
      "",
    ),
    "padding keeps the size": replace(
      "new nn.Conv2d(C, out, f)",
      "new nn.Conv2d(C, out, f, { padding: f === 3 ? 1 : 0 })",
    ),
    "windows side by side": replace(
      "new nn.Conv2d(C, out, f)",
      "new nn.Conv2d(C, out, f, { stride: f })",
    ),
    "filters of one pixel": replace("new nn.Conv2d(C, out, f)", "new nn.Conv2d(C * f * f, out, 1)"),
    "a layer that cannot learn": replace(
      "  return layer;",
      "  layer.requiresGrad_(false);\n  return layer;",
    ),
    "the dense layer is emptied": replace(
      "  return layer;",
      "  nn.init.zeros_(dense.weight);\n  return layer;",
    ),
  },
  alternatives: {
    "the shape of the filters": [
      replace("reshape([out, C, f, f])", "reshape(layer.weight.shape)"),
      "The new layer knows which shape its filters have.",
    ],
  },
});
