import { agrees, defineExercise, type Random, type StandIns } from "@gradus/exercise";
import { type nn, type Tensor, tensor } from "gradus";

/** Held against the library's `sigmoid`. */
export default defineExercise<typeof import("./solution.ts")>({
  checks: [
    agrees({
      name: "agrees with the library's sigmoid",
      own: (m) => m.sigmoid,
      library: (z) => z.sigmoid(),
      args: (random: Random) => {
        const [m, n] = [random.int(1, 5), random.int(1, 5)];
        return [tensor(random.numbers(m * n, -3, 3)).reshape([m, n])] as const;
      },
    }),
  ],
});

const sigmoid = (m: typeof import("./solution.ts"), z: Tensor): Tensor => m.sigmoid(z);

export const standIns: StandIns<typeof import("./solution.ts")> = {
  sigmoid,
  "Tensor.sigmoid": sigmoid,
  "nn.functional.sigmoid": sigmoid,
  "nn.Sigmoid.forward": (m, _layer: nn.Sigmoid, z: Tensor) => m.sigmoid(z),
};
