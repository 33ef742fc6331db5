import { body, defineExercise, invariant, replace } from "@gradus/exercise";

const text = (shape: readonly number[]): string => `[${shape.join(", ")}]`;

export default defineExercise<typeof import("./solution.ts")>({
  checks: [
    invariant({
      name: "gives a layer for each gap between two sizes",
      of: "initializeDeep",
      args: () => [[784, 20, 7, 1]],
      holds: (layers) => {
        if (layers.length === 4)
          return "There are 4 layers for 4 sizes. The first size is the input, which has no weights.";
        if (layers.length !== 3) return `There are ${layers.length} layers, expected 3.`;
        const shapes = layers.map((l) => `${text(l.W.shape)} ${text(l.b.shape)}`).join(", ");
        const expected = "[20, 784] [20], [7, 20] [7], [1, 7] [1]";
        return shapes === expected || `The shapes of W and b are ${shapes}, expected ${expected}.`;
      },
    }),
    invariant({
      name: "does so for any sizes",
      of: "initializeDeep",
      runs: 8,
      args: (random) => [Array.from({ length: random.int(2, 6) }, () => random.int(1, 9))],
      holds: (layers, sizes) => {
        const expected = sizes
          .slice(1)
          .map((units, l) => `${text([units, sizes[l] ?? 0])} ${text([units])}`);
        const shapes = layers.map((l) => `${text(l.W.shape)} ${text(l.b.shape)}`);
        return (
          shapes.join() === expected.join() ||
          `For the sizes ${text(sizes)} the shapes of W and b are ${shapes.join(", ")}, expected ${expected.join(", ")}.`
        );
      },
    }),
    invariant({
      name: "starts small, centred and with biases of 0",
      of: "initializeDeep",
      args: () => [[50, 40, 30]],
      holds: async (layers) => {
        for (const { W, b } of layers) {
          if ((await b.abs().max().item()) !== 0) return "A bias is not 0.";
          const spread = await W.std().item();
          if (spread < 0.007 || spread > 0.013)
            return `Weights have a standard deviation of ${spread.toPrecision(2)}, expected about 0.01.`;
          if (Math.abs(await W.mean().item()) > 0.002)
            return "The weights' mean should be about 0.";
        }
        return true;
      },
    }),
  ],
  mistakes: {
    "a layer a size": replace(
      `for (let l = 1; l < sizes.length; l++) {
    const [inputs = 0, units = 0] = sizes.slice(l - 1);`,
      `for (let l = 0; l < sizes.length; l++) {
    const [inputs = 0, units = 0] = [sizes[l - 1] ?? 1, sizes[l] ?? 1];`,
    ),
    "not small": replace(".mul(0.01)", ""),
    "ones for biases": replace("b: zeros", "b: ones"),
    "three layers only": replace(
      `for (let l = 1; l < sizes.length; l++) {
    const [inputs = 0, units = 0] = sizes.slice(l - 1);`,
      `for (let l = 1; l < 4; l++) {
    const [inputs = 1, units = 1] = sizes.slice(l - 1);`,
    ),
    turned: replace("units, inputs", "inputs, units"),
  },
  alternatives: {
    "with map": body(`
  return sizes
    .slice(1)
    .map((units, l) => ({ W: randn([units, sizes[l] ?? 0]).div(100), b: zeros([units]) }));`),
  },
});
