import { loadModule } from "@gradus/exercise";
import * as gradus from "gradus";
import { expect, test, vi } from "vitest";
import { code } from "./code.ts";
import { makeTrainer } from "./model.ts";
import { makePoint } from "./points.ts";
import { dataNames, defaults, type Settings } from "./state.ts";

interface Program {
  train(epochs: number): Promise<{ train: number; test: number }[]>;
}

const epochs = 6;

/** Runs the shown program and the playground's own trainer, epoch by epoch. */
async function both(settings: Settings) {
  const print = vi.spyOn(console, "log").mockImplementation(() => {});
  const program = loadModule(code(settings, 1), { modules: { gradus } }) as unknown as Program;
  await vi.waitFor(() => expect(print).toHaveBeenCalled());
  print.mockRestore();
  const trainer = makeTrainer(settings);
  const here = [];
  for (let i = 0; i < epochs; i++) here.push(await trainer.epoch());
  return { there: await program.train(epochs), here };
}

const own = Array.from({ length: 40 }, (_, i) =>
  makePoint(Math.sin(7 * i), Math.cos(3 * i), i % 3 === 0 ? 1 : 0),
);

test.each(
  dataNames,
)("the code that is shown for %s finds the playground's losses", async (data) => {
  const { there, here } = await both({ ...defaults, data, points: own, seed: 4 });
  expect(there).toEqual(here);
  expect(here).toHaveLength(epochs);
  expect(here.every((l) => l.train > 0 && l.test > 0)).toBe(true);
});

test.each<Partial<Settings>>([
  { optimizer: "sgd", activation: "relu", l2: 0.01, noise: 0.3 },
  { optimizer: "sgd", l1: 0.003, layers: [5, 2] },
  { optimizer: "adam", activation: "sigmoid", layers: [8, 1, 5], batch: 33, train: 0.45 },
  { dropout: 0.3, schedule: "halved", start: "he", activation: "relu", layers: [6, 4] },
  { batchNorm: true, schedule: "warmUp", start: "glorot", batch: 139, layers: [5] },
  { batchNorm: true, dropout: 0.2, schedule: "cosine", start: "large" },
  // Adam beside batch norm is left out: a bias that batch norm takes away has rounding for a gradient, which Adam enlarges.
  { start: "zeros", batchNorm: true, dropout: 0.5, layers: [] },
  { activation: "linear", layers: [], features: ["x", "y", "x2", "y2", "xy", "sinx", "siny"] },
])("the code follows the settings %o", async (some) => {
  const { there, here } = await both({ ...defaults, data: "xor", ...some });
  expect(there).toEqual(here);
});
