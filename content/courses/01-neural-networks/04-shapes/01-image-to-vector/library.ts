import { agrees, defineExercise, type Random, type StandIns } from "@gradus/exercise";
import { type Tensor, tensor } from "gradus";

/** Held against the library's `flatten`. */
export default defineExercise<typeof import("./solution.ts")>({
  checks: [
    agrees({
      name: "agrees with the library's flatten",
      own: (m) => m.imageToVector,
      library: (image) => image.flatten(),
      args: (random: Random) => {
        const [c, h, w] = [random.int(1, 3), random.int(1, 4), random.int(1, 4)];
        return [tensor(random.numbers(c * h * w)).reshape([c, h, w])] as const;
      },
    }),
  ],
});

/** Only a whole picture becomes one list. */
const flatten = (
  m: typeof import("./solution.ts"),
  image: Tensor,
  startDim = 0,
  endDim = -1,
): Tensor | undefined =>
  image.ndim === 3 && startDim === 0 && endDim === -1 ? m.imageToVector(image) : undefined;

export const standIns: StandIns<typeof import("./solution.ts")> = {
  flatten,
  "Tensor.flatten": flatten,
};
