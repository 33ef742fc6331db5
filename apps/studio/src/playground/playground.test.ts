import { expect, test } from "vitest";
import { points, split } from "./data.ts";
import { makeTrainer } from "./model.ts";
import { makePoint, packPoints, unpackPoints } from "./points.ts";
import { besideOf, dataNames, decode, defaults, encode, isRegression, misread } from "./state.ts";
import { direction } from "./surface.ts";

const sets = dataNames.filter((name) => name !== "own" && !isRegression(name));
const numbers = dataNames.filter(isRegression);
const own = [makePoint(-1, 1, 0), makePoint(0.123, -0.9, 1), makePoint(3, 0.5, 1)];

test.each(sets)("%s has 200 finite points, half of each class", (name) => {
  const made = points(name, 0.1, 3);
  expect(made).toHaveLength(200);
  expect(made.filter((p) => p.label === 1)).toHaveLength(100);
  expect(made.every((p) => Math.abs(p.x) < 1.2 && Math.abs(p.y) < 1.2)).toBe(true);
});

test.each(numbers)("%s has 200 finite points with a number from -1 to 1", (name) => {
  const made = points(name, 0, 3);
  expect(made).toHaveLength(200);
  expect(made.every((p) => Math.abs(p.x) <= 0.9 && Math.abs(p.y) <= 0.9)).toBe(true);
  const values = made.map((p) => p.value ?? Number.NaN);
  expect(Math.min(...values)).toBeGreaterThanOrEqual(-1);
  expect(Math.max(...values)).toBeLessThanOrEqual(1);
  expect(Math.min(...values)).toBeLessThan(-0.7);
  expect(Math.max(...values)).toBeGreaterThan(0.7);
  expect(made.every((p) => p.label === ((p.value as number) > 0 ? 1 : 0))).toBe(true);
});

test("a number is predicted with the mean squared error, and a slope is a line", async () => {
  const settings = { ...defaults, data: "slope" as const, layers: [], noise: 0, lr: 0.1 };
  const trainer = makeTrainer(settings);
  const view = await trainer.view(2);
  const { weight = [], bias = [] } = view.layers[0] ?? {};
  const answer = (x: number, y: number): number =>
    (weight[0] as number) * x + (weight[1] as number) * y + (bias[0] as number);
  // What is shown is the answer itself; it is not squeezed between 0 and 1.
  expect(view.maps[0]?.[0]?.[0]).toBeCloseTo(answer(-0.55, 0.55), 5);
  const mean =
    trainer.train
      .map((p) => (answer(p.x, p.y) - (p.value as number)) ** 2)
      .reduce((a, b) => a + b) / trainer.train.length;
  expect((await trainer.losses()).train).toBeCloseTo(mean, 5);
  let last = { train: 1, test: 1 };
  for (let i = 0; i < 60; i++) last = await trainer.epoch();
  expect(last.test).toBeLessThan(1e-6);
  const [a, b] = (await trainer.view(2)).layers[0]?.weight ?? [];
  expect([a, b]).toEqual([expect.closeTo(1 / 1.8, 3), expect.closeTo(1 / 1.8, 3)]);
});

test("hills are learned by a network with hidden layers", async () => {
  const trainer = makeTrainer({
    ...defaults,
    data: "hills",
    layers: [8, 8],
    optimizer: "adam",
    lr: 0.03,
  });
  const first = await trainer.losses();
  let last = first;
  for (let i = 0; i < 150; i++) last = await trainer.epoch();
  expect(last.train).toBeLessThan(first.train / 3);
});

test.each(numbers)("the middle of the loss surface of %s is its loss", async (data) => {
  const trainer = makeTrainer({ ...defaults, data });
  for (let i = 0; i < 3; i++) await trainer.epoch();
  const { values } = await trainer.surface(5, 1);
  expect(values[12]).toBeCloseTo((await trainer.losses()).train, 5);
});

test("settings survive the address, own points to the bit", () => {
  for (const settings of [
    { ...defaults, layers: [8, 1, 3], data: "moons" as const, lr: 0.03, l2: 0.01 },
    { ...defaults, layers: [], data: "own" as const, points: own, optimizer: "adam" as const },
    { ...defaults, data: "hills" as const, noise: 0.3 },
  ])
    expect(decode(encode(settings))).toEqual(settings);
});

test("bad values in the address fall back to the defaults", () => {
  expect(
    decode(
      "data=a&noise=9&layers=9,0&activation=b&features=z&lr=-1&batch=1.5&seed=x&l2=&points=AA!A&optimizer=c",
    ),
  ).toEqual(defaults);
});

test("what an address says and no playground can show is named", () => {
  expect(misread("")).toEqual([]);
  expect(misread(encode({ ...defaults, l1: 0.01, discrete: true, points: own }))).toEqual([]);
  expect(misread("data=a&lr=0.1&layers=9,0&colour=red&points=AA!A&batch=1.5")).toEqual([
    "data",
    "layers",
    "colour",
    "points",
    "batch",
  ]);
});

test("with L1 the weights that are not needed go towards 0", async () => {
  const sizes = async (l1: number): Promise<number> => {
    const trainer = makeTrainer({ ...defaults, data: "gauss", layers: [8], l1 });
    for (let i = 0; i < 60; i++) await trainer.epoch();
    const { layers } = await trainer.view(2);
    return layers.flatMap((l) => l.weight).reduce((sum, w) => sum + Math.abs(w), 0);
  };
  expect(await sizes(0.01)).toBeLessThan(0.6 * (await sizes(0)));
});

test("a weight or a bias put in by hand stays, and the losses are those of the network as it is", async () => {
  const trainer = makeTrainer(defaults);
  const before = await trainer.losses();
  await trainer.set({ layer: 1, neuron: 2, input: 3 }, 5);
  await trainer.set({ layer: 2, neuron: 0, input: null }, -4);
  const { layers } = await trainer.view(2);
  expect(layers[1]?.weight[2 * 4 + 3]).toBe(5);
  expect(layers[2]?.bias).toEqual([-4]);
  const after = await trainer.losses();
  expect(after.train).not.toBe(before.train);
  // Training goes on from there.
  expect((await trainer.epoch()).train).toBeLessThan(after.train);
});

test("points survive their short form; what is not one is no points", () => {
  expect(unpackPoints(packPoints(own))).toEqual(own);
  expect(packPoints(own)).toHaveLength(12);
  for (const bad of ["AAA", "AA A", "____"]) expect(unpackPoints(bad)).toEqual([]);
});

test("own points are shuffled before they are split, and none is lost", () => {
  const some = Array.from({ length: 20 }, (_, i) => makePoint(i / 20, 0, i < 10 ? 0 : 1));
  const { train, test: held } = split({ ...defaults, data: "own", points: some });
  expect(train).toHaveLength(14);
  expect(new Set(train.map((p) => p.label)).size).toBe(2);
  expect([...train, ...held].sort((a, b) => a.x - b.x)).toEqual(some);
});

test("training on xor lowers the loss", async () => {
  const trainer = makeTrainer({ ...defaults, data: "xor" });
  const first = await trainer.losses();
  let last = first;
  for (let i = 0; i < 60; i++) last = await trainer.epoch();
  expect(last.train).toBeLessThan(first.train / 2);
});

test("without points there is no loss, and nothing fails", async () => {
  const trainer = makeTrainer({ ...defaults, data: "own" });
  expect(await trainer.epoch()).toEqual({ train: Number.NaN, test: Number.NaN });
  expect((await trainer.view(4)).layers[0]?.weightGrad).toEqual([]);
  expect((await trainer.surface(3, 1)).values).toEqual([]);
});

test("a view shows every neuron over the plane, and gradients that are the loss's slope", async () => {
  const settings = { ...defaults, layers: [3, 2] };
  const view = await makeTrainer(settings).view(5);
  expect(view.maps.map((layer) => layer.map((m) => m.length))).toEqual([
    [25, 25, 25],
    [25, 25],
    [25],
  ]);
  const first = view.layers[0];
  expect(first?.weight).toHaveLength(6);
  // The first neuron at the top left cell's middle (-0.88, 0.88).
  const [a = 0, b = 0] = first?.weight ?? [];
  expect(view.maps[0]?.[0]?.[0]).toBeCloseTo(
    Math.tanh(-0.88 * a + 0.88 * b + (first?.bias[0] ?? 0)),
    5,
  );
  // One step of plain descent over all points at once moves each weight by -lr times its gradient.
  const plain = makeTrainer({ ...settings, optimizer: "sgd", lr: 0.01, batch: 200 });
  await plain.epoch();
  const after = (await plain.view(2)).layers[0];
  first?.weight.forEach((w, i) => {
    expect(after?.weight[i]).toBeCloseTo(w - 0.01 * (first.weightGrad[i] ?? 0), 6);
  });
});

test.each([
  "tanh",
  "relu",
  "sigmoid",
  "linear",
] as const)("the middle of the %s network's loss surface is its loss", async (activation) => {
  const trainer = makeTrainer({ ...defaults, activation });
  for (let i = 0; i < 5; i++) await trainer.epoch();
  const { values } = await trainer.surface(5, 1);
  expect(values).toHaveLength(25);
  expect(values[12]).toBeCloseTo((await trainer.losses()).train, 5);
  expect(new Set(values).size).toBeGreaterThan(20);
});

test("a direction is as long as the weights, neuron by neuron", () => {
  let n = 0;
  const made = direction([3, 4, 0, 0, 0.6, 0.8], 2, () => (n++ * 0.37) % 1);
  expect([0, 2, 4].map((i) => Math.hypot(made[i] as number, made[i + 1] as number))).toEqual([
    expect.closeTo(5),
    0,
    expect.closeTo(1),
  ]);
});

test("what a learner of the second course knows shows itself: zeros keep a layer's neurons alike, rates follow their schedule", async () => {
  const alike = makeTrainer({ ...defaults, start: "zeros" });
  await alike.epoch();
  const [first] = (await alike.view(2)).layers;
  expect(first?.weight.every((w) => w === 0)).toBe(true);
  const halved = makeTrainer({ ...defaults, schedule: "halved", lr: 0.1 });
  expect((await halved.view(2)).rate).toBeCloseTo(0.1);
  for (let i = 0; i < 50; i++) await halved.epoch();
  expect((await halved.view(2)).rate).toBeCloseTo(0.05);
});

test("dropout and batch norm are at rest when the network answers: looking changes nothing", async () => {
  const settings = { ...defaults, dropout: 0.5, batchNorm: true };
  const plain = makeTrainer(settings);
  for (let i = 0; i < 3; i++) await plain.epoch();
  const looked = makeTrainer(settings);
  for (let i = 0; i < 3; i++) {
    await looked.epoch();
    const { maps } = await looked.view(4);
    expect((await looked.view(4)).maps).toEqual(maps);
  }
  expect(await looked.losses()).toEqual(await plain.losses());
});

test("the middle of the loss surface is the loss with batch norm and dropout, too", async () => {
  const trainer = makeTrainer({ ...defaults, batchNorm: true, dropout: 0.2 });
  for (let i = 0; i < 3; i++) await trainer.epoch();
  const { values } = await trainer.surface(5, 1);
  expect(values[12]).toBeCloseTo((await trainer.losses()).train, 4);
});

test("a run beside says in the address only what differs", () => {
  const settings = { ...defaults, beside: { lr: 0.01, batchNorm: true } };
  const text = encode(settings);
  expect(text).toContain("b.lr=0.01");
  expect(text).not.toContain("b.l2");
  expect(decode(text)).toEqual(settings);
  expect(misread(text)).toEqual([]);
  expect(besideOf(settings)).toMatchObject({ lr: 0.01, batchNorm: true, optimizer: "momentum" });
  expect(decode(encode({ ...defaults, beside: {} })).beside).toEqual({});
  // What says the same as the first run is no difference, and what cannot be is named.
  expect(decode(`${text}&b.optimizer=momentum`).beside).toEqual(settings.beside);
  expect(misread(`${text}&b.optimizer=magic`)).toEqual(["b.optimizer"]);
});
