import { defineExercise, replace } from "@gradus/exercise";

export default defineExercise<typeof import("./solution.ts")>({
  of: "decayRate",
  example: [
    ["is lr0 in epoch 0", () => [0.2, 0, 1], 0.2],
    ["has fallen to a quarter in epoch 6 with a decay of 0.5", () => [0.4, 6, 0.5], 0.1],
  ],
  any: (random) => [0.01 + random(), random.int(0, 40), 0.05 + random()],
  edges: ["one"],
  pure: false,
  mistakes: {
    "the 1 is missing": [
      replace("(1 + decay * epoch)", "(decay * epoch)"),
      "The 1 is missing below the line. In epoch 0 you divide by 0.",
    ],
    "the brackets are missing": [
      replace("lr0 / (1 + decay * epoch)", "lr0 / 1 + decay * epoch"),
      "Without brackets only the 1 stands below the line, and the rate grows with every epoch.",
    ],
    "it grows": [
      replace("lr0 / (1 + decay * epoch)", "lr0 * (1 + decay * epoch)"),
      "You multiply, so the rate grows. Divide.",
    ],
    "a straight line": [
      replace("lr0 / (1 + decay * epoch)", "lr0 * (1 - decay * epoch)"),
      "This falls along a straight line and becomes negative: then a step goes uphill. Divide by 1 + decay · epoch.",
    ],
    "a power": [
      replace("lr0 / (1 + decay * epoch)", "lr0 * decay ** epoch"),
      "This is another schedule, the exponential one: times decay in every epoch.",
    ],
    "again and again": [
      replace("(1 + decay * epoch)", "(1 + decay) ** epoch"),
      "You divide by 1 + decay in every epoch, so the divisions multiply. The divisor grows by decay each time.",
    ],
    "a power of e": [
      replace("lr0 / (1 + decay * epoch)", "lr0 * Math.exp(-decay * epoch)"),
      "This is another schedule, the exponential one. Here lr0 is divided by 1 + decay · epoch.",
    ],
    "taken away": [
      replace("lr0 / (1 + decay * epoch)", "lr0 - decay * epoch"),
      "You take decay away in each epoch, and soon the rate is negative. Divide by 1 + decay · epoch.",
    ],
    "epochs from 1": [
      replace("decay * epoch", "decay * (epoch + 1)"),
      "You count epochs from 1. In epoch 0 the rate is lr0 itself.",
    ],
    "the decay is missing": [
      replace("1 + decay * epoch", "1 + epoch"),
      "decay is not used: it says how fast the rate falls.",
    ],
  },
  alternatives: {
    "a power of −1": [
      replace("lr0 / (1 + decay * epoch)", "lr0 * (1 + decay * epoch) ** -1"),
      "Dividing is multiplying by a power of −1.",
    ],
  },
});
