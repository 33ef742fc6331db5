import { defineExercise, replace } from "@gradus/exercise";
import { tensor } from "gradus";

export default defineExercise<typeof import("./solution.ts")>({
  of: "distributeValue",
  example: [
    "shares six numbers between windows of three by three",
    () => [
      tensor([
        [18, -9, 4.5],
        [36, 1, -27],
      ]),
      3,
    ],
  ],
  any: (r) => [r.table(r.int(1, 4), r.int(1, 3)), r.int(1, 4)],
  mistakes: {
    "not divided": [
      replace("dA.div(f * f)", "dA"),
      "Every place gets the whole number. A place has only 1 part in f · f of the mean.",
    ],
    "divided by f": [
      replace("dA.div(f * f)", "dA.div(f)"),
      "You divided by f. A window has f · f places.",
    ],
    "divided by four": [
      replace("dA.div(f * f)", "dA.div(4)"),
      "You divided by 4. That is right for windows of 2 by 2 only.",
    ],
    "everything in the first place": [
      replace(
        "part.reshape([N, C, 1, 1]).expand([N, C, f, f])",
        "dA.reshape([N, C, 1, 1]).mul(tensor(Array.from({ length: f * f }, (_, i) => +(i === 0))).reshape([f, f]))",
      ),
      "The first place of each window gets everything. For a mean all places get the same.",
    ],
    "shared between all windows": [
      replace("dA.div(f * f)", "dA.sum().div(f * f).expand(dA.shape)"),
      "All windows get the same. Each has its own number to share.",
    ],
    "for a square table": replace("const [N = 0, C = 0]", "const [C = 0, N = 0]"),
  },
  alternatives: {
    "times ones": [
      replace(
        "part.reshape([N, C, 1, 1]).expand([N, C, f, f])",
        "part.reshape([N, C, 1, 1]).mul(ones([f, f]))",
      ),
      "Multiplying by a window of ones fills all places.",
    ],
    "shape first": [
      replace("const part = dA.div(f * f);", ""),
      replace(
        "part.reshape([N, C, 1, 1]).expand([N, C, f, f])",
        "dA.unsqueeze(2).unsqueeze(3).expand([N, C, f, f]).div(f * f)",
      ),
      "First in all places, then divided.",
    ],
  },
});
