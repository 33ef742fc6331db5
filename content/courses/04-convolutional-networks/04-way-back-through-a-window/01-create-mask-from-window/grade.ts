import { defineExercise, replace } from "@gradus/exercise";
import { tensor } from "gradus";

export default defineExercise<typeof import("./solution.ts")>({
  of: "createMaskFromWindow",
  example: [
    "marks one place in each of six windows",
    () => [
      tensor([
        [
          [
            [1, 3],
            [4, 2],
          ],
          [
            [-5, -2],
            [-7, -3],
          ],
          [
            [9, 0],
            [8, 1],
          ],
        ],
        [
          [
            [0.5, 0.2],
            [0.1, 0.6],
          ],
          [
            [-1, -4],
            [-2, -8],
          ],
          [
            [6, 6],
            [5, 2],
          ],
        ],
      ]),
    ],
  ],
  any: (r) => {
    const f = r.int(1, 4);
    return [r.tensor([r.int(1, 3), r.int(1, 3), f, f], -3, 2)];
  },
  forbid: ["maxPool2d", "nn.MaxPool2d.forward"],
  mistakes: {
    "one largest for all windows": [
      replace("windows.amax([2, 3], { keepdim: true })", "windows.amax()"),
      "You took the largest number of all windows together. Each window has its own: along directions 2 and 3.",
    ],
    "one largest for each picture": [
      replace("amax([2, 3], { keepdim: true })", "amax([1, 2, 3], { keepdim: true })"),
      "You took one largest number for all channels of a picture. Each channel is pooled for itself.",
    ],
    "one in each row": [
      replace("amax([2, 3], { keepdim: true })", "amax(3, { keepdim: true })"),
      "There is a 1 in each row of a window. A window has one largest number, over rows and columns.",
    ],
    "the numbers stay": [
      replace("windows.eq(largest).float()", "windows.eq(largest).float().mul(windows)"),
      "The largest numbers themselves are left in their places. A mask holds a 1 there.",
    ],
    "all but the largest": [
      replace("windows.eq(largest)", "windows.ne(largest)"),
      "The mask is the other way round: 1 belongs where the largest is.",
    ],
    "true and false": [
      replace("windows.eq(largest).float()", "windows.eq(largest)"),
      "The mask holds true and false. Make numbers of it, with float().",
    ],
    "the smallest": replace("windows.amax", "windows.amin"),
  },
  alternatives: {
    "not below": [
      replace("windows.eq(largest)", "windows.ge(largest)"),
      "Nothing is above the largest, so at least as large is the same.",
    ],
    "two steps": [
      replace(
        "windows.amax([2, 3], { keepdim: true })",
        "windows.amax(3, { keepdim: true }).amax(2, { keepdim: true })",
      ),
      "The largest of each row, then the largest of those.",
    ],
  },
});
