import { defineExercise, property, replace, value } from "@gradus/exercise";

export default defineExercise<typeof import("./solution.ts")>({
  checks: [
    value({
      name: "glides from one number to the other",
      of: "glide",
      cases: [
        { name: "at its start", args: () => [3, 7, 0], expected: 3 },
        { name: "after a quarter of the way", args: () => [3, 7, 0.25] },
        { name: "halfway", args: () => [3, 7, 0.5], expected: 5 },
        { name: "at its end", args: () => [3, 7, 1], expected: 7 },
      ],
    }),
    property({
      name: "glides anywhere",
      of: "glide",
      runs: 8,
      args: (random) => [3 * random(), 3 * random(), random()],
    }),
    value({
      name: "goes up, over the top and down",
      of: "oneCycle",
      cases: [
        { name: "the first step", args: () => [0, 100, 0.5], expected: 0.02 },
        { name: "on the way up", args: () => [10, 100, 0.5] },
        { name: "the top", args: () => [29, 100, 0.5], expected: 0.5 },
        { name: "on the way down", args: () => [60, 100, 0.5] },
        { name: "the last step", args: () => [99, 100, 0.5], expected: 2e-6 },
      ],
      tolerance: { rtol: 1e-5, atol: 1e-9 },
    }),
    property({
      name: "is right at any step of any training",
      of: "oneCycle",
      runs: 20,
      args: (random) => {
        const steps = random.int(12, 300);
        return [random.int(0, steps - 1), steps, 0.05 + random()];
      },
      tolerance: { rtol: 1e-5, atol: 1e-9 },
    }),
  ],
  mistakes: {
    "a straight line": [
      replace("(1 + Math.cos(Math.PI * share))", "(2 - 2 * share)"),
      "You go along a straight line. Half a wave of the cosine is slow at both ends.",
    ],
    "a whole wave": [
      replace("Math.PI * share", "2 * Math.PI * share"),
      "You go along a whole wave, so you are back at the start in the end. Half a wave: π times the share.",
    ],
    "π is missing": [
      replace("Math.PI * share", "share"),
      "You took the cosine of the share itself, from 0 to 1. Half a wave goes from 0 to π: π times the share.",
    ],
    degrees: [
      replace("Math.PI * share", "180 * share"),
      "Math.cos takes radians: half a wave is π, not 180.",
    ],
    "there and back turned round": [
      replace("return to + ((from - to)", "return from + ((to - from)"),
      "from and to have changed places: at share 0 it is from.",
    ],
    "not halved": [
      replace("(1 + Math.cos(Math.PI * share))) / 2", "(1 + Math.cos(Math.PI * share)))"),
      "1 + cos goes from 2 to 0. Halve it, so that it goes from 1 to 0.",
    ],
    "a quarter of a wave": [
      replace("Math.PI * share", "(Math.PI / 2) * share"),
      "You go along a quarter of a wave, and end halfway. Half a wave is π times the share.",
    ],
    "up along a line": [
      replace("glide(first, highest, step / top)", "first + ((highest - first) * step) / top"),
      "Your way up is a straight line. It glides, as the way down does.",
    ],
    "down to 0": [
      replace("first / 10_000", "0"),
      "It ends at 0, where a step changes nothing. It ends at a ten-thousandth of the first rate.",
    ],
    "begins at 0": [
      replace("const first = highest / 25;", "const first = 0;"),
      "Your first step has a rate of 0. It begins with a 25th of the highest.",
    ],
    "the top in the middle": [
      replace("0.3 * steps - 1", "0.5 * steps - 1"),
      "Your way up takes half of the steps. It takes 30 %.",
    ],
    "one step late": [
      replace("0.3 * steps - 1", "0.3 * steps"),
      "Your top comes a step late. Steps count from 0, so the last one of the first 30 % is 0.3 · steps − 1.",
    ],
    "a rounded top": [
      replace("0.3 * steps - 1", "Math.floor(0.3 * steps) - 1"),
      "You rounded the top to a whole step. It may lie between two steps: T is 0.3 · steps − 1 as it is.",
    ],
    "the share of all steps": [
      replace("(step - top) / (steps - 1 - top)", "step / (steps - 1)"),
      "On the way down you take the share of all steps. The way down begins at the top: count from there.",
    ],
    "it does not come to an end": [
      replace("(step - top) / (steps - 1 - top)", "(step - top) / (steps - top)"),
      "Your way down would end a step after the last one. The last step is steps − 1.",
    ],
    "down to where it began": [
      replace("first / 10_000", "first"),
      "It ends where it began. It goes on down, to a ten-thousandth of that.",
    ],
    "a ten-thousandth of the highest": [
      replace("first / 10_000", "highest / 10_000"),
      "It ends at a ten-thousandth of the highest rate. It is a ten-thousandth of the first.",
    ],
    "from 3 to 7": replace("to + ((from - to)", "7 + ((3 - 7)"),
    "for a hundred steps": replace("0.3 * steps - 1", "29"),
  },
  alternatives: {
    "from, and a share of the way": [
      replace(
        "return to + ((from - to) * (1 + Math.cos(Math.PI * share))) / 2;",
        "return from + ((to - from) * (1 - Math.cos(Math.PI * share))) / 2;",
      ),
      "It starts from the other end.",
    ],
    "a sine, squared": [
      replace(
        "return to + ((from - to) * (1 + Math.cos(Math.PI * share))) / 2;",
        "return from + (to - from) * Math.sin((Math.PI / 2) * share) ** 2;",
      ),
      "The square of a quarter wave of the sine is the same curve.",
    ],
  },
});
