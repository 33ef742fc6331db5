import { contract, defineExercise, failed, passed, replace } from "@gradus/exercise";
import { nn } from "gradus";

const text = (shape: readonly number[]): string => `[${shape.join(", ")}]`;
const near = (value: number, wanted: number): boolean => Math.abs(value / wanted - 1) < 0.12;
const linears = (model: nn.Module): nn.Linear[] =>
  [...model.modules()].filter((m): m is nn.Linear => m instanceof nn.Linear);

export default defineExercise<typeof import("./solution.ts")>({
  checks: [
    contract({
      name: "has the layers in order",
      run: async ({ learner }) => {
        const model = await learner.heNetwork([3, 4, 5, 2]);
        const names = [...model.children()].map((m) => m.constructor.name).join(", ");
        const shapes = linears(model)
          .map((l) => text(l.weight.shape))
          .join(" ");
        if (shapes !== "[4, 3] [5, 4] [2, 5]")
          return failed(
            `heNetwork: for [3, 4, 5, 2] the weights have shapes ${shapes}, expected [4, 3] [5, 4] [2, 5].`,
          );
        return names === "Linear, ReLU, Linear, ReLU, Linear"
          ? passed
          : failed(
              `heNetwork: the layers are ${names}, expected Linear, ReLU, Linear, ReLU, Linear: ReLU between two layers, none after the last.`,
            );
      },
    }),
    contract({
      name: "starts every bias at 0",
      run: async ({ learner }) => {
        const model = await learner.heNetwork([4, 6, 3]);
        for (const { bias } of linears(model)) {
          if (!bias) return failed("heNetwork: a layer has no bias. Keep it, and set it to 0.");
          if ((await bias.abs().max().item()) !== 0)
            return failed(
              "heNetwork: a bias is not 0. nn.Linear draws it at random: fill it with nn.init.zeros_.",
            );
        }
        return passed;
      },
    }),
    contract({
      name: "starts the weights at He's spread",
      run: async ({ learner }) => {
        const layers = linears(await learner.heNetwork([800, 100, 200, 50]));
        const spreads = await Promise.all(layers.map((l) => l.weight.std().item()));
        const inputs = layers.map((l) => l.weight.size(1));
        if (spreads.every((s, l) => near(s, Math.sqrt(2 / (inputs[l] as number))))) return passed;
        const got = spreads.map((s) => s.toPrecision(2)).join(", ");
        return failed(
          `heNetwork: for [800, 100, 200, 50] the weights have spreads of ${got}, expected about 0.050, 0.14, 0.10.`,
        );
      },
    }),
    contract({
      name: "draws normal numbers",
      run: async ({ learner }) => {
        const [layer] = linears(await learner.heNetwork([300, 200, 1]));
        if (!layer) return failed("heNetwork: there is no linear layer.");
        const z = layer.weight.div(layer.weight.std());
        const fourth = await z.square().square().mean().item();
        return fourth > 2.6
          ? passed
          : failed(
              "heNetwork: the weights are spread evenly and not normally. Take kaimingNormal_ or normal_.",
            );
      },
    }),
  ],
  mistakes: {
    "no start of its own": [
      replace('    nn.init.kaimingNormal_(linear.weight, { nonlinearity: "relu" });\n', ""),
    ],
    "biases left as they are": replace("    if (linear.bias) nn.init.zeros_(linear.bias);\n", ""),
    "even numbers": replace("kaimingNormal_", "kaimingUniform_"),
    Glorot: replace(
      'nn.init.kaimingNormal_(linear.weight, { nonlinearity: "relu" })',
      "nn.init.xavierNormal_(linear.weight)",
    ),
    "ReLU at the end": replace(
      "    if (l > 1) layers.push(new nn.ReLU());\n    layers.push(linear);",
      "    layers.push(linear, new nn.ReLU());",
    ),
    "no ReLU": replace("    if (l > 1) layers.push(new nn.ReLU());\n", ""),
    "ReLU in front": replace("if (l > 1) layers.push", "layers.push"),
    "without the 2": replace('{ nonlinearity: "relu" }', '{ nonlinearity: "linear" }'),
  },
  alternatives: {
    "normal_ with the spread": [
      replace(
        'nn.init.kaimingNormal_(linear.weight, { nonlinearity: "relu" })',
        "nn.init.normal_(linear.weight, 0, Math.sqrt(2 / inputs))",
      ),
      "It writes the spread out instead of naming it.",
    ],
  },
});
