import { expect, test } from "vitest";
import { configFromFlags, configOfRun, defaults } from "./train-config.ts";

const models = ["lenet", "mlp"];
const saved = { ...defaults, model: "mlp" };

test("flags are read as numbers and stand in for the defaults", () => {
  expect(
    configFromFlags({ model: "mlp", epochs: "3", lr: "1e-2", "batch-size": "32" }, models),
  ).toEqual({ ...defaults, model: "mlp", epochs: 3, lr: 0.01, batchSize: 32 });
});

test.each([
  [{ model: "constructor" }, '--model is "constructor", but must be lenet, mlp'],
  [{ model: "__proto__" }, '--model is "__proto__"'],
  [{ model: "toString" }, '--model is "toString"'],
  [{ data: "mnist" }, '--data is "mnist", but must be fashion-mnist'],
  [{ epochs: "0" }, "--epochs is 0, but must be a whole number from 1"],
  [{ epochs: "1.5" }, "--epochs is 1.5"],
  [{ epochs: "many" }, '--epochs is "many"'],
  [{ epochs: "" }, '--epochs is ""'],
  [{ seed: "-1" }, "--seed is -1, but must be a whole number from 0"],
  [{ lr: "0" }, "--lr is 0, but must be a number greater than 0"],
  [{ lr: "Infinity" }, "--lr is null"],
])("flags that cannot be are named with their value: %o", (flags, message) => {
  expect(() => configFromFlags(flags, models)).toThrow(message);
});

test.each([
  [{}, "config.model in its run.json is missing"],
  [{ ...saved, model: "toString" }, 'config.model in its run.json is "toString"'],
  [{ ...saved, model: null }, "config.model in its run.json is null"],
  [{ ...saved, epochs: "3" }, 'config.epochs in its run.json is "3"'],
  [{ ...saved, lr: null }, "config.lr in its run.json is null"],
  [{ ...saved, full: 1 }, "config.full in its run.json is 1"],
])("what a run has saved is held against the same rules: %o", (config, message) => {
  expect(() => configOfRun(config, {}, models)).toThrow(message);
});

test("a run that goes on may become longer, but no other run", () => {
  expect(configOfRun(saved, { epochs: "20" }, models)).toEqual({ ...saved, epochs: 20 });
  expect(configOfRun(saved, { model: "mlp" }, models)).toEqual(saved);
  expect(() => configOfRun(saved, { lr: "1" }, models)).toThrow(
    "--lr is 1, but the run was begun with 0.002; leave it out, or train anew without --resume",
  );
});

test("a run of a version that did not say so may be one on all images", () => {
  const { full: _, ...older } = saved;
  expect(configOfRun(older, {}, models).full).toBe(false);
  expect(configOfRun(older, { full: true }, models).full).toBe(true);
});
