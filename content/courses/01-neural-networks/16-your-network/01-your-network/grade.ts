import {
  agreeing,
  asset,
  contract,
  defineExercise,
  failed,
  file,
  passed,
  type Random,
  replace,
} from "@gradus/exercise";
import { nn, sub, type Tensor, tensor } from "gradus";
import { testSet, trainingSet } from "../../15-deep-classifier/fashion-images.ts";

type Made = ReturnType<typeof import("./solution.ts")["makeNetwork"]>;

const list = (shape: readonly number[]): string => `[${shape.join(", ")}]`;
const shapesOf = (tensors: readonly Tensor[]): string =>
  tensors.map((t) => list(t.shape)).join(" ");

/** Values of their own, which no later step touches. */
const copies = (tensors: readonly Tensor[]): Promise<Tensor[]> =>
  Promise.all(tensors.map(async (t) => tensor(await t.data()).reshape(t.shape)));

const distance = (a: Tensor, b: Tensor): Promise<number> => a.sub(b).abs().max().item();

/** A batch of six examples. */
function batch(random: Random, inputs: number): [Tensor, Tensor] {
  return [
    tensor(random.numbers(6 * inputs)).reshape([6, inputs]),
    tensor([[1], [0], [1], [1], [0], [0]]),
  ];
}

/** The last layer's sums of a network with these parameters. */
function sums(X: Tensor, p: readonly Tensor[], bend = (z: Tensor): Tensor => z.relu()): Tensor {
  let A = X;
  for (let i = 0; i < p.length; i += 2)
    A = (i > 0 ? bend(A) : A).matmul((p[i] as Tensor).t()).add(p[i + 1] as Tensor);
  return A;
}

const named = (
  ideas: readonly { name: string; explanation: string; answer: Tensor }[],
  got: Tensor,
): Promise<{ misconception?: { name: string; explanation: string } }> =>
  (async () => {
    for (const { name, explanation, answer } of ideas)
      if (list(answer.shape) === list(got.shape) && (await distance(got, answer)) < 1e-4)
        return { misconception: { name, explanation } };
    return {};
  })();

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
          const got = network.forward(X);
          if (list(got.shape) !== "[6, 1]")
            return failed(
              `forward gives shape ${list(got.shape)} for 6 examples, expected [6, 1].`,
            );
          const Z = sums(X, p);
          if ((await distance(got, Z.sigmoid())) < 1e-4) continue;
          const ideas = [
            {
              name: "no sigmoid at the end",
              explanation: "These are the last layer's sums. The answer is their sigmoid.",
              answer: Z,
            },
            {
              name: "ReLU at the end too",
              explanation:
                "The last layer has a ReLU before its sigmoid. So no answer is below one half.",
              answer: Z.relu().sigmoid(),
            },
            {
              name: "no bends",
              explanation:
                "There is no ReLU between the layers. Without a bend they are one layer.",
              answer: sums(X, p, (z) => z).sigmoid(),
            },
          ];
          return failed(
            `For the sizes ${list(sizes)} forward does not give what parameters() say it should.`,
            await named(ideas, got),
          );
        }
        return passed;
      },
    }),
    contract({
      name: "costs the mean cross-entropy",
      run: async ({ learner, random }) => {
        const [X, Y] = batch(random, 3);
        const network = learner.makeNetwork([3, 4, 1], { seed: 5 });
        const A = sums(X, await copies(network.parameters())).sigmoid();
        const logs = Y.mul(A.log()).add(sub(1, Y).mul(sub(1, A).log()));
        const got = network.cost(X, Y);
        const right = logs.mean().neg();
        if (list(got.shape) !== "[]")
          return failed(`cost has shape ${list(got.shape)}, expected [], a single number.`);
        if ((await distance(got, right)) < 1e-4) return passed;
        const ideas = [
          {
            name: "a sum instead of a mean",
            explanation: "You added up the examples. Divide by their number, or call mean.",
            answer: logs.sum().neg(),
          },
          {
            name: "the sign is missing",
            explanation:
              "Logarithms of numbers below 1 are negative. The cost is minus their mean.",
            answer: logs.mean(),
          },
        ];
        const [own, expected] = [await got.item(), await right.item()];
        return failed(
          `The cost is ${own.toFixed(4)}, expected ${expected.toFixed(4)}.`,
          await named(ideas, got),
        );
      },
    }),
    contract({
      name: "has the slopes of the cost as gradients",
      run: async ({ learner, random }) => {
        for (const sizes of allSizes) {
          const [X, Y] = batch(random, sizes[0] as number);
          const network = learner.makeNetwork(sizes, { seed: 5 });
          const p = (await copies(network.parameters())).map((t) => t.requiresGrad_());
          nn.functional.binaryCrossEntropyWithLogits(sums(X, p), Y).backward();
          const right = p.map((t) => t.grad as Tensor);
          const got = network.gradients(X, Y);
          if (shapesOf(got) !== shapesOf(right))
            return failed(
              `For the sizes ${list(sizes)} the gradients have shapes ${shapesOf(got)}, expected ${shapesOf(right)}, those of parameters().`,
            );
          const apart = async (factor: number): Promise<number[]> =>
            Promise.all(got.map((g, i) => distance(g, (right[i] as Tensor).mul(factor))));
          const off = (await apart(1)).findIndex((d) => d > 1e-4);
          if (off < 0) continue;
          const m = X.size(0);
          const timesM = (await apart(m)).every((d) => d < 1e-4 * m);
          const which = `${off % 2 === 0 ? "W" : "b"}${Math.floor(off / 2) + 1}`;
          return agreeing(
            `For the sizes ${list(sizes)} the gradient of ${which} is not the slope of the cost:`,
            got[off],
            right[off],
            {
              tolerance: { rtol: 0, atol: 1e-4 },
              case: `the gradient of ${which} for the sizes ${list(sizes)}`,
              ...(timesM && {
                misconception: {
                  name: "1/m is missing",
                  explanation: `All gradients are ${m} times too large: there are ${m} examples, and the cost is their mean.`,
                },
              }),
            },
          );
        }
        return passed;
      },
    }),
    contract({
      name: "predicts 0 or 1",
      run: async ({ learner, random }) => {
        const [X] = batch(random, 3);
        const network = learner.makeNetwork([3, 4, 1], { seed: 5 });
        const right = sums(X, await copies(network.parameters()))
          .gt(0)
          .float();
        const got = network.predict(X).float();
        return list(got.shape) === "[6, 1]" && (await distance(got, right)) === 0
          ? passed
          : failed(
              "predict is not 1 where the answer is above 0.5 and 0 elsewhere, in shape [6, 1].",
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
        const after = await copies(network.parameters());
        for (const [i, p] of after.entries()) {
          const [old, slope] = [before[i] as Tensor, slopes[i] as Tensor];
          if ((await distance(p, old.sub(slope.mul(0.7)))) < 1e-4) continue;
          const which = `${i % 2 === 0 ? "W" : "b"}${Math.floor(i / 2) + 1}`;
          const ideas = [
            {
              name: "uphill",
              explanation:
                "You added the gradient. It points to where the cost grows: go against it.",
              answer: old.add(slope.mul(0.7)),
            },
            {
              name: "it does not move",
              explanation:
                "After fit the parameters are as they were. Put the new values where forward and parameters find them.",
              answer: old,
            },
          ];
          return failed(
            `After one step ${which} is not the old value minus 0.7 times its gradient.`,
            await named(ideas, p),
          );
        }
        return passed;
      },
    }),
    contract({
      name: "goes on from where it is",
      run: async ({ learner, random }) => {
        const [X, Y] = batch(random, 4);
        const trained = async (parts: readonly number[]): Promise<Tensor> => {
          const network: Made = learner.makeNetwork([4, 5, 1], { seed: 5 });
          for (const iterations of parts)
            await network.fit(X, Y, { learningRate: 0.3, iterations });
          return network.forward(X).clone();
        };
        return (await distance(await trained([6]), await trained([3, 3]))) < 1e-4
          ? passed
          : failed(
              "6 steps and twice 3 steps lead to different networks. Every step and every call goes on from the last.",
            );
      },
    }),
    contract({
      name: "tells the cost of every step",
      run: async ({ learner, random }) => {
        const [X, Y] = batch(random, 3);
        const told: { step: number; loss: number }[] = [];
        const report = (point: { step: number; loss: number }): void => {
          told.push(point);
        };
        const network = learner.makeNetwork([3, 4, 1], { seed: 5 });
        const costs = await network.fit(X, Y, { learningRate: 0.1, iterations: 12, report });
        const right = told.every(({ step, loss }, i) => step === i && loss === costs[i]);
        if (told.length === 12 && right) return passed;
        return failed(
          told.length === 12
            ? "report was called 12 times, but not with { step, loss } as they are in costs."
            : `report was called ${told.length} times in 12 steps, expected once in each.`,
        );
      },
    }),

    contract({
      name: "learns T-shirts and shirts",
      run: async ({ learner, report }) => {
        const bytes = asset("fashion-pair");
        const training = trainingSet(bytes, 200, 2);
        const test = testSet(bytes, 200, 2);
        const reached: number[] = [];
        let curve: readonly number[] = [];
        for (let seed = 1; seed <= 3; seed++) {
          const network = learner.makeNetwork([196, 20, 7, 5, 1], { seed });
          curve = await network.fit(training.X, training.Y, {
            learningRate: 0.1,
            iterations: 160,
            report,
          });
          reached.push(await network.predict(test.X).float().eq(test.Y).float().mean().item());
          if ((reached.at(-1) as number) >= 0.8) return passed;
          if (!((curve.at(-1) as number) < 0.69)) break;
        }
        const [first = 0, last = 0] = [curve[0], curve.at(-1)];
        const misconception = !(first < 3)
          ? {
              name: "the weights start too large",
              explanation: `The cost begins at ${first.toFixed(1)}: the network is sure of wrong answers before it has learned anything. Scale the starting weights by the number of inputs.`,
            }
          : Math.abs(last - Math.LN2) < 0.005 && {
              name: "it never gets going",
              explanation:
                "The cost has stayed at ln 2. Either the starting weights are too small for four layers, or a step was so large that all units died.",
            };
        return failed(
          `After 160 steps ${reached.map((r) => `${(100 * r).toFixed(1)} %`).join(", ")} of the test images are right, expected 80 %.`,
          {
            picture: { kind: "curve", title: "cost", series: [{ name: "yours", y: curve }] },
            ...(misconception && { misconception }),
          },
        );
      },
    }),
  ],
  mistakes: {
    "a sum instead of a mean": replace("mean", "sum"),
    "answers as predictions": replace(".gt(0.5).float()", ""),
    "it does not move": replace(
      `layer.W = layer.W.sub(grads[2 * l] as Tensor);
        layer.b = layer.b.sub(grads[2 * l + 1] as Tensor);`,
      `layer.W.sub(grads[2 * l] as Tensor);
        layer.b.sub(grads[2 * l + 1] as Tensor);`,
    ),
    "first gradients for all steps": [
      replace(
        "const costs: number[] = [];",
        `const costs: number[] = [];
    const slopes = this.gradients(X, Y);`,
      ),
      replace("this.gradients(X, Y)", "slopes"),
    ],
    "gradients upside down": replace("unshift", "push"),
    "the weights start too large": replace(".mul(Math.sqrt(2 / inputs))", ""),
    "never reports": replace("options.report?.({ step, loss });", ""),
    "no bends": replace("l <", "l >"),
    "1/m is missing": replace(".div(m), dZ.sum(0).div(m", ", dZ.sum(0"),
    "no seed": replace("manualSeed(options.seed);", ""),
    "no sigmoid at the end": replace("X).sigmoid()", "X)"),
    "the sign is missing": replace(
      `return ones
      .add(sub(1, Y).mul(sub(1, A).log()))
      .mean()
      .neg();`,
      "return ones.add(sub(1, Y).mul(sub(1, A).log())).mean();",
    ),
    "no slope of the bend": replace("this.bends ? dOut.mul(Z.gt(0).float()) : dOut", "dOut"),
    "one seed for all": replace("options.seed", "42"),
    "ReLU at the end too": replace("l <", "l <="),
    "it never gets going": replace("Math.sqrt(2 / inputs)", "0.01"),
    "transposed weights": [
      replace("units, inputs", "inputs, units"),
      replace("W.t()", "W"),
      replace("W), grads: [dZ.t().matmul(A", "W.t()), grads: [A.t().matmul(dZ"),
    ],
    uphill: replace(
      `layer.W = layer.W.sub(grads[2 * l] as Tensor);
        layer.b = layer.b.sub(grads[2 * l + 1] as Tensor);`,
      `layer.W = layer.W.add(grads[2 * l] as Tensor);
        layer.b = layer.b.add(grads[2 * l + 1] as Tensor);`,
    ),
  },
  alternatives: {
    closures: file("alternatives/closures.ts"),
    "layers that remember": file("alternatives/layers-that-remember.ts"),
  },
});
