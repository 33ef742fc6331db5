import {
  asset,
  contract,
  defineExercise,
  failed,
  passed,
  property,
  pure,
  type Random,
  replace,
  value,
} from "@gradus/exercise";
import { manualSeed, randn, type Tensor, tensor, zeros } from "gradus";
import { modelForward } from "../../../01-neural-networks/13-deep-forward/01-model-forward/solution.ts";

const squares = "mix(dW, g.dW.square(), beta2), db: mix(db, g.db.square(), beta2)";
const correctedMean = ".div(1 - beta1 ** t)";

/** The numbers 0 to m − 1 in an order that the dice say. */
function shuffled(m: number, random: () => number): Tensor {
  const order = Array.from({ length: m }, (_, i) => i);
  for (let i = m - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [order[i], order[j]] = [order[j] as number, order[i] as number];
  }
  return tensor(order).int();
}

const options = { size: 2, learningRate: 0.1, beta1: 0.8, beta2: 0.95, epsilon: 0.01 };

/** Four examples, two epochs: batches of three and of one. */
const example = () =>
  [
    tensor([
      [1, 2],
      [0.5, -1],
      [-2, 0.5],
      [1.5, 1],
    ]),
    tensor([[1], [0], [1], [0]]),
    [
      {
        W: tensor([
          [1, -1],
          [0.5, 2],
        ]),
        b: tensor([0.1, 0.2]),
      },
      { W: tensor([[1, 0.5]]), b: tensor([-0.5]) },
    ],
    [tensor([3, 0, 1, 2]).int(), tensor([2, 0, 3, 1]).int()],
    { ...options, size: 3 },
  ] as const;

function made(random: Random<Tensor>) {
  const m = random.int(2, 5);
  const sizes = [...Array.from({ length: random.int(1, 2) }, () => random.int(1, 3)), 1];
  const layers = sizes.slice(1).map((units, l) => ({
    W: random.table(units, sizes[l] as number),
    b: random.list(units, 0.1, 0.5),
  }));
  const orders = Array.from({ length: random.int(1, 2) }, () => shuffled(m, random));
  const size = random.int(1, 2);
  return [
    random.table(m, sizes[0] as number),
    random.bits([m, 1]),
    layers,
    orders,
    { ...options, size },
  ] as const;
}

export default defineExercise<typeof import("./solution.ts")>({
  checks: [
    value({
      name: "is right for four examples in two epochs",
      of: "trainWithAdam",
      cases: [{ args: example }],
      tolerance: { rtol: 1e-3, atol: 1e-4 },
    }),
    property({
      name: "holds for any sizes",
      of: "trainWithAdam",
      runs: 3,
      edges: ["one", "equal"],
      args: made,
      tolerance: { rtol: 1e-3, atol: 1e-3 },
    }),
    pure({ name: "leaves its inputs alone", of: "trainWithAdam", args: example }),
    contract({
      name: "learns the two moons",
      run: async ({ learner, random }) => {
        const numbers = new Float32Array(asset("moons").slice().buffer);
        const rows = Array.from({ length: 500 }, (_, i) =>
          Array.from(numbers.subarray(3 * i, 3 * i + 3)),
        );
        const points = (from: number, to: number): [X: Tensor, Y: Tensor] => [
          tensor(rows.slice(from, to).map(([x = 0, y = 0]) => [x, y])),
          tensor(rows.slice(from, to).map(([, , label = 0]) => [label])),
        ];
        const [X, Y] = points(0, 300);
        const [devX, devY] = points(300, 500);
        const reached: number[] = [];
        for (let start = 1; start <= 3; start++) {
          manualSeed(start);
          const layers = [2, 10, 5].map((inputs, l) => {
            const units = [10, 5, 1][l] as number;
            return { W: randn([units, inputs]).mul(Math.sqrt(2 / inputs)), b: zeros([units]) };
          });
          const orders = Array.from({ length: 20 }, () => shuffled(300, random));
          const trained = await learner.trainWithAdam(X, Y, layers, orders, {
            size: 64,
            learningRate: 0.03,
            beta1: 0.9,
            beta2: 0.999,
            epsilon: 1e-8,
          });
          const { AL } = modelForward(devX, trained.layers);
          reached.push(await AL.gt(0.5).float().eq(devY).float().mean().item());
          if ((reached.at(-1) as number) >= 0.93) return passed;
        }
        return failed(
          `trainWithAdam: after 20 epochs of moons ${reached.map((r) => `${(100 * r).toFixed(1)} %`).join(", ")} of the dev points are right, from three starts; expected at least 93 % from one of them.`,
        );
      },
    }),
  ],
  mistakes: {
    "t by epochs": [
      replace("      t += 1;\n", ""),
      replace(
        "for (const order of orders)\n    for (",
        "for (const order of orders) {\n    t += 1;\n    for (",
      ),
      replace(
        "      costs.push(await cost.item());\n    }",
        "      costs.push(await cost.item());\n    }\n  }",
      ),
      "Your t counts epochs. It counts steps: the averages take in a new gradient with every batch.",
    ],
    "t starts anew": [
      replace(
        "for (const order of orders)\n    for (",
        "for (const order of orders) {\n    t = 0;\n    for (",
      ),
      replace(
        "      costs.push(await cost.item());\n    }",
        "      costs.push(await cost.item());\n    }\n  }",
      ),
      "Your t starts at 0 again in each epoch, so averages that are long warm are corrected once more. Count all steps.",
    ],
    "t from 0": [
      replace("      t += 1;\n", ""),
      replace(
        "      costs.push(await cost.item());",
        "      t += 1;\n      costs.push(await cost.item());",
      ),
      "Your t is 0 in the first step, and 1 − β⁰ is 0. Count before you correct.",
    ],
    "no correction": [
      replace("square.div(1 - beta2 ** t).sqrt()", "square.sqrt()"),
      replace(correctedMean, ""),
      "Neither average is corrected for its start at 0, so the first steps are far too long.",
    ],
    "the last batch is lost": [
      replace("from < m", "from + size <= m"),
      "The rows at the end of an epoch that do not fill a batch are missing. Take them in a shorter batch.",
    ],
    "X and Y apart": [
      replace("Y.indexSelect(0, rows)]", "Y.narrow(0, from, Math.min(size, m - from))]"),
      "X is shuffled and Y is not, so most rows have another row's label. Pick both by the same row numbers.",
    ],
    "not shuffled": [
      replace(
        "[X.indexSelect(0, rows), Y.indexSelect(0, rows)]",
        "[X.narrow(0, from, rows.size(0)), Y.narrow(0, from, rows.size(0))]",
      ),
      "Your batches hold the rows as they stand. Pick the rows that the epoch's order names.",
    ],
    "always the first order": [
      replace("const rows = order.narrow(", "const rows = (orders[0] as Tensor).narrow("),
      "Every epoch takes the first order. Each epoch has its own.",
    ],
    "all rows in each step": [
      replace("modelForward(x, now)", "modelForward(X, now)"),
      replace("deepCost(AL, y)", "deepCost(AL, Y)"),
      replace("modelBackward(AL, y, caches)", "modelBackward(AL, Y, caches)"),
      "Each step looks at all rows. Take the batch's rows only.",
    ],
    "s not squared": [
      replace(squares, "mix(dW, g.dW, beta2), db: mix(db, g.db, beta2)"),
      "You averaged the gradients twice. s is the average of their squares.",
    ],
    "epsilon inside the root": [
      replace(
        "square.div(1 - beta2 ** t).sqrt()",
        "square.div(1 - beta2 ** t).add(epsilon).sqrt()",
      ),
      replace("spread.add(epsilon)", "spread"),
      "Your ε is inside the root. It is added after it: √ŝ + ε.",
    ],
    "batches of three": [
      replace("from += size", "from += 3"),
      replace("Math.min(size, m - from)", "Math.min(3, m - from)"),
      replace("const { size, learningRate", "const { learningRate"),
    ],
    "three epochs at most": replace("of orders)", "of orders.slice(0, 3))"),
    "the start comes back": [
      replace("return { layers: now, costs }", "return { layers: [...layers], costs }"),
      "The layers that come back are those of the start. Return the ones after the last step.",
    ],
    "plain gradient descent": [
      replace(
        "step(W, mean.dW, square.dW), b: step(b, mean.db, square.db)",
        "W.sub((grads[l] as LayerGrads).dW.mul(learningRate)), b: b.sub((grads[l] as LayerGrads).db.mul(learningRate))",
      ),
      "Your step goes along the gradient: that is plain gradient descent. Adam steps along v̂ and divides by √ŝ + ε.",
    ],
    "momentum alone": [
      replace("        .div(1 - beta1 ** t)\n        .div(spread.add(epsilon))\n", ""),
      replace("    const spread = square.div(1 - beta2 ** t).sqrt();\n", ""),
      replace("square: Tensor", "_square: Tensor"),
      "Your step is momentum's: it goes along v, and s is not used. Correct v, and divide it by √ŝ + ε.",
    ],
    "everything starts anew": [
      replace(
        "for (const order of orders)\n    for (",
        "for (const order of orders) {\n    v = v.map(({ dW, db }) => ({ dW: dW.mul(0), db: db.mul(0) }));\n    s = v;\n    t = 0;\n    for (",
      ),
      replace(
        "      costs.push(await cost.item());\n    }",
        "      costs.push(await cost.item());\n    }\n  }",
      ),
      "v, s and t start anew in each epoch, so Adam forgets what it knew. Make them once, before both loops.",
    ],
    "the cost after the step": [
      replace(
        "costs.push(await cost.item());",
        "costs.push(await deepCost(modelForward(x, now).AL, y).item());",
      ),
      "Your costs are those after each step. Take the cost that belongs to the answers you went back from.",
    ],
    "the biases stay": [
      replace("b: step(b, mean.db, square.db)", "b"),
      "The weights have moved, the biases have not. They learn in the same way.",
    ],
  },
  alternatives: {
    "the corrections as numbers": [
      replace(
        "const spread = square.div(1 - beta2 ** t).sqrt();",
        "const spread = square.sqrt().div(Math.sqrt(1 - beta2 ** t));",
      ),
      replace(correctedMean, ".mul(1 / (1 - beta1 ** t))"),
      "It takes the root of the correction as a plain number.",
    ],
  },
});
