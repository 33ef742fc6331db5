/**
 * Every optimizer's path against PyTorch's: loss and parameters after each of 20 steps, in float64, so that
 * a wrong constant cannot hide behind rounding. LAMB, which PyTorch lacks, follows its paper.
 */
import { availableBackends, setDefaultBackend, type Tensor, tensor } from "@gradus/core";
import * as optim from "@gradus/optim";
import {
  buildArgument,
  expectClose,
  type JsonNumber,
  listGolden,
  readGolden,
} from "@gradus/testkit";
import { beforeAll, describe, test } from "vitest";

type Matrix = readonly (readonly number[])[];

interface Start {
  readonly p: Matrix;
  readonly q: readonly number[] | Matrix;
  readonly target: Matrix;
  readonly scale: Matrix;
}

interface Step {
  readonly loss?: number;
  readonly norm?: number;
  readonly p: readonly number[];
  readonly q: readonly number[];
}

interface PathCase {
  readonly name: string;
  readonly options: Readonly<Record<string, unknown>>;
  readonly groups?: readonly Readonly<Record<string, unknown>>[];
  readonly path: readonly Step[];
}

interface OptimizerLike {
  step(): void;
  zeroGrad(): void;
}

type OptimizerClass = new (params: unknown, options: unknown) => OptimizerLike;

function problem(start: Start): { p: Tensor; q: Tensor; loss: () => Tensor } {
  const options = { dtype: "float64", requiresGrad: true } as const;
  const p = tensor(start.p, options);
  const q = tensor(start.q, options);
  const target = tensor(start.target, { dtype: "float64" });
  const scale = tensor(start.scale, { dtype: "float64" });
  const loss = (): Tensor =>
    scale.mul(p.sub(target).square()).sum().add(p.sum().mul(q.square().sum()).mul(0.1));
  return { p, q, loss };
}

async function expectPath(
  path: readonly Step[],
  p: Tensor,
  q: Tensor,
  take: () => { loss?: Tensor; norm?: Tensor },
): Promise<void> {
  const allowance = { rtol: 1e-9, atol: 1e-11 };
  for (const [i, want] of path.entries()) {
    const got = take();
    const what = `step ${i + 1}`;
    if (want.loss !== undefined && got.loss)
      expectClose(await got.loss.item(), want.loss, { ...allowance, what: `${what}, loss` });
    if (want.norm !== undefined && got.norm)
      expectClose(await got.norm.item(), want.norm, { ...allowance, what: `${what}, norm` });
    expectClose(await p.data(), want.p, { ...allowance, what: `${what}, p` });
    expectClose(await q.data(), want.q, { ...allowance, what: `${what}, q` });
  }
}

describe.each(availableBackends())("on %s", (backend) => {
  beforeAll(() => setDefaultBackend(backend));

  describe.each(listGolden("optim"))("%s follows torch for 20 steps", (name) => {
    const file = readGolden<{ start: Start; cases: PathCase[] }>(`optim/${name}.json`);
    test.each(file.cases.map((c) => [c.name, c] as const))("%s", async (_name, golden) => {
      const { p, q, loss } = problem(file.start);
      const make = Reflect.get(optim, name) as OptimizerClass;
      const [first, second] = golden.groups ?? [];
      const params = golden.groups
        ? [
            { params: [p], ...first },
            { params: [q], ...second },
          ]
        : [p, q];
      const optimizer = new make(params, golden.options);
      await expectPath(golden.path, p, q, () => {
        optimizer.zeroGrad();
        const value = loss();
        value.backward();
        optimizer.step();
        return { loss: value };
      });
    });
  });

  describe("clipping gradients follows torch for 20 steps", () => {
    const file = readGolden<{
      start: Start;
      options: { lr: number };
      cases: (PathCase & { kind: "norm" | "value"; args: unknown[] })[];
    }>("clip.json");
    test.each(file.cases.map((c) => [c.name, c] as const))("%s", async (_name, golden) => {
      const { p, q, loss } = problem(file.start);
      const optimizer = new optim.SGD([p, q], file.options);
      const [limit, options] = golden.args.map((a) => buildArgument(a, "", new Map()));
      const order = (options as { normType: number } | undefined)?.normType;
      await expectPath(golden.path, p, q, () => {
        optimizer.zeroGrad();
        const value = loss();
        value.backward();
        let norm: Tensor | undefined;
        if (golden.kind === "norm") norm = optim.clipGradNorm([p, q], limit as number, order);
        else optim.clipGradValue([p, q], limit as number);
        optimizer.step();
        return norm ? { loss: value, norm } : { loss: value };
      });
    });
  });

  describe("averages of parameters follow torch for 20 steps", () => {
    const file = readGolden<{
      start: Start;
      options: { lr: number; momentum: number };
      cases: { name: string; decay: JsonNumber | null; path: Step[] }[];
    }>("average.json");
    test.each(file.cases.map((c) => [c.name, c] as const))("%s", async (_name, golden) => {
      const { p, q, loss } = problem(file.start);
      const optimizer = new optim.SGD([p, q], file.options);
      const rule = golden.decay === null ? optim.polyak : optim.ema(Number(golden.decay));
      const average = new optim.AveragedParameters([p, q], rule);
      const [ap, aq] = average.averages as [Tensor, Tensor];
      await expectPath(golden.path, ap, aq, () => {
        optimizer.zeroGrad();
        loss().backward();
        optimizer.step();
        average.update();
        return {};
      });
    });
  });
});
