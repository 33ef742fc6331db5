import { body, defineExercise, every, replace } from "@gradus/exercise";

export default defineExercise<typeof import("./solution.ts")>({
  of: "transposedConv",
  example: [
    [
      "is right for stamps that overlap",
      () => [
        [
          [2, 3, -1],
          [4, 7, 5],
        ],
        [
          [1, 10, 3],
          [5, 0, -2],
          [6, 4, 8],
        ],
        2,
      ],
    ],
  ],
  any: (random) => {
    const [rows, columns, f] = [random.int(1, 4), random.int(1, 4), random.int(1, 3)];
    const table = (m: number, n: number): number[][] =>
      Array.from({ length: m }, () => Array.from({ length: n }, () => random.int(-4, 5)));
    return [table(rows, columns), table(f, f), random.int(1, 3)];
  },
  mistakes: {
    "the last stamp wins": [
      replace("(line[j * stride + v] as number) + value * weight", "value * weight"),
      "Where stamps overlap, the later one replaces the earlier. Add to what is there.",
    ],
    "stamps side by side": [
      every("* stride + u", "* f + u"),
      every("j * stride + v", "j * f + v"),
      replace("(rows - 1) * stride + f", "rows * f"),
      replace("(columns - 1) * stride + f", "columns * f"),
      "Your stamps stand side by side, a filter's width apart. Their corners are `stride` cells apart, and they may overlap.",
    ],
    "a stride of 1": [
      every("* stride + u", "+ u"),
      every("j * stride + v", "j + v"),
      "Your stamps are one cell apart, whatever the stride is. Row and column of the corner are multiplied by it.",
    ],
    "the filter turned": [
      replace("value * weight", "value * (filter[f - 1 - u]?.[f - 1 - v] ?? weight)"),
      "Your stamps are turned by half a turn. The filter is stamped as it is.",
    ],
    "rows and columns exchanged": [
      replace("value * weight", "value * (filter[v]?.[u] ?? weight)"),
      "The filter is stamped with rows and columns exchanged.",
    ],
    "too large": [
      replace("(rows - 1) * stride + f", "rows * stride + f"),
      replace("(columns - 1) * stride + f", "columns * stride + f"),
      "There is an empty border below and to the right. The last stamp begins at (rows − 1) · stride.",
    ],
    "the numbers are left out": [
      replace("value * weight", "weight"),
      "All stamps are equal. Multiply the filter by the number that stamps it.",
    ],
    "only the number": [
      replace("value * weight", "value"),
      "The number is put everywhere under the stamp. Multiply it by the filter's weight at that place.",
    ],
  },
  alternatives: {
    "each output cell asks": [
      body(
        "const [rows, columns, f] = [x.length, x[0]?.length ?? 0, filter.length];\n  return Array.from({ length: (rows - 1) * stride + f }, (_, r) =>\n    Array.from({ length: (columns - 1) * stride + f }, (_, c) => {\n      let sum = 0;\n      x.forEach((row, i) => {\n        row.forEach((value, j) => {\n          sum += value * (filter[r - i * stride]?.[c - j * stride] ?? 0);\n        });\n      });\n      return sum;\n    }),\n  );",
      ),
      "For every output cell it asks which stamps cover it.",
    ],
  },
});
