import { defineExercise, replace } from "@gradus/exercise";
import { tensor } from "gradus";

export default defineExercise<typeof import("./solution.ts")>({
  of: "forwardWithDropout",
  example: [
    "is right for two examples and three layers",
    () => [
      tensor([
        [1, 2],
        [2, -2],
      ]),
      [
        {
          W: tensor([
            [1, 0.5],
            [0.4, 1],
            [0.7, 0.2],
          ]),
          b: tensor([0.1, 0.3, -0.2]),
        },
        {
          W: tensor([
            [0.3, 0.2, 0.5],
            [0.6, 0.1, -0.4],
          ]),
          b: tensor([0.2, 0.4]),
        },
        { W: tensor([[0.7, -0.3]]), b: tensor([-0.4]) },
      ],
      [
        tensor([
          [0.9, 0.1, 0.6],
          [0.35, 0.8, 0.71],
        ]),
        tensor([
          [0.74, 0.25],
          [0.2, 0.95],
        ]),
      ],
      0.25,
    ],
  ],
  any: (random) => {
    const m = random.int(1, 5);
    const hidden = Array.from({ length: random.int(1, 3) }, () => random.int(1, 4));
    const sizes = [random.int(1, 3), ...hidden, 1];
    const layers = sizes.slice(1).map((units, l) => ({
      W: random.table(units, sizes[l] as number),
      b: random.list(units),
    }));
    const noise = hidden.map((units) => random.table(m, units, 0, 1));
    return [random.table(m, sizes[0] as number), layers, noise, random.pick([0, 0.2, 0.5, 0.7])];
  },
  mistakes: {
    "what stays is not divided": [
      replace(".div(1 - p)", ""),
      "You drop units and leave the others as they were, so the next layer gets less than it will get without dropout. Divide what stays by 1 − p.",
    ],
    "divided by p": [
      replace(".div(1 - p)", ".div(p)"),
      "You divided by p, the share that goes. Divide by the share that stays, 1 − p.",
    ],
    "multiplied by the share that stays": [
      replace(".div(1 - p)", ".mul(1 - p)"),
      "You multiplied by 1 − p. Fewer units are left, so each has to count more: divide.",
    ],
    "the others are dropped": [
      replace(".ge(p)", ".lt(p)"),
      "You kept units whose number is below p, and dropped the rest. Below p means: it goes.",
    ],
    "p taken for the share that stays": [
      replace(".ge(p)", ".lt(p)"),
      replace(".div(1 - p)", ".div(p)"),
      "You took p for the share that stays. Here, as in PyTorch, p is the share that goes.",
    ],
    "exactly p goes too": [
      replace(".ge(p)", ".gt(p)"),
      "A unit whose number is exactly p is dropped in your network. Only what is below p goes: keep it from p on.",
    ],
    "kept below 1 − p": [
      replace(".ge(p)", ".lt(1 - p)"),
      "You keep units whose number is below 1 − p. That is as many, but not the same ones: the task drops those below p.",
    ],
    "divided by the share that did stay": [
      replace(".div(1 - p)", ".div(mask.mean())"),
      "You divided by the share that stayed this time. Divide by the share that stays on average, 1 − p: then what goes on is right on average.",
    ],
    "one throw for all examples": [
      replace("(noise[l] as Tensor).ge(p)", "(noise[l] as Tensor).narrow(0, 0, 1).ge(p)"),
      "The first row of the noise decides for all examples. Each example has a row of its own.",
    ],
    "the noise itself": [
      replace(".ge(p).float()", ""),
      "You multiplied by the noise itself. It only decides: 1 where a unit stays, 0 where it goes.",
    ],
    "only the first layer": [
      replace("if (!last) {", "if (l === 0) {"),
      "Only the first hidden layer drops units in your network. All hidden layers do.",
    ],
    "one noise for all": [
      replace("(noise[l] as Tensor)", "(noise[0] as Tensor)"),
      "Every layer used the first table of noise. Each hidden layer has its own.",
    ],
    "the scaled mask": [
      replace(
        "const mask = (noise[l] as Tensor).ge(p).float();\n      A = A.mul(mask).div(1 - p);",
        "const mask = (noise[l] as Tensor).ge(p).float().div(1 - p);\n      A = A.mul(mask);",
      ),
      "Your network's answers are right, but the masks you return are divided by 1 − p already. Return ones and zeros.",
    ],
    "before ReLU": [
      replace("A = step.A;", "A = last ? step.A : step.cache.Z;"),
      "You dropped the weighted sums and left out ReLU. Drop what ReLU gives.",
    ],
  },
  alternatives: {
    "multiply by a scaled mask": [
      replace("A = A.mul(mask).div(1 - p);", "A = A.mul(mask.mul(1 / (1 - p)));"),
      "It scales the mask and multiplies once.",
    ],
    where: [
      replace("A = A.mul(mask).div(1 - p);", "A = where(mask.gt(0), A.div(1 - p), A.mul(0));"),
      "It chooses between the scaled answer and 0.",
    ],
  },
});
