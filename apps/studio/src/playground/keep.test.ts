import { expect, test } from "vitest";
import { runOf } from "./keep.ts";
import { defaults } from "./state.ts";

test("a run from the playground has its settings, its losses by epoch, and the program that repeats it", () => {
  const losses = [
    { train: 0.7, test: 0.8 },
    { train: 0.5, test: Number.NaN },
    { train: Number.NaN, test: Number.NaN },
  ];
  const run = runOf({ ...defaults, layers: [4, 3] }, losses, "Circle");
  expect(run).toMatchObject({
    name: "Circle",
    model: "playground 2-4-3-1",
    data: "circle",
    config: { lr: 0.1, optimizer: "momentum", epochs: 2 },
    code: expect.stringContaining("train(2)"),
    metrics: [
      { kind: "epoch", step: 0, epoch: 0, loss: 0.7, testLoss: 0.8 },
      { kind: "epoch", step: 1, epoch: 1, loss: 0.5 },
    ],
  });
  expect(JSON.stringify(run)).not.toContain("null");
});
