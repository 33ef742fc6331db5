import { agrees, defineExercise, type Random, type StandIns } from "@gradus/exercise";
import { type Tensor, tensor } from "gradus";

/** Held against the library's `dot`. */
export default defineExercise<typeof import("./solution.ts")>({
  checks: [
    agrees({
      name: "agrees with the library's dot",
      own: (m) => m.weightedSum,
      library: (x, w, b) => x.dot(w).add(b),
      args: (random: Random) => {
        const n = random.int(1, 6);
        return [tensor(random.numbers(n)), tensor(random.numbers(n)), random()] as const;
      },
    }),
  ],
});

/** The library's dot product has no bias. */
const dot = (m: typeof import("./solution.ts"), x: Tensor, w: Tensor): Tensor =>
  m.weightedSum(x, w, 0);

export const standIns: StandIns<typeof import("./solution.ts")> = { dot, "Tensor.dot": dot };
