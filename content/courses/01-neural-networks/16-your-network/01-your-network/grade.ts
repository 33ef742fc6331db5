import {
  agreeing,
  asset,
  body,
  contract,
  defineExercise,
  every,
  failed,
  file,
  passed,
  type Random,
  replace,
} from "@gradus/exercise";
import { nn, type Tensor, tensor } from "gradus";
import { sums } from "../../11-planar-flower/model-checks.ts";
import { smallImages } from "../../15-deep-classifier/fashion-images.ts";

type Idea = readonly [name: string, text: string, answer: Tensor];

const list = (shape: readonly number[]): string => `[${shape.join(", ")}]`;
const shapesOf = (tensors: readonly Tensor[]): string =>
  tensors.map((t) => list(t.shape)).join(" ");

/** Values of their own, which no later step touches. */
const copies = (tensors: readonly Tensor[]): Promise<Tensor[]> =>
  Promise.all(tensors.map(async (t) => tensor(await t.data()).reshape(t.shape)));

const distance = (a: Tensor, b: Tensor): Promise<number> => a.sub(b).abs().max().item();

/** What the i-th of all parameters is called: W1, b1, W2, … */
const nameAt = (i: number): string => `${i % 2 === 0 ? "W" : "b"}${Math.floor(i / 2) + 1}`;

/** Six examples. */
const batch = (random: Random, inputs: number): [Tensor, Tensor] => [
  (random as Random<Tensor>).table(6, inputs),
  tensor([[1], [0], [1], [1], [0], [0]]),
];

const relu = (z: Tensor): Tensor => z.relu();

/** Holds an answer against the right one, and where they differ against those of wrong ideas. */
async function held(message: string, got: Tensor, right: Tensor, ideas: readonly Idea[] = []) {
  const tolerance = { rtol: 0, atol: 1e-4 };
  for (const [name, explanation, answer] of ideas) {
    const same = list(got.shape) === list(answer.shape) && (await distance(got, answer)) < 1e-4;
    if (same && (await distance(answer, right)) > 1e-4)
      return agreeing(message, got, right, { tolerance, misconception: { name, explanation } });
  }
  return agreeing(message, got, right, { tolerance });
}

const allSizes = [
  [3, 1],
  [3, 4, 1],
  [4, 5, 3, 1],
];

export default defineExercise<typeof import("./solution.ts")>({
  checks: [
    contract({
      name: "has W and b of the right shapes for each layer",
      run: ({ learner }) => {
        for (const sizes of [
          [2, 3, 1],
          [5, 1],
          [7, 6, 5, 4, 1],
          [1, 1, 1],
        ]) {
          const got = shapesOf(learner.makeNetwork(sizes, { seed: 1 }).parameters());
          const expected = sizes
            .slice(1)
            .map((units, l) => `[${units}, ${sizes[l]}] [${units}]`)
            .join(" ");
          if (got !== expected)
            return failed(
              `For the sizes ${list(sizes)} the parameters have shapes ${got || "of none"}, expected ${expected}.`,
            );
        }
        return passed;
      },
    }),
    contract({
      name: "makes the same network from the same seed, and others from others",
      run: async ({ learner }) => {
        const first = async (seed: number): Promise<Tensor> =>
          (await copies(learner.makeNetwork([4, 3, 1], { seed }).parameters()))[0] as Tensor;
        const [a, again, other] = [await first(3), await first(3), await first(4)];
        if ((await distance(a, again)) > 0)
          return failed("Seed 3 gave two different networks. Call manualSeed(seed) first.");
        if ((await distance(a, other)) === 0)
          return failed("Seeds 3 and 4 gave the same weights. Use the seed that is handed in.");
        return passed;
      },
    }),
    contract({
      name: "answers as its parameters say",
      run: async ({ learner, random }) => {
        for (const sizes of allSizes) {
          const [X] = batch(random, sizes[0] as number);
          const network = learner.makeNetwork(sizes, { seed: 5 });
          const p = await copies(network.parameters());
          const Z = sums(X, p, relu);
          const outcome = await held(
            `For the sizes ${list(sizes)} forward does not give what parameters() say it should:`,
            network.forward(X),
            Z.sigmoid(),
            [
              [
                "no sigmoid at the end",
                "These are the last layer's sums. The answer is their sigmoid.",
                Z,
              ],
              [
                "ReLU at the end too",
                "The last layer has a ReLU before its sigmoid. So no answer is below one half.",
                Z.relu().sigmoid(),
              ],
              [
                "no bends",
                "There is no ReLU between the layers. Without a bend they are one layer.",
                sums(X, p, (z) => z).sigmoid(),
              ],
              [
                "tanh as the bend",
                "Your hidden layers bend with tanh. Here it is ReLU.",
                sums(X, p, (z) => z.tanh()).sigmoid(),
              ],
            ],
          );
          if (!outcome.passed) return outcome;
        }
        return passed;
      },
    }),
    contract({
      name: "costs the mean cross-entropy",
      run: async ({ learner, random }) => {
        const [X, Y] = batch(random, 3);
        const network = learner.makeNetwork([3, 4, 1], { seed: 5 });
        const A = sums(X, await copies(network.parameters()), relu).sigmoid();
        const right = nn.functional.binaryCrossEntropy(A, Y);
        return held("The cost is not the mean cross-entropy:", network.cost(X, Y), right, [
          [
            "a sum instead of a mean",
            "You added up the examples. Divide by their number, or call mean.",
            right.mul(6),
          ],
          [
            "the sign is missing",
            "Logarithms of numbers below 1 are negative. The cost is minus their mean.",
            right.neg(),
          ],
          [
            "half of it",
            "Your cost is half of what it should be: divide by m, not by 2m.",
            right.div(2),
          ],
        ]);
      },
    }),
    contract({
      name: "has the slopes of the cost as gradients",
      run: async ({ learner, random }) => {
        for (const sizes of allSizes) {
          const [X, Y] = batch(random, sizes[0] as number);
          const network = learner.makeNetwork(sizes, { seed: 5 });
          const p = (await copies(network.parameters())).map((t) => t.requiresGrad_());
          nn.functional.binaryCrossEntropyWithLogits(sums(X, p, relu), Y).backward();
          const right = p.map((t) => t.grad as Tensor);
          const got = network.gradients(X, Y);
          if (shapesOf(got) !== shapesOf(right))
            return failed(
              `For the sizes ${list(sizes)} the gradients have shapes ${shapesOf(got)}, expected ${shapesOf(right)}, those of parameters().`,
            );
          for (const [i, g] of got.entries()) {
            const expected = right[i] as Tensor;
            const outcome = await held(
              `For the sizes ${list(sizes)} the gradient of ${nameAt(i)} is not the slope of the cost:`,
              g,
              expected,
              [
                [
                  "1/m is missing",
                  "This gradient is 6 times too large: there are 6 examples, and the cost is their mean.",
                  expected.mul(6),
                ],
                [
                  "1/m counts twice",
                  "This gradient is 6 times too small: it was divided by the number of examples twice.",
                  expected.div(6),
                ],
                [
                  "the sign is turned",
                  "This gradient points the other way. Begin with A − Y, the answer minus the truth.",
                  expected.neg(),
                ],
              ],
            );
            if (!outcome.passed) return outcome;
          }
        }
        return passed;
      },
    }),
    contract({
      name: "predicts 0 or 1",
      run: async ({ learner, random }) => {
        const [X] = batch(random, 3);
        const network = learner.makeNetwork([3, 4, 1], { seed: 5 });
        const Z = sums(X, await copies(network.parameters()), relu);
        const right = Z.gt(0).float();
        return held(
          "predict is not 1 where the answer is above 0.5 and 0 elsewhere:",
          network.predict(X).float(),
          right,
          [
            [
              "answers as predictions",
              "These are the answers. A prediction is 1 where the answer is above 0.5, else 0.",
              Z.sigmoid(),
            ],
          ],
        );
      },
    }),
    contract({
      name: "goes a step down the slopes",
      run: async ({ learner, random }) => {
        const [X, Y] = batch(random, 4);
        const network = learner.makeNetwork([4, 5, 3, 1], { seed: 5 });
        const before = await copies(network.parameters());
        const slopes = await copies(network.gradients(X, Y));
        const cost = await network.cost(X, Y).item();
        const costs = await network.fit(X, Y, { learningRate: 0.7, iterations: 1 });
        if (costs.length !== 1 || Math.abs((costs[0] as number) - cost) > 1e-4)
          return failed(
            `fit gave the costs [${costs.join(", ")}] for one step, expected [${cost.toFixed(4)}], the cost before it.`,
          );
        for (const [i, p] of (await copies(network.parameters())).entries()) {
          const [old, slope] = [before[i] as Tensor, slopes[i] as Tensor];
          const outcome = await held(
            `After one step ${nameAt(i)} is not the old value minus 0.7 times its gradient:`,
            p,
            old.sub(slope.mul(0.7)),
            [
              [
                "uphill",
                "You added the gradient. It points to where the cost grows: go against it.",
                old.add(slope.mul(0.7)),
              ],
              [
                "it does not move",
                "After fit the parameters are as they were. Put the new values where forward and parameters find them.",
                old,
              ],
              [
                "the learning rate is left out",
                "The whole gradient was taken off. Multiply it by the learning rate first.",
                old.sub(slope),
              ],
            ],
          );
          if (!outcome.passed) return outcome;
        }
        return passed;
      },
    }),
    contract({
      name: "goes on from where it is",
      run: async ({ learner, random }) => {
        const [X, Y] = batch(random, 4);
        const trained = async (parts: readonly number[]): Promise<Tensor> => {
          const network = learner.makeNetwork([4, 5, 1], { seed: 5 });
          for (const iterations of parts)
            await network.fit(X, Y, { learningRate: 0.3, iterations });
          return network.forward(X).clone();
        };
        return held(
          "6 steps and twice 3 steps lead to different networks. Every step and every call goes on from the last.",
          await trained([6]),
          await trained([3, 3]),
        );
      },
    }),
    contract({
      name: "tells the cost of every step",
      run: async ({ learner, random }) => {
        const [X, Y] = batch(random, 3);
        const told: { step: number; loss: number }[] = [];
        const network = learner.makeNetwork([3, 4, 1], { seed: 5 });
        const costs = await network.fit(X, Y, {
          learningRate: 0.1,
          iterations: 12,
          report: (point: { step: number; loss: number }) => told.push(point),
        });
        return agreeing(
          "report was not called once in each step, with { step, loss } as they are in costs:",
          told,
          costs.map((loss, step) => ({ step, loss })),
        );
      },
    }),
    contract({
      name: "learns T-shirts and shirts",
      run: async ({ learner, report }) => {
        const { training, test } = smallImages(asset("fashion-pair"));
        const reached: number[] = [];
        let curve: readonly number[] = [];
        for (let seed = 1; seed <= 3; seed++) {
          const network = learner.makeNetwork([196, 20, 7, 5, 1], { seed });
          const options = { learningRate: 0.1, iterations: 160, report };
          curve = await network.fit(training[0], training[1], options);
          reached.push(await network.predict(test[0]).float().eq(test[1]).float().mean().item());
          if ((reached.at(-1) as number) >= 0.8) return passed;
          if (!((curve.at(-1) as number) < 0.69)) break;
        }
        const [first = 0, last = 0] = [curve[0], curve.at(-1)];
        const idea = !(first < 3)
          ? [
              "the weights start too large",
              `The cost begins at ${first.toFixed(1)}: the network is sure of wrong answers before it has learned anything. Scale the starting weights by the number of inputs.`,
            ]
          : Math.abs(last - Math.LN2) < 0.005 && [
              "it never gets going",
              "The cost has stayed at ln 2. Either the starting weights are too small for four layers, or a step was so large that all units died.",
            ];
        return failed(
          `After 160 steps ${reached.map((r) => `${(100 * r).toFixed(1)} %`).join(", ")} of the test images are right, expected 80 %.`,
          {
            picture: { kind: "curve", title: "cost", series: [{ name: "yours", y: curve }] },
            ...(idea && {
              misconception: { name: idea[0] as string, explanation: idea[1] as string },
            }),
          },
        );
      },
    }),
  ],
  mistakes: {
    "transposed weights": [
      replace("units, inputs", "inputs, units"),
      replace("W.t()", "W"),
      replace("W), grads: [dZ.t().matmul(A", "W.t()), grads: [A.t().matmul(dZ"),
    ],
    "no seed": replace("  manualSeed(seed);\n", ""),
    "one seed for all": replace("manualSeed(seed)", "manualSeed(42)"),
    "no bends": replace("l < last", "false"),
    "tanh as the bend": replace("Z.relu()", "Z.tanh()"),
    "ReLU at the end too": replace("l < last", "true"),
    "no sigmoid at the end": replace("X).sigmoid()", "X)"),
    "a sum instead of a mean": replace("mean", "sum"),
    "half of it": replace(".mean()", ".mean().div(2)"),
    "the sign is missing": replace("\n      .neg()", ""),
    "1/m is missing": every(".div(m)", ""),
    "1/m counts twice": replace("A.sigmoid().sub(Y)", "A.sigmoid().sub(Y).div(X.size(0))"),
    "the sign is turned": replace("A.sigmoid().sub(Y)", "Y.sub(A.sigmoid())"),
    "no slope of the bend": [
      replace("this.bends ? dOut.mul(Z.gt(0).float()) : dOut", "dOut"),
      "What is handed down goes through the layer's bend unchanged. Multiply by ReLU's slope: 1 where Z is above 0.",
    ],
    "gradients upside down": replace("unshift", "push"),
    "answers as predictions": replace(".gt(0.5).float()", ""),
    "it does not move": [replace("layer.W = layer", "layer"), replace("layer.b = layer", "layer")],
    uphill: [replace("layer.W.sub", "layer.W.add"), replace("layer.b.sub", "layer.b.add")],
    "the learning rate is left out": replace(".map((g) => g.mul(options.learningRate))", ""),
    "first gradients for all steps": [
      replace(
        "const costs: number[] = [];",
        "const costs: number[] = [];\n    const slopes = this.gradients(X, Y);",
      ),
      replace("this.gradients(X, Y)", "slopes"),
    ],
    "never reports": replace("      options.report?.({ step, loss });\n", ""),
    "the weights start too large": replace(".mul(Math.sqrt(2 / inputs))", ""),
    "it never gets going": replace("Math.sqrt(2 / inputs)", "0.01"),
    "the library's way back": body(
      "Network.gradients",
      `
      for (const layer of this.layers) {
        layer.W = layer.W.detach().clone().requiresGrad_();
        layer.b = layer.b.detach().clone().requiresGrad_();
      }
      this.cost(X, Y).backward();
      return this.parameters().map((t) => t.grad as Tensor);`,
    ),
  },
  alternatives: {
    closures: [
      file("alternatives/closures.ts"),
      "Functions that share a list of layers, without a class.",
    ],
    "layers that remember": [
      file("alternatives/layers-that-remember.ts"),
      "Every layer keeps what it was given, so that its way back needs no cache.",
    ],
  },
  alike: [
    [
      "1/m is missing",
      "1/m counts twice",
      "Together they take the mean at the start, which is right.",
    ],
  ],
  forbid: ["Tensor.backward", "grad", "linear", "nn.Sequential.forward", "optim.SGD.step"],
});
