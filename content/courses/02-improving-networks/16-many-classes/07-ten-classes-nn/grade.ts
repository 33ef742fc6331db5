import {
  asset,
  contract,
  defineExercise,
  failed,
  passed,
  type Random,
  replace,
} from "@gradus/exercise";
import { manualSeed, nn, noGrad, type Tensor, tensor, zeros } from "gradus";
import { devSet, trainingSet } from "../images.ts";

/** A layer that writes down what it is shown, and in which mode it is. */
class Watching extends nn.Module {
  readonly inner: nn.TensorModule;
  readonly shown: number[][] = [];
  readonly modes: boolean[] = [];

  constructor(inner: nn.TensorModule) {
    super();
    this.inner = inner;
  }

  override forward(x: Tensor): Tensor {
    this.modes.push(this.training);
    const batch: number[] = [];
    this.shown.push(batch);
    this.seen.push(
      noGrad(() => x.narrow(1, 0, 1))
        .data()
        .then((column) => {
          batch.push(...Array.from(column, Number));
        }),
    );
    return this.inner.call(x);
  }

  readonly seen: Promise<void>[] = [];
}

/** A softmax regression that starts at 0, so that nothing of it depends on chance. */
function still(inputs: number, classes: number): nn.Linear {
  const layer = new nn.Linear(inputs, classes);
  nn.init.zeros_(layer.weight);
  if (layer.bias) nn.init.zeros_(layer.bias);
  return layer;
}

/** Examples whose first number is their own place, so that a batch tells which ones it holds. */
function toy(random: Random, m: number): [Tensor, Tensor] {
  const rows = Array.from({ length: m }, (_, i) => [i, random() * 2 - 1, random() * 2 - 1]);
  return [
    tensor(rows),
    tensor(
      rows.map((_, i) => i % 3),
      { dtype: "int32" },
    ),
  ];
}

async function watched(
  learner: typeof import("./solution.ts"),
  random: Random,
  options: { learningRate: number; epochs: number; batchSize: number },
  m: number,
): Promise<{ network: Watching; costs: number[] }> {
  const [X, labels] = toy(random, m);
  const network = new Watching(still(3, 3));
  network.eval();
  const costs = await learner.trainNetwork(network, X, labels, options);
  await Promise.all(network.seen);
  return { network, costs };
}

/** How a softmax regression is trained from 0, rightly or wrongly. */
interface Way {
  readonly rate?: number;
  readonly steps?: number;
  readonly piling?: boolean;
  readonly plain?: boolean;
  readonly twice?: boolean;
  readonly sum?: boolean;
  readonly fresh?: boolean;
  readonly raw?: boolean;
}

/** The costs before each step, with all examples in one batch; written out, without the library's optimizers. */
async function costsOf(X: Tensor, labels: Tensor, way: Way): Promise<number[]> {
  const { rate = 0.001, steps = 1, piling, plain, twice, sum, fresh, raw } = way;
  const classes = 3;
  let state = [zeros([classes, X.size(1)]), zeros([classes])].map((p) => ({ p, g: p, m: p, v: p }));
  const costs: number[] = [];
  for (let t = 1; t <= steps; t++) {
    const own = state.map(({ p }) => p.detach().requiresGrad_());
    const Z = X.matmul((own[0] as Tensor).t()).add(own[1] as Tensor);
    const lossOf = raw ? nn.functional.nllLoss : nn.functional.crossEntropy;
    const cost = lossOf(twice ? Z.softmax(1) : Z, labels, { reduction: sum ? "sum" : "mean" });
    cost.backward();
    costs.push(await cost.item());
    state = state.map(({ p, g: before, m, v }, i) => {
      const now = own[i]?.grad as Tensor;
      const g = piling ? before.add(now) : now;
      const moments = fresh ? [m.mul(0), v.mul(0)] : [m, v];
      const [m0, v0] = moments as [Tensor, Tensor];
      const n = fresh ? 1 : t;
      const [m1, v1] = [m0.mul(0.9).add(g.mul(0.1)), v0.mul(0.999).add(g.square().mul(0.001))];
      const adam = m1.div(1 - 0.9 ** n).div(
        v1
          .div(1 - 0.999 ** n)
          .sqrt()
          .add(1e-8),
      );
      return { p: p.sub((plain ? g : adam).mul(rate)), g, m: m1, v: v1 };
    });
  }
  return costs;
}

const same = (a: readonly number[], b: readonly number[]): boolean =>
  a.length === b.length && a.every((c, i) => Math.abs(c - (b[i] as number)) < 2e-4);

const shown = (costs: readonly number[]): string =>
  [0, 1, 11].map((i) => `${costs[i]?.toFixed(4)}${i === 1 ? " …" : ""}`).join(", ");

const wrongWays: readonly (Way & { name: string; explanation: string })[] = [
  {
    name: "it never steps",
    explanation: "The cost never moves: nobody calls optimizer.step().",
    rate: 0,
  },
  {
    name: "gradients pile up",
    explanation: "Each backward adds to the gradients that are there. Call zeroGrad in every step.",
    piling: true,
  },
  {
    name: "softmax before the loss",
    explanation:
      "The scores went through softmax before the loss, which has one inside. Applied twice, the shares can never be far apart. Hand it the scores.",
    twice: true,
  },
  {
    name: "a new optimizer each epoch",
    explanation:
      "Each epoch has an optimizer of its own, so Adam forgets its averages. Make it once, before the loops.",
    fresh: true,
  },
  {
    name: "the scores' own logarithms",
    explanation:
      "This loss wants logarithms of shares and was given scores. CrossEntropyLoss makes them itself.",
    raw: true,
  },
  {
    name: "plain gradient descent",
    explanation: "These are the steps of plain gradient descent. The task asks for optim.Adam.",
    plain: true,
  },
  {
    name: "the default learning rate",
    explanation:
      "These are the steps with Adam's default rate, 0.001. Hand options.learningRate on: { lr: learningRate }.",
    rate: 0.001,
  },
  {
    name: "a sum instead of a mean",
    explanation:
      "The cost is added up over a batch's examples. The loss gives the mean unless told otherwise.",
    sum: true,
  },
];

export default defineExercise<typeof import("./solution.ts")>({
  checks: [
    contract({
      name: "shows every example once an epoch, in batches",
      run: async ({ learner, random, seed }) => {
        manualSeed(seed);
        const options = { learningRate: 0.001, epochs: 2, batchSize: 4 };
        const { network } = await watched(learner, random, options, 10);
        const sizes = network.shown.map((b) => b.length).join(", ");
        if (sizes !== "4, 4, 2, 4, 4, 2")
          return failed(
            `trainNetwork: 10 examples, 2 epochs and batches of 4 gave batches of ${sizes || "nothing"}, expected 4, 4, 2, 4, 4, 2.`,
          );
        for (const epoch of [network.shown.slice(0, 3), network.shown.slice(3)]) {
          const places = epoch.flat().toSorted((a, b) => a - b);
          if (places.some((p, i) => p !== i))
            return failed(
              "trainNetwork: in an epoch some example is shown twice, and another not at all.",
            );
        }
        return passed;
      },
    }),
    contract({
      name: "shuffles anew each epoch",
      run: async ({ learner, random, seed }) => {
        manualSeed(seed);
        const options = { learningRate: 0.001, epochs: 2, batchSize: 8 };
        const { network } = await watched(learner, random, options, 24);
        const [first, second] = [network.shown.slice(0, 3).flat(), network.shown.slice(3).flat()];
        if (first.every((p, i) => p === i))
          return failed(
            "trainNetwork: the examples come in their order. Ask the loader to shuffle.",
          );
        return first.join() === second.join()
          ? failed("trainNetwork: both epochs show the examples in the same order.")
          : passed;
      },
    }),
    contract({
      name: "is in training mode while it learns",
      run: async ({ learner, random }) => {
        const options = { learningRate: 0.001, epochs: 3, batchSize: 5 };
        const { network } = await watched(learner, random, options, 5);
        return network.modes.every(Boolean)
          ? passed
          : failed(
              "trainNetwork: the network came in evaluation mode and learned in it, without dropout and with old statistics. Call network.train() first.",
            );
      },
    }),
    contract({
      name: "steps as Adam does on the cross-entropy",
      run: async ({ learner }) => {
        // One batch with all examples: every order gives the same gradient.
        const X = tensor([
          [1, 2],
          [-1, 0.5],
          [0.3, -2],
          [2, 0.1],
        ]);
        const labels = tensor([0, 1, 2, 0], { dtype: "int32" });
        const network = still(2, 3);
        const options = { learningRate: 0.05, epochs: 12, batchSize: 4 };
        const costs = await learner.trainNetwork(network, X, labels, options);
        const { learningRate, epochs } = options;
        const right = await costsOf(X, labels, { rate: learningRate, steps: epochs });
        if (same(costs, right)) return passed;
        const got = `trainNetwork: four examples in one batch and 12 epochs cost ${shown(costs)}, expected ${shown(right)}.`;
        for (const { name, explanation, ...how } of wrongWays) {
          const wrong = await costsOf(X, labels, { rate: learningRate, steps: epochs, ...how });
          if (same(costs, wrong)) return failed(got, { misconception: { name, explanation } });
        }
        return failed(got);
      },
    }),
    contract({
      name: "gives each epoch's mean cost per example",
      run: async ({ learner, random, seed }) => {
        manualSeed(seed);
        // A rate of 0 leaves the network alone, so that the cost of an epoch is that of all examples.
        const [X, labels] = toy(random, 9);
        const network = new nn.Linear(3, 3);
        const options = { learningRate: 0, epochs: 3, batchSize: 4 };
        const costs = await learner.trainNetwork(network, X, labels, options);
        if (costs.length !== 3)
          return failed(
            `trainNetwork: 3 epochs gave ${costs.length} costs, expected one for each epoch.`,
          );
        const right = await noGrad(() =>
          nn.functional.crossEntropy(network.call(X), labels),
        ).item();
        const wrong = costs.find((c) => !(Math.abs(c / right - 1) < 1e-3));
        return wrong === undefined
          ? passed
          : failed(
              `trainNetwork: nine examples in batches of 4, 4 and 1 with learning rate 0: the mean cost of an epoch is ${wrong.toFixed(4)}, expected ${right.toFixed(4)}. Does the batch of one count as much as a batch of four?`,
            );
      },
    }),
    contract({
      name: "measures in evaluation mode, with the largest score",
      run: async ({ learner, random }) => {
        const layer = new nn.Linear(3, 3);
        const [X, labels] = toy(random, 30);
        const network = new Watching(layer);
        const got = await learner.accuracyOf(network, X, labels);
        await Promise.all(network.seen);
        if (network.modes.some(Boolean))
          return failed(
            "accuracyOf: the network was in training mode, where dropout drops units. Call network.eval() first.",
          );
        const right = await noGrad(() => layer.call(X).argmax(1).eq(labels).float().mean()).item();
        return Math.abs(got - right) < 1e-5
          ? passed
          : failed(
              `accuracyOf: it is ${got}, expected ${right.toFixed(4)}: the share, between 0 and 1, of examples whose largest score is at their label.`,
            );
      },
    }),
    contract({
      name: "learns the ten kinds of clothes",
      run: async ({ learner, seed }) => {
        manualSeed(seed);
        const bytes = asset("fashion-ten");
        const [training, dev] = [trainingSet(bytes), devSet(bytes)];
        const network = new nn.Sequential(
          new nn.Linear(784, 64),
          new nn.ReLU(),
          new nn.Linear(64, 10),
        );
        const options = { learningRate: 0.001, epochs: 6, batchSize: 50 };
        await learner.trainNetwork(network, training.X, training.labels, options);
        const right = await learner.accuracyOf(network, dev.X, dev.labels);
        return right > 0.7
          ? passed
          : failed(
              `After 6 epochs ${(100 * right).toFixed(1)} % of the dev images are right, expected at least 70 %.`,
            );
      },
    }),
  ],
  mistakes: {
    "not shuffled": replace("shuffle: true", "shuffle: false"),
    "one order for all epochs": [
      replace(
        "const examples = new data.TensorDataset(X, labels);",
        "const order = randperm(X.size(0));\n  const examples = new data.TensorDataset(X.indexSelect(0, order), labels.indexSelect(0, order));",
      ),
      replace("shuffle: true", "shuffle: false"),
    ],
    "the last batch is lost": replace("shuffle: true", "shuffle: true, dropLast: true"),
    "batches of one": replace("{ batchSize, shuffle", "{ shuffle"),
    "never in training mode": replace("  network.train();\n", ""),
    "in evaluation mode after the first epoch": replace(
      "costs.push(sum / X.size(0));",
      "costs.push(sum / X.size(0));\n    network.eval();",
    ),
    "a new optimizer each epoch": [
      replace(
        "    let sum = 0;",
        "    let sum = 0;\n    const optimizer = new optim.Adam(network.parameters(), { lr: learningRate });",
      ),
      replace(
        "  const optimizer = new optim.Adam(network.parameters(), { lr: learningRate });\n",
        "",
      ),
    ],
    "the scores' own logarithms": replace("new nn.CrossEntropyLoss()", "new nn.NLLLoss()"),
    "gradients pile up": replace("      optimizer.zeroGrad();\n", ""),
    "it never steps": replace("      optimizer.step();\n", ""),
    "plain gradient descent": replace("new optim.Adam", "new optim.SGD"),
    "the default learning rate": replace(", { lr: learningRate }", ""),
    "softmax before the loss": replace(
      "lossOf.call(network.call(x), y)",
      "lossOf.call(network.call(x).softmax(1), y)",
    ),
    "a sum instead of a mean": replace(
      "CrossEntropyLoss()",
      'CrossEntropyLoss({ reduction: "sum" })',
    ),
    "batches count the same": [
      replace(" * x.size(0)", ""),
      replace("sum / X.size(0)", "sum / loader.length"),
    ],
    "a cost for each batch": [
      replace("sum += (await loss.item()) * x.size(0);", "costs.push(await loss.item());"),
      replace("    costs.push(sum / X.size(0));\n", ""),
      replace("    let sum = 0;\n", ""),
    ],
    "measured in training mode": replace("  network.eval();\n", ""),
    "along the other direction": replace("argmax(1)", "argmax(0)"),
    "five batches left from testing": [
      replace("    let sum = 0;", "    let [sum, batches] = [0, 0];"),
      replace(
        "      optimizer.zeroGrad();",
        "      if (++batches > 5) continue;\n      optimizer.zeroGrad();",
      ),
    ],
    "per cent": replace("right.mean()", "right.mean().mul(100)"),
  },
  alternatives: {
    "functional loss": [
      replace("  const lossOf = new nn.CrossEntropyLoss();\n", ""),
      replace("lossOf.call(network.call(x), y)", "nn.functional.crossEntropy(network.call(x), y)"),
      "The loss as a function.",
    ],
    "gradients cleared after the step": [
      replace("      optimizer.zeroGrad();\n", ""),
      replace("optimizer.step();", "optimizer.step();\n      optimizer.zeroGrad();"),
      "Gradients are cleared at the end of a step instead of at its start.",
    ],
  },
});
