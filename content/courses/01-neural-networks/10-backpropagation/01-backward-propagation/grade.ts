import {
  defineExercise,
  file,
  gradient,
  pure,
  type Random,
  replace,
  value,
} from "@gradus/exercise";
import { sub, type Tensor, tensor } from "gradus";
import { forwardPropagation } from "../../09-one-hidden-layer/03-forward-propagation/solution.ts";

interface Weights {
  W1: Tensor;
  b1: Tensor;
  W2: Tensor;
  b2: Tensor;
}

/** The arguments of a network that has really read X. */
function read(X: Tensor, Y: Tensor, parameters: Weights) {
  const { cache } = forwardPropagation(X, parameters);
  return [parameters, cache, X, Y] as [Weights, typeof cache, Tensor, Tensor];
}

type Args = ReturnType<typeof read>;

const example = (): Args =>
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
  );

function anyNetwork(random: Random): Args {
  const [m, n, h] = [random.int(1, 6), random.int(1, 4), random.int(1, 5)];
  const numbers = (...shape: number[]): Tensor =>
    tensor(random.numbers(shape.reduce((a, b) => a * b, 1))).reshape(shape);
  const Y = tensor(Array.from({ length: m }, () => [random.int(0, 1)]));
  return read(numbers(m, n), Y, {
    W1: numbers(h, n),
    b1: numbers(h),
    W2: numbers(1, h),
    b2: numbers(1),
  });
}

/** The gradients with another dZ2, another dZ1 or another divisor. */
function answer(
  [, { A1, A2 }, X, Y]: Args,
  dZ1of: (dZ2: Tensor) => Tensor,
  { dZ2 = A2.sub(Y), m = X.size(0) } = {},
) {
  const dZ1 = dZ1of(dZ2);
  return {
    dW1: dZ1.t().matmul(X).div(m),
    db1: dZ1.sum(0).div(m),
    dW2: dZ2.t().matmul(A1).div(m),
    db2: dZ2.sum(0).div(m),
  };
}

/** The right way from dZ2 to dZ1. */
const through =
  ([{ W2 }, { A1 }]: Args) =>
  (dZ2: Tensor): Tensor =>
    dZ2.matmul(W2).mul(sub(1, A1.square()));

export default defineExercise<typeof import("./solution.ts")>({
  checks: [
    value({
      name: "is right for three points and two hidden units",
      of: "backwardPropagation",
      cases: [{ args: example }],
    }),
    gradient({
      name: "agrees with finite differences for any sizes",
      of: "backwardPropagation",
      runs: 8,
      args: anyNetwork,
      at: ({ W1, b1, W2, b2 }) => ({ W1, b1, W2, b2 }),
      gradients: ({ dW1, db1, dW2, db2 }) => ({ W1: dW1, b1: db1, W2: dW2, b2: db2 }),
      loss: (parameters, _own, _cache, X, Y) => {
        const { A2 } = forwardPropagation(X, parameters);
        return Y.mul(A2.log())
          .add(sub(1, Y).mul(sub(1, A2).log()))
          .mean()
          .neg();
      },
    }),
    pure({
      name: "leaves the parameters and the cache alone",
      of: "backwardPropagation",
      args: example,
    }),
  ],
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
    "biases over units": replace("dZ1.sum(0", "dZ1.sum(1"),
    "divided by the number of columns": [
      replace("size(0", "size(1"),
      "You divided by 2, the number of inputs and of hidden units here. The mean is over the examples: divide by m, the rows of X.",
    ],
    "in the cache": replace("A2.sub", "A2.sub_"),
    "1/m counts twice": [
      replace("sub(Y)", "sub(Y).div(m)"),
      "You divided by m twice: in dZ2, which is handed down, and again in dW and db. Leave dZ2 as A2 − Y.",
    ],
    "1/m is missing": [
      replace("const m = X.size(0);", ""),
      replace(
        `dW1: dZ1.t().matmul(X).div(m),
    db1: dZ1.sum(0).div(m),
    dW2: dZ2.t().matmul(A1).div(m),
    db2: dZ2.sum(0).div(m),`,
        `dW1: dZ1.t().matmul(X),
    db1: dZ1.sum(0),
    dW2: dZ2.t().matmul(A1),
    db2: dZ2.sum(0),`,
      ),
      "dW and db are sums over the examples here. The cost is a mean: divide them by m.",
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
      file("mistakes/without-w2.ts"),
      "dZ1 has every unit to blame alike. The way back to the hidden units leads through W2: dZ2·W2.",
    ],
  },
  alternatives: {
    library: file("alternatives/library.ts"),
    "mean first": [
      replace(
        "const dZ2 = A2.sub(Y);",
        `// As PyTorch does: the mean is taken at the very start, and dZ are smaller by m.
  const dZ2 = A2.sub(Y).div(m);`,
      ),
      replace(
        `dW1: dZ1.t().matmul(X).div(m),
    db1: dZ1.sum(0).div(m),
    dW2: dZ2.t().matmul(A1).div(m),
    db2: dZ2.sum(0).div(m),`,
        `dW1: dZ1.t().matmul(X),
    db1: dZ1.sum(0),
    dW2: dZ2.t().matmul(A1),
    db2: dZ2.sum(0),`,
      ),
    ],
  },
});
