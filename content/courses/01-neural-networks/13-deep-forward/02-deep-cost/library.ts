import { agrees, defineExercise, type Random, type StandIns } from "@gradus/exercise";
import { nn, type Tensor, tensor } from "gradus";

/** Held against the library's `binaryCrossEntropy`. */
export default defineExercise<typeof import("./solution.ts")>({
  checks: [
    agrees({
      name: "agrees with the library's binaryCrossEntropy",
      own: (m) => m.deepCost,
      library: (AL, Y) => nn.functional.binaryCrossEntropy(AL, Y),
      args: (random: Random) => {
        const m = random.int(1, 9);
        return [
          tensor(random.numbers(m, 0.05, 0.95)).reshape([m, 1]),
          tensor(Array.from({ length: m }, () => [random.int(0, 1)])),
        ] as const;
      },
    }),
  ],
});

/** The mean, and without weights. */
const binaryCrossEntropy = (
  m: typeof import("./solution.ts"),
  AL: Tensor,
  Y: Tensor,
  { reduction = "mean", weight }: { reduction?: string; weight?: Tensor } = {},
): Tensor | undefined =>
  AL.ndim === 2 && AL.shape[1] === 1 && reduction === "mean" && !weight
    ? m.deepCost(AL, Y)
    : undefined;

export const standIns: StandIns<typeof import("./solution.ts")> = {
  "nn.functional.binaryCrossEntropy": binaryCrossEntropy,
  "nn.BCELoss.forward": (m, layer: nn.BCELoss, AL: Tensor, Y: Tensor) =>
    binaryCrossEntropy(m, AL, Y, layer.options),
};
