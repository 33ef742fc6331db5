import { defineExercise, replace } from "@gradus/exercise";

export default defineExercise<typeof import("./solution.ts")>({
  of: "receptiveField",
  example: [
    [
      "is 7 for three layers of 3",
      () => [
        [
          { f: 3, stride: 1 },
          { f: 3, stride: 1 },
          { f: 3, stride: 1 },
        ],
      ],
      7,
    ],
    [
      "counts jumps after a stride",
      () => [
        [
          { f: 5, stride: 1 },
          { f: 2, stride: 2 },
          { f: 4, stride: 3 },
          { f: 3, stride: 2 },
        ],
      ],
      24,
    ],
  ],
  any: (r) => [
    Array.from({ length: r.int(1, 6) }, () => ({ f: r.int(1, 7), stride: r.int(1, 3) })),
  ],
  mistakes: {
    "windows added up": [
      replace("field += (f - 1) * jump;", "field += f * jump;"),
      "Each layer adds its whole window f. One of its cells you have already: it adds f − 1 neighbours.",
    ],
    "windows multiplied": [
      replace("field += (f - 1) * jump;", "field *= f;"),
      "You multiply the windows. Neighbouring windows overlap, so the field grows by addition.",
    ],
    "the strides are left out": [
      replace("    jump *= stride;\n", ""),
      "The strides are left out. After a stride of 2, neighbouring cells are two pixels apart, and a window of such cells spans twice as much.",
    ],
    "its own stride too early": [
      replace(
        "    field += (f - 1) * jump;\n    jump *= stride;",
        "    jump *= stride;\n    field += (f - 1) * jump;",
      ),
      "A layer's own stride counts too early. Its window lies on the cells of the layer before; its stride matters for those that come after.",
    ],
    "strides added": [
      replace("jump *= stride;", "jump += stride - 1;"),
      "You added the strides. They multiply: two layers with a stride of 2 put cells four pixels apart.",
    ],
    "only the last stride": [
      replace("jump *= stride;", "jump = stride;"),
      "Only the stride of the layer before counts in your jump. All strides before multiply.",
    ],
    "it begins with nothing": [
      replace("[field, jump] = [1, 1]", "[field, jump] = [0, 1]"),
      "You begin with 0 pixels. A pixel sees itself: begin with 1.",
    ],
  },
  alternatives: {
    backwards: [
      replace("let [field, jump] = [1, 1];", "let field = 1;"),
      replace(
        "for (const { f, stride } of layers) {\n    field += (f - 1) * jump;\n    jump *= stride;\n  }",
        "for (const { f, stride } of [...layers].reverse()) field = (field - 1) * stride + f;",
      ),
      "It goes from the last layer to the picture: `field` cells of a layer need (field − 1) · stride + f cells below.",
    ],
    reduce: [
      replace(
        "for (const { f, stride } of layers) {\n    field += (f - 1) * jump;\n    jump *= stride;\n  }",
        "layers.forEach(({ f, stride }) => {\n    field = field + (f - 1) * jump;\n    jump = jump * stride;\n  });",
      ),
      "The same steps, written with forEach.",
    ],
  },
});
