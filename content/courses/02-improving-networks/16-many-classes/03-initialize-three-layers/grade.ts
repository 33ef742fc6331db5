import { defineExercise, every, invariant, replace } from "@gradus/exercise";
import type { ThreeLayers } from "./solution.ts";

const text = (shape: readonly number[]): string => `[${shape.join(", ")}]`;
const large = [900, 120, 300, 80];
const near = (value: number, wanted: number): boolean => Math.abs(value / wanted - 1) < 0.1;
const names = ["W1", "b1", "W2", "b2", "W3", "b3"] as const;

/** The spreads that a layer's weights may wrongly have, by what went wrong. */
function wrongSpread(
  which: number,
  inputs: number,
  units: number,
  spread: number,
): { name: string; explanation: string } | undefined {
  const ideas: readonly [spread: number, name: string, explanation: string][] =
    which === 2
      ? [
          [
            Math.sqrt(2 / inputs),
            "the last layer by He",
            "The last table has He's spread. No ReLU follows it: times 0.01 makes all shares begin nearly equal.",
          ],
        ]
      : [
          [
            Math.sqrt(2 / units),
            "by the units",
            "You took the root of 2 over the units. A sum has as many products as there are inputs.",
          ],
          [
            Math.sqrt(1 / inputs),
            "1 instead of 2",
            "You took √(1/inputs). ReLU throws half away, and the 2 makes up for it.",
          ],
          [
            Math.sqrt(2 / (inputs + units)),
            "Glorot",
            "This is Glorot's spread, made for tanh: inputs and units together. With ReLU it is the root of 2 over the inputs.",
          ],
          [2 / inputs, "the root is missing", "You multiplied by 2/inputs. Take the root of it."],
          [
            0.01,
            "0.01 in every layer",
            "A hidden layer has weights of 0.01 here. Only the last one has; the hidden ones start as He says.",
          ],
        ];
  if (spread === 0)
    return {
      name: "zeros",
      explanation: `All weights of this layer are 0, so all of its units do the same. Take randn.`,
    };
  const found = ideas.find(([wanted]) => near(spread, wanted));
  return found && { name: found[1], explanation: found[2] };
}

const weightsOf = ({ W1, W2, W3 }: ThreeLayers) => [W1, W2, W3] as const;

export default defineExercise<typeof import("./solution.ts")>({
  checks: [
    invariant({
      name: "has six tables of the right shapes",
      of: "initializeThreeLayers",
      runs: 3,
      args: (random) => [[random.int(1, 6), random.int(1, 6), random.int(1, 6), random.int(2, 6)]],
      holds: (parameters, [inputs = 0, h1 = 0, h2 = 0, classes = 0]) => {
        const expected = [[h1, inputs], [h1], [h2, h1], [h2], [classes, h2], [classes]];
        for (const [i, name] of names.entries()) {
          const right = text(expected[i] as number[]);
          const shape = parameters[name]?.shape;
          if (!shape) return `There is no ${name} in the answer.`;
          if (text(shape) !== right)
            return `For the sizes ${text([inputs, h1, h2, classes])} ${name} has shape ${text(shape)}, expected ${right}.`;
        }
        return true;
      },
    }),
    invariant({
      name: "starts the biases at 0",
      of: "initializeThreeLayers",
      args: () => [[5, 4, 3, 2]],
      holds: async ({ b1, b2, b3 }) => {
        for (const b of [b1, b2, b3])
          if ((await b.abs().max().item()) !== 0)
            return "A bias is not 0. The weights already make the units differ.";
        return true;
      },
    }),
    invariant({
      name: "starts every layer at its scale, with numbers around 0",
      of: "initializeThreeLayers",
      args: () => [large],
      holds: async (parameters) => {
        for (const [l, W] of weightsOf(parameters).entries()) {
          const [inputs, units] = [large[l] as number, large[l + 1] as number];
          const right = l === 2 ? 0.01 : Math.sqrt(2 / inputs);
          const spread = await W.std().item();
          const mean = await W.mean().item();
          if (Math.abs(mean) > 0.2 * right)
            return `W${l + 1} has a mean of ${mean.toPrecision(2)}. It should be about 0: take randn, not rand.`;
          if (near(spread, right)) continue;
          const misconception = wrongSpread(l, inputs, units, spread);
          return {
            message: `W${l + 1} of shape ${text(W.shape)} has a spread of ${spread.toPrecision(2)}, expected about ${right.toPrecision(2)}.`,
            ...(misconception && { misconception }),
          };
        }
        return true;
      },
    }),
  ],
  mistakes: {
    "by the units": [
      replace("Math.sqrt(2 / inputs)", "Math.sqrt(2 / h1)"),
      replace("mul(Math.sqrt(2 / h1)),\n    b2", "mul(Math.sqrt(2 / h2)),\n    b2"),
      "You took the root of 2 over the units. A sum has as many products as there are inputs.",
    ],
    "1 instead of 2": every("Math.sqrt(2 /", "Math.sqrt(1 /"),
    "the root is missing": [
      replace("Math.sqrt(2 / inputs)", "(2 / inputs)"),
      replace("Math.sqrt(2 / h1)", "(2 / h1)"),
    ],
    "0.01 in every layer": [
      replace("Math.sqrt(2 / inputs)", "0.01"),
      replace("Math.sqrt(2 / h1)", "0.01"),
    ],
    Glorot: [
      replace("Math.sqrt(2 / inputs)", "Math.sqrt(2 / (inputs + h1))"),
      replace("Math.sqrt(2 / h1)", "Math.sqrt(2 / (h1 + h2))"),
    ],
    zeros: replace("randn([classes, h2]).mul(0.01)", "zeros([classes, h2])"),
    "the last layer by He": replace("mul(0.01)", "mul(Math.sqrt(2 / h2))"),
    transposed: replace("randn([h2, h1])", "randn([h1, h2])"),
    "biases of the inputs": replace("b2: zeros([h2])", "b2: zeros([h1])"),
    "random biases": replace("b1: zeros([h1])", "b1: randn([h1])"),
    "not centred": replace("randn([h1, inputs])", "rand([h1, inputs])"),
  },
  alternatives: {
    "a function for a layer": [
      replace(
        "export function initializeThreeLayers",
        "const made = (units: number, inputs: number, spread: number): Tensor =>\n  randn([units, inputs]).mul(spread);\n\nexport function initializeThreeLayers",
      ),
      replace(
        "randn([h1, inputs]).mul(Math.sqrt(2 / inputs))",
        "made(h1, inputs, (2 / inputs) ** 0.5)",
      ),
      replace("randn([h2, h1]).mul(Math.sqrt(2 / h1))", "made(h2, h1, (2 / h1) ** 0.5)"),
      replace("randn([classes, h2]).mul(0.01)", "made(classes, h2, 0.01)"),
      "One function makes a table of weights.",
    ],
    "init of the library": [
      replace(
        "randn([h1, inputs]).mul(Math.sqrt(2 / inputs))",
        'nn.init.kaimingNormal_(zeros([h1, inputs]), { nonlinearity: "relu" })',
      ),
      "The library's own start for the first layer.",
    ],
  },
});
