import { defineExercise, replace } from "@gradus/exercise";
import { tensor } from "gradus";

export default defineExercise<typeof import("./solution.ts")>({
  of: "updateWithGd",
  example: [
    "is right for a batch of three",
    () => [
      tensor([
        [1, 2],
        [0.5, -1],
        [2, 0.5],
      ]),
      tensor([[1], [0], [1]]),
      [
        {
          W: tensor([
            [1, -1],
            [0.5, 2],
          ]),
          b: tensor([0.1, 0]),
        },
        { W: tensor([[1, 0.5]]), b: tensor([-0.5]) },
      ],
      0.5,
    ],
  ],
  any: (random) => {
    const m = random.int(1, 6);
    const sizes = [...Array.from({ length: random.int(1, 3) }, () => random.int(1, 4)), 1];
    const layers = sizes.slice(1).map((units, l) => ({
      W: random.table(units, sizes[l] as number),
      b: random.list(units),
    }));
    return [random.table(m, sizes[0] as number), random.bits([m, 1]), layers, 0.1 + random()];
  },
  mistakes: {
    "the cost after the step": [
      replace(
        "return { layers: updateDeep(layers, grads, learningRate), cost };",
        "const next = updateDeep(layers, grads, learningRate);\n  return { layers: next, cost: deepCost(modelForward(X, next).AL, Y) };",
      ),
      "Your cost is the one after the step. The answers that the gradients come from already tell the cost before it, for nothing.",
    ],
    "the old layers": [
      replace("layers: updateDeep(layers, grads, learningRate)", "layers: [...layers]"),
      "The layers that come back are the ones that came in. updateDeep makes new ones: return those.",
    ],
    uphill: [
      replace(
        "updateDeep(layers, grads, learningRate)",
        "updateDeep(layers, grads, -learningRate)",
      ),
      "You stepped uphill. updateDeep already takes the gradient off, so hand it the learning rate as it is.",
    ],
    "divided once more": [
      replace("grads, learningRate)", "grads, learningRate / X.size(0))"),
      "You divided by the number of rows. modelBackward has done that already: its gradients are means, so a small batch takes a step as long as a large one.",
    ],
    "times the rows": [
      replace("grads, learningRate)", "grads, learningRate * X.size(0))"),
      "You multiplied by the number of rows. The gradient is a mean, so that a step has the same length for any batch size.",
    ],
    "only the first row": [
      replace("modelForward(X, layers)", "modelForward(X.narrow(0, 0, 1), layers)"),
      "You looked at the first row only. Every row of the batch takes part.",
    ],
    "the summed cost": [
      replace("const cost = deepCost(AL, Y);", "const cost = deepCost(AL, Y).mul(X.size(0));"),
      "Your cost is the sum over the rows. As a mean, the costs of batches of different sizes can be compared.",
    ],
    "a rate of its own": [
      replace("grads, learningRate)", "grads, 0.5)"),
      "Your step is always 0.5 times the gradient. Take the learning rate that comes in.",
    ],
    "answers and truths swapped": [
      replace("modelBackward(AL, Y, caches)", "modelBackward(Y, AL, caches)"),
      "modelBackward got the truths in the place of the answers, and divides by a truth of 0. The answers AL come first, then Y.",
    ],
    "only the last layer": [
      replace(
        "layers: updateDeep(layers, grads, learningRate)",
        "layers: [...layers.slice(0, -1), ...updateDeep(layers, grads, learningRate).slice(-1)]",
      ),
      "Only the last layer has moved. Every layer steps.",
    ],
    "two steps": [
      replace(
        "return { layers: updateDeep(layers, grads, learningRate), cost };",
        "const once = updateDeep(layers, grads, learningRate);\n  const again = modelForward(X, once);\n  return { layers: updateDeep(once, modelBackward(again.AL, Y, again.caches), learningRate), cost };",
      ),
      "You took two steps on this batch. One, and then the next batch comes.",
    ],
    "the biases stay": [
      replace(
        "return { layers: updateDeep(layers, grads, learningRate), cost };",
        "const moved = updateDeep(layers, grads, learningRate);\n  return { layers: moved.map(({ W }, l) => ({ W, b: (layers[l] as Layer).b })), cost };",
      ),
      "The weights have moved, the biases have not. They learn in the same way.",
    ],
    "the mean squared error": [
      replace("deepCost(AL, Y)", "AL.sub(Y).square().mean()"),
      "Your cost is the mean squared error. The gradients belong to the cross-entropy: use deepCost.",
    ],
    "the cost below 0": [
      replace("const cost = deepCost(AL, Y);", "const cost = deepCost(AL, Y).neg();"),
      "Your cost has the wrong sign. deepCost gives it as it should be: above 0.",
    ],
  },
  alternatives: {
    "the step written out": [
      replace(
        "layers: updateDeep(layers, grads, learningRate)",
        "layers: layers.map(({ W, b }, l) => ({\n      W: W.sub((grads[l] as { dW: Tensor }).dW, { alpha: learningRate }),\n      b: b.sub((grads[l] as { db: Tensor }).db, { alpha: learningRate }),\n    }))",
      ),
      "It does without updateDeep.",
    ],
  },
});
