/** Every learning-rate schedule against PyTorch's rates, for 25 steps and two parameter groups. */
import { ones } from "@gradus/core";
import * as optim from "@gradus/optim";
import { expectClose, listGolden, readGolden } from "@gradus/testkit";
import { describe, test } from "vitest";

type Options = Readonly<Record<string, unknown>>;

interface ScheduleFile {
  readonly lr: readonly [number, number];
  readonly momentum: number;
  readonly metrics?: readonly number[];
  readonly cases: readonly {
    readonly name: string;
    readonly options: Options;
    readonly lrs: readonly (readonly number[])[];
    readonly momenta?: readonly number[];
  }[];
}

interface ScheduleLike {
  step(metric?: number): void;
}

type ScheduleClass = new (optimizer: unknown, options: Options) => ScheduleLike;

/** Functions cannot stand in JSON; the files name them. */
const lambdas: Readonly<Record<string, (epoch: number) => number>> = {
  inverse: (epoch) => 1 / (1 + epoch),
  warmup: (epoch) => Math.min(1, (epoch + 1) / 5),
  tenth: (epoch) => 0.1 + epoch / 100,
};

function make(name: string, optimizer: optim.SGD, given: Options): ScheduleLike {
  const options = Object.fromEntries(
    Object.entries(given).map(([key, v]) => {
      if (key === "schedulers")
        return [key, (v as [string, Options][]).map(([n, o]) => make(n, optimizer, o))];
      if (key === "lrLambda") return [key, lambdas[(v as { $lambda: string }).$lambda]];
      return [key, v];
    }),
  );
  const space = optim.lrScheduler as unknown as Record<string, ScheduleClass>;
  const found = space[name] as ScheduleClass;
  return new found(optimizer, options);
}

describe.each(listGolden("schedulers"))("%s follows torch for 25 steps", (name) => {
  const file = readGolden<ScheduleFile>(`schedulers/${name}.json`);
  test.each(
    file.cases.map((c) => [`${c.name}: ${JSON.stringify(c.options)}`, c] as const),
  )("%s", (_name, golden) => {
    const optimizer = new optim.SGD(
      [
        { params: [ones([1], { requiresGrad: true })] },
        { params: [ones([1], { requiresGrad: true })], lr: file.lr[1] },
      ],
      { lr: file.lr[0], momentum: file.momentum },
    );
    const schedule = make(name, optimizer, golden.options);
    const allowance = { rtol: 1e-10, atol: 1e-14 };
    for (const [i, want] of golden.lrs.entries()) {
      if (i > 0) {
        optimizer.step();
        if (file.metrics) schedule.step(file.metrics[i - 1] as number);
        else schedule.step();
      }
      const got = optimizer.paramGroups.map((g) => g.lr);
      expectClose(got, want, { ...allowance, what: `rates after ${i} steps` });
      if (golden.momenta) {
        const momentum = optimizer.paramGroups[0]?.momentum as number;
        expectClose(momentum, golden.momenta[i] as number, {
          ...allowance,
          what: `momentum after ${i} steps`,
        });
      }
    }
  });
});
