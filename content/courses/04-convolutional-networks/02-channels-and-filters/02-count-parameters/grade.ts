import { defineExercise, replace } from "@gradus/exercise";

export default defineExercise<typeof import("./solution.ts")>({
  of: "countParameters",
  example: [
    "is right for three filters of 2 by 2 on a picture of two channels, 5 by 4",
    () => [2, 3, 2, 5, 4],
  ],
  any: (r) => [r.int(1, 4), r.int(1, 4), r.int(1, 5), r.int(1, 6), r.int(1, 6)],
  pure: false,
  mistakes: {
    "a filter has one channel": [
      replace("outChannels * (inChannels * f * f + 1)", "outChannels * (f * f + 1)"),
      "You counted f · f weights for each filter. A filter has that many for *each* channel that comes in.",
    ],
    "no biases": [
      replace("(inChannels * f * f + 1)", "(inChannels * f * f)"),
      "The biases of the filters are missing: one for each filter.",
    ],
    "one bias for all": [
      replace("outChannels * (inChannels * f * f + 1)", "outChannels * inChannels * f * f + 1"),
      "You counted one bias for the layer. Each filter has its own.",
    ],
    "a bias for each channel": [
      replace("(inChannels * f * f + 1)", "inChannels * (f * f + 1)"),
      "You counted a bias for each channel of a filter. The channels are added up, and then one bias is added.",
    ],
    "filters at every place": [
      replace(
        "outChannels * (inChannels * f * f + 1)",
        "outChannels * height * width * (inChannels * f * f + 1)",
      ),
      "You counted the filters again at every place. The same weights serve all places: that is the point.",
    ],
    "dense: no biases": [
      replace("outputs * (inputs + 1)", "outputs * inputs"),
      "The biases of the dense layer are missing: one for each number that comes out.",
    ],
    "dense: one bias for each channel": [
      replace("outputs * (inputs + 1)", "outputs * inputs + outChannels"),
      "In a dense layer every number that comes out has a bias of its own, not every channel.",
    ],
    "dense: one unit a channel": [
      replace("outChannels * height * width]", "outChannels]"),
      "Your dense layer gives one number for each channel. It should give outChannels · height · width numbers, as the filters do.",
    ],
    "a square filter of side": replace("inChannels * f * f + 1", "inChannels * f * 2 + 1"),
    "a square picture": replace("inChannels * height * width,", "inChannels * height * height,"),
  },
  alternatives: {
    "weights and biases": [
      replace(
        "outChannels * (inChannels * f * f + 1)",
        "outChannels * inChannels * f * f + outChannels",
      ),
      replace("outputs * (inputs + 1)", "inputs * outputs + outputs"),
      "Weights and biases are counted one after the other.",
    ],
    "with powers": [
      replace("inChannels * f * f", "inChannels * f ** 2"),
      "f squared instead of f times f.",
    ],
  },
});
