/**
 * What the checks of training loops share, whatever they train: a number for every step, the way of gradient descent
 * from the loop's own start, the trained parameters at its end, reports on the way, and a task that it learns.
 */
import { contract, failed, passed, type Random } from "@gradus/exercise";
import { manualSeed, type Tensor } from "gradus";

type Data = readonly [X: Tensor, Y: Tensor];

interface TrainOptions {
  readonly learningRate: number;
  readonly iterations: number;
  readonly report?: (point: { step: number; loss: number }) => void;
}

/** A learner's loop, and what the right functions make of the parameters P that it trains. */
interface Loop<M, P> {
  readonly train: (
    learner: M,
    data: Data,
    sizes: readonly number[],
    options: TrainOptions,
  ) => Promise<{ trained: P; costs: number[] }>;
  /** W and b of each layer, in order. */
  readonly listed: (trained: P) => readonly Tensor[];
  readonly answers: (X: Tensor, trained: P) => Tensor;
  readonly costOf: (answers: Tensor, Y: Tensor) => Tensor;
  readonly stepped: (data: Data, trained: P, learningRate: number) => P;
  /** Whether the loop tells its costs as they come: true unless told. */
  readonly reports?: boolean;
  /** What it is called where the cost stays, and what to say. */
  readonly stays?: readonly [name: string, text: string];
  /** Networks whose way is looked at, how long, and at which learning rate. */
  readonly walks: readonly (readonly number[])[];
  readonly steps: number;
  readonly learningRate: number;
  readonly goal: {
    readonly name: string;
    readonly data: () => { readonly training: Data; readonly test: Data };
    readonly sizes: readonly number[];
    readonly options: TrainOptions;
    /** The share of the test examples that has to be right from one of three starts. */
    readonly share: number;
  };
}

const tolerance = 2e-4;

/** Costs that grow without end are Infinity or NaN at last, in both. */
const near = (a: number, b: number): boolean =>
  Object.is(a, b) || Math.abs(a - b) < tolerance * Math.max(1, Math.abs(b));

const same = (a: readonly number[], b: readonly number[]): boolean =>
  a.length === b.length && a.every((v, i) => near(v, b[i] as number));

const alwaysFromTheStart = [
  "always from the start",
  "Every step starts from the same weights. Put what the update returns where the next step finds it.",
] as const;

const shown = (costs: readonly number[]): string =>
  `${costs
    .slice(0, 5)
    .map((c) => c.toFixed(4))
    .join(", ")}${costs.length > 5 ? " …" : ""}`;

const shape = (sizes: readonly number[]): string => `[${sizes.join(", ")}]`;

/** Ten examples with three inputs, whose class is a matter of their sum. */
export function toy(random: Random): [Tensor, Tensor] {
  const X = (random as Random<Tensor>).table(10, 3, -2, 2);
  return [X, X.sum(1, { keepdim: true }).gt(0).float()];
}

/** What is wrong with the reports of a training, in a sentence. */
function reportProblem(
  told: readonly { step: number; loss: number }[],
  costs: readonly number[],
): string | undefined {
  if (told.length !== costs.length)
    return `report was called ${told.length} times in ${costs.length} steps, expected once in each.`;
  for (const [i, { step, loss }] of told.entries()) {
    if (step !== i)
      return `report was told step ${step} where ${i} was expected. Steps count from 0, one by one.`;
    if (loss !== costs[i])
      return `In step ${i} report was told the loss ${loss}, but the cost on your list is ${costs[i]}. Hand on the same number.`;
  }
  return undefined;
}

export function loopChecks<M extends object, P>(loop: Loop<M, P>) {
  const { train, listed, answers, costOf, stepped, walks, steps, learningRate, goal } = loop;
  const { stays = alwaysFromTheStart } = loop;
  const last = walks.at(-1) as readonly number[];

  /** The learner's way on one network, and the right one from the same start, one cost longer. */
  async function walk(learner: M, random: Random, seed: number, sizes: readonly number[]) {
    const data = toy(random);
    const go = (iterations: number) => {
      manualSeed(seed);
      return train(learner, data, sizes, { learningRate, iterations });
    };
    const { trained: start } = await go(0);
    const costAt = (trained: P): Promise<number> =>
      costOf(answers(data[0], trained), data[1]).item();
    const way = async (rate: number): Promise<number[]> => {
      const costs: number[] = [];
      for (let now = start; costs.length <= steps; now = stepped(data, now, rate))
        costs.push(await costAt(now));
      return costs;
    };
    return { ...(await go(steps)), right: await way(learningRate), way, costAt };
  }

  const tells = contract<M>({
    name: "tells the cost of every step",
    run: async ({ learner, random }) => {
      const told: { step: number; loss: number }[] = [];
      const { costs } = await train(learner, toy(random), last, {
        learningRate,
        iterations: 12,
        report: (point) => told.push(point),
      });
      const problem = reportProblem(told, costs);
      return problem ? failed(problem) : passed;
    },
  });

  return [
    contract<M>({
      name: "gives a cost for every step, and parameters of the right shapes",
      run: async ({ learner, random }) => {
        const options = { iterations: 7, learningRate };
        const { trained, costs } = await train(learner, toy(random), last, options);
        if (costs.length !== 7)
          return failed(`7 iterations gave ${costs.length} costs, expected 7.`);
        if (costs.some((cost) => typeof cost !== "number"))
          return failed("A cost is not a plain number. Read it with await cost.item().");
        const got = listed(trained).map((p) => shape(p?.shape ?? []));
        const expected = last
          .slice(1)
          .flatMap((units, l) => [shape([units, last[l] as number]), shape([units])]);
        return got.join() === expected.join()
          ? passed
          : failed(
              `For the sizes ${shape(last)} the parameters have shapes ${got.join(" ")}, expected ${expected.join(" ")}.`,
            );
      },
    }),
    contract<M>({
      name: "walks the way of gradient descent",
      run: async ({ learner, random, seed }) => {
        for (const sizes of walks) {
          const { costs, right, way } = await walk(learner, random, seed, sizes);
          if (same(costs, right.slice(0, -1))) continue;
          const idea = same(costs, (await way(-learningRate)).slice(0, -1))
            ? [
                "uphill",
                "The cost grows: you go with the gradients instead of against them. Look for a minus that is missing or one too many, in the step or where the way back begins.",
              ]
            : costs.slice(2).every((c) => Math.abs(c - (costs[1] as number)) < 1e-6)
              ? stays
              : same(costs, right.slice(1)) && [
                  "the cost after the step",
                  "Each cost is the one that comes after the step. Work it out before you move.",
                ];
          return failed(
            `For the sizes ${shape(sizes)} the costs are ${shown(costs)}, expected ${shown(right)} from the same start.`,
            {
              picture: {
                kind: "curve",
                title: "cost",
                series: [
                  { name: "yours", y: costs },
                  { name: "expected", y: right.slice(0, -1) },
                ],
              },
              ...(idea && {
                misconception: { name: idea[0] as string, explanation: idea[1] as string },
              }),
            },
          );
        }
        return passed;
      },
    }),
    contract<M>({
      name: "hands back what it has trained",
      run: async ({ learner, random, seed }) => {
        const { trained, right, costAt } = await walk(learner, random, seed, last);
        const [now, after] = [await costAt(trained), right.at(-1) as number];
        return near(now, after)
          ? passed
          : failed(
              `After ${steps} steps the cost is ${after.toFixed(4)}, but with the parameters that came back it is ${now.toFixed(4)}. Return those after the last step.`,
            );
      },
    }),
    ...(loop.reports === false ? [] : [tells]),
    contract<M>({
      name: goal.name,
      run: async ({ learner, report }) => {
        const { training, test } = goal.data();
        const reached: number[] = [];
        let curve: readonly number[] = [];
        for (let start = 1; start <= 3; start++) {
          manualSeed(start);
          const made = await train(learner, training, goal.sizes, { ...goal.options, report });
          const right = answers(test[0], made.trained).gt(0.5).float().eq(test[1]);
          reached.push(await right.float().mean().item());
          if ((reached.at(-1) as number) >= goal.share) return passed;
          curve = made.costs;
          // A network that has learned nothing at all will not from another start.
          if ((curve.at(-1) as number) > 0.69) break;
        }
        const stuck = Math.abs((curve.at(-1) as number) - Math.LN2) < 0.005;
        return failed(
          `After ${goal.options.iterations} steps ${reached.map((r) => `${(100 * r).toFixed(1)} %`).join(", ")} of the examples are right, expected at least ${100 * goal.share} % from one of three starts.`,
          {
            picture: { kind: "curve", title: "cost", series: [{ name: "yours", y: curve }] },
            ...(stuck && {
              misconception: {
                name: "it never gets going",
                explanation:
                  "The cost has stayed at ln 2: the starting weights are 0, or too small for so many layers.",
              },
            }),
          },
        );
      },
    }),
  ];
}
