import { defineExercise, pure, replace, value } from "@gradus/exercise";
import { tensor } from "gradus";

const table = (low: number, middle: number, high: number) =>
  tensor([
    [low, middle, high, low],
    [high, low, middle, high],
    [middle, middle, low, high],
  ]);

export default defineExercise<typeof import("./solution.ts")>({
  checks: [
    value({
      name: "gives normal numbers their spread",
      of: "glorotNormal",
      cases: [{ args: () => [table(-1, 0.5, 2)] }],
    }),
    value({
      name: "stretches even numbers to −a..a",
      of: "glorotUniform",
      cases: [{ args: () => [table(0, 0.5, 1)] }],
    }),
    pure({
      name: "leaves uniform numbers alone",
      of: "glorotUniform",
      args: () => [table(0, 0.5, 1)],
    }),
    pure({
      name: "leaves normal numbers alone",
      of: "glorotNormal",
      args: () => [table(-1, 0.5, 2)],
    }),
  ],
  mistakes: {
    "He instead of Glorot": [
      replace("Math.sqrt(2 / (noise.size(0) + noise.size(1)))", "Math.sqrt(2 / noise.size(1))"),
      "You divided by the inputs alone, as He does. Glorot's sum has inputs and units.",
    ],
    "the root is missing": [
      replace(
        "Math.sqrt(2 / (noise.size(0) + noise.size(1)))",
        "2 / (noise.size(0) + noise.size(1))",
      ),
      "The root is missing: 2/(inputs + units) is the square of the spread.",
    ],
    "inputs times units": [
      replace("6 / (uniform.size(0) + uniform.size(1))", "6 / (uniform.size(0) * uniform.size(1))"),
      "You multiplied inputs and units. They are added.",
    ],
    "2 in the even one": [
      replace("Math.sqrt(6 /", "Math.sqrt(2 /"),
      "You took √(2/…) as the end of the interval. Even numbers in ±a have a spread of only a/√3, so a is √(6/…).",
    ],
    "from 0 to a": [
      replace(".mul(2).sub(1).mul(a)", ".mul(a)"),
      "Your weights are all above 0. Stretch 0..1 to −1..1 first: times 2, minus 1.",
    ],
    "half of the interval": [
      replace(".mul(2).sub(1).mul(a)", ".sub(0.5).mul(a)"),
      "Your numbers reach from −a/2 to a/2. Numbers in 0..1 minus one half are only one wide, the interval is 2a wide.",
    ],
    "shifted after stretching": [
      replace(".mul(2).sub(1).mul(a)", ".mul(2).mul(a).sub(1)"),
      "You subtracted 1 at the end, whatever a is. The middle has to be at 0.",
    ],
  },
  alternatives: {
    "minus a half, twice a": [
      replace("uniform.mul(2).sub(1).mul(a)", "uniform.sub(0.5).mul(2 * a)"),
      "It moves the middle to 0 first, and then stretches.",
    ],
  },
});
