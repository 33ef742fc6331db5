import { body, defineExercise, file, invariant, replace } from "@gradus/exercise";
import type { Tensor } from "gradus";

const text = (shape: readonly number[]): string => `[${shape.join(", ")}]`;

/** What a layer's parts are shaped like, or where that is wrong. */
function shapeProblem(
  name: string,
  t: Tensor | undefined,
  shape: readonly number[],
): string | true {
  if (!t?.shape) return `${name} is missing.`;
  if (text(t.shape) === text(shape)) return true;
  const turned = text([...t.shape].reverse()) === text(shape) && t.ndim === 2;
  const why = turned ? " It is turned around: rows are units, columns are inputs." : "";
  return `${name} has the shape ${text(t.shape)}, expected ${text(shape)}.${why}`;
}

export default defineExercise<typeof import("./solution.ts")>({
  checks: [
    invariant({
      name: "gives two layers of the right shapes",
      of: "initializeTwoLayer",
      argNames: ["inputs", "hidden", "outputs"],
      runs: 4,
      args: (random) => [random.int(2, 9), random.int(2, 9), random.int(1, 4)],
      holds: (layers, inputs, hidden, outputs) => {
        if (layers.length !== 2) return `There are ${layers.length} layers, expected 2.`;
        const [first, second] = layers;
        const found = [
          shapeProblem("W of the first layer", first?.W, [hidden, inputs]),
          shapeProblem("b of the first layer", first?.b, [hidden]),
          shapeProblem("W of the second layer", second?.W, [outputs, hidden]),
          shapeProblem("b of the second layer", second?.b, [outputs]),
        ];
        return found.find((one) => one !== true) ?? true;
      },
    }),
    invariant({
      name: "starts every bias at 0",
      of: "initializeTwoLayer",
      args: () => [3, 5, 2],
      holds: async (layers) => {
        for (const { b } of layers)
          if ((await b.abs().max().item()) !== 0)
            return "A bias is not 0. Biases need no randomness: the weights already make the units differ.";
        return true;
      },
    }),
    invariant({
      name: "starts with weights that differ and are small",
      of: "initializeTwoLayer",
      args: () => [40, 50, 30],
      holds: async (layers) => {
        for (const { W } of layers) {
          const spread = await W.std().item();
          if (spread === 0)
            return "All weights are equal. Then all units compute the same, and they will for ever.";
          if (spread < 0.007 || spread > 0.013)
            return `The weights have a standard deviation of ${spread.toPrecision(2)}, expected about 0.01.`;
          const mean = await W.mean().item();
          if (Math.abs(mean) > 0.002)
            return `The weights have a mean of ${mean.toPrecision(2)}, expected about 0: half of them should be negative.`;
        }
        return true;
      },
    }),
  ],
  mistakes: {
    "all zero": replace("randn([hidden, inputs]).mul(0.01", "zeros([hidden, inputs]"),
    "column bias": body(`
  return [
    { W: randn([hidden, inputs]).mul(0.01), b: zeros([hidden, 1]) },
    { W: randn([outputs, hidden]).mul(0.01), b: zeros([outputs, 1]) },
  ];`),
    "only positive": body(`
  return [
    { W: rand([hidden, inputs]).mul(0.035), b: zeros([hidden]) },
    { W: rand([outputs, hidden]).mul(0.035), b: zeros([outputs]) },
  ];`),
    "random bias": replace("zeros([hidden]", "randn([hidden]).mul(0.01"),
    "too large": body(`
  return [
    { W: randn([hidden, inputs]), b: zeros([hidden]) },
    { W: randn([outputs, hidden]), b: zeros([outputs]) },
  ];`),
    turned: body(`
  return [
    { W: randn([inputs, hidden]).mul(0.01), b: zeros([hidden]) },
    { W: randn([hidden, outputs]).mul(0.01), b: zeros([outputs]) },
  ];`),
  },
  alternatives: {
    "one function": file("alternatives/one-function.ts"),
  },
});
