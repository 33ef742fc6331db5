import { defineExercise, invariant, replace } from "@gradus/exercise";
import type { Tensor } from "gradus";

const text = (shape: readonly number[]): string => `[${shape.join(", ")}]`;

/** What is wrong with a tensor's shape, in a sentence. */
function shapeProblem(
  name: string,
  t: Tensor | undefined,
  shape: readonly number[],
): string | undefined {
  if (!t?.shape) return `${name} is missing.`;
  if (text(t.shape) === text(shape)) return undefined;
  const turned = t.ndim === 2 && text([...t.shape].reverse()) === text(shape);
  const why = turned ? " It is the wrong way round: rows are units, columns are their inputs." : "";
  return `${name} has the shape ${text(t.shape)}, expected ${text(shape)}.${why}`;
}

const weights = ({ W1, W2 }: { W1: Tensor; W2: Tensor }) =>
  [
    ["W1", W1],
    ["W2", W2],
  ] as const;

export default defineExercise<typeof import("./solution.ts")>({
  checks: [
    invariant({
      name: "gives four tensors of the right shapes",
      of: "initializeParameters",
      argNames: ["sizes"],
      runs: 4,
      args: (random) => [
        { inputs: random.int(2, 4), hidden: random.int(5, 9), outputs: random.int(1, 3) },
      ],
      holds: ({ W1, b1, W2, b2 }, { inputs, hidden, outputs }) =>
        shapeProblem("W1", W1, [hidden, inputs]) ??
        shapeProblem("b1", b1, [hidden]) ??
        shapeProblem("W2", W2, [outputs, hidden]) ??
        shapeProblem("b2", b2, [outputs]) ??
        true,
    }),
    invariant({
      name: "starts the biases at 0",
      of: "initializeParameters",
      argNames: ["sizes"],
      args: () => [{ inputs: 3, hidden: 6, outputs: 2 }],
      holds: async ({ b1, b2 }) => {
        for (const b of [b1, b2])
          if ((await b.abs().max().item()) !== 0)
            return "A bias is not 0. Biases need no randomness: the weights already make the units differ.";
        return true;
      },
    }),
    invariant({
      name: "starts with units that differ",
      of: "initializeParameters",
      argNames: ["sizes"],
      args: () => [{ inputs: 6, hidden: 8, outputs: 3 }],
      holds: async (parameters) => {
        const zero: string[] = [];
        for (const [name, W] of weights(parameters))
          if ((await W.abs().max().item()) === 0) zero.push(name);
        if (zero.length === 2)
          return "All weights are 0, in both layers. Then no weight ever gets a gradient, and none moves.";
        if (zero.length === 1) return `All of ${zero[0]} is 0. Draw its weights at random, too.`;
        for (const [name, W] of weights(parameters)) {
          const rows = (await W.toArray()) as number[][];
          if (new Set(rows.map(String)).size < rows.length)
            return `Two units have the same weights in ${name}: two of its rows are equal. Draw each weight by itself, so that no two units can become twins.`;
          if (new Set(rows.flat()).size < rows.flat().length)
            return `The same number stands several times in ${name}. Draw each weight by itself: randn makes as many numbers as its shape asks for.`;
        }
        return true;
      },
    }),
    invariant({
      name: "starts with small weights around 0",
      of: "initializeParameters",
      argNames: ["sizes"],
      args: () => [{ inputs: 40, hidden: 50, outputs: 30 }],
      holds: async (parameters) => {
        for (const [name, W] of weights(parameters)) {
          const spread = await W.std().item();
          if (spread < 0.007 || spread > 0.013)
            return `${name} has a spread (standard deviation) of ${spread.toPrecision(2)}, expected about 0.01.${spread > 0.013 ? " With large weights tanh is flat, and learning is slow." : ""}`;
          const mean = await W.mean().item();
          if (Math.abs(mean) > 0.002)
            return `${name} has a mean of ${mean.toPrecision(2)}, expected about 0: about half of the weights should be negative.`;
        }
        return true;
      },
    }),
  ],
  mistakes: {
    "all equal": [
      replace("randn([hidden, inputs]).mul(0", "full([hidden, inputs], 0"),
      replace("randn([outputs, hidden]).mul(0", "full([outputs, hidden], 0"),
    ],
    "all zero": [
      replace("randn([hidden, inputs]).mul(0.01", "zeros([hidden, inputs]"),
      replace("randn([outputs, hidden]).mul(0.01", "zeros([outputs, hidden]"),
    ],
    "column biases": [
      replace("zeros([hidden", "zeros([hidden, 1"),
      replace("zeros([outputs", "zeros([outputs, 1"),
    ],
    "not small": [
      replace("inputs]).mul(0.01)", "inputs])"),
      replace("hidden]).mul(0.01)", "hidden])"),
    ],
    "one column for all": replace("inputs]).mul(0.01", "1]).mul(0.01).expand([hidden, inputs]"),
    "one row for all": replace(
      "hidden, inputs]).mul(0.01",
      "1, inputs]).mul(0.01).expand([hidden, inputs]",
    ),
    "only positive": [
      replace("randn([hidden, inputs]).mul(0.01", "rand([hidden, inputs]).mul(0.035"),
      replace("randn([outputs, hidden]).mul(0.01", "rand([outputs, hidden]).mul(0.035"),
    ],
    "random biases": replace("zeros([hidden]", "randn([hidden]).mul(0.01"),
    "wrong way round": [
      replace("randn([hidden, inputs", "randn([inputs, hidden"),
      replace("randn([outputs, hidden", "randn([hidden, outputs"),
    ],
  },
  alternatives: {
    "normal by two uniforms": [
      replace(
        "return {",
        `// Box and Muller: a radius and a direction make a normal number.
  const small = (shape: number[]): Tensor =>
    rand(shape)
      .neg()
      .add(1)
      .log()
      .mul(-2)
      .sqrt()
      .mul(
        rand(shape)
          .mul(2 * Math.PI)
          .cos(),
      )
      .mul(0.01);
  return {`,
      ),
      replace(
        `W1: randn([hidden, inputs]).mul(0.01),
    b1: zeros([hidden]),
    W2: randn([outputs, hidden]).mul(0.01),`,
        `W1: small([hidden, inputs]),
    b1: full([hidden], 0),
    W2: small([outputs, hidden]),`,
      ),
    ],
  },
});
