import { expect, test } from "vitest";
import { disagreement, median, summary } from "../src/compare.mjs";
import { digest, hash, values } from "../src/formula.mjs";
import { table } from "../src/report.mjs";
import { batchOf, workloads } from "../src/workloads.mjs";

test("the formula gives the numbers the Python side gives", () => {
  // Written down from the Python function, which computes with 64-bit integers.
  expect([0, 1, 2, 1_000_000].map((i) => hash(7, i))).toEqual([
    549895044, 3479062859, 3346527783, 2445795820,
  ]);
  expect([...values({ shape: [3], seed: 7, scale: 0.1, offset: 1 })]).toEqual([
    0.9256064891815186, 1.0620064735412598, 1.0558348894119263,
  ]);
});

test("losses within the tolerance agree, and the first step beyond it is named", () => {
  expect(disagreement([2, 1], [2.0001, 1.0001], 1e-3)).toBeUndefined();
  expect(disagreement([2, 1], [2, 1.01], 1e-3)).toEqual({ step: 1, left: 1, right: 1.01 });
});

test("only the steps both have are compared, and none at all is a disagreement", () => {
  expect(disagreement([2, 1], [2], 1e-3)).toBeUndefined();
  expect(disagreement([], [2], 1e-3)).toMatchObject({ step: 0, right: 2 });
});

test("NaN agrees with nothing", () => {
  expect(disagreement([Number.NaN], [Number.NaN], 1e-3)).toMatchObject({ step: 0 });
});

test("an element of a digest may be off relative to the mean magnitude only", () => {
  expect(disagreement([[1, 1e-9]], [[1, 2e-9]], 1e-4)).toBeUndefined();
  expect(disagreement([[1, 0.5]], [[1, 0.501]], 1e-4)).toMatchObject({ step: 0 });
});

test("a digest sees the mean magnitude and four elements", () => {
  expect(digest([-1, 2, -3, 4])).toEqual([2.5, -1, -1, -3, 4]);
});

test("the median of an even count lies between the middle two", () => {
  expect(median([4, 1, 3, 2])).toBe(2.5);
  expect(median([30, 1, 2])).toBe(2);
});

test("a disturbed round does not change a peer's time, it is only told", () => {
  expect(
    summary([
      [9, 8, 10],
      [2000, 2170, 2300],
    ]),
  ).toEqual({
    ms: 9,
    spread: 2170 / 9,
    medians: [9, 2170],
  });
});

test("steps come in pairs on the same batch", () => {
  expect([0, 1, 2, 3, 4].map((i) => batchOf(i, 2))).toEqual([0, 0, 1, 1, 0]);
});

test("no two tensors of a workload share a seed", () => {
  for (const workload of workloads) {
    const seeds = [...workload.params, ...workload.inputs.flat()].map((spec) => spec.seed);
    expect(new Set(seeds).size, workload.name).toBe(seeds.length);
  }
});

test("a peer with other losses is refused with both losses, and unsteady rounds are named", () => {
  const row = {
    workload: { name: "toy", tolerance: 1e-3 },
    results: new Map([
      ["gradus", { losses: [[1, 0.5]], rounds: [[2, 2, 4]] }],
      ["torch", { losses: [[1, 0.5]], rounds: [[3], [9]] }],
      [
        "jax",
        {
          losses: [
            [1, 0.5],
            [1, 0.75],
          ],
          rounds: [[1], [1]],
        },
      ],
    ]),
  };
  const peers = ["gradus", "torch", "jax"].map((name) => ({ name, title: name }));
  expect(table([row], peers)).toBe(
    [
      "workload, ms a step  gradus  torch       jax",
      "toy                  2.0     3.0 (1.5x)  refused",
      "",
      "toy, torch, 3.0 (1.5x): unsteady, rounds of 3.0 and 9.0 ms",
      "toy, jax, refused: step 2: 0.5 against 0.75",
    ].join("\n"),
  );
});

test("a peer that does not run a workload leaves its cell empty", () => {
  const row = {
    workload: { name: "toy", tolerance: 1e-3 },
    results: new Map([["gradus", { losses: [[1, 0.5]], rounds: [[2]] }]]),
  };
  const peers = ["gradus", "textbook"].map((name) => ({ name, title: name }));
  expect(table([row], peers)).toContain("toy                  2.0     –");
});

test("a peer's time stands beside those of both Nodes", () => {
  const ran = (ms: number) => ({ losses: [[1, 0.5]], rounds: [[ms]] });
  const row = {
    workload: { name: "toy", tolerance: 1e-3 },
    results: new Map([
      ["gradus", ran(4)],
      ["newest", ran(2)],
      ["torch", ran(3)],
    ]),
  };
  const peers = ["gradus", "newest", "torch"].map((name) => ({ name, title: name }));
  expect(table([row], peers)).toContain(
    "toy                  4.0     2.0 (0.50x)  3.0 (0.75x, 1.5x)",
  );
});
