import { onEngineEvent, tensor } from "@gradus/core";
import { expect, test } from "vitest";
import { Adam } from "../adam.ts";
import { SGD } from "../sgd.ts";
import * as lrScheduler from "./index.ts";

const weight = () => tensor([1, 2, 3], { requiresGrad: true });

test("a changing rate needs no new program", async () => {
  const w = weight();
  const optimizer = new SGD([w], { lr: 0.1, momentum: 0.9 });
  const schedule = new lrScheduler.OneCycleLR(optimizer, { maxLr: 0.5, totalSteps: 40 });
  let compiled = 0;
  const stop = onEngineEvent(() => {
    compiled++;
  });
  const after: number[] = [];
  for (let i = 0; i < 30; i++) {
    optimizer.zeroGrad();
    w.square().sum().backward();
    optimizer.step();
    await w.data();
    schedule.step();
    after.push(compiled);
  }
  stop();
  expect(after.at(-1)).toBe(after[9]);
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

test("a one-cycle schedule says where it ended", () => {
  const optimizer = new SGD([weight()], { lr: 1, momentum: 0.9 });
  const schedule = new lrScheduler.OneCycleLR(optimizer, { maxLr: 1, totalSteps: 2 });
  schedule.step();
  expect(() => schedule.step()).toThrow("the step is 3, but must be at most totalSteps, 2");
});
