import { defineExercise, replace } from "@gradus/exercise";

export default defineExercise<typeof import("./solution.ts")>({
  of: "decayByInterval",
  example: [
    ["is still lr0 within the first interval", () => [0.2, 2, 1, 5], 0.2],
    ["has fallen in the first epoch of the second", () => [0.2, 5, 1.5, 5], 0.08],
    ["stays until the interval is over", () => [0.4, 13, 0.5, 5], 0.2],
  ],
  any: (random) => [0.01 + random(), random.int(0, 40), 0.05 + random(), random.int(1, 12)],
  edges: ["one", "equal"],
  pure: false,
  mistakes: {
    "no stairs": [
      replace("Math.floor(epoch / interval)", "(epoch / interval)"),
      "The rate falls in every epoch. Count whole intervals only: Math.floor.",
    ],
    "rounded up": [
      replace("Math.floor", "Math.ceil"),
      "You count intervals that have begun. Count those that are over: Math.floor.",
    ],
    "rounded to the nearest": [
      replace("Math.floor", "Math.round"),
      "You round to the nearest whole number, so the rate falls in the middle of an interval.",
    ],
    "the rest instead of the count": [
      replace("Math.floor(epoch / interval)", "(epoch % interval)"),
      "You took the rest, where in its interval the epoch is. Then the rate jumps back up at each new one.",
    ],
    "the decay is rounded too": [
      replace("decay * Math.floor(epoch / interval)", "Math.floor((decay * epoch) / interval)"),
      "The decay is rounded down with the rest. Only the number of intervals is a whole number.",
    ],
    "again and again": [
      replace(
        "(1 + decay * Math.floor(epoch / interval))",
        "(1 + decay) ** Math.floor(epoch / interval)",
      ),
      "You divide by 1 + decay after every interval, so the divisions multiply. The divisor grows by decay each time.",
    ],
    "a step too early": [
      replace("Math.floor(epoch / interval)", "Math.floor((epoch + 1) / interval)"),
      "Your rate falls an epoch too early. Epochs count from 0, so the first interval ends with epoch interval − 1.",
    ],
    "epochs instead of intervals": [
      replace(
        "decay * Math.floor(epoch / interval)",
        "decay * interval * Math.floor(epoch / interval)",
      ),
      "You multiplied by the interval again, so epochs are counted. Count intervals.",
    ],
    "once only": [
      replace("Math.floor(epoch / interval)", "Math.min(1, Math.floor(epoch / interval))"),
      "The rate falls once and then stays for ever. It falls after every interval.",
    ],
    "the brackets are missing": [
      replace(
        "(1 + decay * Math.floor(epoch / interval))",
        "1 + decay * Math.floor(epoch / interval)",
      ),
      "Without brackets only the 1 stands below the line, and the rate grows.",
    ],
    "the interval is multiplied": [
      replace("Math.floor(epoch / interval)", "Math.floor(epoch * interval)"),
      "You multiplied by the interval. How many intervals have passed is epoch over interval.",
    ],
  },
  alternatives: {
    "the rest taken off": [
      replace("Math.floor(epoch / interval)", "((epoch - (epoch % interval)) / interval)"),
      "Taking the rest off first gives the same whole number.",
    ],
  },
});
