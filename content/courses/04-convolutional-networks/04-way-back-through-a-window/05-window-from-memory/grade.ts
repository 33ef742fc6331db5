import { defineExercise, property, pure, type Random, replace, value } from "@gradus/exercise";

const table = (r: Random, rows: number, columns: number): number[][] =>
  Array.from({ length: rows }, () => r.numbers(columns, -3, 3));

const image = (): number[][] => [
  [3, 0, 1, 2, 7],
  [1, 5, 8, 9, 3],
  [2, 7, 2, 5, 1],
  [0, 1, 3, 1, 7],
];
const filter = (): number[][] => [
  [1, 0.5, -1],
  [2, 3, -2],
];
const slopes = (): number[][] => [
  [1, -2, 0.5],
  [3, 4, -1],
  [2, -3, 5],
];

const any = (r: Random): [number[][], number[][], number[][]] => {
  const [rows, columns, height, width] = [r.int(1, 3), r.int(1, 3), r.int(1, 3), r.int(1, 3)];
  return [
    table(r, rows, columns),
    table(r, rows + height - 1, columns + width - 1),
    table(r, height, width),
  ];
};

export default defineExercise<typeof import("./solution.ts")>({
  checks: [
    value({
      name: "adds up every window on the way forward",
      of: "forward",
      cases: [{ args: () => [image(), filter()] }],
      windows: (input, weights) => ({
        input,
        kernel: [weights.length, weights[0]?.length ?? 0],
        cell: { weights },
      }),
    }),
    value({
      name: "hands back to filter and picture",
      of: "backward",
      cases: [{ args: () => [slopes(), image(), filter()] }],
    }),
    property({
      name: "goes there for any sizes",
      of: "forward",
      runs: 10,
      edges: ["one", "equal"],
      args: (r: Random) => {
        const [, x, w] = any(r);
        return [x, w];
      },
    }),
    property({
      name: "comes back for any sizes",
      of: "backward",
      runs: 10,
      edges: ["one", "equal"],
      args: (r: Random) => any(r),
    }),
    pure({
      name: "leaves its inputs alone",
      of: "backward",
      args: () => [slopes(), image(), filter()],
    }),
  ],
  mistakes: {
    "the filter is turned": [
      replace(
        "sum += w * (image[i + u]?.[j + v] ?? 0);",
        "sum += w * (image[i + filter.length - 1 - u]?.[j + weights.length - 1 - v] ?? 0);",
      ),
      "On the way forward the filter is turned by half a turn. Leave it as it stands.",
    ],
    "one row and column too few": [
      replace("image.length - filter.length + 1", "image.length - filter.length"),
      replace("(filter[0]?.length ?? 0) + 1", "(filter[0]?.length ?? 0)"),
      "On the way forward the last row and column are missing: n − f + 1 windows have room.",
    ],
    "row and column exchanged": [
      replace(
        "sum += w * (image[i + u]?.[j + v] ?? 0);",
        "sum += w * (image[j + u]?.[i + v] ?? 0);",
      ),
      "i and j are exchanged where the picture is read.",
    ],
    "the two are exchanged": [
      replace("return { dImage, dFilter };", "return { dImage: dFilter, dFilter: dImage };"),
      "dImage and dFilter have changed places.",
    ],
    "overwritten in the picture": [
      replace(
        "add(dImage, i + u, j + v, slope * w);",
        "add(dImage, i + u, j + v, slope * w - (dImage[i + u]?.[j + v] ?? 0));",
      ),
      "In dImage what came from an earlier window is overwritten. A pixel lies in several windows: add.",
    ],
    "overwritten in the filter": [
      replace(
        "add(dFilter, u, v, slope * (image[i + u]?.[j + v] ?? 0));",
        "add(dFilter, u, v, slope * (image[i + u]?.[j + v] ?? 0) - (dFilter[u]?.[v] ?? 0));",
      ),
      "In dFilter the last cell overwrites what the others gave. A weight has a part in every cell: add.",
    ],
    "the pixel's own number": [
      replace(
        "add(dImage, i + u, j + v, slope * w);",
        "add(dImage, i + u, j + v, slope * (image[i + u]?.[j + v] ?? 0));",
      ),
      "dImage gets the pixel itself. A pixel's slope is the weight that lay on it.",
    ],
    "without the slope": [
      replace("slope * (image[i + u]?.[j + v] ?? 0)", "(image[i + u]?.[j + v] ?? 0)"),
      "dFilter adds up the pixels alone. Each counts times how the cost moves with its cell.",
    ],
    "for filters of two rows": replace("image.length - filter.length + 1", "image.length - 1"),
    "for filters of two by three": replace(
      "zerosLike(filter)]",
      "zerosLike([\n    [0, 0, 0],\n    [0, 0, 0],\n  ])]",
    ),
    "d is emptied": replace(
      "return { dImage, dFilter };",
      "d.length = 0;\n  return { dImage, dFilter };",
    ),
  },
  alternatives: {
    "with for": [
      replace(
        "  d.forEach((row, i) => {\n    row.forEach((slope, j) => {\n      filter.forEach((weights, u) => {\n        weights.forEach((w, v) => {\n          add(dImage, i + u, j + v, slope * w);\n          add(dFilter, u, v, slope * (image[i + u]?.[j + v] ?? 0));\n        });\n      });\n    });\n  });",
        "  for (const [i, row] of d.entries())\n    for (const [j, slope] of row.entries())\n      for (const [u, weights] of filter.entries())\n        for (const [v, w] of weights.entries()) {\n          add(dImage, i + u, j + v, slope * w);\n          add(dFilter, u, v, slope * (image[i + u]?.[j + v] ?? 0));\n        }",
      ),
      "The same four loops, written with for.",
    ],
    "the filter's by the way forward": [
      replace(
        "const [dImage, dFilter] = [zerosLike(image), zerosLike(filter)];",
        "const [dImage, dFilter] = [zerosLike(image), forward(image, d)];",
      ),
      replace("          add(dFilter, u, v, slope * (image[i + u]?.[j + v] ?? 0));\n", ""),
      "dFilter is the picture filtered with d: the way forward once more.",
    ],
  },
});
