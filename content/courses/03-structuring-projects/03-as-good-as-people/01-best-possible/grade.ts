import { body, defineExercise, replace } from "@gradus/exercise";
import { tensor } from "gradus";

export default defineExercise<typeof import("./solution.ts")>({
  of: "bestPossible",
  example: [
    "is right for four examples of three classes",
    () => [
      tensor([
        [0.9, 0.08, 0.02],
        [0.25, 0.15, 0.6],
        [0.3, 0.45, 0.25],
        [0.02, 0.97, 0.01],
      ]),
    ],
  ],
  any: (random) => {
    const scores = random.tensor([random.int(1, 7), random.int(2, 5)], -3, 3);
    return [scores.softmax(1)];
  },
  edges: ["one", "equal"],
  mistakes: {
    "how often it is right": [
      replace("share.neg().add(1)", "share"),
      "This is how often the best rule is right. Its error is 1 minus that.",
    ],
    "the least probable class": [
      replace("P.amax(1)", "P.amin(1)"),
      "Your rule says the least probable class of each row. The best one says the most probable.",
    ],
    "down the columns": [
      replace("P.amax(1)", "P.amax(0)"),
      "You look for the largest number of each column, over the examples. The classes of one example stand in a row: direction 1.",
    ],
    "the smallest probability is the error": [
      body("return P.amin(1).mean();"),
      "You take the smallest probability of each row for the error. With more than two classes, the best rule is wrong whenever it is *any* other class.",
    ],
    "one answer for all": [
      body("return P.mean(0).amax().neg().add(1);"),
      "This is the error of whoever says the same class for all examples. The best rule may say another one for each row.",
    ],
    "as probable as it is": [
      body("return P.square().sum(1).mean().neg().add(1);"),
      "This is the error of somebody who throws dice with these probabilities. Always saying the most probable class is better.",
    ],
    "the sum": [
      replace("right.mean()", "right.sum()"),
      "You add up over the examples. The error is a share: take the mean.",
    ],
    "the surest example": [
      replace("right.mean()", "right.amax()"),
      "This is the error for the surest example alone: the largest number of the whole table. Take the largest of each row, then the mean.",
    ],
    "the hardest example": [
      replace("right.mean()", "right.amin()"),
      "This is the error for the hardest example alone. Take the mean over all of them.",
    ],
  },
  alternatives: {
    "what is left of each row": [
      body("return P.sum(1).sub(P.amax(1)).mean();"),
      "It adds up, for each row, the probabilities of all other classes.",
    ],
  },
});
