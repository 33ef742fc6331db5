import { agrees, defineExercise, type Random, type StandIns } from "@gradus/exercise";
import { type nn, type Tensor, tensor } from "gradus";

/** Held against the library's `softmax`. */
export default defineExercise<typeof import("./solution.ts")>({
  checks: [
    agrees({
      name: "agrees with the library's softmax",
      own: (m) => m.softmax,
      library: (x) => x.softmax(1),
      args: (random: Random) => {
        const [m, n] = [random.int(1, 5), random.int(1, 5)];
        return [tensor(random.numbers(m * n, -3, 3)).reshape([m, n])] as const;
      },
    }),
  ],
});

/** Along the rows of a table. */
const softmax = (m: typeof import("./solution.ts"), x: Tensor, dim: number): Tensor | undefined =>
  x.ndim === 2 && (dim === 1 || dim === -1) ? m.softmax(x) : undefined;

export const standIns: StandIns<typeof import("./solution.ts")> = {
  softmax,
  "Tensor.softmax": softmax,
  "nn.functional.softmax": softmax,
  "nn.Softmax.forward": (m, layer: nn.Softmax, x: Tensor) => softmax(m, x, layer.dim),
};
