import { body, defineExercise, every, type Random, replace } from "@gradus/exercise";
import { eye, nn, type Tensor, tensor } from "gradus";
import type { ThreeLayers } from "../03-initialize-three-layers/solution.ts";
import { forwardLogits, type LogitsCache } from "../04-forward-logits/solution.ts";

type Arguments = [Z3: Tensor, Y: Tensor, parameters: ThreeLayers, cache: LogitsCache];

function made(X: Tensor, Y: Tensor, parameters: ThreeLayers): Arguments {
  const { Z3, cache } = forwardLogits(X, parameters);
  return [Z3, Y, parameters, cache];
}

const example = (): Arguments =>
  made(
    tensor([
      [1, 2],
      [-1, 0.5],
      [0.3, -2],
    ]),
    tensor([
      [0, 1, 0, 0],
      [0, 0, 1, 0],
      [0, 0, 0, 1],
    ]),
    {
      W1: tensor([
        [1, 0.5],
        [-1, 2],
        [0.3, -1],
      ]),
      b1: tensor([0.1, -0.2, 1.4]),
      W2: tensor([
        [0.5, 1, -1],
        [1, -0.4, 2],
      ]),
      b2: tensor([0.3, 0.7]),
      W3: tensor([
        [1, -1],
        [-0.6, 0.5],
        [0.2, -1.5],
        [0.4, 0.1],
      ]),
      b3: tensor([0.5, -1, 0.9, 0]),
    },
  );

const any = (random: Random<Tensor>): Arguments => {
  const [m, n, h1, h2, classes] = [
    random.int(1, 5),
    random.int(1, 4),
    random.int(1, 4),
    random.int(1, 4),
    random.int(2, 4),
  ];
  const labels = Array.from({ length: m }, () => random.int(0, classes - 1));
  const Y = eye(classes).indexSelect(0, tensor(labels, { dtype: "int32" }));
  return made(random.table(m, n, -2, 2), Y, {
    W1: random.table(h1, n),
    b1: random.list(h1),
    W2: random.table(h2, h1),
    b2: random.list(h2),
    W3: random.table(classes, h2),
    b3: random.list(classes),
  });
};

export default defineExercise<typeof import("./solution.ts")>({
  of: "backwardLogits",
  example: ["is right for three examples of four classes", example],
  any,
  edges: ["one", "equal"],
  gradient: {
    at: (_Z3, _Y, { W1, b1, W2, b2, W3, b3 }) => ({ W1, b1, W2, b2, W3, b3 }),
    gradients: ({ dW1, db1, dW2, db2, dW3, db3 }) => ({
      W1: dW1,
      b1: db1,
      W2: dW2,
      b2: db2,
      W3: dW3,
      b3: db3,
    }),
    loss: (values, _Z3, Y, _parameters, { X }) => {
      const { Z3 } = forwardLogits(X, values as unknown as ThreeLayers);
      return nn.functional.crossEntropy(Z3, Y.argmax(1));
    },
  },
  mistakes: {
    "m is missing": [
      replace(".div(m)", ""),
      "The gradients are sums over the examples. The cost is their mean: divide by m once, at the start of the way back.",
    ],
    "m twice": [
      replace("dZ1.t().matmul(X)", "dZ1.t().matmul(X).div(m)"),
      replace("dZ2.t().matmul(A1)", "dZ2.t().matmul(A1).div(m)"),
      replace("dZ3.t().matmul(A2)", "dZ3.t().matmul(A2).div(m)"),
      "The gradients of the weights are divided by m twice: once in dZ3, and once more in the dW.",
    ],
    "truth minus shares": [
      replace("softmax(Z3).sub(Y)", "Y.sub(softmax(Z3))"),
      "The signs are turned: it is the shares minus the truth. A class with too large a share has to come down.",
    ],
    "the scores instead of the shares": [
      replace("softmax(Z3).sub(Y)", "Z3.sub(Y)"),
      "You subtracted the truth from the scores. Make shares of them first: softmax.",
    ],
    "a sigmoid instead of softmax": [
      replace("softmax(Z3).sub(Y)", "Z3.sigmoid().sub(Y)"),
      "You squashed each score alone. Softmax looks at all classes of a row.",
    ],
    "softmax's slope once more": [
      replace(
        "softmax(Z3).sub(Y).div(m)",
        "softmax(Z3).sub(Y).mul(softmax(Z3)).mul(softmax(Z3).neg().add(1)).div(m)",
      ),
      "You multiplied by the slope of softmax once more. It is in shares − truth already: softmax and logarithm have been joined.",
    ],
    "ReLU's slope is missing": [
      every(".mul(Z2.gt(0).float())", ""),
      replace(".mul(Z1.gt(0).float())", ""),
      "The slope of ReLU is missing: where a sum was negative nothing got through, so no blame goes back either.",
    ],
    "the slope of the wrong layer": [
      replace(
        "const dZ1 = dZ2.matmul(W2).mul(Z1.gt(0).float())",
        "const dZ1 = dZ2.mul(Z2.gt(0).float()).matmul(W2)",
      ),
      "dZ1 is bent by Z2 instead of Z1: each layer's own sums say where it let something through.",
    ],
    "shares down the columns": [
      replace("softmax(Z3)", "softmax(Z3.t()).t()"),
      "The shares add up to 1 down the columns. Those of one example stand in its row.",
    ],
    "the answers instead of their slope": [
      replace("Z2.gt(0).float()", "A2"),
      replace("Z1.gt(0).float()", "A1"),
      "You multiplied by what ReLU gave. Its slope is 1 where the sum was positive and 0 elsewhere.",
    ],
    "biases not added up": [
      replace("db1: dZ1.sum(0)", "db1: dZ1"),
      replace("db2: dZ2.sum(0)", "db2: dZ2"),
      replace("db3: dZ3.sum(0)", "db3: dZ3"),
      "The gradients of the biases have a row for each example. A bias works on all of them: add up along direction 0.",
    ],
    "biases are averaged": [
      replace("db1: dZ1.sum(0)", "db1: dZ1.mean(0)"),
      replace("db2: dZ2.sum(0)", "db2: dZ2.mean(0)"),
      replace("db3: dZ3.sum(0)", "db3: dZ3.mean(0)"),
      "The biases' gradients are divided by m twice: dZ3 has the mean in it, so add the rows up.",
    ],
    "weights and inputs exchanged": [
      replace("dZ3.t().matmul(A2)", "A2.t().matmul(dZ3)"),
      "dW3 lies on its side: it has the shape of W3, [classes, units].",
    ],
    "the sums instead of the answers": [
      replace("dZ2.t().matmul(A1)", "dZ2.t().matmul(Z1)"),
      "dW2 is made with Z1. The second layer was given A1, and that is what its weights were multiplied with.",
    ],
  },
  alternatives: {
    "the mean at the end": [
      body(
        "const { W2, W3 } = parameters;\n  const { X, Z1, A1, Z2, A2 } = cache;\n  const m = Y.size(0);\n  const dZ3 = softmax(Z3).sub(Y);\n  const dZ2 = where(Z2.gt(0), dZ3.matmul(W3), 0);\n  const dZ1 = where(Z1.gt(0), dZ2.matmul(W2), 0);\n  return {\n    dW1: dZ1.t().matmul(X).div(m),\n    db1: dZ1.mean(0),\n    dW2: dZ2.t().matmul(A1).div(m),\n    db2: dZ2.mean(0),\n    dW3: dZ3.t().matmul(A2).div(m),\n    db3: dZ3.mean(0),\n  };",
      ),
      "It keeps m out of the dZ, as in the first course, and divides in each gradient.",
    ],
  },
});
