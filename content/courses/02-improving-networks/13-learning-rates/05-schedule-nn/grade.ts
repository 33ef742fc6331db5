import { contract, defineExercise, failed, passed, type Random, replace } from "@gradus/exercise";
import { manualSeed, nn, type Tensor, tensor, zeros } from "gradus";
import { glide, oneCycle } from "../04-one-cycle/solution.ts";

function toy(random: Random, m: number): [Tensor, Tensor] {
  const rows = Array.from({ length: m }, () => [random() * 2 - 1, random() * 2 - 1]);
  return [tensor(rows), tensor(rows.map(([a = 0, b = 0]) => [a + b > 0 ? 1 : 0]))];
}

/** A neuron that starts at 0. */
function still(): nn.Linear {
  const layer = new nn.Linear(2, 1);
  for (const p of layer.parameters()) nn.init.zeros_(p);
  return layer;
}

/** How a neuron's gradients are wrongly joined to those of earlier steps. */
type Joined = "piling" | "momentum";

/** The weights of a neuron from 0 after a step with each of these rates, with all examples in every batch. */
function walked(X: Tensor, Y: Tensor, rates: readonly number[], joined?: Joined): Tensor {
  let [W, b] = [zeros([1, 2]), zeros([1])];
  let [sumW, sumb] = [W, b];
  const top = 0.3 * rates.length - 1;
  for (const [step, rate] of rates.entries()) {
    const dZ = X.matmul(W.t()).add(b).sigmoid().sub(Y).div(X.size(0));
    const share = (step - top) / (rates.length - 1 - top);
    const cycled = step <= top ? glide(0.95, 0.85, step / top) : glide(0.85, 0.95, share);
    const kept = joined === "piling" ? 1 : joined === "momentum" ? cycled : 0;
    sumW = sumW.mul(kept).add(dZ.t().matmul(X));
    sumb = sumb.mul(kept).add(dZ.sum(0));
    [W, b] = [W.sub(sumW.mul(rate)), b.sub(sumb.mul(rate))];
  }
  return W;
}

const text = (rates: readonly number[]): string =>
  rates.map((r) => (r === undefined ? "nothing" : r.toPrecision(3))).join(", ");

const cycleOf = (steps: number, highest: number): number[] =>
  Array.from({ length: steps }, (_, step) => oneCycle(step, steps, highest));

const close = (a: readonly number[], b: readonly number[]): boolean =>
  a.length === b.length && a.every((r, i) => Math.abs(r - (b[i] as number)) < 1e-6);

/** What went wrong, as the rates tell. */
function wrongRates(got: readonly number[], perEpoch: number, epochs: number, highest: number) {
  const each = <T>(list: readonly T[]): T[] => list.flatMap((r) => Array(perEpoch).fill(r) as T[]);
  const right = cycleOf(perEpoch * epochs, highest);
  const ideas: [readonly number[], string, string][] = [
    [
      each(cycleOf(epochs, highest)),
      "a step of the schedule each epoch",
      "Your schedule moves on once an epoch, over as many steps as there are epochs. One cycle moves on after every batch.",
    ],
    [
      each(right.slice(0, epochs)),
      "a step of the schedule each epoch",
      "Your schedule moves on once an epoch, so it never gets beyond its first steps. It moves on after every batch.",
    ],
    [
      right.map(() => right[0] as number),
      "the schedule stands still",
      "The rate never changes: nobody calls schedule.step().",
    ],
    [
      right.map(() => highest),
      "no schedule",
      "The rate is the highest one in every step. Make a schedule for the optimizer.",
    ],
    [
      [...right.slice(1), right.at(-1) as number],
      "the next step's rates",
      "These are the rates of the steps that follow. Note the rate before the schedule moves on.",
    ],
  ];
  const examples: [readonly number[], string, string] = [
    cycleOf(22 * epochs, highest).slice(0, right.length),
    "examples counted instead of batches",
    "Your cycle is as long as there are examples. A step is a batch: as many as the loader is long, in every epoch.",
  ];
  ideas.push(examples);
  const found = ideas.find(([rates]) => close(got.slice(0, -1), rates.slice(0, -1)));
  return found && { name: found[1], explanation: found[2] };
}

export default defineExercise<typeof import("./solution.ts")>({
  checks: [
    contract({
      name: "goes through one cycle, batch by batch",
      run: async ({ learner, random, seed }) => {
        manualSeed(seed);
        const [X, Y] = toy(random, 22);
        // Batches of 5, 5, 5, 5 and 2: five an epoch.
        const options = { highest: 0.4, epochs: 4, batchSize: 5 };
        const rates = await learner.trainOneCycle(still(), X, Y, options);
        const right = cycleOf(20, 0.4);
        if (rates.length !== 20)
          return failed(
            `trainOneCycle: 22 examples in batches of 5 and 4 epochs gave ${rates.length} rates, expected 20.`,
          );
        if (close(rates, right)) return passed;
        const misconception = wrongRates(rates, 5, 4, 0.4);
        const places = [0, 5, 10, 19];
        return failed(
          `trainOneCycle: with the highest rate 0.4 and 20 steps the rates of steps 0, 5, 10 and 19 are ${text(places.map((i) => rates[i] as number))}, expected ${text(places.map((i) => right[i] as number))}.`,
          { ...(misconception && { misconception }) },
        );
      },
    }),
    contract({
      name: "steps by these rates, without momentum",
      run: async ({ learner, random }) => {
        const [X, Y] = toy(random, 12);
        const network = still();
        await learner.trainOneCycle(network, X, Y, { highest: 1.5, epochs: 20, batchSize: 12 });
        const rates = cycleOf(20, 1.5);
        const right = walked(X, Y, rates);
        const own = network.weight.detach();
        const far = (W: Tensor): Promise<number> => own.sub(W).abs().max().item();
        if ((await far(right)) < 1e-4) return passed;
        const wrong = [
          {
            name: "it never steps",
            explanation: "The weights are where they began: nobody calls optimizer.step().",
            W: zeros([1, 2]),
          },
          {
            name: "gradients pile up",
            explanation:
              "Each backward adds to the gradients that are there. Call zeroGrad in every step.",
            W: walked(X, Y, rates, "piling"),
          },
          {
            name: "momentum goes up and down",
            explanation:
              "The schedule has given the optimizer a momentum between 0.85 and 0.95. cycleMomentum: false leaves it alone.",
            W: walked(X, Y, rates, "momentum"),
          },
        ];
        const [got, wanted] = [await own.norm().item(), await right.norm().item()];
        const message = `trainOneCycle: after 20 steps the weights have a length of ${got.toFixed(3)}, expected ${wanted.toFixed(3)}.`;
        for (const { name, explanation, W } of wrong)
          if ((await far(W)) < 1e-4)
            return failed(message, { misconception: { name, explanation } });
        return failed(
          `${message} Hint: the optimizer is plain optim.SGD, and takes a step a batch.`,
        );
      },
    }),
    contract({
      name: "shuffles",
      run: async ({ learner, random, seed }) => {
        const [X, Y] = toy(random, 16);
        const ends: number[] = [];
        for (const s of [seed, seed + 1]) {
          manualSeed(s);
          const network = still();
          await learner.trainOneCycle(network, X, Y, { highest: 2, epochs: 4, batchSize: 2 });
          ends.push(await network.weight.detach().sum().item());
        }
        return ends[0] !== ends[1]
          ? passed
          : failed(
              "trainOneCycle: with two seeds the network ends at the very same weights. Ask the loader to shuffle.",
            );
      },
    }),
  ],
  mistakes: {
    "a step of the schedule each epoch": [
      replace("      schedule.step();\n    }", "    }\n    schedule.step();\n  }"),
      replace("epoch < epochs; epoch++)\n", "epoch < epochs; epoch++) {\n"),
      replace("totalSteps: epochs * loader.length", "totalSteps: epochs"),
    ],
    "the schedule stands still": replace("      schedule.step();\n", ""),
    "examples counted instead of batches": replace("epochs * loader.length", "epochs * X.size(0)"),
    "the next step's rates": [
      replace("      rates.push(schedule.getLastLr()[0] as number);\n", ""),
      replace(
        "schedule.step();",
        "schedule.step();\n      rates.push(schedule.getLastLr()[0] as number);",
      ),
    ],
    "momentum goes up and down": replace("    cycleMomentum: false,\n", ""),
    "gradients pile up": replace("      optimizer.zeroGrad();\n", ""),
    Adam: replace("new optim.SGD", "new optim.Adam"),
    "it never steps": replace("      optimizer.step();\n", ""),
    "not shuffled": replace(", shuffle: true", ""),
  },
  alternatives: {
    "epochs and steps per epoch": [
      replace("totalSteps: epochs * loader.length,", "epochs,\n    stepsPerEpoch: loader.length,"),
      "The schedule multiplies for you.",
    ],
    "the rate of the group": [
      replace("schedule.getLastLr()[0] as number", "optimizer.paramGroups[0]?.lr as number"),
      "The rate stands in the optimizer's group.",
    ],
  },
});
