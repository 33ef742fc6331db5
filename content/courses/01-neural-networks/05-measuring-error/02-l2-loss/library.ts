import { agrees, defineExercise, type Random, type StandIns } from "@gradus/exercise";
import { nn, type Tensor, tensor } from "gradus";

/** Held against the library's `mseLoss`. */
export default defineExercise<typeof import("./solution.ts")>({
  checks: [
    agrees({
      name: "agrees with the library's mseLoss",
      own: (m) => m.l2Loss,
      library: (yHat, y) => nn.functional.mseLoss(yHat, y, { reduction: "sum" }),
      args: (random: Random) => {
        const m = random.int(1, 9);
        return [tensor(random.numbers(m, -3, 3)), tensor(random.numbers(m, -3, 3))] as const;
      },
    }),
  ],
});

/** The sum over lists; the library's mean is that by their length. */
const mseLoss = (
  m: typeof import("./solution.ts"),
  yHat: Tensor,
  y: Tensor,
  { reduction = "mean" }: { reduction?: string } = {},
): Tensor | undefined => {
  if (yHat.ndim !== 1 || reduction === "none") return undefined;
  const sum = m.l2Loss(yHat, y);
  return reduction === "sum" ? sum : sum.div(yHat.numel());
};

export const standIns: StandIns<typeof import("./solution.ts")> = {
  "nn.functional.mseLoss": mseLoss,
  "nn.MSELoss.forward": (m, layer: nn.MSELoss, yHat: Tensor, y: Tensor) =>
    mseLoss(m, yHat, y, layer.options),
};
