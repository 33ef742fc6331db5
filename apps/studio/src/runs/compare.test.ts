import { expect, test } from "vitest";
import { chartsOf, found, grouped, type RunDetail, settingsOf, smoothed } from "./compare.ts";

const run = (id: string, some: Partial<RunDetail> = {}): RunDetail => ({
  id,
  name: id,
  model: "lenet",
  data: "fashion",
  dataHash: "",
  started: "",
  running: false,
  config: {},
  notes: "",
  group: "",
  steps: 0,
  result: {},
  metrics: [],
  code: null,
  ...some,
});

test("loss and test loss stand in one chart, and what each step says is not said again by epochs", () => {
  const metrics = [
    { kind: "step", epoch: 1, step: 1, loss: 2, accuracy: 0.1 },
    { kind: "step", epoch: 1, step: 2, loss: 1, accuracy: 0.5 },
    { kind: "epoch", epoch: 1, step: 2, loss: 1.5, accuracy: 0.3, testLoss: 1.2, lr: 0.1 },
  ];
  const charts = chartsOf([run("a", { metrics }), run("b", { metrics: metrics.slice(0, 1) })]);
  expect(charts.map((c) => c.key)).toEqual(["loss", "accuracy", "lr"]);
  expect(charts[0]?.series).toEqual([
    { run: "a", label: "a", test: false, x: [1, 2], y: [2, 1] },
    { run: "a", label: "a, test", test: true, x: [2], y: [1.2] },
    { run: "b", label: "b", test: false, x: [1], y: [2] },
  ]);
});

test("smoothing begins at the first value, keeps a constant, and leaves out what is not finite", () => {
  expect(smoothed([3, 3, 3], 0.9).map((v) => Number(v.toFixed(12)))).toEqual([3, 3, 3]);
  expect(smoothed([1, 3], 0.5)).toEqual([1, 7 / 3]);
  const [a, gap, b] = smoothed([1, Number.NaN, 3], 0.5);
  expect([a, gap, b]).toEqual([1, Number.NaN, 7 / 3]);
  expect(smoothed([1, 5], 0)).toEqual([1, 5]);
});

test("settings are a row each, with those marked that differ or are missing", () => {
  const rows = settingsOf([
    run("a", { config: { lr: 0.1, optimizer: { name: "adam", betas: [0.9, 0.999] } } }),
    run("b", { config: { lr: 0.2, optimizer: { name: "adam", betas: [0.9, 0.999] }, decay: 0 } }),
  ]);
  expect(rows.filter((r) => r.differs)).toEqual([
    { name: "lr", values: ["0.1", "0.2"], differs: true },
    { name: "decay", values: [null, "0"], differs: true },
  ]);
  expect(rows.find((r) => r.name === "optimizer.betas")?.values[0]).toBe("[0.9,0.999]");
});

test("a search looks at names, notes and settings, for every word", () => {
  const runs = [
    run("a", { notes: "Warm start" }),
    run("b", { config: { lr: 0.01 } }),
    run("c", { notes: "warm", config: { lr: 0.01 } }),
  ];
  const ids = (query: string) => found(runs, query).map((r) => r.id);
  expect([ids("warm"), ids("LR=0.01"), ids("warm lr=0.01"), ids("  ")]).toEqual([
    ["a", "c"],
    ["b", "c"],
    ["c"],
    ["a", "b", "c"],
  ]);
});

test("groups keep the order in which their first run comes", () => {
  const runs = [run("a", { group: "x" }), run("b"), run("c", { group: "x" })];
  expect(grouped(runs, "group").map((g) => [g.title, g.runs.map((r) => r.id)])).toEqual([
    ["x", ["a", "c"]],
    ["", ["b"]],
  ]);
  expect(grouped(runs, "none")).toEqual([{ title: "", runs }]);
});
