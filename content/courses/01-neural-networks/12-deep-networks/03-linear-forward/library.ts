import { agrees, defineExercise, type Random, type StandIns } from "@gradus/exercise";
import { nn, type Tensor, tensor } from "gradus";

/** Held against the library's `linear`. */
export default defineExercise<typeof import("./solution.ts")>({
  checks: [
    agrees({
      name: "agrees with the library's linear",
      own: (m) => (A, W, b) => m.linearForward(A, W, b).Z,
      library: (A, W, b) => nn.functional.linear(A, W, b),
      args: (random: Random) => {
        const [m, n, k] = [random.int(1, 4), random.int(1, 4), random.int(1, 4)];
        return [
          tensor(random.numbers(m * n)).reshape([m, n]),
          tensor(random.numbers(k * n)).reshape([k, n]),
          tensor(random.numbers(k)),
        ] as const;
      },
    }),
  ],
});

/** Several examples at once, and a bias. */
const linear = (
  m: typeof import("./solution.ts"),
  A: Tensor,
  W: Tensor,
  b: Tensor | null | undefined,
): Tensor | undefined => (A.ndim === 2 && b ? m.linearForward(A, W, b).Z : undefined);

export const standIns: StandIns<typeof import("./solution.ts")> = {
  "nn.functional.linear": linear,
  "nn.Linear.forward": (m, layer: nn.Linear, A: Tensor) => linear(m, A, layer.weight, layer.bias),
};
