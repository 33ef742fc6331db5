import { contract, defineExercise, failed, numberText, passed, replace } from "@gradus/exercise";
import {
  alexnet,
  conv,
  dense,
  type Network,
  pool,
  type Row,
  type Shape,
  vgg16,
} from "../tables.ts";

/** Whether a network's table is right: its shapes, and what it comes to. */
function sameTable(
  learner: typeof import("./solution.ts"),
  { name, input, rows }: Network,
  right: { outputs: readonly string[]; parameters: number; multiplyAdds: number },
) {
  const table = learner.countTable(input, rows);
  for (const [i, output] of right.outputs.entries()) {
    const got = table[i]?.output.join(" × ");
    if (got !== output)
      return failed(
        `countTable: ${name}, row ${i + 1}, a ${rows[i]?.kind}: the output is ${got}, expected ${output}.`,
      );
  }
  for (const of of ["parameters", "multiplyAdds"] as const) {
    const got = table.reduce((sum, row) => sum + row[of], 0);
    if (got !== right[of])
      return failed(
        `countTable: ${name} has ${numberText(got)} ${of} in all, expected ${numberText(right[of])}.`,
      );
  }
  return passed;
}

const example = (): [Shape, Row[]] => [
  [3, 12, 10],
  [conv(8, 3, 1, 1), pool(2, 2), conv(5, 4, 2, 0), dense(7), dense(2)],
];

export default defineExercise<typeof import("./solution.ts")>({
  of: "countTable",
  example: ["is right for a table of five rows", example],
  any: (r) => {
    const size = r.int(1, 3);
    const rows: Row[] = [
      conv(r.int(1, 9), r.int(1, 5), r.int(1, 3), r.int(0, 2)),
      pool(size, size),
      conv(r.int(1, 6), r.int(1, 3), 1, r.int(0, 1)),
      dense(r.int(1, 20)),
      dense(r.int(1, 4)),
    ];
    return [[r.int(1, 4), r.int(20, 40), r.int(20, 40)], rows];
  },
  edges: ["one"],
  checks: [
    contract({
      name: "counts AlexNet, whose pooling windows overlap, and VGG-16",
      run: ({ learner }) => {
        const first = sameTable(learner, alexnet, {
          outputs: ["64 × 55 × 55", "64 × 27 × 27", "192 × 27 × 27", "192 × 13 × 13"],
          parameters: 61_100_840,
          multiplyAdds: 714_188_480,
        });
        if (!first.passed) return first;
        return sameTable(learner, vgg16, {
          outputs: ["64 × 224 × 224", "64 × 224 × 224", "64 × 112 × 112"],
          parameters: 138_357_544,
          multiplyAdds: 15_470_264_320,
        });
      },
    }),
  ],
  mistakes: {
    "no biases": [
      replace("parameters: weights + row.filters", "parameters: weights"),
      replace("parameters: weights + row.units", "parameters: weights"),
      "The biases are missing: one for each filter, one for each unit.",
    ],
    "a bias for every weight's place": [
      replace(
        "parameters: weights + row.filters",
        "parameters: weights + row.filters * high * wide",
      ),
      "You counted a bias for every place of the output. A filter has one bias, which it uses everywhere.",
    ],
    "one channel": [
      replace("row.filters * channels * row.size * row.size", "row.filters * row.size * row.size"),
      "A filter goes through all channels of what it is given: size · size · channels weights.",
    ],
    "parameters at every place": [
      replace(
        "parameters: weights + row.filters,",
        "parameters: weights * high * wide + row.filters,",
      ),
      "You counted the weights at every place. They are the same everywhere: that is what makes it a convolution. Only the work is done at every place.",
    ],
    "the work of one place": [
      replace("multiplyAdds: weights * high * wide", "multiplyAdds: weights"),
      "These are the multiplications for one place of the output. They are done at every place.",
    ],
    "the work at the input's places": [
      replace("weights * high * wide", "weights * height * width"),
      "You counted a window for every pixel of the input. There is one for every pixel of the output.",
    ],
    "biases counted as work": [
      replace(
        "multiplyAdds: weights * high * wide",
        "multiplyAdds: (weights + row.filters) * high * wide",
      ),
      replace("multiplyAdds: weights }", "multiplyAdds: weights + row.units }"),
      "Biases are counted as multiply-adds. They are added and not multiplied, and are left out here.",
    ],
    "padding on one side": [
      replace("n + 2 * padding", "n + padding"),
      "Padding is counted once. There is a border on both sides.",
    ],
    "the one is missing": [
      replace("/ row.stride) + 1", "/ row.stride)"),
      "The first window is not counted: as many steps as fit, plus one.",
    ],
    "rounded up": [
      replace("Math.floor(", "Math.ceil("),
      "The size is rounded up: the last window would leave the picture. Round down.",
    ],
    "not flattened": [
      replace("channels * height * width * row.units", "channels * row.units"),
      "A dense row is given all pixels of all channels: channels · rows · columns numbers.",
    ],
    "pooling steps by its own size": replace(
      "/ row.stride)",
      '/ (row.kind === "pool" ? row.size : row.stride))',
    ),
    "pooling forgets the channels": replace(
      "shape = [channels, high, wide]",
      "shape = [1, high, wide]",
    ),
    "square pictures only": replace("side(width)]", "side(height)]"),
  },
  alternatives: {
    "a loop": [
      replace(
        "return rows.map((row): Count => {",
        "const counts: Count[] = [];\n  for (const row of rows) counts.push(((): Count => {",
      ),
      replace(
        "      multiplyAdds: weights * high * wide,\n    };\n  });",
        "      multiplyAdds: weights * high * wide,\n    };\n  })());\n  return counts;",
      ),
      "A loop that puts each row's record into a list.",
    ],
  },
});
