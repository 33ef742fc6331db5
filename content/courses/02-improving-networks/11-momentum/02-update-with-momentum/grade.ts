import { defineExercise, replace } from "@gradus/exercise";
import { tensor } from "gradus";

const mix = "v.mul(beta).add(gradient.mul(1 - beta))";
const step = "return { W: W.sub(dW.mul(learningRate)), b: b.sub(db.mul(learningRate)) };";

export default defineExercise<typeof import("./solution.ts")>({
  of: "updateWithMomentum",
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
            [10, -8],
            [4, 6],
          ]),
          db: tensor([2, -5]),
        },
        { dW: tensor([[7, 3]]), db: tensor([-4]) },
      ],
      [
        {
          dW: tensor([
            [3, 5],
            [-2, 1],
          ]),
          db: tensor([-1, 4]),
        },
        { dW: tensor([[-6, 2]]), db: tensor([5]) },
      ],
      0.8,
      0.1,
    ],
  ],
  any: (random) => {
    const sizes = Array.from({ length: random.int(2, 4) }, () => random.int(1, 4));
    const shapes = sizes.slice(1).map((units, l) => [units, sizes[l] as number] as const);
    const like = () =>
      shapes.map(([units, inputs]) => ({
        dW: random.table(units, inputs),
        db: random.list(units),
      }));
    return [
      shapes.map(([units, inputs]) => ({ W: random.table(units, inputs), b: random.list(units) })),
      like(),
      like(),
      random.pick([0, 0.5, 0.9]),
      0.05 + random(),
    ];
  },
  mistakes: {
    "the two shares swapped": [
      replace(mix, "v.mul(1 - beta).add(gradient.mul(beta))"),
      "β goes with the new gradient in your average, and 1 − β with the old velocity. It is the other way round: most of the velocity stays.",
    ],
    "PyTorch's form": [
      replace(mix, "v.mul(beta).add(gradient)"),
      "You added the whole gradient: that is PyTorch's form, a sum that forgets. Here the velocity is an average, so the gradient gets 1 − β.",
    ],
    "the step without momentum": [
      replace(
        "const { dW, db } = next[l] as LayerGrads;",
        "const { dW, db } = grads[l] as LayerGrads;",
      ),
      "Your step goes along the gradient, and the velocity is only kept. Step along the velocity.",
    ],
    "the old velocity": [
      replace(
        "const { dW, db } = next[l] as LayerGrads;",
        "const { dW, db } = velocity[l] as LayerGrads;",
      ),
      "Your step goes along the velocity that came in. Then today's gradient counts only in the next step. First average, then step.",
    ],
    "the velocity is not handed on": [
      replace("velocity: next }", "velocity: [...velocity] }"),
      "The velocity that comes back is the old one, so the next step remembers nothing. Return the new one.",
    ],
    "the biases stay": [
      replace(step, "return { W: W.sub(dW.mul(learningRate)), b };"),
      "The weights have moved, the biases have not. They have a velocity as well.",
    ],
    "biases without momentum": [
      replace("db: mix(v.db, db)", "db"),
      "The biases step along their gradient. They have a velocity of their own, averaged in the same way.",
    ],
    "the biases' step without momentum": [
      replace(
        step,
        "return { W: W.sub(dW.mul(learningRate)), b: b.sub((grads[l] as LayerGrads).db.mul(learningRate)) };",
      ),
      "The biases have a velocity and do not step along it: they step along their gradient. Take the new velocity for them, too.",
    ],
    uphill: [
      replace(step, "return { W: W.add(dW.mul(learningRate)), b: b.add(db.mul(learningRate)) };"),
      "You added the velocity. It is an average of gradients, which point uphill: take it off.",
    ],
    "the learning rate is left out": [
      replace(step, "return { W: W.sub(dW), b: b.sub(db) };"),
      "The whole velocity was taken off. Multiply it by the learning rate first.",
    ],
    "the learning rate in the velocity": [
      replace(mix, "v.mul(beta).add(gradient.mul((1 - beta) * learningRate))"),
      replace(step, "return { W: W.sub(dW), b: b.sub(db) };"),
      "Your velocity has the learning rate in it. It averages gradients: keep the rate for the step, or a changed rate would only be felt later.",
    ],
    "one average on top": [
      replace(
        step,
        "return { W: W.mul(beta).sub(dW.mul(learningRate)), b: b.mul(beta).sub(db.mul(learningRate)) };",
      ),
      "You multiplied the parameters by β. Only the velocity is averaged: the parameter keeps its value and steps.",
    ],
    "Nesterov's step": [
      replace(
        step,
        "const [v, g] = [next[l] as LayerGrads, grads[l] as LayerGrads];\n    return { W: W.sub(mix(v.dW, g.dW).mul(learningRate)), b: b.sub(mix(v.db, g.db).mul(learningRate)) };",
      ),
      "You mixed the gradient into the velocity once more for the step: that is Nesterov's form, which looks a step ahead. Step along the velocity itself.",
    ],
    "Keras' form": [
      replace(mix, "v.mul(beta).sub(gradient.mul(learningRate))"),
      replace(step, "return { W: W.add(dW), b: b.add(db) };"),
      "Your velocity is a step with its sign and its learning rate, as in Keras. Here it is an average of gradients: β and 1 − β, and the rate comes in the step.",
    ],
    "no step": [
      replace("layers: moved", "layers: [...layers]"),
      "The velocity is right, and no parameter has moved. Take the learning rate times the velocity off each.",
    ],
    "corrected for the start": [
      replace(
        step,
        "return { W: W.sub(dW.mul(learningRate / (1 - beta))), b: b.sub(db.mul(learningRate / (1 - beta))) };",
      ),
      "You divided the velocity by 1 − β before the step, which makes a sum of it again. Here the average is taken as it is.",
    ],
    "a velocity that points down": [
      replace(mix, "v.mul(beta).sub(gradient.mul(1 - beta))"),
      "You subtracted the gradient from the velocity. It is an average of gradients: add, and subtract in the step.",
    ],
    "the gradient on top": [
      replace(
        step,
        "const g = grads[l] as LayerGrads;\n    return { W: W.sub(dW.add(g.dW).mul(learningRate)), b: b.sub(db.add(g.db).mul(learningRate)) };",
      ),
      "Your step goes along the velocity and the gradient. The gradient is in the velocity already.",
    ],
    "always one half": [
      replace(mix, "v.add(gradient).div(2)"),
      "Your velocity takes one half of each. The shares are β and 1 − β.",
    ],
  },
  alternatives: {
    "with alpha": [
      replace(mix, "v.mul(beta).add(gradient, { alpha: 1 - beta })"),
      replace(
        step,
        "return { W: W.sub(dW, { alpha: learningRate }), b: b.sub(db, { alpha: learningRate }) };",
      ),
      "The library's add and sub can scale what they add.",
    ],
    "towards the gradient": [
      replace(mix, "v.add(gradient.sub(v).mul(1 - beta))"),
      "It moves the velocity a part of the way towards the gradient.",
    ],
  },
});
