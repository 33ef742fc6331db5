import { defineExercise, every, type Random, replace } from "@gradus/exercise";
import { type Tensor, tensor } from "gradus";
import type { ThreeLayers } from "../03-initialize-three-layers/solution.ts";

const any = (random: Random<Tensor>): [Tensor, ThreeLayers] => {
  const [m, n, h1, h2, classes] = [
    random.int(1, 4),
    random.int(1, 5),
    random.int(1, 5),
    random.int(1, 5),
    random.int(2, 5),
  ];
  return [
    random.table(m, n, -2, 2),
    {
      W1: random.table(h1, n),
      b1: random.list(h1),
      W2: random.table(h2, h1),
      b2: random.list(h2),
      W3: random.table(classes, h2),
      b3: random.list(classes),
    },
  ];
};

export default defineExercise<typeof import("./solution.ts")>({
  of: "forwardLogits",
  example: [
    "is right for two examples",
    () => [
      tensor([
        [1, 2],
        [-1, 0.5],
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
        b2: tensor([-2.1, 0.7]),
        W3: tensor([
          [1, -1],
          [-2, 0.5],
          [0.2, -1.5],
        ]),
        b3: tensor([0.5, -3, 0.9]),
      },
    ],
  ],
  any,
  edges: ["one", "equal"],
  mistakes: {
    "softmax at the end": [
      replace("Z3: A2.matmul(W3.t()).add(b3)", "Z3: A2.matmul(W3.t()).add(b3).softmax(1)"),
      "You made shares of the scores. The cost has its softmax inside, so the network ends with the sums.",
    ],
    "ReLU at the end": [
      replace("Z3: A2.matmul(W3.t()).add(b3)", "Z3: A2.matmul(W3.t()).add(b3).relu()"),
      "There is a ReLU after the last layer. A score below 0 is a score, too.",
    ],
    "sigmoid at the end": [
      replace("Z3: A2.matmul(W3.t()).add(b3)", "Z3: A2.matmul(W3.t()).add(b3).sigmoid()"),
      "There is a sigmoid after the last layer. The scores stay as they are: the cost turns them into shares.",
    ],
    "no bend in the second layer": [
      replace("const A2 = Z2.relu()", "const A2 = Z2"),
      "The second layer has no ReLU, so it and the third are one layer in disguise.",
    ],
    "no bend in the first layer": [
      replace("const A1 = Z1.relu()", "const A1 = Z1"),
      "The first layer has no ReLU, so it and the second are one layer in disguise.",
    ],
    "tanh instead of ReLU": [
      every(".relu()", ".tanh()"),
      "The hidden layers are bent by tanh. Here it is ReLU.",
    ],
    "the sums go on in the last layer": [
      replace("A2.matmul(W3.t())", "Z2.matmul(W3.t())"),
      "The last layer was given Z2. It looks at what the second one hands on, A2.",
    ],
    "the sums go on": [
      replace("A1.matmul(W2.t())", "Z1.matmul(W2.t())"),
      "The second layer was given Z1. It looks at what the first one hands on, A1.",
    ],
    "no biases": [
      replace("X.matmul(W1.t()).add(b1)", "X.matmul(W1.t())"),
      replace("A1.matmul(W2.t()).add(b2)", "A1.matmul(W2.t())"),
      replace("A2.matmul(W3.t()).add(b3)", "A2.matmul(W3.t())"),
      "The biases are not added.",
    ],
    "hidden answers in the sums' place": [
      replace("cache: { X, Z1, A1, Z2, A2 }", "cache: { X, Z1: A1, A1, Z2: A2, A2 }"),
      "The cache holds what came out of ReLU under the names of what went in. Z1 and Z2 are the sums.",
    ],
  },
  alternatives: {
    "the library's linear": [
      replace("X.matmul(W1.t()).add(b1)", "nn.functional.linear(X, W1, b1)"),
      replace("A1.matmul(W2.t()).add(b2)", "nn.functional.linear(A1, W2, b2)"),
      replace("A2.matmul(W3.t()).add(b3)", "nn.functional.linear(A2, W3, b3)"),
      "The library's linear turns W itself.",
    ],
  },
});
