import * as gradus from "gradus";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type ShapeTrace, traceShapes } from "../index.ts";

const usual = gradus.defaultBackend().name as gradus.BackendName;
const room = Error.stackTraceLimit;
beforeAll(() => {
  // As in the closed world that a learner's file runs in.
  Error.stackTraceLimit = 40;
});
afterAll(() => {
  gradus.setDefaultBackend(usual);
  Error.stackTraceLimit = room;
});

const solution = `import type { Tensor } from "gradus";
export function layer(X: Tensor, W: Tensor, b: Tensor): Tensor {
  return X.matmul(W).add(b);
}
export async function train(X: Tensor): Promise<number> {
  return X.sum().item();
}
`;

const grade = `import { defineExercise, property, value } from "@gradus/exercise";
import { ones, zeros } from "gradus";
export default defineExercise<typeof import("./solution.ts")>({ checks: [
  value({
    name: "is right for the example",
    of: "layer",
    cases: [{ args: () => [ones([64, 784]), ones([784, 10]), zeros([10])] }],
  }),
  property({ name: "is right for others", of: "layer", args: () => [ones([2, 2]), ones([2, 2]), zeros([2])] }),
  value({ name: "trains", of: "train", cases: [{ args: () => [ones([8])] }] }),
] });
`;

const trace = (learner: string): Promise<ShapeTrace> =>
  traceShapes(
    { exercise: "layer", sources: [{ id: "layer", solution, grade, learner }] },
    { gradus },
  );

test("each line has the shape, dtype and work of what it makes, from the first call", async () => {
  const { lines, problem } = await trace(`import type { Tensor } from "gradus";
export function layer(X: Tensor, W: Tensor, b: Tensor): Tensor {
  const Z = X.matmul(W);
  return Z.add(b);
}
export async function train(X: Tensor): Promise<number> {
  return X.sum().item();
}
`);
  expect(problem).toBeUndefined();
  expect(lines).toEqual([
    { line: 3, shape: [64, 10], dtype: "float32", flops: 2 * 64 * 784 * 10 },
    { line: 4, shape: [64, 10], dtype: "float32", flops: 640 },
    { line: 7, shape: [], dtype: "float32", flops: 8 },
  ]);
});

test("a call that the task leaves out has its shape, and the library stays as it is", async () => {
  const before = gradus.Tensor.prototype.matmul;
  const sources = [{ id: "layer", solution, grade, learner: solution, forbid: ["matmul"] }];
  const { lines, problem } = await traceShapes({ exercise: "layer", sources }, { gradus });
  expect(problem).toBeUndefined();
  expect(lines[0]?.shape).toEqual([64, 10]);
  expect(gradus.Tensor.prototype.matmul).toBe(before);
});

test("a line that calls another function of the file has its result and all of its work", async () => {
  const { lines } = await trace(`import type { Tensor } from "gradus";
const product = (X: Tensor, W: Tensor): Tensor =>
  X.matmul(W);
export function layer(X: Tensor, W: Tensor, b: Tensor): Tensor {
  const Z = product(X, W);
  return Z;
}
`);
  expect(lines.map(({ line, shape }) => [line, shape])).toEqual([
    [3, [64, 10]],
    [5, [64, 10]],
  ]);
  expect(lines[1]?.flops).toBe(2 * 64 * 784 * 10);
});

test("a shape error has its line and the picture of the two shapes", async () => {
  const { lines, problem } = await trace(`import type { Tensor } from "gradus";
export function layer(X: Tensor, W: Tensor, b: Tensor): Tensor {
  const Z = X.mul(2);
  return Z.matmul(W.t());
}
`);
  expect(lines.map((l) => l.line)).toContain(3);
  expect(problem?.line).toBe(4);
  expect(problem?.code).toBe("shape/matmul");
  expect(problem?.picture).toMatchObject({
    kind: "shapes",
    left: { shape: [64, 784] },
    right: { shape: [10, 784] },
    axis: -1,
    rightAxis: -2,
  });
});

test("a long loop is cut short, a starter has no shapes, half a file says where it breaks", async () => {
  const long = await trace(`import type { Tensor } from "gradus";
export function layer(X: Tensor): Tensor {
  let Z = X;
  for (let i = 0; i < 1e9; i++)
    Z = Z.mul(0.5);
  return Z;
}
`);
  expect(long.problem).toBeUndefined();
  expect(long.lines[0]).toMatchObject({ line: 5, shape: [64, 784] });
  const starter = await trace(`import { notDone } from "@gradus/exercise";
export function layer() { return notDone("layer"); }
`);
  expect(starter).toEqual({ lines: [] });
  const half = await trace("export function layer(X) {\n  return X.mul(\n}\n");
  expect(half.problem?.code).toBe("exercise/syntax");
});

test("what stands at the top of the file is told too", async () => {
  const { lines } = await trace(`import { ones } from "gradus";
const table = ones([3, 4]);
export const layer = () => table;
`);
  expect(lines).toMatchObject([{ line: 2, shape: [3, 4] }]);
});

test("only statements that make tensors have shapes: no module, no step, no several values at once", async () => {
  const { lines } = await trace(`import { nn, ones, optim, type Tensor } from "gradus";
export async function layer(X: Tensor): Promise<Tensor> {
  const model = new nn.Sequential(
    new nn.Linear(784, 10),
    new nn.ReLU(),
  );
  const opt = new optim.SGD(model.parameters(), { lr: 0.1 });
  const { a } = { a: X.mul(2) };
  const cost = model.call(a).mean();
  cost.backward();
  opt.step();
  return model
    .call(X)
    .mul(2);
}
`);
  expect(lines.map(({ line, shape }) => [line, shape])).toEqual([
    [9, []],
    [13, [64, 10]],
    [14, [64, 10]],
  ]);
});

test("each statement of a line has its own shape, under its name", async () => {
  const { lines } = await trace(`import { ones, type Tensor } from "gradus";
export const table: Tensor = ones([3, 4]); const text = "a;b"; let row: Tensor = ones([7]);
export const layer = (X: Tensor): Tensor => { const Y = X.mul(2); return Y.sum(); };
`);
  expect(lines).toMatchObject([
    { line: 2, name: "table", shape: [3, 4] },
    { line: 2, name: "row", shape: [7] },
    { line: 3, shape: [] },
  ]);
  expect(lines[2]?.name).toBeUndefined();
});
