import { expect, test } from "vitest";
import { points } from "./data.ts";
import { makeTrainer } from "./model.ts";
import { dataNames, decode, defaults, encode } from "./state.ts";

test.each(dataNames)("%s has 200 finite points, half of each class", (name) => {
  const made = points(name, 0.1, 3);
  expect(made).toHaveLength(200);
  expect(made.filter((p) => p.label === 1)).toHaveLength(100);
  expect(made.every((p) => Math.abs(p.x) < 1.2 && Math.abs(p.y) < 1.2)).toBe(true);
});

test("settings survive the address", () => {
  const settings = { ...defaults, layers: [8, 1, 3], data: "moons" as const, lr: 0.03, l2: 0.01 };
  expect(decode(encode(settings))).toEqual(settings);
});

test("bad values in the address fall back to the defaults", () => {
  expect(
    decode("data=a&noise=9&layers=9,0&activation=b&features=z&lr=-1&batch=1.5&seed=x&l2="),
  ).toEqual(defaults);
});

test("training on xor lowers the loss", async () => {
  const trainer = makeTrainer({ ...defaults, data: "xor" });
  const first = await trainer.epoch();
  let last = first;
  for (let i = 0; i < 40; i++) last = await trainer.epoch();
  expect(last.train).toBeLessThan(first.train / 2);
  expect(await trainer.grid(4)).toHaveLength(16);
});
