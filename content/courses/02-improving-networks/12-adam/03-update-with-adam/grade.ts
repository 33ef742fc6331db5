import { defineExercise, every, type Random, replace } from "@gradus/exercise";
import { type Tensor, tensor } from "gradus";

const vHat = "mean.div(1 - beta1 ** t)";
const sHat = "square.div(1 - beta2 ** t)";
const step = "p.sub(vHat.div(sHat.sqrt().add(epsilon)).mul(learningRate))";
const state = "state: { v, s } };";

/** A network, gradients, and averages of earlier steps. */
function made(random: Random<Tensor>) {
  const sizes = Array.from({ length: random.int(2, 4) }, () => random.int(1, 4));
  const shapes = sizes.slice(1).map((units, l) => [units, sizes[l] as number] as const);
  const like = (low: number, high: number) =>
    shapes.map(([units, inputs]) => ({
      dW: random.table(units, inputs, low, high),
      db: random.tensor([units], low, high),
    }));
  return {
    layers: shapes.map(([units, inputs]) => ({
      W: random.table(units, inputs),
      b: random.list(units),
    })),
    grads: like(-1, 1),
    state: { v: like(-1, 1), s: like(0, 1) },
  };
}

export default defineExercise<typeof import("./solution.ts")>({
  of: "updateWithAdam",
  example: [
    "is right for two layers in the third step",
    () => [
      [
        {
          W: tensor([
            [1, 2],
            [-1, 0.5],
          ]),
          b: tensor([0.5, -0.3]),
        },
        { W: tensor([[3, -2]]), b: tensor([1]) },
      ],
      [
        {
          dW: tensor([
            [1.2, -0.8],
            [0.4, 0.6],
          ]),
          db: tensor([0.2, -0.5]),
        },
        { dW: tensor([[0.7, 0.3]]), db: tensor([-0.4]) },
      ],
      {
        v: [
          {
            dW: tensor([
              [0.3, 0.5],
              [-0.2, 0.1],
            ]),
            db: tensor([-0.1, 0.4]),
          },
          { dW: tensor([[-0.6, 0.2]]), db: tensor([0.5]) },
        ],
        s: [
          {
            dW: tensor([
              [0.3, 0.5],
              [0.2, 0.1],
            ]),
            db: tensor([0.1, 0.4]),
          },
          { dW: tensor([[0.6, 0.2]]), db: tensor([0.5]) },
        ],
      },
      3,
      { learningRate: 0.1, beta1: 0.8, beta2: 0.95, epsilon: 0.01 },
    ],
  ],
  any: (random) => {
    const { layers, grads, state } = made(random);
    return [
      layers,
      grads,
      state,
      random.int(1, 6),
      {
        learningRate: 0.05 + random(),
        beta1: random.pick([0, 0.5, 0.9]),
        beta2: random.pick([0.9, 0.99]),
        epsilon: random.pick([1e-2, 1e-4]),
      },
    ];
  },
  mistakes: {
    "no correction": [
      replace(vHat, "mean"),
      replace(sHat, "square"),
      "Neither average is corrected. Both start at 0, and the squares are too small for longer, so the first steps are far too long.",
    ],
    "only the squares corrected": [
      replace(vHat, "mean"),
      "The averaged gradients are not corrected. They start at 0, too: divide them by 1 − β₁ᵗ.",
    ],
    "only the gradients corrected": [
      replace(sHat, "square"),
      "The averaged squares are not corrected. They start at 0, too: divide them by 1 − β₂ᵗ.",
    ],
    "t from 0": [
      every("** t)", "** (t - 1))"),
      "Your correction is one step behind. t is 1 in the first step, so take it as it comes.",
    ],
    "t one too large": [
      every("** t)", "** (t + 1))"),
      "Your correction is one step ahead. t is 1 in the first step, so take it as it comes.",
    ],
    "always the first correction": [
      replace(vHat, "mean.div(1 - beta1)"),
      replace(sHat, "square.div(1 - beta2)"),
      "You divided by 1 − β in every step. β is to the power t, so that the correction fades.",
    ],
    "β times t": [
      replace(vHat, "mean.div(1 - beta1 * t)"),
      replace(sHat, "square.div(1 - beta2 * t)"),
      "You took β times t. It is β to the power t.",
    ],
    "the corrected averages are kept": [
      replace(
        state,
        "state: {\n    v: v.map(({ dW, db }) => ({ dW: dW.div(1 - beta1 ** t), db: db.div(1 - beta1 ** t) })),\n    s: s.map(({ dW, db }) => ({ dW: dW.div(1 - beta2 ** t), db: db.div(1 - beta2 ** t) })),\n  } };",
      ),
      "You hand on the corrected averages, and the next step would correct them once more. Keep the plain ones.",
    ],
    "s not squared": [
      replace("g.square().mul(1 - beta2)", "g.mul(1 - beta2)"),
      "You averaged the gradients twice. s is the average of their squares.",
    ],
    "β₁ for both": [
      replace(
        "a.mul(beta2).add(g.square().mul(1 - beta2))",
        "a.mul(beta1).add(g.square().mul(1 - beta1))",
      ),
      replace(sHat, "square.div(1 - beta1 ** t)"),
      "You used β₁ for both averages. The squares have a share of their own: β₂, in the average and in its correction.",
    ],
    "the betas swapped": [
      replace("a.mul(beta1).add(g.mul(1 - beta1))", "a.mul(beta2).add(g.mul(1 - beta2))"),
      replace(
        "a.mul(beta2).add(g.square().mul(1 - beta2))",
        "a.mul(beta1).add(g.square().mul(1 - beta1))",
      ),
      replace(vHat, "mean.div(1 - beta2 ** t)"),
      replace(sHat, "square.div(1 - beta1 ** t)"),
      "β₁ and β₂ are swapped. β₁ belongs to the gradients, β₂ to their squares.",
    ],
    "β and 1 − β swapped": [
      replace("a.mul(beta1).add(g.mul(1 - beta1))", "a.mul(1 - beta1).add(g.mul(beta1))"),
      replace(
        "a.mul(beta2).add(g.square().mul(1 - beta2))",
        "a.mul(1 - beta2).add(g.square().mul(beta2))",
      ),
      "β goes with the new value in your averages. It is the share of the old average that stays.",
    ],
    "epsilon inside the root": [
      replace("sHat.sqrt().add(epsilon)", "sHat.add(epsilon).sqrt()"),
      "Your ε is inside the root. It is added after it: √ŝ + ε.",
    ],
    "no epsilon": [
      replace("sHat.sqrt().add(epsilon)", "sHat.sqrt()"),
      "There is no ε. A weight whose gradients were all 0 would be divided 0 by 0.",
    ],
    "the root is missing": [
      replace("sHat.sqrt().add(epsilon)", "sHat.add(epsilon)"),
      "You divided by the averaged square itself. Take its root first.",
    ],
    "the gradient instead of its average": [
      replace(
        "return { W: step(W, mean.dW, square.dW), b: step(b, mean.db, square.db) };",
        "const g = grads[l] as LayerGrads;\n    return { W: step(W, g.dW.mul(1 - beta1 ** t), square.dW), b: step(b, g.db.mul(1 - beta1 ** t), square.db) };",
      ),
      "Your step goes along the gradient: that is RMSprop with a correction. Adam goes along the average of the gradients.",
    ],
    "the state is not handed on": [
      replace(state, "state: { v: [...state.v], s: [...state.s] } };"),
      "The averages that come back are the old ones, so the next step remembers nothing. Return the new ones.",
    ],
    "the biases stay": [
      replace("b: step(b, mean.db, square.db)", "b"),
      "The weights have moved, the biases have not. They learn in the same way.",
    ],
    uphill: [
      replace(step, "p.add(vHat.div(sHat.sqrt().add(epsilon)).mul(learningRate))"),
      "You stepped uphill. Take the step off the parameter.",
    ],
    "epsilon before the correction": [
      replace(
        step,
        "p.sub(\n      vHat\n        .div(square.sqrt().add(epsilon))\n        .mul(learningRate * Math.sqrt(1 - beta2 ** t)),\n    )",
      ),
      replace("    const sHat = square.div(1 - beta2 ** t);\n", ""),
      "You added ε to the root before it was corrected: that is the short form that Keras takes. Here ŝ comes first: √ŝ + ε.",
    ],
    "corrected after the root": [
      replace(
        step,
        "p.sub(vHat.div(square.sqrt().div(1 - beta2 ** t).add(epsilon)).mul(learningRate))",
      ),
      replace("    const sHat = square.div(1 - beta2 ** t);\n", ""),
      "You corrected after the root. Correct s, then take the root of what you get.",
    ],
    "one correction for both": [
      replace(sHat, "square.div(1 - beta1 ** t)"),
      "Both averages were corrected with β₁. The squares forget with β₂, so they are corrected with β₂.",
    ],
    "multiplied by the corrections": [
      replace(vHat, "mean.mul(1 - beta1 ** t)"),
      replace(sHat, "square.mul(1 - beta2 ** t)"),
      "You multiplied by 1 − βᵗ. Both averages are too small: divide.",
    ],
    "the gradients are not averaged": [
      replace("a.mul(beta1).add(g.mul(1 - beta1))", "g.mul(1)"),
      "Your v is the last gradient. It is an average: β₁ times the old one and 1 − β₁ times the gradient.",
    ],
    "the square of the average": [
      replace(
        "a.mul(beta2).add(g.square().mul(1 - beta2))",
        "a.mul(beta2).add(g.mul(1 - beta2)).square()",
      ),
      "You squared the average. Square each gradient first, then average the squares.",
    ],
    "the old averages": [
      replace(
        "const [mean, square] = [v[l] as LayerGrads, s[l] as LayerGrads];",
        "const [mean, square] = [state.v[l] as LayerGrads, state.s[l] as LayerGrads];",
      ),
      "Your step takes the averages that came in, without today's gradient. First average, then step.",
    ],
    "β₂ for the gradients' correction": [
      replace(vHat, "mean.div(1 - beta2 ** t)"),
      "Both averages were corrected with β₂. The gradients were averaged with β₁, so they are corrected with β₁.",
    ],
    "1 − β to the power t": [
      replace(vHat, "mean.div((1 - beta1) ** t)"),
      replace(sHat, "square.div((1 - beta2) ** t)"),
      "You took 1 − β to the power t. The power is of β: 1 − βᵗ.",
    ],
    "β₁ for the squares": [
      replace(
        "a.mul(beta2).add(g.square().mul(1 - beta2))",
        "a.mul(beta1).add(g.square().mul(1 - beta1))",
      ),
      "The squares were averaged with β₁. They have a β of their own, β₂, which forgets more slowly.",
    ],
    "multiplied by the root": [
      replace("vHat.div(sHat", "vHat.mul(sHat"),
      "You multiplied by √ŝ + ε. Divide: a weight with large gradients gets a shorter step for each of them.",
    ],
    "the whole square": [
      replace("g.square().mul(1 - beta2)", "g.square()"),
      "You added the whole square. The shares have to add up to 1, so the new square gets 1 − β₂.",
    ],
    "the whole gradient": [
      replace("g.mul(1 - beta1)", "g"),
      "You added the whole gradient. The shares have to add up to 1, so the gradient gets 1 − β₁.",
    ],
    "the corrected gradients are kept": [
      replace(
        state,
        "state: {\n    v: v.map(({ dW, db }) => ({ dW: dW.div(1 - beta1 ** t), db: db.div(1 - beta1 ** t) })),\n    s,\n  } };",
      ),
      "You hand on v̂, the corrected average, and the next step would correct it once more. Keep v itself. (A div_ does that, too.)",
    ],
  },
  alternatives: {
    "the corrections as numbers": [
      replace(
        step,
        "p.sub(\n      mean\n        .mul(learningRate / (1 - beta1 ** t))\n        .div(square.sqrt().div(Math.sqrt(1 - beta2 ** t)).add(epsilon)),\n    )",
      ),
      replace("    const vHat = mean.div(1 - beta1 ** t);\n", ""),
      replace("    const sHat = square.div(1 - beta2 ** t);\n", ""),
      "PyTorch does it this way: the corrections are plain numbers, so no table is divided for them.",
    ],
  },
});
