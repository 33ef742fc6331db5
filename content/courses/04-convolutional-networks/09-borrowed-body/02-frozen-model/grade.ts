import { agreeing, contract, defineExercise, failed, passed, replace } from "@gradus/exercise";
import { manualSeed, nn, noGrad, optim, randn, type Tensor, tensor } from "gradus";

const features = 4;

/** A small body that has seen some images. */
function trained(seed: number): nn.Sequential {
  manualSeed(seed);
  const body = new nn.Sequential(
    new nn.Conv2d(1, features, 3, { bias: false }),
    new nn.BatchNorm2d(features),
    new nn.ReLU(),
    new nn.AdaptiveAvgPool2d(1),
    new nn.Flatten(),
  );
  for (let i = 0; i < 5; i++) noGrad(() => body.call(randn([8, 1, 6, 6]).mul(2).add(1)));
  return body;
}

const numbersOf = async (values: Iterable<Tensor>): Promise<number[]> => {
  const all: number[] = [];
  for (const v of values) all.push(...Array.from(await v.data(), Number));
  return all;
};

/** The costs of ten steps, as anybody would take them. */
async function costsOf(model: nn.TensorModule): Promise<number[]> {
  const X = randn([12, 1, 6, 6]).add(3);
  const labels = tensor(
    Array.from({ length: 12 }, (_, i) => i % 3),
    { dtype: "int32" },
  );
  model.train();
  const learning = model.parameters().filter((p) => p.requiresGrad);
  const optimizer = new optim.Adam(learning, { lr: 0.05 });
  const costs: number[] = [];
  for (let step = 0; step < 10; step++) {
    optimizer.zeroGrad();
    const cost = nn.functional.crossEntropy(model.forward(X), labels);
    cost.backward();
    optimizer.step();
    costs.push(await cost.item());
  }
  return costs;
}

export default defineExercise<typeof import("./solution.ts")>({
  checks: [
    contract({
      name: "has a body and a head, and gives scores",
      run: ({ learner, seed }) => {
        const model = new learner.FrozenModel(trained(seed), features, 3);
        if (!(model instanceof nn.Module))
          return failed("FrozenModel: it is no nn.Module. Write `class … extends nn.Module`.");
        const got = model.call(randn([5, 1, 6, 6])).shape.join(", ");
        if (got !== "5, 3")
          return failed(
            `FrozenModel: for five images and 3 classes the answer has shape [${got}], expected [5, 3].`,
          );
        const names = [...model.namedParameters()].map(([name]) => name).toSorted();
        const right = ["body.0.weight", "body.1.bias", "body.1.weight", "head.bias", "head.weight"];
        return names.join() === right.join()
          ? passed
          : failed(
              `FrozenModel: its parameters are ${names.join(", ") || "none"}; expected ${right.join(", ")}.`,
            );
      },
    }),
    contract({
      name: "lets only the head learn",
      run: ({ learner, seed }) => {
        const model = new learner.FrozenModel(trained(seed), features, 3);
        model.train();
        const learning = [...model.namedParameters()].flatMap(([name, p]) =>
          p.requiresGrad ? [name] : [],
        );
        return learning.toSorted().join() === "head.bias,head.weight"
          ? passed
          : failed(
              `FrozenModel: these parameters require a gradient: ${learning.join(", ") || "none"}. It should be head.weight and head.bias.`,
            );
      },
    }),
    contract({
      name: "computes the head's scores of the body's features, in both modes",
      run: async ({ learner, seed }) => {
        const model = new learner.FrozenModel(trained(seed), features, 3);
        nn.init.constant_(model.head.weight, 0.25);
        const X = randn([5, 1, 6, 6]).add(3);
        const body = trained(seed).eval();
        for (const mode of [true, false]) {
          model.train(mode);
          const outcome = await agreeing(
            `FrozenModel: after train(${mode}), for five images it`,
            noGrad(() => model.call(X).sub(model.head.bias ?? 0)),
            noGrad(() => body.call(X).matmul(model.head.weight.t())),
          );
          if (!outcome.passed) return outcome;
        }
        return passed;
      },
    }),
    contract({
      name: "leaves the body as it was while the head learns",
      run: async ({ learner, seed }) => {
        const body = trained(seed);
        const kept = (): Promise<number[]> =>
          numbersOf([...body.parameters(), ...[...body.namedBuffers()].map(([, b]) => b)]);
        const before = await kept();
        const costs = await costsOf(new learner.FrozenModel(body, features, 3));
        const after = await kept();
        const at = after.findIndex((v, i) => v !== before[i]);
        if (at >= 0)
          return failed(
            `FrozenModel: ten steps have changed the body: a number in it was ${before[at]?.toFixed(4)} and is ${after[at]?.toFixed(4)}.`,
          );
        const [first = 0, last = 0] = [costs[0], costs.at(-1)];
        return last < first
          ? passed
          : failed(
              `FrozenModel: in ten steps the cost went from ${first.toFixed(4)} to ${last.toFixed(4)}; the head should bring it down.`,
            );
      },
    }),
    contract({
      name: "changes its own mode as it is told, and the body's never",
      run: ({ learner, seed }) => {
        const model = new learner.FrozenModel(trained(seed), features, 3);
        for (const mode of [false, true]) {
          if (model.train(mode) !== model)
            return failed("FrozenModel: train(on) does not answer with the model itself.");
          if (model.training !== mode || model.head.training !== mode)
            return failed(
              `FrozenModel: after train(${mode}) the model's or the head's training is ${!mode}.`,
            );
        }
        const wrong = [...new Set(model.body.modules())].filter((m) => m.training);
        return wrong.length === 0
          ? passed
          : failed(
              `FrozenModel: after train(true) ${wrong.length} parts of the body are in training mode.`,
            );
      },
    }),
  ],
  mistakes: {
    "batch norm goes on": [
      replace("    super.train(on);\n    this.body.eval();\n", "    super.train(on);\n"),
      "After train() the body's batch norms use the batch at hand, and remember it. Override train so that the body stays in evaluation mode.",
    ],
    "bent at the end": [
      replace("this.head.call(this.body.call(x))", "this.head.call(this.body.call(x)).relu()"),
      "The scores are bent. Nothing follows the head.",
    ],
    "softmax at the end": [
      replace("this.head.call(this.body.call(x))", "this.head.call(this.body.call(x)).softmax(1)"),
      "The scores have been made shares. The loss does that; the head's sums go out as they are.",
    ],
    "the features are bent": [
      replace("this.head.call(this.body.call(x))", "this.head.call(this.body.call(x).tanh())"),
      "The body's features are changed before the head gets them.",
    ],
    "the body learns": replace("p.requiresGrad = false", "p.requiresGrad = true"),
    "all is frozen": replace(
      "for (const p of body.parameters())",
      "for (const p of this.parameters())",
    ),
    "the head is always in evaluation mode": replace("super.train(on);", "super.train(false);"),
    "no bias": replace(
      "new nn.Linear(features, classes)",
      "new nn.Linear(features, classes, { bias: false })",
    ),
    "it answers nothing": replace("    return this;\n", "    return undefined as never;\n"),
  },
  alternatives: {
    "without gradients in the body": [
      replace(
        "this.head.call(this.body.call(x))",
        "this.head.call(noGrad(() => this.body.call(x)))",
      ),
      "It computes the features without a way back, which saves their memory too.",
    ],
  },
});
