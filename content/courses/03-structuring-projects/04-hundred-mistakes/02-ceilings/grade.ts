import { body, defineExercise, replace } from "@gradus/exercise";
import { tensor } from "gradus";

export default defineExercise<typeof import("./solution.ts")>({
  of: "ceilings",
  example: ["is right for three tags", () => [0.2, tensor([4, 40, 21]), 80]],
  any: (random) => {
    const looked = random.int(20, 100);
    const counts = Array.from({ length: random.int(1, 5) }, () => random.int(0, looked));
    return [random.pick([0.03, 0.15, 0.4]), tensor(counts), looked];
  },
  mistakes: {
    "the gain": [
      replace("gains.neg().add(error)", "gains"),
      "This is how much the error would fall. The answer is what is left of it.",
    ],
    "the share is taken off": [
      replace("shares.mul(error)", "shares"),
      "You subtract the share of the mistakes from the error. A tag at half of the mistakes halves the error: multiply by the error first.",
    ],
    "counts, not shares": [
      replace("counts.div(looked)", "counts"),
      "You subtract counts. Divide by the number of mistakes you looked at first.",
    ],
    "divided by the counts' sum": [
      replace("counts.div(looked)", "counts.div(counts.sum())"),
      "You divide by the sum of the counts. A mistake may have several tags or none: divide by how many you looked at.",
    ],
    "for a hundred": [
      replace("counts.div(looked)", "counts.div(100)"),
      "You divide by 100, whatever `looked` is.",
    ],
    "only the tagged are left": [
      body("return counts.div(looked).sub(1).mul(error);"),
      "The sign is turned round: what is left is 1 minus the share, times the error.",
    ],
    "all tags together": [
      replace("counts.div(looked)", "counts.mul(0).add(counts.sum()).div(looked)"),
      "You mend all tags at once. The answer has a number for each tag: what is left if that one alone is mended.",
    ],
    "the share that is left": [
      replace("gains.neg().add(error)", "shares.neg().add(1)"),
      "This is the share of the mistakes that is left. Multiply it by the error.",
    ],
    "the accuracy": [
      replace("gains.neg().add(error)", "gains.add(1 - error)"),
      "This is the accuracy that could be reached. The answer is the error that is left: 1 minus that.",
    ],
  },
  alternatives: {
    "the share that stays": [
      body("return counts.neg().add(looked).div(looked).mul(error);"),
      "It counts the mistakes that stay, and takes their share of the error.",
    ],
  },
});
