/** What the programs share: the numbers that both sides make, and the comparison of what they print. */
import { availableBackends, noGrad, setDefaultBackend, type Tensor, tensor } from "@gradus/core";
import * as nn from "@gradus/nn";
import { expectClose, readGolden } from "@gradus/testkit";
import { beforeAll, describe, test } from "vitest";

const count = (shape: readonly number[]): number => shape.reduce((p, n) => p * n, 1);

/** `sin(0.7·i + 1.3·k)`, rounded to 1/256, times `scale`. */
export function values(shape: readonly number[], k = 0, scale = 1): Tensor {
  const data = Array.from(
    { length: count(shape) },
    (_, i) => (scale * Math.floor(Math.sin(0.7 * i + 1.3 * k) * 256 + 0.5)) / 256,
  );
  return tensor(data, { shape });
}

/** Such values that are trained. */
export function weights(shape: readonly number[], k: number): Tensor {
  const w = values(shape, k, 0.5);
  w.requiresGrad = true;
  return w;
}

export const trained = (t: Tensor): Tensor => {
  t.requiresGrad = true;
  return t;
};

export const classes = (n: number, many: number, k = 0): Tensor =>
  tensor(
    Array.from({ length: n }, (_, i) => (7 * i + 3 * k) % many),
    { dtype: "int32" },
  );

/** Whole numbers by row and column. */
export const table = (
  rows: number,
  columns: number,
  at: (i: number, j: number) => number,
): Tensor =>
  tensor(
    Array.from({ length: rows }, (_, i) => Array.from({ length: columns }, (__, j) => at(i, j))),
    { dtype: "int32" },
  );

/** Gives a model the parameters that both sides know. */
export function filled<M extends nn.Module>(model: M, start = 0): M {
  noGrad(() => {
    model.parameters().forEach((p, k) => {
      p.copy_(values(p.shape, start + k, 0.5));
    });
  });
  return model;
}

/** Linear layers with an activation between them. */
export function mlp(
  sizes: readonly number[],
  { start = 0, act = () => new nn.Tanh() }: { start?: number; act?: () => nn.TensorModule } = {},
): nn.Sequential {
  const layers: nn.TensorModule[] = [];
  for (let i = 1; i < sizes.length; i++) {
    if (i > 1) layers.push(act());
    layers.push(new nn.Linear(sizes[i - 1] as number, sizes[i] as number));
  }
  return filled(new nn.Sequential(...layers), start);
}

export const relu = (): nn.TensorModule => new nn.ReLU();

/** What a program prints: numbers, or tensors that are read when it is over. */
export type Trace = (number | Tensor)[];

export type Program = () => Trace | Promise<Trace>;

/** Runs each program on every backend and compares what it prints with PyTorch's. */
export function likePyTorch(programs: Readonly<Record<string, Program>>): void {
  describe.each(availableBackends())("on %s", (backend) => {
    beforeAll(() => setDefaultBackend(backend));
    test.each(Object.keys(programs))("%s prints what it prints in torch", async (name) => {
      const { trace: want } = readGolden<{ trace: number[] }>(`programs/${name}.json`);
      const printed = await (programs[name] as Program)();
      const got = await Promise.all(printed.map((x) => (typeof x === "number" ? x : x.item())));
      expectClose(got, want, { rtol: 2e-4, atol: 2e-5, what: name });
    });
  });
}

/** The sum of the parameters' absolute values, as it is now. */
export const sizeOf = (parameters: readonly Tensor[]): Tensor =>
  noGrad(() => parameters.map((p) => p.abs().sum()).reduce((a, b) => a.add(b)));

/** The norm of all gradients together. */
export const normOf = (parameters: readonly Tensor[]): Tensor =>
  noGrad(() =>
    parameters
      .flatMap((p) => (p.grad ? [p.grad.square().sum()] : []))
      .reduce((a, b) => a.add(b))
      .sqrt(),
  );
