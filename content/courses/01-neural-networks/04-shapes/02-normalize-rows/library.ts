import { agrees, defineExercise, type Random, type StandIns } from "@gradus/exercise";
import { nn, type Tensor, tensor } from "gradus";

/** Held against the library's `normalize`. */
export default defineExercise<typeof import("./solution.ts")>({
  checks: [
    agrees({
      name: "agrees with the library's normalize",
      own: (m) => m.normalizeRows,
      library: (x) => nn.functional.normalize(x, { dim: 1 }),
      args: (random: Random) => {
        const [m, n] = [random.int(1, 5), random.int(1, 5)];
        return [tensor(random.numbers(m * n, 0.5, 3)).reshape([m, n])] as const;
      },
    }),
  ],
});

/** Rows of a table, and their Euclidean length. */
export const standIns: StandIns<typeof import("./solution.ts")> = {
  "nn.functional.normalize": (
    m,
    x: Tensor,
    { p = 2, dim = 1 }: { p?: number; dim?: number } = {},
  ) => (x.ndim === 2 && p === 2 && (dim === 1 || dim === -1) ? m.normalizeRows(x) : undefined),
};
