/** Training in the playground as a run like any other: its settings, its losses and the program that repeats it. */
import { code } from "./code.ts";
import type { Losses } from "./model.ts";
import type { Settings } from "./state.ts";

/** The body of a run that is to be kept: the losses after each epoch, training and test apart. */
export function runOf(settings: Settings, losses: readonly Losses[], name: string): object {
  const { points, discrete: _, hideTest: __, beside: ___, ...config } = settings;
  const epochs = losses.length - 1;
  const sizes = [settings.features.length, ...settings.layers, 1];
  return {
    name,
    model: `playground ${sizes.join("-")}`,
    data: settings.data === "own" ? `own points (${points.length})` : settings.data,
    dataHash: "",
    config: { ...config, from: "playground", epochs },
    code: code(settings, epochs),
    metrics: losses.flatMap(({ train, test }, epoch) =>
      Number.isFinite(train)
        ? [
            {
              kind: "epoch",
              step: epoch,
              epoch,
              loss: train,
              ...(Number.isFinite(test) && { testLoss: test }),
            },
          ]
        : [],
    ),
  };
}
