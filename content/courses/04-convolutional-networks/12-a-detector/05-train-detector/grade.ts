import { asset, contract, defineExercise, failed, passed, replace } from "@gradus/exercise";
import { manualSeed, nn, randn, type Tensor, tensor, zeros } from "gradus";
import { kinds, scenes } from "../../11-boxes/scenes.ts";
import { depth, find, precisionsOf, targetsOf } from "../detector.ts";

/** What the layers are called; the names of classes may be others where programs are made small. */
const layers = [
  ["Conv2d", nn.Conv2d],
  ["BatchNorm2d", nn.BatchNorm2d],
  ["ReLU", nn.ReLU],
  ["MaxPool2d", nn.MaxPool2d],
  ["Unflatten", nn.Unflatten],
] as const;

const block = "Conv2d, BatchNorm2d, ReLU";
const right = `${block}, MaxPool2d, ${block}, MaxPool2d, ${block}, MaxPool2d, ${block}, Conv2d, Unflatten`;

/** One scale and one shift, so that two steps can be followed by hand; it writes down what it is shown. */
class Scale extends nn.Module {
  readonly weight = nn.Parameter(tensor([0.5]));
  readonly shown: number[] = [];
  readonly modes: boolean[] = [];

  override forward(x: Tensor): Tensor {
    this.modes.push(this.training);
    this.shown.push(x.size(0));
    return x.mul(this.weight);
  }
}

export default defineExercise<typeof import("./solution.ts")>({
  checks: [
    contract({
      name: "has the layers in order",
      run: ({ learner }) => {
        const model = learner.detector(4, 2, 3);
        const names = [...model.children()]
          .map((m) => layers.find(([, kind]) => m instanceof kind)?.[0] ?? m.constructor.name)
          .join(", ");
        return names === right
          ? passed
          : failed(`detector: the layers are ${names}, expected ${right}.`);
      },
    }),
    contract({
      name: "gives numbers for each anchor and cell",
      run: ({ learner }) => {
        const model = learner.detector(4, 2, 3);
        const shape = model.call(zeros([2, 1, 56, 56])).shape.join(", ");
        return shape === "2, 2, 8, 7, 7"
          ? passed
          : failed(
              `detector: for 2 anchors and 3 kinds, images [2, 1, 56, 56] become [${shape}], expected [2, 2, 8, 7, 7].`,
            );
      },
    }),
    contract({
      name: "has as many parameters as asked for",
      run: ({ learner }) => {
        const model = learner.detector(4, 2, 3);
        const convolutions = [...model.modules()].filter((m) => m instanceof nn.Conv2d);
        if (convolutions.slice(0, -1).some((c) => c.bias))
          return failed(
            "detector: a convolution before batch norm has a bias. Its mean is taken off again; { bias: false } leaves it out.",
          );
        if (!convolutions.at(-1)?.bias)
          return failed("detector: the head, the last convolution, has no bias.");
        const count = [...model.parameters()].reduce((n, p) => n + p.numel(), 0);
        return count === 4140
          ? passed
          : failed(
              `detector: with width 4, 2 anchors and 3 kinds there are ${count} parameters, expected 4140. The blocks have 4, 8, 16 and 16 filters of 3×3, the head 16 of 1×1.`,
            );
      },
    }),
    contract({
      name: "walks through all examples in batches, in training mode",
      run: async ({ learner, seed }) => {
        manualSeed(seed);
        const model = new Scale();
        model.eval();
        const shape = [5, 1, 6, 1, 1];
        const losses = await learner.trainDetector(model, randn(shape), zeros(shape), {
          epochs: 2,
          batchSize: 2,
          learningRate: 0.1,
        });
        if (model.modes.some((mode) => !mode))
          return failed("trainDetector: it learns in evaluation mode. Call model.train() first.");
        const sizes = model.shown.join(", ");
        if (sizes !== "2, 2, 1, 2, 2, 1")
          return failed(
            `trainDetector: 5 scenes, 2 epochs and batches of 2 gave batches of ${sizes}, expected 2, 2, 1, 2, 2, 1.`,
          );
        return losses.length === 2
          ? passed
          : failed(`trainDetector: 2 epochs gave ${losses.length} losses, expected one for each.`);
      },
    }),
    contract({
      name: "steps as Adam does",
      run: async ({ learner }) => {
        // One example and one parameter: Adam's first steps are nearly as long as the learning rate.
        const model = new Scale();
        const x = tensor([1, 0.2, 0.3, 0.1, 0.2, 0]).reshape([1, 1, 6, 1, 1]);
        const losses = await learner.trainDetector(model, x, zeros([1, 1, 6, 1, 1]), {
          epochs: 3,
          batchSize: 1,
          learningRate: 0.1,
        });
        const left = model.weight.grad;
        // The slope of half a softplus is at most 0.5; that of three passes together is more.
        if (left && (await left.item()) > 0.5)
          return failed(
            `trainDetector: after three steps the gradient is ${(await left.item()).toFixed(2)}, and that of the last loss alone is below 0.5. Call zeroGrad in every step.`,
          );
        const softplus = (z: number): number => 0.5 * Math.log(1 + Math.exp(z));
        const expected = [0.5, 0.4, 0.3].map(softplus);
        const apart = losses.some((loss, i) => Math.abs(loss - (expected[i] as number)) > 2e-3);
        return apart
          ? failed(
              `trainDetector: an empty scene and a single weight of 0.5 cost ${losses.map((l) => l.toFixed(4)).join(", ")}, expected ${expected.map((l) => l.toFixed(4)).join(", ")} with steps of 0.1 by Adam.`,
            )
          : passed;
      },
    }),
    contract({
      name: "finds clothes in scenes it has not seen",
      run: async ({ learner, seed }) => {
        manualSeed(seed);
        const bytes = asset("fashion-ten");
        const seen = scenes(bytes, 160, { part: "train", seed });
        const other = scenes(bytes, 40, { part: "dev", seed });
        const model = learner.detector(8, 2, kinds.length);
        await learner.trainDetector(model, seen.images, targetsOf(seen.things), {
          epochs: 7,
          batchSize: 16,
          learningRate: 0.005,
        });
        const output = model.call(other.images.narrow(0, 0, 1)).shape;
        if (output[2] !== depth) return failed(`detector: its output is [${output.join(", ")}].`);
        const own = precisionsOf(await find(model, other.images, 0.05), other.things);
        const mean = own.reduce((a, b) => a + b) / own.length;
        return mean > 0.15
          ? passed
          : failed(
              `After 7 epochs on 160 scenes the mean average precision on other scenes is ${mean.toFixed(2)}, expected at least 0.15.`,
            );
      },
    }),
  ],
  mistakes: {
    "a pooling is missing": replace(
      "    ...block(2 * width, 4 * width),\n    new nn.MaxPool2d(2),\n",
      "    ...block(2 * width, 4 * width),\n",
    ),
    "no padding": replace("{ padding: 1, bias: false }", "{ bias: false }"),
    "biases before batch norm": replace("{ padding: 1, bias: false }", "{ padding: 1 }"),
    "one anchor": replace("anchors * (5 + kinds), 1)", "5 + kinds, 1)"),
    "a head that bends": replace(
      "anchors * (5 + kinds), 1),",
      "anchors * (5 + kinds), 1),\n    new nn.ReLU(),",
    ),
    "anchors and numbers exchanged": replace("[anchors, 5 + kinds]", "[5 + kinds, anchors]"),
    "a head of 3 by 3": replace(
      "anchors * (5 + kinds), 1)",
      "anchors * (5 + kinds), 3, { padding: 1 })",
    ),
    "never in training mode": replace("  model.train();\n", ""),
    "gradients pile up": replace("      optimizer.zeroGrad();\n", ""),
    "it never steps": replace("      optimizer.step();\n", ""),
    "the default learning rate": replace(", { lr: learningRate }", ""),
    "plain gradient descent": replace("new optim.Adam", "new optim.SGD"),
    "the last batch is lost": replace("shuffle: true", "shuffle: true, dropLast: true"),
    "a loss for each batch": [
      replace("sum += await loss.item();", "losses.push(await loss.item());"),
      replace("    losses.push(sum / loader.length);\n", ""),
      replace("    let sum = 0;\n", ""),
    ],
    "the network is not what is trained": replace(
      "const loss = yoloLoss(model.call(x), y);",
      "const loss = yoloLoss(model.call(x.size(2) === 1 || x.size(2) === 6 ? x : x.mul(0)), y);",
    ),
  },
  alternatives: {
    "gradients cleared after the step": [
      replace("      optimizer.zeroGrad();\n", ""),
      replace("optimizer.step();", "optimizer.step();\n      optimizer.zeroGrad();"),
      "Gradients are cleared at the end of a step instead of at its start.",
    ],
  },
});
