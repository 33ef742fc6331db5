import { defineExercise, property, type Random, replace, value } from "@gradus/exercise";
import { type Tensor, tensor } from "gradus";
import type { Plan } from "./solution.ts";

const plan = (random: Random): Plan => ({
  highest: 0.1 + random(),
  warmSteps: random.int(1, 9),
  decay: 0.1 + random(),
  epochs: random.int(2, 6),
  batches: random.int(1, 6),
});

export default defineExercise<typeof import("./solution.ts")>({
  checks: [
    value({
      name: "warms up once, and falls from the first rate",
      of: "ratesOf",
      cases: [
        {
          name: "five epochs of two batches, without a warm-up",
          args: () => [{ highest: 0.6, warmSteps: 1, decay: 0.5, epochs: 5, batches: 2 }],
        },
        {
          name: "three epochs of three batches, warm-up over five steps",
          args: () => [{ highest: 0.6, warmSteps: 5, decay: 0.5, epochs: 3, batches: 3 }],
        },
      ],
    }),
    property({
      name: "follows any plan",
      of: "ratesOf",
      runs: 12,
      args: (random) => [plan(random)],
    }),
    property({
      name: "trains by its rates",
      of: "train",
      runs: 3,
      args: (random: Random<Tensor>) => {
        const own = { ...plan(random), batches: 2 };
        const X = random.table(6, 2, -2, 2);
        return [X, tensor([[1], [0], [1], [1], [0], [0]]), own];
      },
    }),
  ],
  bugs: {
    "falls from the last rate": [
      replace("rate = plan.highest / (1", "rate = rate / (1"),
      "The rate of an epoch is made from that of the epoch before, which had fallen already. So the divisions multiply. Start from plan.highest each time.",
    ],
    "warms up in every epoch": [
      replace("const step = epoch * plan.batches + batch;", "const step = batch;"),
      "The step is counted from 0 in every epoch, so each epoch begins with a warm-up. Count over the whole training: epoch · batches + batch.",
    ],
  },
  mistakes: {
    "the warm-up is gone": [
      replace("rate * Math.min(1, (step + 1) / plan.warmSteps)", "rate"),
      "The warm-up is gone. It stays, once, at the start of the training.",
    ],
    "warms up in the first epoch only": [
      replace(
        "const step = epoch * plan.batches + batch;",
        "const step = epoch === 0 ? batch : plan.warmSteps;",
      ),
      "Your warm-up ends with the first epoch. If it is longer than that, it goes on in the second: count steps over the whole training.",
    ],
    "epochs counted as steps": [
      replace("epoch * plan.batches + batch", "epoch + batch"),
      "An epoch counts as one step here. Before this epoch there were epoch · batches steps.",
    ],
    "the decay is gone": [
      replace("rate = plan.highest / (1 + plan.decay * epoch);", "rate = plan.highest;"),
      "The rate does not fall any more. It falls in each epoch, from plan.highest.",
    ],
    "falls with every step": [
      replace("rate = plan.highest / (1 + plan.decay * epoch);", ""),
      replace(
        "rates.push(rate *",
        "rate = plan.highest / (1 + plan.decay * step);\n      rates.push(rate *",
      ),
      "The rate falls with every step. The plan counts epochs.",
    ],
    "for a decay of a half": replace("1 + plan.decay * epoch", "1 + 0.5 * epoch"),
    uphill: [
      replace("W = W.sub(", "W = W.add("),
      replace("b = b.sub(", "b = b.add("),
      "The steps go uphill now. They were right.",
    ],
  },
  alternatives: {
    "one list": [
      replace(
        `  const rates: number[] = [];
  let rate = plan.highest;
  for (let epoch = 0; epoch < plan.epochs; epoch++) {
    rate = plan.highest / (1 + plan.decay * epoch);
    for (let batch = 0; batch < plan.batches; batch++) {
      const step = epoch * plan.batches + batch;
      rates.push(rate * Math.min(1, (step + 1) / plan.warmSteps));
    }
  }
  return rates;`,
        `  return Array.from({ length: plan.epochs * plan.batches }, (_, step) => {
    const epoch = Math.floor(step / plan.batches);
    const rate = plan.highest / (1 + plan.decay * epoch);
    return rate * Math.min(1, (step + 1) / plan.warmSteps);
  });`,
      ),
      "It counts steps only, and finds the epoch from them.",
    ],
  },
});
