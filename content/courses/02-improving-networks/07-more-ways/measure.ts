/** The lesson's two tables: clothes with and without made images, and the pitch with and without stopping, five starts each. */
import { manualSeed, nn, noGrad, optim, rand, type Tensor } from "gradus";
import { pointsOf } from "../shared/points.ts";
import { type Change, imagesOf, labelsOf } from "./clothes.ts";
import { balls, every, look, network, stepping, steps } from "./pitch-for-long.ts";

const starts = [1, 2, 3, 4, 5];
const clothesSteps = 1000;
const range = (values: readonly number[], digits = 1): string =>
  `${Math.min(...values).toFixed(digits)} to ${Math.max(...values).toFixed(digits)}`;

/** Uniform numbers from the library's dice, drawn a thousand at a time. */
async function* dice(): AsyncGenerator<number> {
  for (;;) for (const v of await rand([4096]).data()) yield Number(v);
}

/** Draws a change: in the mirror half of the time or never, and up to so many pixels to each side. */
async function drawn(
  noise: AsyncGenerator<number>,
  flips: boolean,
  shift: number,
): Promise<Change> {
  const next = async (): Promise<number> => (await noise.next()).value as number;
  const by = async (): Promise<number> => Math.floor((2 * shift + 1) * (await next())) - shift;
  return { flip: flips && (await next()) < 0.5, right: await by(), down: await by() };
}

async function* clothes(bytes: Uint8Array, count: number): AsyncGenerator<string> {
  const [X, y, d] = [
    imagesOf(bytes, 0, count),
    labelsOf(bytes, 0, count),
    labelsOf(bytes, 2000, 500),
  ];
  for (const [name, flips, shift] of [
    ["as they are", false, 0],
    ["flipped", true, 0],
    ["flipped and moved", true, 2],
  ] as const) {
    const errors: Record<string, number[]> = { training: [], dev: [], mirrored: [], moved: [] };
    for (const seed of starts) {
      manualSeed(seed);
      const noise = dice();
      const model = new nn.Sequential(new nn.Linear(784, 64), new nn.ReLU(), new nn.Linear(64, 10));
      const optimizer = new optim.SGD(model.parameters(), { lr: 0.2 });
      const lossOf = new nn.CrossEntropyLoss();
      for (let step = 0; step < clothesSteps; step++) {
        const changes: Change[] = [];
        for (let i = 0; flips && i < count; i++) changes.push(await drawn(noise, flips, shift));
        const made = flips ? imagesOf(bytes, 0, count, () => changes.pop() as Change) : X;
        optimizer.zeroGrad();
        lossOf.call(model.call(made), y).backward();
        optimizer.step();
      }
      const wrong = (A: Tensor, b: Tensor): Promise<number> =>
        noGrad(() => model.call(A).argmax(1).ne(b).float().mean().mul(100)).item();
      const places: Change[] = [];
      for (let i = 0; i < 500; i++) places.push(await drawn(noise, false, 2));
      const dev = (change?: () => Change): Tensor => imagesOf(bytes, 2000, 500, change);
      errors.training?.push(await wrong(X, y));
      errors.dev?.push(await wrong(dev(), d));
      errors.mirrored?.push(
        await wrong(
          dev(() => ({ flip: true, right: 0, down: 0 })),
          d,
        ),
      );
      errors.moved?.push(
        await wrong(
          dev(() => places.pop() as Change),
          d,
        ),
      );
    }
    const text = Object.entries(errors).map(([set, values]) => `${set} ${range(values)}`);
    yield `${count} clothes ${name}: error in per cent: ${text.join(", ")}`;
  }
}

async function* pitch(bytes: Uint8Array): AsyncGenerator<string> {
  const [train, dev] = [pointsOf(bytes, 0, balls), pointsOf(bytes, 100, 400)];
  for (const seed of starts) {
    manualSeed(seed);
    const model = network();
    const costs: number[] = [];
    const errors: number[] = [];
    for (const step of stepping(model, train)) {
      if (step % every !== 0) continue;
      const { cost, error } = await look(model, dev);
      costs.push(cost);
      errors.push(error);
    }
    const best = costs.indexOf(Math.min(...costs));
    const onTrain = await look(model, train);
    const at = (i: number): string =>
      `cost ${costs[i]?.toFixed(3)} error ${((errors[i] ?? 0) * 100).toFixed(1)} %`;
    yield `pitch, start ${seed}: best dev cost after ${(best + 1) * every}: ${at(best)}; after ${steps}: ${at(costs.length - 1)}, training error ${(100 * onTrain.error).toFixed(1)} %`;
  }
}

export default async function* measure(bytes: (id: string) => Uint8Array): AsyncGenerator<string> {
  yield* pitch(bytes("pitch"));
  yield* clothes(bytes("fashion-ten"), 300);
}
