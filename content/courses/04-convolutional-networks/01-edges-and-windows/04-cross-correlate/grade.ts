import { defineExercise, type Random, replace } from "@gradus/exercise";

const table = (r: Random, rows: number, columns: number): number[][] =>
  Array.from({ length: rows }, () => r.numbers(columns, -3, 3));

export default defineExercise<typeof import("./solution.ts")>({
  of: "crossCorrelate",
  example: [
    [
      "finds the edge in a picture that is half bright",
      () => [
        [
          [10, 10, 0, 0, 0, 0],
          [10, 10, 0, 0, 0, 0],
          [10, 10, 0, 0, 0, 0],
          [10, 10, 0, 0, 0, 0],
        ],
        [
          [1, 0, -1],
          [1, 0, -1],
          [1, 0, -1],
        ],
      ],
    ],
    [
      "is right for a picture of four rows and five columns",
      () => [
        [
          [3, 0, 1, 2, 7],
          [1, 5, 8, 9, 3],
          [2, 7, 2, 5, 1],
          [0, 1, 3, 1, 7],
        ],
        [
          [1, 0, -1],
          [2, 0.5, -2],
        ],
      ],
    ],
  ],
  any: (r) => {
    const [height, width] = [r.int(1, 3), r.int(1, 3)];
    const image = table(r, r.int(height, 6), r.int(width, 6));
    return [image, table(r, height, width)];
  },
  windows: (image, filter) => ({
    input: image,
    kernel: [filter.length, filter[0]?.length ?? 0],
    cell: { weights: filter },
  }),
  forbid: ["conv2d"],
  mistakes: {
    "turned by half a turn": [
      replace("filter[u]?.[v]", "filter[height - 1 - u]?.[width - 1 - v]"),
      "You turned the filter by half a turn. That is a convolution as mathematicians mean it; networks leave the filter as it stands.",
    ],
    "the window does not move": [
      replace("image[i + u]?.[j + v]", "image[u]?.[v]"),
      "Every cell looks at the window in the corner. For the cell (i, j) it begins at row i and column j.",
    ],
    "row and column exchanged": [
      replace("image[i + u]?.[j + v]", "image[j + u]?.[i + v]"),
      "i and j are exchanged where you read the picture: i counts its rows, j its columns.",
    ],
    "the sum is not begun anew": [
      replace("      let sum = 0;\n", ""),
      replace("const row: number[] = [];", "const row: number[] = [];\n    let sum = 0;"),
      "The sum goes on from one cell to the next. Set it to 0 for every cell.",
    ],
    "only the last product": [
      replace("sum += (image", "sum = (image"),
      "Each product takes the place of the one before. Add them up.",
    ],
    "the window jumps": [
      replace("image[i + u]?.[j + v]", "image[i * height + u]?.[j * width + v]"),
      "The window moves on by its own size. With a stride of 1 it moves on by one row or one column.",
    ],
    "one row and column too few": [
      replace(
        "const rows = outputSize(image.length, height, 1, 0);",
        "const rows = image.length - height;",
      ),
      replace(
        "const columns = outputSize(image[0]?.length ?? 0, width, 1, 0);",
        "const columns = (image[0]?.length ?? 0) - width;",
      ),
      "The last row and column of cells are missing. Of n places, n − f + 1 have room for a window.",
    ],
    "as large as the picture": [
      replace("const rows = outputSize(image.length, height, 1, 0);", "const rows = image.length;"),
      replace(
        "const columns = outputSize(image[0]?.length ?? 0, width, 1, 0);",
        "const columns = image[0]?.length ?? 0;",
      ),
      "There are cells whose windows stick out of the picture. Only those that lie inside count.",
    ],
    "a square filter": replace("filter[0]?.length ?? 0]", "filter.length]"),
    "a square picture": replace(
      "outputSize(image[0]?.length ?? 0, width, 1, 0)",
      "outputSize(image.length, width, 1, 0)",
    ),
  },
  alternatives: {
    "filter outside": [
      replace(
        "      let sum = 0;\n      for (let u = 0; u < height; u++)\n        for (let v = 0; v < width; v++) sum += (image[i + u]?.[j + v] ?? 0) * (filter[u]?.[v] ?? 0);\n      row.push(sum);",
        "      const window = image.slice(i, i + height).map((line) => line.slice(j, j + width));\n      const products = window.flatMap((line, u) => line.map((x, v) => x * (filter[u]?.[v] ?? 0)));\n      row.push(products.reduce((a, b) => a + b, 0));",
      ),
      "It cuts the window out first, and then multiplies and adds up.",
    ],
    "reduce over the filter": [
      replace(
        "      let sum = 0;\n      for (let u = 0; u < height; u++)\n        for (let v = 0; v < width; v++) sum += (image[i + u]?.[j + v] ?? 0) * (filter[u]?.[v] ?? 0);\n      row.push(sum);",
        "      let sum = 0;\n      filter.forEach((weights, u) => {\n        weights.forEach((w, v) => {\n          sum += w * (image[i + u]?.[j + v] ?? 0);\n        });\n      });\n      row.push(sum);",
      ),
      "It goes over the filter's rows and their weights.",
    ],
  },
});
