import { body, defineExercise, invariant, replace } from "@gradus/exercise";

const sizes = [800, 50, 200, 20];
const text = (shape: readonly number[]): string => `[${shape.join(", ")}]`;

/** Wrong ideas of the spread of a layer's weights. */
const wrongSpreads: readonly {
  name: string;
  explanation: string;
  spread: (inputs: number, units: number) => number;
}[] = [
  {
    name: "0.01 in every layer",
    explanation:
      "Every layer starts at 0.01, whatever its number of inputs. Here each layer has a factor of its own.",
    spread: () => 0.01,
  },
  {
    name: "scaled by the units",
    explanation:
      "You took the root of 2 over the number of units. A sum is as large as its number of inputs makes it: the columns of W.",
    spread: (_inputs, units) => Math.sqrt(2 / units),
  },
  {
    name: "the root is missing",
    explanation:
      "You multiplied by 2/inputs. A sum of n random products grows with √n, so take the root.",
    spread: (inputs) => 2 / inputs,
  },
  {
    name: "multiplied instead of divided",
    explanation:
      "The weights grow with the number of inputs here. More inputs need smaller weights.",
    spread: (inputs) => Math.sqrt(inputs / 2),
  },
  {
    name: "1 instead of 2",
    explanation: "You took √(1/inputs). ReLU drops the negative half, and the 2 makes up for it.",
    spread: (inputs) => Math.sqrt(1 / inputs),
  },
];

const near = (value: number, wanted: number): boolean => Math.abs(value / wanted - 1) < 0.12;

export default defineExercise<typeof import("./solution.ts")>({
  checks: [
    invariant({
      name: "gives a layer for each gap between two sizes",
      of: "initializeScaled",
      runs: 4,
      args: (random) => [Array.from({ length: random.int(2, 6) }, () => random.int(1, 9))],
      holds: (layers, given) => {
        const expected = given
          .slice(1)
          .map((units, l) => `${text([units, given[l] ?? 0])} ${text([units])}`);
        const shapes = layers.map((l) => `${text(l.W.shape)} ${text(l.b.shape)}`);
        return (
          shapes.join() === expected.join() ||
          `For the sizes ${text(given)} the shapes of W and b are ${shapes.join(", ")}, expected ${expected.join(", ")}.`
        );
      },
    }),
    invariant({
      name: "starts the biases at 0",
      of: "initializeScaled",
      args: () => [[5, 4, 3]],
      holds: async (layers) => {
        for (const { b } of layers)
          if ((await b.abs().max().item()) !== 0)
            return "A bias is not 0. Only the weights need to be random: they already make the units differ.";
        return true;
      },
    }),
    invariant({
      name: "gives each unit weights of its own",
      of: "initializeScaled",
      args: () => [[30, 20, 10]],
      holds: async (layers) => {
        for (const { W } of layers) {
          // How much the units differ in each input, against how large the weights are.
          const between = await W.std(0).mean().item();
          const size = await W.square().mean().sqrt().item();
          if (between < 0.3 * size)
            return "Units of one layer start with the same weights, so together they are no more than one unit.";
        }
        return true;
      },
    }),
    invariant({
      name: "starts each layer at the scale of its inputs",
      of: "initializeScaled",
      args: () => [sizes],
      holds: async (layers) => {
        const spreads = await Promise.all(layers.map(({ W }) => W.std().item()));
        const wanted = (f: (inputs: number, units: number) => number): boolean =>
          spreads.every((s, l) => near(s, f(sizes[l] as number, sizes[l + 1] as number)));
        if (wanted((inputs) => Math.sqrt(2 / inputs))) return true;
        const wrong = wrongSpreads.find(({ spread }) => wanted(spread));
        const got = spreads.map((s) => s.toPrecision(2)).join(", ");
        return {
          message: `For the sizes ${text(sizes)} the weights have spreads of ${got}, expected about 0.050, 0.20, 0.10.`,
          ...(wrong && { misconception: { name: wrong.name, explanation: wrong.explanation } }),
        };
      },
    }),
    invariant({
      name: "centres the weights at 0",
      of: "initializeScaled",
      args: () => [sizes],
      holds: async (layers) => {
        for (const { W } of layers) {
          const [mean, spread] = [await W.mean().item(), await W.std().item()];
          if (Math.abs(mean) > 0.1 * spread)
            return `A layer's weights have a mean of ${mean.toPrecision(2)}. It should be about 0: take randn, not rand.`;
        }
        return true;
      },
    }),
  ],
  mistakes: {
    "scaled by the units": replace("sqrt(2 / inputs", "sqrt(2 / units"),
    "multiplied instead of divided": replace("sqrt(2 / inputs", "sqrt(inputs / 2"),
    "the root is missing": replace("Math.sqrt(2 / inputs)", "2 / inputs"),
    "not centred": replace(
      "randn([units, inputs]).mul(Math.sqrt(2",
      "rand([units, inputs]).mul(Math.sqrt(24",
    ),
    "1 instead of 2": replace("sqrt(2", "sqrt(1"),
    "one row for all": replace(
      "layers.push({ W: randn([units, inputs]).mul(Math.sqrt(2 / inputs)), b: zeros([units]) });",
      `layers.push({
      W: randn([1, inputs])
        .expand([units, inputs])
        .mul(Math.sqrt(2 / inputs)),
      b: zeros([units]),
    });`,
    ),
    "random biases": replace("b: zeros", "b: randn"),
    "0.01 in every layer": replace("Math.sqrt(2 / inputs)", "0.01"),
    transposed: replace("units, inputs", "inputs, units"),
  },
  alternatives: {
    "init of the library": body(`
  return sizes.slice(1).map((units, l) => ({
    W: nn.init.kaimingNormal_(empty([units, sizes[l] ?? 1]), { nonlinearity: "relu" }),
    b: zeros([units]),
  }));`),
    uniform: replace(
      "layers.push({ W: randn([units, inputs]).mul(Math.sqrt(2 / inputs)), b: zeros([units]) });",
      `layers.push({
      W: rand([units, inputs])
        .sub(0.5)
        .mul(Math.sqrt(24 / inputs)),
      b: zeros([units]),
    });`,
    ),
  },
});
