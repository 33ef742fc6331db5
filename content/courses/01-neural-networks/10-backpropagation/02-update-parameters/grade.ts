import { defineExercise, every, replace } from "@gradus/exercise";
import { tensor } from "gradus";
import { oneHidden } from "../../09-one-hidden-layer/networks.ts";

export default defineExercise<typeof import("./solution.ts")>({
  of: "updateParameters",
  example: [
    "is right for the example",
    () => [
      {
        W1: tensor([
          [1, 2],
          [3, 4],
        ]),
        b1: tensor([0, 1]),
        W2: tensor([[5, 6]]),
        b2: tensor([7]),
      },
      {
        dW1: tensor([
          [10, -10],
          [0, 5],
        ]),
        db1: tensor([2, -2]),
        dW2: tensor([[1, -1]]),
        db2: tensor([4]),
      },
      0.2,
    ],
  ],
  any: (r) => {
    const [inputs, hidden] = [r.int(1, 4), r.int(1, 5)];
    const { W1, b1, W2, b2 } = oneHidden(r, inputs, hidden);
    return [oneHidden(r, inputs, hidden), { dW1: W1, db1: b1, dW2: W2, db2: b2 }, r()];
  },
  mistakes: {
    "the learning rate is left out": [
      every(".mul(learningRate)", ""),
      "The whole gradient was taken off. Multiply it by the learning rate first.",
    ],
    "a rate of your own": [
      every("(learningRate)", "(0.1)"),
      "You take 0.1 whatever comes in. Use learningRate.",
    ],
    uphill: [
      every(".sub(", ".add("),
      "You added the gradient. It points to where the cost grows: go against it, with a minus.",
    ],
    "the biases stay": [
      replace("b1: b1.sub(db1.mul(learningRate))", "b1"),
      replace("b2: b2.sub(db2.mul(learningRate))", "b2"),
      "The weights have moved, the biases have not. They learn in the same way.",
    ],
    "only the output layer moves": [
      replace("W1: W1.sub(dW1.mul(learningRate))", "W1"),
      replace("b1: b1.sub(db1.mul(learningRate))", "b1"),
      "W1 and b1 are as they were. The hidden layer learns too: it takes the same step with its own gradients.",
    ],
    "in place": every(".sub(", ".sub_("),
  },
  alternatives: {
    alpha: [
      every(".mul(learningRate)", ", { alpha: learningRate }"),
      "The library's sub can scale what it takes away.",
    ],
  },
});
