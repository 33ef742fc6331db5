/** What holds for every optimizer, whatever its rule. */
import { manualSeed, randn, type Tensor, tensor } from "@gradus/core";
import { describe, expect, test } from "vitest";
import * as optim from "./index.ts";

type Make = (params: Tensor[]) => optim.Optimizer<optim.GroupOptions>;

const all: readonly (readonly [string, Make])[] = [
  ["SGD", (p) => new optim.SGD(p, { lr: 0.05, momentum: 0.9, nesterov: true }) as never],
  ["Adam", (p) => new optim.Adam(p, { lr: 0.05, amsgrad: true }) as never],
  ["AdamW", (p) => new optim.AdamW(p, { lr: 0.05 }) as never],
  ["RMSprop", (p) => new optim.RMSprop(p, { lr: 0.02, momentum: 0.5 }) as never],
  ["Adagrad", (p) => new optim.Adagrad(p, { lr: 0.2 }) as never],
  ["Adadelta", (p) => new optim.Adadelta(p, { lr: 5 }) as never],
  ["NAdam", (p) => new optim.NAdam(p, { lr: 0.05 }) as never],
  ["RAdam", (p) => new optim.RAdam(p, { lr: 0.1 }) as never],
  ["Lamb", (p) => new optim.Lamb(p, { lr: 0.05 }) as never],
];

const weights = async (): Promise<Tensor[]> => {
  manualSeed(2);
  const [a, b] = [await randn([3, 2]).data(), await randn([4]).data()];
  return [
    tensor(a, { shape: [3, 2], requiresGrad: true }),
    tensor(b, { shape: [4], requiresGrad: true }),
  ];
};

const loss = (params: readonly Tensor[]): Tensor =>
  params.map((p) => p.sub(0.3).square().sum()).reduce((a, b) => a.add(b));

async function steps(
  optimizer: optim.Optimizer<optim.GroupOptions>,
  params: readonly Tensor[],
  count: number,
): Promise<number> {
  let value = 0;
  for (let i = 0; i < count; i++) {
    const l = loss(params);
    optimizer.zeroGrad();
    l.backward();
    optimizer.step();
    value = await l.item();
  }
  return value;
}

const read = (params: readonly Tensor[]): Promise<number[][]> =>
  Promise.all(params.map(async (p) => Array.from(await p.data())));

describe.each(all)("%s", (_name, make) => {
  test("goes down on a bowl", async () => {
    const params = await weights();
    const start = await loss(params).item();
    expect(await steps(make(params), params, 60)).toBeLessThan(start * 0.5);
  });

  test("goes on from its state to the same bits", async () => {
    const params = await weights();
    const optimizer = make(params);
    await steps(optimizer, params, 5);
    const kept = optimizer.stateDict();
    const copies = (await read(params)).map((data, i) =>
      tensor(data, { shape: params[i]?.shape ?? [], requiresGrad: true }),
    );
    const other = make(copies);
    other.loadStateDict(kept);
    await steps(optimizer, params, 4);
    await steps(other, copies, 4);
    expect(await read(copies)).toEqual(await read(params));
  });

  test("leaves a parameter without a gradient alone, and forgets gradients when told", async () => {
    const params = await weights();
    const optimizer = make(params);
    const [a] = params as [Tensor, Tensor];
    a.square().sum().backward();
    const before = (await read(params))[1];
    optimizer.step();
    expect((await read(params))[1]).toEqual(before);
    optimizer.zeroGrad();
    expect(params.map((p) => p.grad)).toEqual([null, null]);
  });

  test("refuses the state of other parameters", async () => {
    const params = await weights();
    const optimizer = make(params);
    await steps(optimizer, params, 1);
    const other = make([tensor([1, 2], { requiresGrad: true })]);
    expect(() => other.loadStateDict(optimizer.stateDict())).toThrow("loadStateDict");
  });
});

test("what is no list of parameters is refused by what it is", () => {
  const p = tensor([1], { requiresGrad: true });
  for (const [given, message] of [
    [p, "the parameters are one tensor, but must be a list"],
    [{ forward() {} }, "the parameters are an object (Object), but must be a list"],
    [undefined, "the parameters are undefined"],
    ["weights", "the parameters are weights"],
    [[3], "a parameter is 3, not a tensor"],
    [[{ params: p }], "the parameters are one tensor"],
    [[p, { params: [p] }], "mixed"],
  ] as const)
    expect(() => new optim.SGD(given as never, { lr: 1 })).toThrow(message);
});
