import { defineExercise, replace } from "@gradus/exercise";

export default defineExercise<typeof import("./solution.ts")>({
  of: "bestAnchor",
  example: [
    [
      "takes the tall one for a tall thing",
      () => [
        10,
        20,
        [
          [22, 10],
          [30, 30],
          [8, 22],
          [40, 5],
          [60, 3],
          [5, 5],
        ],
      ],
      2,
    ],
    [
      "takes the first of two that fit as well",
      () => [
        10,
        10,
        [
          [30, 5],
          [5, 10],
          [10, 5],
        ],
      ],
      1,
    ],
  ],
  any: (random) => [
    random.int(4, 30),
    random.int(4, 30),
    Array.from({ length: random.int(1, 5) }, () => [random.int(4, 30), random.int(4, 30)] as const),
  ],
  runs: 60,
  edges: ["one"],
  mistakes: {
    "the largest shared part": [
      replace("shared / (width * height + w * h - shared)", "shared"),
      "You take the anchor that covers most of the thing, so a huge one always wins. Divide by what both cover together.",
    ],
    "the nearest area": [
      replace("shared / (width * height + w * h - shared)", "-Math.abs(width * height - w * h)"),
      "You compare areas. A tall and a wide box can have the same area and still fit badly.",
    ],
    "the share of the anchor": [
      replace("shared / (width * height + w * h - shared)", "shared / (w * h)"),
      "You divide by the anchor's area, so a tiny anchor always wins. Divide by what both cover together.",
    ],
    "width and height exchanged": [
      replace(
        "Math.min(width, w) * Math.min(height, h)",
        "Math.min(width, h) * Math.min(height, w)",
      ),
      "The width is compared with the anchor's height. An anchor is [w, h].",
    ],
    "the worst one": [
      replace("Math.max(...overlaps)", "Math.min(...overlaps)"),
      "You take the anchor that fits worst.",
    ],
    "the last of equal ones": [
      replace("overlaps.indexOf", "overlaps.lastIndexOf"),
      "Where two anchors fit as well, the first one counts.",
    ],
    "the IoU instead of its place": [
      replace("overlaps.indexOf(Math.max(...overlaps))", "Math.max(...overlaps)"),
      "This is the largest IoU. Asked for is which anchor has it.",
    ],
    "the shared part counts twice": replace(
      "(width * height + w * h - shared)",
      "Math.max(width * height, w * h)",
    ),
  },
  alternatives: {
    "the best so far": [
      replace(
        "return overlaps.indexOf(Math.max(...overlaps));",
        "return overlaps.reduce((best, v, i) => (v > (overlaps[best] as number) ? i : best), 0);",
      ),
      "It goes through the list once and remembers the best place so far.",
    ],
  },
});
