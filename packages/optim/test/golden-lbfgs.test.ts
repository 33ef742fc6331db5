/** L-BFGS step for step beside PyTorch's, with and without its line search, and its state. */
import { availableBackends, setDefaultBackend, type Tensor, tensor } from "@gradus/core";
import { LBFGS, type LBFGSOptions } from "@gradus/optim";
import { expectClose, readGolden } from "@gradus/testkit";
import { beforeAll, describe, expect, test } from "vitest";

type Matrix = readonly (readonly number[])[];

const file = readGolden<{
  start: { p: Matrix; q: readonly number[]; target: Matrix; scale: Matrix };
  cases: {
    name: string;
    options: Partial<LBFGSOptions>;
    path: { loss: number; p: number[]; q: number[] }[];
  }[];
}>("lbfgs.json");

function problem(): { p: Tensor; q: Tensor; closure: (optimizer: LBFGS) => () => Tensor } {
  const { start } = file;
  const leaf = { dtype: "float64", requiresGrad: true } as const;
  const [p, q] = [tensor(start.p, leaf), tensor(start.q, leaf)];
  const [target, scale] = [start.target, start.scale].map((m) => tensor(m, { dtype: "float64" }));
  const closure = (optimizer: LBFGS) => () => {
    optimizer.zeroGrad();
    const far = p.sub(target as Tensor).square();
    const size = p.square().sum().add(q.square().sum());
    const value = far
      .mul(scale as Tensor)
      .sum()
      .add(p.sum().mul(q.square().sum()).mul(0.1))
      .add(size.square().mul(0.01));
    value.backward();
    return value;
  };
  return { p, q, closure };
}

describe.each(availableBackends())("on %s", (backend) => {
  beforeAll(() => setDefaultBackend(backend));

  test.each(file.cases.map((c) => [c.name, c] as const))("%s", async (_, { options, path }) => {
    const { p, q, closure } = problem();
    const optimizer = new LBFGS([p, q], options);
    for (const [i, want] of path.entries()) {
      const loss = await optimizer.step(closure(optimizer));
      const allowance = { rtol: 1e-6, atol: 1e-8, what: `step ${i + 1}` };
      expectClose(await loss.item(), want.loss, allowance);
      expectClose(await p.data(), want.p, allowance);
      expectClose(await q.data(), want.q, allowance);
    }
  });
});

test("goes on from a saved state to the same bits", async () => {
  const options = { maxIter: 3, lineSearchFn: "strong_wolfe" } as const;
  const one = problem();
  const first = new LBFGS([one.p, one.q], options);
  await first.step(one.closure(first));
  const other = problem();
  const second = new LBFGS([other.p, other.q], options);
  await second.step(other.closure(second));
  const third = new LBFGS([other.p, other.q], options);
  third.loadStateDict(second.stateDict());
  await first.step(one.closure(first));
  await third.step(other.closure(third));
  expect(await other.p.data()).toEqual(await one.p.data());
});

test("a step without a closure, several groups and another search are refused", async () => {
  const { p, q } = problem();
  await expect(new LBFGS([p]).step()).rejects.toMatchObject({ code: expect.any(String) });
  expect(() => new LBFGS([{ params: [p] }, { params: [q] }])).toThrow("number of groups");
  expect(() => new LBFGS([p], { lineSearchFn: "armijo" as "strong_wolfe" })).toThrow(
    "lineSearchFn",
  );
});
