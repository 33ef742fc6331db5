import { onEngineEvent, type Tensor, tensor } from "@gradus/core";
import { expect, test } from "vitest";
import { Adam, AdamW } from "../adam.ts";
import { Lamb, NAdam, RAdam } from "../adam-variants.ts";
import { Adadelta, Adagrad, RMSprop } from "../adaptive.ts";
import { SGD } from "../sgd.ts";
import * as lrScheduler from "./index.ts";

const weight = () => tensor([1, 2, 3], { requiresGrad: true });

test.each([
  ["SGD", (p: Tensor[]) => new SGD(p, { lr: 0.1, momentum: 0.9, weightDecay: 0.1 })],
  ["Adam", (p: Tensor[]) => new Adam(p, { weightDecay: 0.1, amsgrad: true })],
  ["AdamW", (p: Tensor[]) => new AdamW(p)],
  ["NAdam", (p: Tensor[]) => new NAdam(p, { weightDecay: 0.1, decoupledWeightDecay: true })],
  ["RAdam", (p: Tensor[]) => new RAdam(p, { weightDecay: 0.1, decoupledWeightDecay: true })],
  ["Lamb", (p: Tensor[]) => new Lamb(p, { weightDecay: 0.1 })],
  ["RMSprop", (p: Tensor[]) => new RMSprop(p, { momentum: 0.5, centered: true })],
  ["Adagrad", (p: Tensor[]) => new Adagrad(p, { lrDecay: 0.1, initialAccumulatorValue: 0.1 })],
  ["Adadelta", (p: Tensor[]) => new Adadelta(p)],
] as const)("a changing rate needs no new program of %s", async (name, make) => {
  const w = weight();
  const optimizer = make([w]);
  const options = { maxLr: 0.5, totalSteps: 40, cycleMomentum: false };
  const schedule = new lrScheduler.OneCycleLR(optimizer, options);
  const compiled: number[] = [];
  let step = 0;
  const stop = onEngineEvent(() => {
    compiled.push(step);
  });
  for (; step < 20; step++) {
    optimizer.zeroGrad();
    w.square().sum().backward();
    optimizer.step();
    await w.data();
    schedule.step();
  }
  stop();
  // RAdam's sixth step is the first it rectifies: that is another program.
  const mayCompile = name === "RAdam" ? [0, 5] : [0];
  expect(compiled.filter((at) => !mayCompile.includes(at))).toEqual([]);
});

test("a momentum that cycles with the rate needs no new program either", async () => {
  const w = tensor([1, 2, 3, 4, 5], { requiresGrad: true });
  const optimizer = new SGD([w], { lr: 0.1, momentum: 0.9 });
  const schedule = new lrScheduler.OneCycleLR(optimizer, { maxLr: 0.5, totalSteps: 40 });
  const compiled: number[] = [];
  let step = 0;
  const stop = onEngineEvent(() => {
    compiled.push(step);
  });
  for (; step < 20; step++) {
    optimizer.zeroGrad();
    w.square().sum().backward();
    optimizer.step();
    await w.data();
    schedule.step();
  }
  stop();
  expect(compiled).toContain(0);
  // A number that was seen to change becomes an input of the program.
  expect(compiled.filter((at) => at > 2)).toEqual([]);
});

test("each group has its own rate, and one added later keeps its", () => {
  const optimizer = new SGD([{ params: [weight()] }, { params: [weight()], lr: 0.2 }], { lr: 1 });
  const schedules = [
    new lrScheduler.ExponentialLR(optimizer, { gamma: 0.5 }),
    new lrScheduler.LambdaLR(optimizer, { lrLambda: [(t) => 1 / (1 + t), (t) => 0.5 ** t] }),
  ];
  optimizer.addParamGroup({ params: [weight()], lr: 7 });
  for (const schedule of schedules) {
    schedule.step();
    expect(schedule.getLastLr()).toEqual([0.5, 0.1, 7]);
  }
});

test("a one-cycle schedule has a highest rate for each group", () => {
  const optimizer = new SGD([{ params: [weight()] }, { params: [weight()] }], { lr: 1 });
  const options = { totalSteps: 4, pctStart: 0.5, cycleMomentum: false };
  const schedule = new lrScheduler.OneCycleLR(optimizer, { ...options, maxLr: [1, 0.5] });
  schedule.step();
  expect(schedule.getLastLr()).toEqual([1, 0.5]);
  expect(() => new lrScheduler.OneCycleLR(optimizer, { ...options, maxLr: [1] })).toThrow(
    "maxLr is [1], but must be one rate, or one for each of 2 groups",
  );
});

test("a plateau leaves each group its lowest rate", () => {
  const optimizer = new SGD([{ params: [weight()] }, { params: [weight()] }], { lr: 1 });
  const options = { patience: 0, minLr: [0.01, 0.5] };
  const schedule = new lrScheduler.ReduceLROnPlateau(optimizer, options);
  for (const loss of [1, 1, 1]) schedule.step(loss);
  expect(schedule.getLastLr()[0]).toBeCloseTo(0.01, 12);
  expect(schedule.getLastLr()[1]).toBe(0.5);
  expect(() => new lrScheduler.ReduceLROnPlateau(optimizer, { minLr: [0] })).toThrow(
    "minLr is [0]",
  );
  expect(
    () => new lrScheduler.ReduceLROnPlateau(optimizer, { thresholdMode: "relative" } as never),
  ).toThrow("thresholdMode is relative");
});

test("a state brings the rates it started from, and must be of as many groups", () => {
  const a = new lrScheduler.StepLR(new SGD([weight()], { lr: 0.8 }), { stepSize: 2, gamma: 0.5 });
  for (let i = 0; i < 3; i++) a.step();
  const saved = JSON.parse(JSON.stringify(a.stateDict()));
  const b = new lrScheduler.StepLR(new SGD([weight()], { lr: 0.1 }), { stepSize: 2, gamma: 0.5 });
  b.loadStateDict(saved);
  expect(b.getLastLr()).toEqual([0.4]);
  b.step();
  expect(b.getLastLr()).toEqual([0.2]);
  expect(() => b.loadStateDict({ lastEpoch: 9, initialLrs: [1, 1] })).toThrow("it is of 2 groups");
  expect(b.getLastLr()).toEqual([0.2]);
});

test("schedules in sequence go on exactly where their state was taken", () => {
  const make = () => {
    const optimizer = new SGD([weight()], { lr: 1 });
    const warmUp = new lrScheduler.LinearLR(optimizer, { startFactor: 0.1, totalIters: 3 });
    const cosine = new lrScheduler.CosineAnnealingLR(optimizer, { TMax: 5 });
    const schedulers = [warmUp, cosine];
    return new lrScheduler.SequentialLR(optimizer, { schedulers, milestones: [3] });
  };
  const a = make();
  for (let i = 0; i < 5; i++) a.step();
  const b = make();
  b.loadStateDict(a.stateDict());
  expect(b.getLastLr()).toEqual(a.getLastLr());
  a.step();
  b.step();
  expect(b.getLastLr()).toEqual(a.getLastLr());
  expect(b.getLastLr()[0]).toBeCloseTo((1 + Math.cos((Math.PI * 3) / 5)) / 2, 12);
});

test("a schedule goes on exactly where its state was taken", () => {
  const make = () => {
    const optimizer = new Adam([weight()], { lr: 0.3 });
    return { optimizer, schedule: new lrScheduler.CosineAnnealingLR(optimizer, { TMax: 7 }) };
  };
  const a = make();
  for (let i = 0; i < 3; i++) a.schedule.step();
  const b = make();
  b.schedule.loadStateDict(a.schedule.stateDict());
  expect(b.schedule.getLastLr()).toEqual(a.schedule.getLastLr());
  a.schedule.step();
  b.schedule.step();
  expect(b.optimizer.paramGroups[0]?.lr).toBe(a.optimizer.paramGroups[0]?.lr);
});

test("a plateau's state holds its patience", () => {
  const make = () => {
    const optimizer = new SGD([weight()], { lr: 1 });
    return new lrScheduler.ReduceLROnPlateau(optimizer, { patience: 2 });
  };
  const a = make();
  for (const loss of [1, 1, 1]) a.step(loss);
  const b = make();
  b.loadStateDict(a.stateDict());
  b.step(1);
  expect(b.getLastLr()).toEqual([0.1]);
});

test("options out of range are refused by name", () => {
  const optimizer = new SGD([weight()], { lr: 1 });
  expect(() => new lrScheduler.StepLR(optimizer, { stepSize: 0 })).toThrow(
    "StepLR: stepSize is 0, but must be a whole number from 1.",
  );
  expect(() => new lrScheduler.OneCycleLR(optimizer, { maxLr: 1 })).toThrow("totalSteps is 0");
  expect(
    () => new lrScheduler.SequentialLR(optimizer, { schedulers: [], milestones: [3] }),
  ).toThrow("one less than the 0 schedulers");
});

test("a one-cycle schedule may step after every batch, and says where it ended", () => {
  const optimizer = new SGD([weight()], { lr: 1, momentum: 0.9 });
  const schedule = new lrScheduler.OneCycleLR(optimizer, { maxLr: 1, totalSteps: 2 });
  schedule.step();
  schedule.step();
  expect(() => schedule.step()).toThrow("the step is 3, but must be at most totalSteps, 2");
});

test.each([
  [{}, 0.0247596839933, 0.945048443395],
  [{ threePhase: true }, 0.00191163907324, 0.95],
  [{ annealStrategy: "linear" }, -0.0714262857143, 0.964285714286],
] as const)("after its last step a one-cycle schedule with %o is where torch's is", (more, lr, momentum) => {
  const optimizer = new SGD([weight()], { lr: 1, momentum: 0.9 });
  const schedule = new lrScheduler.OneCycleLR(optimizer, { maxLr: 0.5, totalSteps: 10, ...more });
  for (let i = 0; i < 10; i++) schedule.step();
  expect(schedule.getLastLr()[0]).toBeCloseTo(lr, 10);
  expect(optimizer.paramGroups[0]?.momentum).toBeCloseTo(momentum, 10);
});
