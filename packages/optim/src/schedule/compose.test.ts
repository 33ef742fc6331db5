/** Several schedules on one optimizer, and rates set by hand between: the rates are those of PyTorch 2.13. */
import { ones } from "@gradus/core";
import { expect, test } from "vitest";
import { SGD } from "../sgd.ts";
import * as lr from "./index.ts";

type Make = (o: SGD) => { step(): void }[];

const cases: readonly (readonly [string, Make, Record<number, number>, readonly number[]])[] = [
  [
    "an exponential and stairs",
    (o) => [new lr.ExponentialLR(o, { gamma: 0.5 }), new lr.StepLR(o, { stepSize: 2, gamma: 0.1 })],
    {},
    [1, 0.5, 0.025, 0.0125, 0.000625],
  ],
  [
    "the same, chained",
    (o) => [
      new lr.ChainedScheduler([
        new lr.ExponentialLR(o, { gamma: 0.9 }),
        new lr.StepLR(o, { stepSize: 2, gamma: 0.1 }),
      ]),
    ],
    {},
    [1, 0.9, 0.081, 0.0729, 0.006561],
  ],
  [
    "stairs from a rate set by hand",
    (o) => [new lr.StepLR(o, { stepSize: 2, gamma: 0.5 })],
    { 1: 10 },
    [1, 1, 5, 5, 2.5],
  ],
  [
    "an exponential from a rate set by hand",
    (o) => [new lr.ExponentialLR(o, { gamma: 0.9 })],
    { 2: 0.1 },
    [1, 0.9, 0.81, 0.09, 0.081],
  ],
  [
    "a warm-up and an exponential",
    (o) => [
      new lr.LinearLR(o, { startFactor: 0.1, totalIters: 4 }),
      new lr.ExponentialLR(o, { gamma: 0.9 }),
    ],
    {},
    [0.1, 0.2925, 0.4455, 0.564975, 0.6561, 0.59049, 0.531441],
  ],
  [
    "a cosine and milestones",
    (o) => [
      new lr.CosineAnnealingLR(o, { TMax: 4, etaMin: 0.1 }),
      new lr.MultiStepLR(o, { milestones: [2, 5] }),
    ],
    {},
    [
      1, 0.8681980515, 0.055, 0.08681980515, 0.1, 0.02318019485, -0.1622792206, -0.3477386361,
      -0.4245584412,
    ],
  ],
  [
    "a cosine from a rate set by hand",
    (o) => [new lr.CosineAnnealingLR(o, { TMax: 4, etaMin: 0.1 })],
    { 2: 3 },
    [
      1, 0.8681980515, 0.55, 0.9493903346, 0.1, 0.2318019485, 0.55, 0.8681980515, 1, 0.8681980515,
      0.55,
    ],
  ],
  [
    "a polynomial and a constant",
    (o) => [
      new lr.PolynomialLR(o, { totalIters: 5, power: 2 }),
      new lr.ConstantLR(o, { factor: 0.5, totalIters: 3 }),
    ],
    {},
    [0.5, 0.32, 0.18, 0.16, 0.04, 0, 0],
  ],
  [
    "a function of the step, which sets the rate, and an exponential",
    (o) => [
      new lr.LambdaLR(o, { lrLambda: (t) => 1 / (1 + t) }),
      new lr.ExponentialLR(o, { gamma: 0.9 }),
    ],
    {},
    [1, 0.45, 0.3, 0.225, 0.18],
  ],
  [
    "a sequence with rates set by hand, of which the milestone forgets the first",
    (o) => {
      const schedulers = [
        new lr.LinearLR(o, { startFactor: 0.1, totalIters: 2 }),
        new lr.ExponentialLR(o, { gamma: 0.9 }),
      ];
      return [new lr.SequentialLR(o, { schedulers, milestones: [3] })];
    },
    { 1: 5, 4: 7 },
    [0.1, 0.55, 9.090909091, 1, 0.9, 6.3, 5.67],
  ],
];

test.each(cases)("%s", (_name, make, byHand, want) => {
  const optimizer = new SGD([ones([1], { requiresGrad: true })], { lr: 1 });
  const group = optimizer.paramGroups[0] as { lr: number };
  const schedules = make(optimizer);
  expect(group.lr).toBeCloseTo(want[0] as number, 9);
  for (const [i, rate] of want.slice(1).entries()) {
    group.lr = byHand[i] ?? group.lr;
    optimizer.step();
    for (const schedule of schedules) schedule.step();
    expect(group.lr, `after step ${i + 1}`).toBeCloseTo(rate, 9);
  }
});

test("schedules that share an optimizer go on exactly where their states were taken", () => {
  const make = () => {
    const o = new SGD([ones([1], { requiresGrad: true })], { lr: 1 });
    const warm = new lr.LinearLR(o, { startFactor: 0.1, totalIters: 4 });
    return new lr.ChainedScheduler([warm, new lr.ExponentialLR(o, { gamma: 0.9 })]);
  };
  const [a, b] = [make(), make()];
  for (let i = 0; i < 3; i++) a.step();
  b.loadStateDict(JSON.parse(JSON.stringify(a.stateDict())));
  expect(b.getLastLr()).toEqual(a.getLastLr());
  for (let i = 0; i < 3; i++) {
    a.step();
    b.step();
    expect(b.getLastLr()).toEqual(a.getLastLr());
  }
  expect(() => b.loadStateDict({ lastEpoch: 1, schedulers: [] })).toThrow("optim/state-dict");
});

test("a rate that nobody touches is the formula's own, after any number of steps", () => {
  const o = new SGD([ones([1], { requiresGrad: true })], { lr: 0.3 });
  const schedule = new lr.ExponentialLR(o, { gamma: 0.97 });
  for (let i = 0; i < 1000; i++) schedule.step();
  expect(schedule.getLastLr()).toEqual([0.3 * 0.97 ** 1000]);
});

test("what is not an optimizer, or not schedules of one, is refused", () => {
  const make = () => new SGD([ones([1], { requiresGrad: true })], { lr: 1 });
  expect(() => new lr.StepLR({} as never, { stepSize: 1 })).toThrow("must be an optimizer");
  expect(() => new lr.ReduceLROnPlateau(null as never)).toThrow("must be an optimizer");
  expect(() => new lr.ChainedScheduler([])).toThrow("(optim/hyperparameter)");
  const two = [make(), make()].map((o) => new lr.ExponentialLR(o, { gamma: 0.5 }));
  expect(() => new lr.ChainedScheduler(two)).toThrow("of one optimizer");
});
