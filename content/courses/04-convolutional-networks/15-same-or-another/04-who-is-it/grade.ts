import { defineExercise, property, pure, type Random, replace, value } from "@gradus/exercise";
import { type Tensor, tensor } from "gradus";

const known = (): Tensor =>
  tensor([
    [0.6, 0.8],
    [1, 0],
    [-0.8, 0.6],
    [0, -1],
  ]);
const names = (): string[] => ["fox", "pig", "owl", "bat"];

const any = (r: Random<Tensor>): [Tensor, Tensor, string[], number] => {
  const [n, d] = [r.int(1, 6), r.int(2, 4)];
  const unit = (x: Tensor): Tensor => x.div(x.square().sum(-1, { keepdim: true }).sqrt());
  return [
    unit(r.list(d, 0.1, 1)),
    unit(r.table(n, d, 0.1, 1)),
    Array.from({ length: n }, (_, i) => `name ${i}`),
    r.pick([0.2, 0.5, 1.5]),
  ];
};

export default defineExercise<typeof import("./solution.ts")>({
  checks: [
    value({
      name: "finds the nearest, or nobody",
      of: "whoIsIt",
      cases: [
        { name: "an owl", args: () => [tensor([-0.6, 0.8]), known(), names(), 0.5] },
        { name: "a pig", args: () => [tensor([0.96, -0.28]), known(), names(), 0.5] },
        { name: "a stranger", args: () => [tensor([-0.6, -0.8]), known(), names(), 0.5] },
        { name: "with a threshold of 1", args: () => [tensor([-0.6, -0.8]), known(), names(), 1] },
      ],
    }),
    property({ name: "is right for others", of: "whoIsIt", runs: 8, args: any }),
    pure({
      name: "leaves its inputs alone",
      of: "whoIsIt",
      args: () => [tensor([0.6, -0.8]), known(), names(), 0.5],
    }),
  ],
  mistakes: {
    "nobody is unknown": [
      replace("distance < threshold ? (names[place] ?? null) : null", "names[place] ?? null"),
      "It always says a name. Somebody is always nearest, even to a stranger: compare with the threshold.",
    ],
    "the farthest": [
      replace("argmin()", "argmax()"),
      replace("distances.min()", "distances.max()"),
      "You took the farthest. The nearest one is it.",
    ],
    "the squared distance": [
      replace(".sum(1).sqrt()", ".sum(1)"),
      "The distances are squared, and the threshold is not. Take the root.",
    ],
    "the first near enough": [
      replace(
        "const place = await distances.argmin().item();\n  const distance = await distances.min().item();",
        "const all = Array.from(await distances.data(), Number);\n  const found = all.findIndex((d) => d < threshold);\n  const place = found < 0 ? all.indexOf(Math.min(...all)) : found;\n  const distance = all[place] as number;",
      ),
      "You stopped at the first who is near enough. A later one can be nearer: look at all of them.",
    ],
    "the wrong way round": [
      replace("distance < threshold", "distance > threshold"),
      "The comparison is the wrong way round: whoever is far gets a name.",
    ],
    "down the columns": [
      replace(".sum(1)", ".sum(0)"),
      "You added down the columns, over all that are known. Each has a distance of its own: along its row, direction 1.",
    ],
    "the distance only for the known": [
      replace(
        "null, distance };",
        "null, distance: distance < threshold ? distance : Number.POSITIVE_INFINITY };",
      ),
      "For a stranger the distance is Infinity. It stays what was measured.",
    ],
  },
  alternatives: {
    "in a loop": [
      replace(
        "const place = await distances.argmin().item();\n  const distance = await distances.min().item();",
        "const all = Array.from(await distances.data(), Number);\n  const distance = Math.min(...all);\n  const place = all.indexOf(distance);",
      ),
      "The numbers are read once, and the least is found in plain JavaScript.",
    ],
  },
});
