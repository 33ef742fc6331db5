import { defineExercise, replace } from "@gradus/exercise";
import { full, tensor } from "gradus";

export default defineExercise<typeof import("./solution.ts")>({
  of: "locateCost",
  example: [
    [
      "is right for two pictures with a thing and one without",
      () => [
        tensor([
          [1.2, 0.3, 0.5, 0.6, 0.9, 0.4, -0.7, 1.1],
          [-0.6, 0.2, 0.8, 0.4, 0.1, 0.9, 0.3, -0.2],
          [0.4, 0.1, 0.2, 0.7, 0.5, 0.6, -1.3, 0.8],
        ]),
        tensor([
          [1, 0.1, 0.4, 0.9, 0.7, 0, 0, 1],
          [0, 0.7, 0.3, 0.8, 0.6, 1, 0, 0],
          [1, 0.3, 0.1, 0.5, 0.9, 0, 1, 0],
        ]),
      ],
    ],
    [
      "stays a number for a score of a hundred",
      () => [full([1, 7], 100), tensor([[0, 0.2, 0.4, 0.3, 0.1, 0, 1]])],
      tensor(100),
    ],
  ],
  any: (random) => {
    const [N, K] = [random.int(1, 5), random.int(1, 4)];
    const truth = Array.from({ length: N }, () => {
      const kind = random.int(0, K - 1);
      return [
        random.int(0, 1),
        ...random.numbers(4, 0, 1),
        ...Array.from({ length: K }, (_, k) => (k === kind ? 1 : 0)),
      ];
    });
    return [random.tensor([N, 5 + K], -2, 2), tensor(truth)];
  },
  edges: ["one", "equal"],
  mistakes: {
    "boxes of nothing": [
      replace("box.square().mul(thing)", "box.square()"),
      "The box counts in pictures without a thing, too. What stands there in the truth means nothing: multiply by whether there is a thing.",
    ],
    "kinds of nothing": [
      replace("scores.mul(thing)", "scores"),
      "The kind counts in pictures without a thing, too. Multiply by whether there is one.",
    ],
    "nothing is never punished": [
      replace("there.add(place)", "there.mul(thing.mean()).add(place)"),
      "Pictures without a thing hardly count. Whether there is one is asked of every picture.",
    ],
    "the sum over the pictures": [
      replace(".div(output.size(0))", ""),
      "The cost grows with the number of pictures. Divide by N.",
    ],
    "only pictures with a thing": [
      replace("div(output.size(0))", "div(thing.sum().clamp(1))"),
      "You divide by the number of pictures that show a thing. Divide by all of them, N.",
    ],
    "a mean over the box": [
      replace("box.square().mul(thing).sum()", "box.square().mul(thing).mean(1).sum()"),
      "The four squares are averaged. Add them up.",
    ],
    "boxes through the sigmoid": [
      replace("part(output, 1, 4).sub", "part(output, 1, 4).sigmoid().sub"),
      "The box went through a sigmoid. Its numbers are taken as they are.",
    ],
    "no square": [
      replace("box.square()", "box.abs()"),
      "You add up the sizes of the errors. Asked for are their squares.",
    ],
    "softmax down the pictures": [
      replace("logSoftmax(1)", "logSoftmax(0)"),
      "Softmax runs over the pictures. The probabilities of one picture's kinds add up to 1: direction 1.",
    ],
    "the logarithm of a probability": [
      replace(
        'nn.functional.binaryCrossEntropyWithLogits(part(output, 0, 1), thing, {\n    reduction: "sum",\n  })',
        "where(thing.gt(0), part(output, 0, 1).sigmoid().log(), sub(1, part(output, 0, 1).sigmoid()).log()).neg().sum()",
      ),
      "The sigmoid of a large score is stored as 1, and the logarithm of 1 − 1 is infinite. binaryCrossEntropyWithLogits takes the score itself.",
    ],
  },
  standard: { square: false },
  alternatives: {
    "one mask": [
      replace(
        "  const place = box.square().mul(thing).sum();\n",
        "  const place = box.mul(thing).square().sum();\n",
      ),
      "The errors are set to 0 before they are squared.",
    ],
  },
});
