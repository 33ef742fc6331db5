import { defineExercise, replace } from "@gradus/exercise";
import { tensor } from "gradus";

const mix = "old.mul(beta).add(gradient.square().mul(1 - beta))";
const step = "p.sub(gradient.div(square.sqrt().add(epsilon)).mul(learningRate))";

export default defineExercise<typeof import("./solution.ts")>({
  of: "updateWithRmsprop",
  example: [
    "is right for two layers",
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
      [
        {
          dW: tensor([
            [0.3, 0.5],
            [0.2, 0.1],
          ]),
          db: tensor([0.1, 0.4]),
        },
        { dW: tensor([[0.6, 0.2]]), db: tensor([0.5]) },
      ],
      0.8,
      0.1,
      0.01,
    ],
  ],
  any: (random) => {
    const sizes = Array.from({ length: random.int(2, 4) }, () => random.int(1, 4));
    const shapes = sizes.slice(1).map((units, l) => [units, sizes[l] as number] as const);
    return [
      shapes.map(([units, inputs]) => ({ W: random.table(units, inputs), b: random.list(units) })),
      shapes.map(([units, inputs]) => ({
        dW: random.table(units, inputs),
        db: random.list(units),
      })),
      shapes.map(([units, inputs]) => ({
        dW: random.table(units, inputs, 0, 2),
        db: random.tensor([units], 0, 2),
      })),
      random.pick([0.5, 0.9, 0.99]),
      0.05 + random(),
      random.pick([1e-2, 1e-4]),
    ];
  },
  mistakes: {
    "s not squared": [
      replace("gradient.square().mul(1 - beta)", "gradient.mul(1 - beta)"),
      "You averaged the gradients themselves. Their signs cancel, and a root of a negative number is NaN. Average the squares.",
    ],
    "the square of the average": [
      replace(mix, "old.mul(beta).add(gradient.mul(1 - beta)).square()"),
      "You squared the average. Square each gradient first, then average the squares.",
    ],
    "the two shares swapped": [
      replace(mix, "old.mul(1 - beta).add(gradient.square().mul(beta))"),
      "β goes with the new square in your average, and 1 − β with the old squares. It is the other way round.",
    ],
    "the root is missing": [
      replace("square.sqrt().add(epsilon)", "square.add(epsilon)"),
      "You divided by the averaged square. Take its root first: then it has the size of a gradient, and the two cancel.",
    ],
    "epsilon inside the root": [
      replace("square.sqrt().add(epsilon)", "square.add(epsilon).sqrt()"),
      "Your ε is inside the root. It is added after it: √s + ε.",
    ],
    "no epsilon": [
      replace("square.sqrt().add(epsilon)", "square.sqrt()"),
      "There is no ε. A weight whose gradients were all 0 would be divided 0 by 0.",
    ],
    "the old squares": [
      replace("next[l] as LayerGrads];", "s[l] as LayerGrads];"),
      "Your step divides by the squares that came in. In the first step they are 0. First average, then step.",
    ],
    "the squares are not handed on": [
      replace("s: next }", "s: [...s] }"),
      "The squares that come back are the old ones, so the next step remembers nothing. Return the new ones.",
    ],
    "multiplied by the root": [
      replace(
        "gradient.div(square.sqrt().add(epsilon))",
        "gradient.mul(square.sqrt().add(epsilon))",
      ),
      "You multiplied by the root. Then large gradients take even longer steps. Divide.",
    ],
    "the biases stay": [
      replace("b: step(b, db, square.db)", "b"),
      "The weights have moved, the biases have not. They learn in the same way.",
    ],
    "one length for a layer": [
      replace(step, "p.sub(gradient.div(square.mean().sqrt().add(epsilon)).mul(learningRate))"),
      "You divided a whole table by one number. Each weight is divided by the root of its own squares.",
    ],
    uphill: [
      replace(step, "p.add(gradient.div(square.sqrt().add(epsilon)).mul(learningRate))"),
      "You stepped uphill. Take the step off the parameter.",
    ],
    "epsilon after the division": [
      replace(step, "p.sub(gradient.div(square.sqrt()).add(epsilon).mul(learningRate))"),
      "You added ε to the quotient, so every step leans to one side. Add it to the root, before you divide.",
    ],
    "sizes for squares": [
      replace("gradient.square().mul(1 - beta)", "gradient.abs().mul(1 - beta)"),
      "You averaged the sizes of the gradients. Average their squares, and take the root of that.",
    ],
    "a sum that never forgets": [
      replace(mix, "old.add(gradient.square())"),
      "You added the squares up, and nothing is forgotten: that is Adagrad, whose steps get shorter for ever. Average with β and 1 − β.",
    ],
    "only the sign": [
      replace(step, "p.sub(gradient.sign().mul(learningRate))"),
      "Every step has the length of the learning rate: you divide by today's gradient. Divide by the root of the averaged squares.",
    ],
    "the rate below the line": [
      replace(step, "p.sub(gradient.div(square.sqrt().add(epsilon).mul(learningRate)))"),
      "You divided by the learning rate. It multiplies the step.",
    ],
    "the share squared, too": [
      replace("gradient.square().mul(1 - beta)", "gradient.mul(1 - beta).square()"),
      "You squared 1 − β together with the gradient. Square the gradient, then take its share.",
    ],
    "two roots": [
      replace("square.sqrt().add(epsilon)", "square.sqrt().sqrt().add(epsilon)"),
      "You took the root twice. Once makes of a square the size of a gradient.",
    ],
    "the whole square": [
      replace("gradient.square().mul(1 - beta)", "gradient.square()"),
      "You added the whole square. The shares have to add up to 1, so the new square gets 1 − β.",
    ],
  },
  alternatives: {
    "to the power of one half": [
      replace(step, "p.sub(gradient.mul(learningRate).div(square.pow(0.5).add(epsilon)))"),
      replace("gradient.square().mul(1 - beta)", "gradient.mul(gradient).mul(1 - beta)"),
      "A root is the power of one half, and a square is a number times itself.",
    ],
  },
});
