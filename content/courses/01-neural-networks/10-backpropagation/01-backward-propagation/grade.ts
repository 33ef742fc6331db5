import { body, defineExercise, every, type Random, replace } from "@gradus/exercise";
import { type Tensor, tensor } from "gradus";
import { forwardPropagation } from "../../09-one-hidden-layer/03-forward-propagation/solution.ts";
import { crossEntropy, oneHidden } from "../../09-one-hidden-layer/networks.ts";

/** The arguments of a network that has really read X. */
function read(X: Tensor, Y: Tensor, parameters: ReturnType<typeof oneHidden>) {
  const { cache } = forwardPropagation(X, parameters);
  return [parameters, cache, X, Y] as [typeof parameters, typeof cache, Tensor, Tensor];
}

export default defineExercise<typeof import("./solution.ts")>({
  of: "backwardPropagation",
  example: [
    "is right for three points and two hidden units",
    () =>
      read(
        tensor([
          [1, 2],
          [3, -1],
          [-2, 0.5],
        ]),
        tensor([[1], [0], [1]]),
        {
          W1: tensor([
            [0.5, -0.5],
            [1, 0.2],
          ]),
          b1: tensor([0.1, -0.3]),
          W2: tensor([[2, -1]]),
          b2: tensor([0.5]),
        },
      ),
  ],
  any: (r: Random<Tensor>) => {
    const [m, inputs] = [r.int(1, 6), r.int(1, 4)];
    return read(r.table(m, inputs), r.bits([m, 1]), oneHidden(r, inputs, r.int(1, 5)));
  },
  gradient: {
    at: ({ W1, b1, W2, b2 }) => ({ W1, b1, W2, b2 }),
    gradients: ({ dW1, db1, dW2, db2 }) => ({ W1: dW1, b1: db1, W2: dW2, b2: db2 }),
    loss: ({ W1, b1, W2, b2 }, _parameters, _cache, X, Y) =>
      crossEntropy(forwardPropagation(X, { W1, b1, W2, b2 } as ReturnType<typeof oneHidden>).A2, Y),
  },
  mistakes: {
    "always divided by 3": [
      replace("X.size(0)", "3"),
      "You divide by 3, as if there were always three examples. m is X.size(0).",
    ],
    "the biases are not added up": [
      replace("dZ1.sum(0).div", "dZ1.div"),
      replace("dZ2.sum(0).div", "dZ2.div"),
      "db1 and db2 still have a row for each example. Add them up over the examples: sum(0).",
    ],
    "divided by the number of columns": [
      replace("size(0", "size(1"),
      "You divided by 2, the number of inputs and of hidden units here. The mean is over the examples: divide by m, the rows of X.",
    ],
    "1/m counts twice": [
      replace("sub(Y)", "sub(Y).div(m)"),
      "You divided by m twice: in dZ2, which is handed down, and again in dW and db. Leave dZ2 as A2 − Y.",
    ],
    "1/m is missing": [
      every(".div(m)", ""),
      "dW and db are sums over the examples here. The cost is a mean: divide them by m.",
    ],
    "1/m is missing in the biases": [
      replace("dZ1.sum(0).div(m)", "dZ1.sum(0)"),
      replace("dZ2.sum(0).div(m)", "dZ2.sum(0)"),
      "db1 and db2 are sums over the examples, dW1 and dW2 are means. All four belong to the same mean: divide the biases' by m, too.",
    ],
    "the slope of the sigmoid counts twice": [
      replace("A2.sub(Y)", "A2.sub(Y).mul(A2).mul(sub(1, A2))"),
      "You multiplied A2 − Y by the sigmoid's slope. That slope and the cost's have cancelled already: dZ2 is A2 − Y.",
    ],
    "the slope of tanh is left out": [
      replace(".mul(sub(1, A1.square()))", ""),
      "dZ1 goes back through W2 but not through the bend. Multiply by the slope 1 − A1².",
    ],
    "1 − A1 instead of 1 − A1²": [
      replace("A1.square()", "A1"),
      "The slope of tanh is 1 − A1 squared. The square is missing.",
    ],
    "the slope of the sigmoid": [
      replace("sub(1, A1.square()", "A1).mul(sub(1, A1"),
      "You took A1·(1 − A1). That is the sigmoid's slope; the hidden layer bends with tanh.",
    ],
    "the slope of ReLU": [
      replace("sub(1, A1.square())", "A1.gt(0).float()"),
      "You let through what was positive and stop the rest: that is ReLU's slope. The hidden layer bends with tanh, whose slope is 1 − A1².",
    ],
    "the slope is taken at Z1": [
      replace("{ A1", "{ Z1, A1"),
      replace("1, A1", "1, Z1"),
      "The slope of tanh is 1 − A1², with what tanh gave. You square Z1, what it was given.",
    ],
    "truth minus answer": [
      replace("A2.sub(Y", "Y.sub(A2"),
      "All signs are turned: dZ2 is the answer minus the truth, A2 − Y.",
    ],
    "dW is turned around": [
      replace("dZ1.t().matmul(X", "X.t().matmul(dZ1"),
      replace("dZ2.t().matmul(A1", "A1.t().matmul(dZ2"),
      "Your dW1 and dW2 have a row for each input of the layer. The weights have a row for each unit: turn dZ in the product, not X or A1.",
    ],
    "W2 is not used": [
      replace(".matmul(parameters.W2)", ""),
      "dZ1 has every unit to blame alike. The way back to the hidden units leads through W2: dZ2·W2.",
    ],
    "in the cache": replace("A2.sub", "A2.sub_"),
    "the library's way back": body(`
      const leaf = (t: Tensor): Tensor => t.detach().clone().requiresGrad_();
      const [W1, b1] = [leaf(parameters.W1), leaf(parameters.b1)];
      const [W2, b2] = [leaf(parameters.W2), leaf(parameters.b2)];
      const Z2 = X.matmul(W1.t()).add(b1).tanh().matmul(W2.t()).add(b2);
      nn.functional.binaryCrossEntropyWithLogits(Z2, Y).backward();
      const [dW1, db1, dW2, db2] = [W1, b1, W2, b2].map((t) => t.grad as Tensor);
      return { dW1, db1, dW2, db2 } as NetworkGrads;`),
  },
  alternatives: {
    "mean first": [
      replace("A2.sub(Y)", "A2.sub(Y).div(m)"),
      replace("matmul(X).div(m)", "matmul(X)"),
      replace("dZ1.sum(0).div(m)", "dZ1.sum(0)"),
      replace("matmul(A1).div(m)", "matmul(A1)"),
      replace("dZ2.sum(0).div(m)", "dZ2.sum(0)"),
      "As PyTorch does: the mean is taken at the very start, and both dZ are smaller by m.",
    ],
  },
  standard: {
    axis: "You added a bias's gradient up along the units. Each unit has a bias of its own, so add over the examples: sum(0).",
    division:
      "One of the four gradients is a sum over the examples, the others are means. Divide it by m, too.",
  },
  alike: [
    [
      "1/m counts twice",
      "1/m is missing",
      "Together they take the mean at the start, which is right.",
    ],
  ],
  forbid: ["Tensor.backward", "grad"],
});
