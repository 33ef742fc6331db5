import { agreeing, contract, defineExercise, failed, passed, replace } from "@gradus/exercise";
import { data, manualSeed, nn, optim, type Tensor, tensor } from "gradus";
import type { OptimizerName, Stepping } from "./solution.ts";

interface Named {
  readonly name: string;
  readonly explanation: string;
}

/** Gradients of two weights, step after step. */
const slopes = [
  [10, -0.8],
  [6, 0.2],
  [-3, 0.7],
  [5, 0.5],
] as const;
const names: readonly OptimizerName[] = ["plain", "momentum", "rmsprop", "adam", "adamw"];

/** Where an optimizer has taken two weights after the steps. */
function end(make: (parameters: Tensor[]) => Stepping): Tensor {
  const w = tensor([1, -2], { requiresGrad: true });
  const optimizer = make([w]);
  for (const slope of slopes) {
    w.grad = tensor([...slope]);
    optimizer.step();
  }
  return w.detach().clone();
}

type Wrong = Named & { readonly make: (parameters: Tensor[], lr: number) => Stepping };

/** What people write in the place of each. */
const wrong: Readonly<Record<OptimizerName, readonly Wrong[]>> = {
  plain: [
    {
      name: "plain with momentum",
      explanation:
        "Your plain gradient descent has momentum. It takes the learning rate and nothing else.",
      make: (p, lr) => new optim.SGD(p, { lr, momentum: 0.9 }),
    },
  ],
  momentum: [
    {
      name: "our learning rate as it is",
      explanation:
        "The library's velocity lacks our 1 − β, so your steps are ten times as long. Put 1 − β into the learning rate.",
      make: (p, lr) => new optim.SGD(p, { lr, momentum: 0.9 }),
    },
    {
      name: "no momentum",
      explanation: "Your optimizer has no momentum. Give it one of 0.9.",
      make: (p, lr) => new optim.SGD(p, { lr: lr * (1 - 0.9) }),
    },
    {
      name: "dampening",
      explanation:
        "Dampening does not touch the very first gradient. Put 1 − β into the learning rate instead.",
      make: (p, lr) => new optim.SGD(p, { lr, momentum: 0.9, dampening: 0.9 }),
    },
  ],
  rmsprop: [
    {
      name: "RMSprop as it comes",
      explanation: "RMSprop's own β is 0.99; here it is 0.9. The option is called alpha.",
      make: (p, lr) => new optim.RMSprop(p, { lr }),
    },
    {
      name: "1 − β for β",
      explanation:
        "You gave RMSprop 1 − β. Its alpha is the share of the old squares that stays: 0.9.",
      make: (p, lr) => new optim.RMSprop(p, { lr, alpha: 0.1 }),
    },
    {
      name: "momentum for β",
      explanation:
        "You gave 0.9 as momentum, which is a velocity on top. The share of the old squares is called alpha.",
      make: (p, lr) => new optim.RMSprop(p, { lr, momentum: 0.9 }),
    },
  ],
  adam: [
    {
      name: "AdamW for Adam",
      explanation: "This is AdamW, which decays the weights. Take optim.Adam.",
      make: (p, lr) => new optim.AdamW(p, { lr }),
    },
    {
      name: "Adam at its own rate",
      explanation: "Your Adam has no learning rate, so it takes the library's 0.001. Hand it lr.",
      make: (p) => new optim.Adam(p),
    },
    {
      name: "Adam with decay",
      explanation: "Your Adam decays the weights. As it comes it does not.",
      make: (p, lr) => new optim.Adam(p, { lr, weightDecay: 0.1 }),
    },
  ],
  adamw: [
    {
      name: "Adam with a decay in its gradient",
      explanation:
        "This is Adam with weightDecay: the decay goes into the gradient and is divided by √ŝ. optim.AdamW takes it off the weights.",
      make: (p, lr) => new optim.Adam(p, { lr, weightDecay: 0.1 }),
    },
    {
      name: "AdamW as it comes",
      explanation: "AdamW's own decay is 0.01; here it is 0.1.",
      make: (p, lr) => new optim.AdamW(p, { lr }),
    },
    {
      name: "Adam for AdamW",
      explanation: "This is Adam: nothing decays. Take optim.AdamW.",
      make: (p, lr) => new optim.Adam(p, { lr }),
    },
  ],
};

const near = async (a: Tensor, b: Tensor): Promise<boolean> =>
  (await a.sub(b).abs().max().item()) < 1e-4;

const options = { batchSize: 4, epochs: 3, seed: 5 };

/** A small task of ten rows, of which the last batch has two, and a model for it. */
function task(): { X: Tensor; Y: Tensor; model: nn.Sequential } {
  manualSeed(3);
  const X = tensor(Array.from({ length: 10 }, (_, i) => [Math.sin(3 * i), Math.cos(5 * i)]));
  const Y = tensor(Array.from({ length: 10 }, (_, i) => [i % 3 === 0 ? 1 : 0]));
  return {
    X,
    Y,
    model: new nn.Sequential(new nn.Linear(2, 4), new nn.ReLU(), new nn.Linear(4, 1)),
  };
}

interface Way {
  piling?: boolean;
  still?: boolean;
  shuffle?: boolean;
  dropLast?: boolean;
  /** A new loader in each epoch, so always the same order. */
  anew?: boolean;
  /** The mean over batches, whatever their size. */
  byBatches?: boolean;
  /** Divided by all rows, whether they were seen or not. */
  byAll?: boolean;
  /** The sum over batches. */
  sums?: boolean;
  /** The sum over a batch's rows as its cost. */
  sumLoss?: boolean;
  /** A sigmoid before a loss that has one. */
  twice?: boolean;
  /** One row at a time. */
  single?: boolean;
  /** All rows in each step. */
  full?: boolean;
  /** The cost of the last batch alone. */
  last?: boolean;
}

/** The costs of each epoch on one way through the training. */
async function costsOf(way: Way): Promise<number[]> {
  const { X, Y, model } = task();
  const optimizer = new optim.SGD(model.parameters(), { lr: 0.5 });
  const lossOf = new nn.BCEWithLogitsLoss({ reduction: way.sumLoss ? "sum" : "mean" });
  const made = () =>
    new data.DataLoader(new data.TensorDataset(X, Y), {
      batchSize: way.single ? 1 : options.batchSize,
      ...(way.shuffle === false ? {} : { shuffle: true, seed: options.seed }),
      dropLast: way.dropLast ?? false,
    });
  let loader = made();
  const costs: number[] = [];
  for (let epoch = 0; epoch < options.epochs; epoch++) {
    if (way.anew) loader = made();
    let [sum, rows, batches, lastCost] = [0, 0, 0, 0];
    for await (const [x, y] of loader) {
      if (!way.piling) optimizer.zeroGrad();
      const sums = model.call(way.full ? X : (x as Tensor));
      const cost = lossOf.call(way.twice ? sums.sigmoid() : sums, way.full ? Y : (y as Tensor));
      cost.backward();
      if (!way.still) optimizer.step();
      const weight = way.byBatches || way.sums ? 1 : (x as Tensor).size(0);
      lastCost = await cost.item();
      sum += lastCost * weight;
      rows += (x as Tensor).size(0);
      batches++;
    }
    costs.push(
      way.last
        ? lastCost
        : way.sums
          ? sum
          : sum / (way.byBatches ? batches : way.byAll ? X.size(0) : rows),
    );
  }
  return costs;
}

const pilingUp: Named = {
  name: "gradients pile up",
  explanation: "Each backward adds to the gradients that are there. Call zeroGrad in every step.",
};
const dropped: Named = {
  name: "the last batch is dropped",
  explanation: "The short last batch is left out. Its rows count like the others: no dropLast.",
};

const ways: readonly (Named & { readonly way: Way })[] = [
  { ...pilingUp, way: { piling: true } },
  {
    name: "it never steps",
    explanation:
      "The weights never move: nobody calls optimizer.step(), or zeroGrad() comes between backward() and it.",
    way: { still: true },
  },
  {
    name: "not shuffled",
    explanation: "The rows come as they stand. Give the loader shuffle: true and the seed.",
    way: { shuffle: false },
  },
  { ...dropped, way: { dropLast: true } },
  { ...dropped, way: { dropLast: true, byAll: true } },
  {
    name: "the same order in each epoch",
    explanation:
      "A loader made in each epoch begins with the same order every time. Make it once, before the loop: it shuffles anew.",
    way: { anew: true },
  },
  {
    name: "the mean over batches",
    explanation:
      "You took the mean over the batches, so a row of the short last batch counts for more. Weight each cost with its number of rows.",
    way: { byBatches: true },
  },
  {
    name: "the sum over batches",
    explanation: "You added up the batches' costs. The answer is a mean over the examples.",
    way: { sums: true },
  },
  {
    name: "a sum as the loss",
    explanation:
      "Your loss adds up over the rows of a batch, so the steps are as many times longer. The mean, which it gives by itself, is right.",
    way: { sumLoss: true },
  },
  {
    name: "two sigmoids",
    explanation:
      "You squash the sums before the loss. BCEWithLogitsLoss has a sigmoid inside: hand it the sums.",
    way: { twice: true },
  },
  {
    name: "one row at a time",
    explanation: "The loader has no batch size, so it gives single rows. Hand it batchSize.",
    way: { single: true },
  },
  {
    name: "all rows in each step",
    explanation: "Each step looks at all rows. Use what the loader gives: the batch.",
    way: { full: true },
  },
  {
    name: "the last batch's cost",
    explanation:
      "You give the cost of the epoch's last batch. The answer is the mean over all of its examples.",
    way: { last: true },
  },
];

const shown = (costs: readonly number[]): string => costs.map((c) => c.toFixed(4)).join(", ");
const same = (a: readonly number[], b: readonly number[]): boolean =>
  a.length === b.length && a.every((v, i) => Math.abs(v - (b[i] as number)) < 3e-4);

export default defineExercise<typeof import("./solution.ts")>({
  checks: [
    contract({
      name: "makes each of the five optimizers",
      run: async ({ learner, reference }) => {
        for (const name of names)
          for (const lr of [0.2, 0.02]) {
            const got = end((p) => learner.optimizerOf(name, p, lr));
            const right = end((p) => reference.optimizerOf(name, p, lr));
            if (await near(got, right)) continue;
            let misconception: Named | undefined;
            for (const one of wrong[name])
              if (
                await near(
                  got,
                  end((p) => one.make(p, lr)),
                )
              ) {
                misconception = { name: one.name, explanation: one.explanation };
                break;
              }
            return agreeing(
              `optimizerOf: "${name}" with lr ${lr} takes two weights elsewhere in ${slopes.length} steps.`,
              got,
              right,
              misconception ? { misconception } : {},
            );
          }
        return passed;
      },
    }),
    contract({
      name: "trains in shuffled mini-batches",
      run: async ({ learner }) => {
        const right = await costsOf({});
        const { X, Y, model } = task();
        const optimizer = new optim.SGD(model.parameters(), { lr: 0.5 });
        let got: number[];
        try {
          got = await learner.train(model, X, Y, optimizer, options);
        } catch (error) {
          // Gradients that are added to older ones need weights which the step has overwritten.
          if ((error as { code?: string }).code !== "usage/stale") throw error;
          return failed(
            "train: a gradient could not be computed: it depends on weights from before the last step.",
            { misconception: pilingUp },
          );
        }
        if (!Array.isArray(got)) return failed("train: the answer is not a list of costs.");
        if (same(got, right)) return passed;
        for (const { name, explanation, way } of ways)
          if (same(got, await costsOf(way)))
            return failed(`train: the costs are ${shown(got)}, expected ${shown(right)}.`, {
              misconception: { name, explanation },
            });
        if (got.length !== right.length)
          return failed(
            `train: ${options.epochs} epochs give ${got.length} costs, expected one for each epoch: the mean over its examples.`,
          );
        return failed(
          `train: ten rows in batches of ${options.batchSize} give the costs ${shown(got)} in ${options.epochs} epochs, expected ${shown(right)}. Is the shuffle seeded with seed?`,
        );
      },
    }),
  ],
  mistakes: {
    "plain with momentum": replace(
      "return new optim.SGD(parameters, { lr });",
      "return new optim.SGD(parameters, { lr, momentum: 0.9 });",
    ),
    "our learning rate as it is": replace("lr: lr * (1 - 0.9), momentum: 0.9", "lr, momentum: 0.9"),
    dampening: replace("lr: lr * (1 - 0.9), momentum: 0.9", "lr, momentum: 0.9, dampening: 0.9"),
    "RMSprop as it comes": replace("{ lr, alpha: 0.9 }", "{ lr }"),
    "momentum for β": replace("{ lr, alpha: 0.9 }", "{ lr, momentum: 0.9 }"),
    "Adam with decay": replace(
      "optim.Adam(parameters, { lr })",
      "optim.Adam(parameters, { lr, weightDecay: 0.1 })",
    ),
    "Adam with a decay in its gradient": replace("new optim.AdamW(", "new optim.Adam("),
    "AdamW as it comes": replace("{ lr, weightDecay: 0.1 }", "{ lr }"),
    "Adam for AdamW": replace(
      "new optim.AdamW(parameters, { lr, weightDecay: 0.1 })",
      "new optim.Adam(parameters, { lr })",
    ),
    "gradients pile up": replace("optimizer.zeroGrad();", ""),
    "it never steps": replace("optimizer.step();", ""),
    "not shuffled": replace("    shuffle: true,\n    seed,\n", ""),
    "the last batch is dropped": replace("shuffle: true,", "shuffle: true,\n    dropLast: true,"),
    "the same order in each epoch": replace(
      "for await (const [x, y] of loader) {",
      "for await (const [x, y] of new data.DataLoader(new data.TensorDataset(X, Y), { batchSize, shuffle: true, seed })) {",
    ),
    "the mean over batches": [
      replace("(await cost.item()) * inputs.size(0)", "await cost.item()"),
      replace("sum / X.size(0)", "sum / loader.length"),
    ],
    "the sum over batches": [
      replace("(await cost.item()) * inputs.size(0)", "await cost.item()"),
      replace("sum / X.size(0)", "sum"),
    ],
    "the last batch's cost": [
      replace("sum += (await cost.item()) * inputs.size(0)", "sum = await cost.item()"),
      replace("sum / X.size(0)", "sum"),
    ],
    "a sum as the loss": replace("BCEWithLogitsLoss()", 'BCEWithLogitsLoss({ reduction: "sum" })'),
    "two sigmoids": replace("model.call(inputs)", "model.call(inputs).sigmoid()"),
    "one row at a time": replace("    batchSize,\n", ""),
    "all rows in each step": replace(
      "lossOf.call(model.call(inputs), truth)",
      "lossOf.call(model.call(X), Y)",
    ),
    "no momentum": replace("lr: lr * (1 - 0.9), momentum: 0.9", "lr: lr * (1 - 0.9)"),
    "1 − β for β": replace("alpha: 0.9", "alpha: 0.1"),
    "AdamW for Adam": replace(
      "new optim.Adam(parameters, { lr })",
      "new optim.AdamW(parameters, { lr })",
    ),
    "Adam at its own rate": replace(
      "new optim.Adam(parameters, { lr })",
      "new optim.Adam(parameters)",
    ),
  },
  alternatives: {
    "the loss as a function": [
      replace("  const lossOf = new nn.BCEWithLogitsLoss();\n", ""),
      replace(
        "lossOf.call(model.call(inputs), truth)",
        "nn.functional.binaryCrossEntropyWithLogits(model.call(inputs), truth)",
      ),
      replace("optimizer.zeroGrad();\n", ""),
      replace("optimizer.step();", "optimizer.step();\n      optimizer.zeroGrad();"),
      "It clears the gradients after the step.",
    ],
  },
});
