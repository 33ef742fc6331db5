import { body, defineExercise, replace } from "@gradus/exercise";

export default defineExercise<typeof import("./solution.ts")>({
  of: "separableCost",
  example: ["is right for 6 channels to 10, 3×3, 8 by 7 places", () => [6, 10, 3, 8, 7]],
  any: (r) => [r.int(1, 64), r.int(1, 64), r.int(1, 7), r.int(1, 30), r.int(1, 30)],
  edges: ["one", "equal"],
  mistakes: {
    "depthwise through all channels": [
      replace(
        "depthwise = places * inputs * f * f",
        "depthwise = places * inputs * inputs * f * f",
      ),
      "A depthwise filter sees its own channel alone: f · f multiplications for each number, not f · f · inputs.",
    ],
    "depthwise gives the outputs": [
      replace("depthwise = places * inputs * f * f", "depthwise = places * outputs * f * f"),
      "A depthwise layer has one filter for each channel it is given, so it gives as many channels as came in.",
    ],
    "pointwise with large filters": [
      replace(
        "pointwise = places * outputs * inputs",
        "pointwise = places * outputs * inputs * f * f",
      ),
      "A pointwise filter looks at a single pixel: one multiplication for each channel.",
    ],
    "for one place": [
      replace("const places = rows * columns;", "const places = 1;"),
      "These are the costs of one place. The filters are used at all rows · columns places.",
    ],
    "one channel in": [
      replace(
        "ordinary = places * outputs * inputs * f * f",
        "ordinary = places * outputs * f * f",
      ),
      "An ordinary filter goes through all channels that come in.",
    ],
    "the share of the depthwise layer alone": [
      replace("(depthwise + pointwise) / ordinary", "depthwise / ordinary"),
      "The share is that of both layers together.",
    ],
    "the other way round": [
      replace("(depthwise + pointwise) / ordinary", "ordinary / (depthwise + pointwise)"),
      "That says how many times cheaper they are. The share is the other way round.",
    ],
    "square pictures": replace("rows * columns", "rows * rows"),
  },
  alternatives: {
    "the short formula": [
      body(
        "const places = rows * columns;\n  const ordinary = places * outputs * inputs * f ** 2;\n  return {\n    ordinary,\n    depthwise: ordinary / outputs,\n    pointwise: ordinary / f ** 2,\n    share: 1 / outputs + 1 / f ** 2,\n  };",
      ),
      "The share is 1/outputs + 1/f², whatever the picture and the inputs are.",
    ],
  },
});
