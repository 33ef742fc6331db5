import { defineExercise, replace } from "@gradus/exercise";
import { tensor } from "gradus";

export default defineExercise<typeof import("./solution.ts")>({
  of: "zeroPad",
  example: [
    [
      "puts one row and column on every side",
      () => [
        tensor([
          [
            [
              [1, 2, 3],
              [4, 5, 6],
            ],
          ],
        ]),
        1,
      ],
    ],
    [
      "pads two pictures with two channels by two",
      () => [
        tensor([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16]).reshape([2, 2, 2, 2]),
        2,
      ],
    ],
  ],
  any: (r) => [r.tensor([r.int(1, 3), r.int(1, 3), r.int(1, 4), r.int(1, 5)]), r.int(0, 3)],
  windows: (X, pad) => ({ input: X, kernel: 1, pad, cell: "copy" }),
  forbid: ["pad", "nn.ZeroPad2d.forward", "nn.ConstantPad2d.forward"],
  mistakes: {
    "left and right only": [
      replace("return cat([strip, wide, strip], 2);", "return wide;"),
      replace("  const strip = zeros([N, C, pad, W + 2 * pad]);\n", ""),
      "Left and right have their zeros. Rows above and below are missing.",
    ],
    "above and left only": [
      replace("cat([side, X, side], 3)", "cat([side, X], 3)"),
      replace("W + 2 * pad", "W + pad"),
      replace("cat([strip, wide, strip], 2)", "cat([strip, wide], 2)"),
      "There are zeros on the left and above only. Put them on both sides.",
    ],
    "below and right only": [
      replace("cat([side, X, side], 3)", "cat([X, side, side], 3)"),
      replace("cat([strip, wide, strip], 2)", "cat([wide, strip, strip], 2)"),
      "All zeros are on the right and below, so the picture sits in the corner. Half of them belong on the other side.",
    ],
    "half of the border": [
      replace("zeros([N, C, H, pad])", "zeros([N, C, H, Math.floor(pad / 2)])"),
      replace(
        "zeros([N, C, pad, W + 2 * pad])",
        "zeros([N, C, Math.floor(pad / 2), W + 2 * Math.floor(pad / 2)])",
      ),
      "You shared pad between the two sides. pad zeros go on each side.",
    ],
    "a border of one": [
      replace("zeros([N, C, H, pad])", "zeros([N, C, H, 1])"),
      replace("zeros([N, C, pad, W + 2 * pad])", "zeros([N, C, 1, W + 2])"),
      "The border is always one wide. Its width is pad.",
    ],
    "a border of ones": [
      replace("const side = zeros(", "const side = ones("),
      replace("const strip = zeros(", "const strip = ones("),
      "The border holds ones. Beyond the picture there is nothing: zeros.",
    ],
    "channels are padded": replace("cat([strip, wide, strip], 2)", "cat([wide, wide, wide], 1)"),
  },
  alternatives: {
    "into zeros": [
      replace(
        "const side = zeros([N, C, H, pad]);\n  const wide = cat([side, X, side], 3);",
        "const padded = zeros([N, C, H + 2 * pad, W + 2 * pad]);",
      ),
      replace(
        "const strip = zeros([N, C, pad, W + 2 * pad]);\n  return cat([strip, wide, strip], 2);",
        "padded.narrow(2, pad, H).narrow(3, pad, W).add_(X);\n  return padded;",
      ),
      "It makes a larger picture of zeros and adds X in its middle.",
    ],
    "rows first": [
      replace(
        "const side = zeros([N, C, H, pad]);\n  const wide = cat([side, X, side], 3);",
        "const strip = zeros([N, C, pad, W]);\n  const tall = cat([strip, X, strip], 2);",
      ),
      replace(
        "const strip = zeros([N, C, pad, W + 2 * pad]);\n  return cat([strip, wide, strip], 2);",
        "const side = zeros([N, C, H + 2 * pad, pad]);\n  return cat([side, tall, side], 3);",
      ),
      "Above and below come first, so the strips at the sides are longer.",
    ],
  },
});
