/** A network of the playground and its training, made of gradus' own layers and optimiser. */
import { manualSeed, nn, noGrad, optim, tensor } from "gradus";
import { inputs, type Point, points } from "./data.ts";
import type { Activation, Settings } from "./state.ts";

export interface Losses {
  readonly train: number;
  readonly test: number;
}

export interface Trainer {
  epoch(): Promise<Losses>;
  grid(side: number): Promise<number[]>;
  readonly points: readonly Point[];
}

function activation(name: Activation): nn.Tanh | nn.ReLU | nn.Sigmoid | nn.Identity {
  if (name === "tanh") return new nn.Tanh();
  if (name === "relu") return new nn.ReLU();
  if (name === "sigmoid") return new nn.Sigmoid();
  return new nn.Identity();
}

export function makeTrainer(settings: Settings): Trainer {
  manualSeed(settings.seed);
  const sizes = [settings.features.length, ...settings.layers];
  const layers = settings.layers.flatMap((size, i) => [
    new nn.Linear(sizes[i] ?? 1, size),
    activation(settings.activation),
  ]);
  const model = new nn.Sequential(...layers, new nn.Linear(sizes.at(-1) ?? 1, 1));
  const optimizer = new optim.SGD(model.parameters(), {
    lr: settings.lr,
    momentum: 0.9,
    weightDecay: settings.l2,
  });
  const all = points(settings.data, settings.noise, settings.seed);
  const cut = Math.round(all.length * settings.train);
  const part = (some: readonly Point[]) => ({
    x: tensor(some.map((p) => inputs(settings.features, p.x, p.y))),
    y: tensor(some.map((p) => [p.label])),
  });
  const batches = Array.from({ length: Math.ceil(cut / settings.batch) }, (_, i) =>
    part(all.slice(i * settings.batch, Math.min(cut, (i + 1) * settings.batch))),
  );
  const train = part(all.slice(0, cut));
  const test = part(all.slice(cut));
  const lossOf = new nn.BCEWithLogitsLoss();
  const read = (some: typeof train): Promise<number> =>
    noGrad(() => lossOf.forward(model.forward(some.x), some.y.float())).item() as Promise<number>;
  return {
    points: all,
    async epoch() {
      for (const batch of batches) {
        optimizer.zeroGrad();
        lossOf.forward(model.forward(batch.x), batch.y.float()).backward();
        optimizer.step();
      }
      return { train: await read(train), test: await read(test) };
    },
    async grid(side) {
      const at = (i: number): number => (2 * i) / (side - 1) - 1;
      const rows = Array.from({ length: side * side }, (_, i) =>
        inputs(settings.features, at(i % side), -at(Math.floor(i / side))),
      );
      return Array.from(await noGrad(() => model.forward(tensor(rows)).sigmoid()).data(), Number);
    },
  };
}
