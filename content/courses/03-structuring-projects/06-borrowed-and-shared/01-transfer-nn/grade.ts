import { contract, defineExercise, failed, passed, replace, value } from "@gradus/exercise";
import { nn, type Tensor, tensor } from "gradus";

type Arguments = [
  nn.TensorModule,
  nn.TensorModule,
  Tensor,
  Tensor,
  { learningRate: number; steps: number },
];

/** A layer with these weights. */
function layer(weights: readonly (readonly number[])[], bias: readonly number[]): nn.Linear {
  const linear = new nn.Linear((weights[0] as number[]).length, weights.length);
  linear.loadStateDict({ weight: tensor(weights.map((w) => [...w])), bias: tensor([...bias]) });
  return linear;
}

/** A body whose answers differ in training and in evaluation mode, and a head for three classes. */
const task = (steps = 4, learningRate = 0.05): Arguments => [
  new nn.Sequential(
    layer(
      [
        [1, -0.5],
        [-1.2, 0.8],
        [0.3, 0.9],
      ],
      [0.1, 0, -0.2],
    ),
    new nn.BatchNorm1d(3),
    new nn.ReLU(),
  ),
  layer(
    [
      [0.2, -0.1, 0.4],
      [-0.3, 0.5, 0.1],
      [0.1, 0.2, -0.6],
    ],
    [0, 0.1, -0.1],
  ),
  tensor([
    [1, 2],
    [-1, 0.5],
    [0.3, -2],
    [2, 1.5],
    [-2, -1],
  ]),
  tensor([0, 1, 2, 0, 1]).int(),
  { learningRate, steps },
];

const numbers = async (tensors: readonly Tensor[]): Promise<number[]> => {
  const all: number[] = [];
  for (const t of tensors) all.push(...Array.from(await t.data(), Number));
  return all;
};

export default defineExercise<typeof import("./solution.ts")>({
  checks: [
    value({
      name: "gives the cost before each step",
      of: "trainHead",
      cases: [
        { name: "four steps", args: () => task() },
        { name: "one step", args: () => task(1) },
        { name: "another learning rate", args: () => task(3, 0.2) },
      ],
    }),
    contract({
      name: "moves the head and nothing else",
      run: async ({ learner }) => {
        const [body, head, X, labels, options] = task(4, 0.1);
        const parts = () => numbers([...body.parameters(), ...body.buffers()]);
        const [bodyBefore, headBefore] = [await parts(), await numbers(head.parameters())];
        await learner.trainHead(body, head, X, labels, options);
        const [bodyAfter, headAfter] = [await parts(), await numbers(head.parameters())];
        if (bodyBefore.some((v, i) => v !== bodyAfter[i]))
          return failed(
            "trainHead: the body has changed. Its parameters, and what its batch norm remembers, stay as they are.",
          );
        if (body.parameters().some((p) => p.requiresGrad))
          return failed(
            "trainHead: parameters of the body still want gradients. Say body.requiresGrad_(false).",
          );
        if (body.training)
          return failed(
            "trainHead: the body is in training mode. Say body.eval(): what it has learned stays as it is.",
          );
        return headBefore.some((v, i) => Math.abs(v - (headAfter[i] as number)) > 0.1)
          ? passed
          : failed(
              "trainHead: the head that was handed over has not moved. Train its own parameters, in place.",
            );
      },
    }),
  ],
  mistakes: {
    "the body learns as well": [
      replace("  body.requiresGrad_(false);\n", ""),
      replace("const features = noGrad(() => body.call(X));", ""),
      replace("head.parameters()", "[...body.parameters(), ...head.parameters()]"),
      replace("head.call(features)", "head.call(body.call(X))"),
      "The body learns as well. It is borrowed and stays as it is: freeze it, and give the optimizer the head's parameters alone.",
    ],
    "only the body learns": [
      replace("  body.requiresGrad_(false);\n", ""),
      replace("const features = noGrad(() => body.call(X));", ""),
      replace("head.parameters()", "body.parameters()"),
      replace("head.call(features)", "head.call(body.call(X))"),
      "The optimizer was given the body's parameters. It is the head that learns.",
    ],
    "the body in training mode": [
      replace("  body.eval();\n", "  body.train();\n"),
      "The body is in training mode, so its batch norm uses the mean and spread of these few examples instead of what it has learned. Say body.eval() before it answers.",
    ],
    "wants gradients": replace("  body.requiresGrad_(false);\n", ""),
    "the mode is left to chance": replace("  body.eval();\n", ""),
    "gradients pile up": [
      replace("    optimizer.zeroGrad();\n", ""),
      "Each backward adds to the gradients that are there. Call zeroGrad in every step.",
    ],
    "it never steps": [
      replace("    optimizer.step();\n", ""),
      "The cost never moves: nobody calls optimizer.step().",
    ],
    "softmax before the loss": [
      replace(
        "lossOf.call(head.call(features), labels)",
        "lossOf.call(head.call(features).softmax(1), labels)",
      ),
      "The scores went through softmax before the loss, which has one inside. Hand it the scores.",
    ],
    "the cost after the step": [
      replace(
        "costs.push(await loss.item());",
        "costs.push(await lossOf.call(head.call(features), labels).item());",
      ),
      "These are the costs after each step. Write down the one before it: that of the loss you went back from.",
    ],
    "a sum of losses": [
      replace("new nn.CrossEntropyLoss()", 'new nn.CrossEntropyLoss({ reduction: "sum" })'),
      "Your cost is the sum over the examples. It is their mean, as nn.CrossEntropyLoss gives it by itself.",
    ],
    "plain descent": [
      replace("new optim.Adam(", "new optim.SGD("),
      "These are steps of plain gradient descent. The task asks for Adam.",
    ],
    "a new optimizer each step": [
      replace(
        "    optimizer.zeroGrad();\n",
        "    const optimizer = new optim.Adam(head.parameters(), { lr: learningRate });\n    optimizer.zeroGrad();\n",
      ),
      "Each step has an optimizer of its own, so Adam forgets its averages. Make it once, before the loop.",
    ],
    "without the body": [
      replace("noGrad(() => body.call(X))", "X.matmul(tensor([[1, 0, 0], [0, 1, 0]]))"),
      "The head looks at the inputs and not at what the body makes of them.",
    ],
    "the rate of the library": [
      replace(
        "new optim.Adam(head.parameters(), { lr: learningRate })",
        "new optim.Adam(head.parameters())",
      ),
      "The learning rate is the library's own. Hand over options.learningRate.",
    ],
    "a head of its own": replace(
      "const optimizer = new optim.Adam(head.parameters()",
      "const own = new nn.Linear(3, 3);\n  own.loadStateDict(head.stateDict());\n  head = own;\n  const optimizer = new optim.Adam(head.parameters()",
    ),
  },
  alternatives: {
    "the body in every step": [
      replace("  const features = noGrad(() => body.call(X));\n", ""),
      replace("head.call(features)", "head.call(noGrad(() => body.call(X)))"),
      "It asks the body again in every step. Its answers are the same each time, so this only takes longer.",
    ],
    "one network of both": [
      replace(
        "  const features = noGrad(() => body.call(X));\n",
        "  const network = new nn.Sequential(body, head);\n",
      ),
      replace("head.call(features)", "network.call(X)"),
      "Body and head in one Sequential; since the body is frozen, backward ends where the head begins.",
    ],
  },
});
