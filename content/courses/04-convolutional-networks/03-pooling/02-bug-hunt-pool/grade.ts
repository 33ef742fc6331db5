import { defineExercise, type Random, replace } from "@gradus/exercise";

const table = (r: Random, rows: number, columns: number): number[][] =>
  Array.from({ length: rows }, () => r.numbers(columns, -4, 1));

export default defineExercise<typeof import("./solution.ts")>({
  of: "maxPool",
  example: [
    [
      "is right for numbers below 0",
      () => [
        [
          [-3, -1, -4, -2],
          [-6, -5, -9, -8],
          [2, 7, -1, -8],
          [1, 8, -2, -8],
        ],
        2,
        2,
      ],
    ],
    [
      "is right where windows overlap",
      () => [
        [
          [3, 1, 4, 1],
          [5, 9, 2, 6],
          [5, 3, 5, 8],
          [9, 7, 9, 3],
        ],
        3,
        1,
      ],
    ],
    [
      "is right for a picture that is wider than high",
      () => [
        [
          [3, 1, 4, 1, 5, 9],
          [2, 6, 5, 3, 5, 8],
          [9, 7, 9, 3, 2, 3],
        ],
        2,
        1,
      ],
    ],
  ],
  any: (r) => {
    const f = r.int(1, 3);
    return [table(r, r.int(f, 6), r.int(f, 6)), f, r.int(1, 3)];
  },
  windows: (image, f, stride) => ({ input: image, kernel: f, stride, cell: "largest" }),
  bugs: {
    "it begins with 0": [
      replace("Number.NEGATIVE_INFINITY", "0"),
      "The largest begins with 0, so a window of numbers below 0 gives 0. Begin with something that every number is larger than: −Infinity.",
    ],
    "the column jumps": [
      replace("[i * stride, j * stride]", "[i * stride, j * f]"),
      "The window's column moves on by f, its row by the stride. Only where the two are equal does nobody notice.",
    ],
    "height and width exchanged": [
      replace(
        "[height, width] = [image.length, image[0]?.length ?? 0]",
        "[width, height] = [image.length, image[0]?.length ?? 0]",
      ),
      "Height and width are exchanged: image.length is the number of rows.",
    ],
  },
  mistakes: {
    "one row and column too few": [
      replace("Math.floor((height - f) / stride) + 1", "Math.floor((height - f) / stride)"),
      replace("Math.floor((width - f) / stride) + 1", "Math.floor((width - f) / stride)"),
      "The last row and column are missing. There is one window more than moves.",
    ],
    "the smallest": replace("Math.max(largest,", "Math.min(largest,"),
    "rows move by f, too": [
      replace("[i * stride, j * stride]", "[i * f, j * f]"),
      "Now the rows jump as well. Both move on by the stride.",
    ],
  },
  alternatives: {
    "the first number": [
      replace("Number.NEGATIVE_INFINITY", "image[top]?.[left] ?? 0"),
      "It begins with the first number of the window.",
    ],
    slices: [
      replace(
        "let largest = Number.NEGATIVE_INFINITY;\n      for (let u = 0; u < f; u++)\n        for (let v = 0; v < f; v++) {\n          const number = image[top + u]?.[left + v] ?? largest;\n          largest = Math.max(largest, number);\n        }\n      row.push(largest);",
        "const window = image.slice(top, top + f).flatMap((line) => line.slice(left, left + f));\n      row.push(Math.max(...window));",
      ),
      "It cuts the window out and takes the largest of all its numbers.",
    ],
  },
});
