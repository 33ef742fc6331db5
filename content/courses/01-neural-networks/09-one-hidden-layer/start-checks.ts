/**
 * What the checks of a network's first weights share: shapes, biases of 0, units that differ, and weights of the right
 * size around 0. They go by a list of layers, whatever the function they look at is called with.
 */
import { contract, failed, passed, type Random } from "@gradus/exercise";
import type { Tensor } from "gradus";

interface Layer {
  readonly W: Tensor;
  readonly b: Tensor;
}

interface Start<M> {
  /** The layers that the learner's function makes for these sizes. */
  readonly make: (learner: M, sizes: readonly number[]) => readonly Layer[];
  readonly sizes: (random: Random<Tensor>) => readonly number[];
  /** Sizes so large that a spread can be told, and the right spread of a layer's weights. */
  readonly large: readonly number[];
  readonly spread: (inputs: number, units: number) => number;
  /** Wrong spreads that are known by name. */
  readonly ideas?: readonly (readonly [
    name: string,
    text: string,
    (inputs: number, units: number) => number,
  ])[];
  /** What a part is called: "W of layer 2" unless told. */
  readonly partName?: (part: "W" | "b", layer: number) => string;
}

const list = (shape: readonly number[]): string => `[${shape.join(", ")}]`;

/** What is wrong with a part's shape, in a sentence. */
function shapeProblem(name: string, t: Tensor | undefined, shape: readonly number[]): string {
  if (!t?.shape) return `${name} is missing.`;
  if (list(t.shape) === list(shape)) return "";
  const turned = t.ndim === 2 && list([...t.shape].reverse()) === list(shape);
  const why = turned ? " It is the wrong way round: rows are units, columns are their inputs." : "";
  return `${name} has the shape ${list(t.shape)}, expected ${list(shape)}.${why}`;
}

/** What is wrong where units begin alike, in a sentence. */
async function twinProblem(name: string, W: Tensor): Promise<string> {
  const rows = (await W.toArray()) as number[][];
  const numbers = rows.flat();
  if (numbers.every((x) => x === 0)) return `All of ${name} is 0. Draw its weights at random.`;
  if (new Set(rows.map(String)).size < rows.length)
    return `Two units have the same weights: two rows of ${name} are equal. Draw each weight by itself, so that no two units can become twins.`;
  return new Set(numbers).size < numbers.length
    ? `The same number stands several times in ${name}. Draw each weight by itself: randn makes as many numbers as its shape asks for.`
    : "";
}

const near = (value: number, wanted: number): boolean => Math.abs(value / wanted - 1) < 0.12;

export const startChecks = <M extends object>({
  make,
  sizes,
  large,
  spread,
  ideas = [],
  partName = (part, layer) => `${part} of layer ${layer}`,
}: Start<M>) => [
  contract<M>({
    name: "gives weights and biases of the right shapes",
    run: ({ learner, random }) => {
      for (let i = 0; i < 8; i++) {
        const given = sizes(random as Random<Tensor>);
        const layers = make(learner, given);
        const start = `For the sizes ${list(given)}`;
        if (layers.length === given.length)
          return failed(
            `${start} there are ${layers.length} layers. The first size is the input, which has no weights.`,
          );
        if (layers.length !== given.length - 1)
          return failed(
            `${start} there are ${layers.length} layers, expected ${given.length - 1}.`,
          );
        for (const [l, { W, b }] of layers.entries()) {
          const [inputs = 0, units = 0] = given.slice(l);
          const problem =
            shapeProblem(partName("W", l + 1), W, [units, inputs]) ||
            shapeProblem(partName("b", l + 1), b, [units]);
          if (problem) return failed(`${start} ${problem}`);
        }
      }
      return passed;
    },
  }),
  contract<M>({
    name: "starts the biases at 0",
    run: async ({ learner }) => {
      for (const [l, { b }] of make(learner, [3, 6, 2]).entries())
        if ((await b.abs().max().item()) !== 0)
          return failed(
            `${partName("b", l + 1)} is not 0. Biases need no randomness: the weights already make the units differ.`,
          );
      return passed;
    },
  }),
  contract<M>({
    name: "starts with units that differ",
    run: async ({ learner }) => {
      const layers = make(learner, [6, 8, 3]);
      const problems = await Promise.all(
        layers.map(({ W }, l) => twinProblem(partName("W", l + 1), W)),
      );
      if (problems.every((problem) => problem.startsWith("All of ")))
        return failed(
          "All weights are 0, in every layer. Then no weight ever gets a gradient, and none moves.",
        );
      const first = problems.find(Boolean);
      return first ? failed(first) : passed;
    },
  }),
  contract<M>({
    name: "starts with weights of the right size around 0",
    run: async ({ learner }) => {
      const layers = make(learner, large);
      const spreads = await Promise.all(layers.map(({ W }) => W.std().item()));
      const all = (of: typeof spread): number[] =>
        large.slice(1).map((units, l) => of(large[l] as number, units));
      const right = all(spread);
      const fits = (wanted: readonly number[]): boolean =>
        spreads.every((s, l) => near(s, wanted[l] as number));
      if (!fits(right)) {
        const idea = ideas.find(([, , of]) => fits(all(of)));
        const shown = (all: readonly number[]): string =>
          all.map((s) => s.toPrecision(2)).join(", ");
        const tooLarge = spreads.some((s, l) => s > 1.12 * (right[l] as number));
        return failed(
          `For the sizes ${list(large)} the weights have spreads (standard deviations) of ${shown(spreads)}, expected about ${shown(right)}.${tooLarge && !idea ? " Large weights make learning slow or unstable." : ""}`,
          idea && { misconception: { name: idea[0], explanation: idea[1] } },
        );
      }
      for (const [l, { W }] of layers.entries()) {
        const mean = await W.mean().item();
        if (Math.abs(mean) > 0.15 * (right[l] as number))
          return failed(
            `${partName("W", l + 1)} has a mean of ${mean.toPrecision(2)}, expected about 0: about half of the weights should be negative. Take randn, not rand.`,
          );
      }
      return passed;
    },
  }),
];
