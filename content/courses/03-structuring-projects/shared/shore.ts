/**
 * A made-up beach: is a place wet at high tide? A wavy line divides it, near the line it depends on the day, and some of what
 * was written down is a fluke. Since we made it, we know for each place how probable it is, and so what the best rule reaches.
 */
import { manualSeed, nn, noGrad, optim, rand, type Tensor, tensor } from "gradus";

/** How far from the line it still depends on the day. */
const blur = 0.08;
export const steps = 600;

/** How far a place is above the wavy line. */
const above = (x: number, y: number): number => y - 0.45 * Math.sin(4 * x);

/** How probable it is that "wet" was written down for a place. */
export const probability = (x: number, y: number, flukes: number): number =>
  flukes + (1 - 2 * flukes) / (1 + Math.exp(above(x, y) / blur));

/** A person's rule of thumb: all that lies below a straight line is wet. */
export const ruleOfThumb = (x: number, y: number): number => Number(y < 0.25 * x);

export interface Beach {
  readonly places: readonly (readonly [x: number, y: number])[];
  readonly wet: readonly number[];
  readonly X: Tensor;
  readonly Y: Tensor;
}

/** `count` places in −1 to 1, and what was written down for them. */
export async function beach(count: number, flukes: number): Promise<Beach> {
  const dice = Array.from(await rand([count, 3]).data(), Number);
  const places = Array.from(
    { length: count },
    (_, i) => [2 * (dice[3 * i] as number) - 1, 2 * (dice[3 * i + 1] as number) - 1] as const,
  );
  const wet = places.map(([x, y], i) =>
    Number((dice[3 * i + 2] as number) < probability(x, y, flukes)),
  );
  return {
    places,
    wet,
    X: tensor(places.map((p) => [...p])),
    Y: tensor(wet.map((w) => [w])),
  };
}

/** The error of the best possible rule at these places, and that of the rule of thumb, in per cent, without any chance in it. */
export function expectedErrors(
  places: Beach["places"],
  flukes: number,
): { best: number; thumb: number } {
  let [best, thumb] = [0, 0];
  for (const [x, y] of places) {
    const p = probability(x, y, flukes);
    best += Math.min(p, 1 - p);
    thumb += ruleOfThumb(x, y) === 1 ? 1 - p : p;
  }
  return { best: (100 * best) / places.length, thumb: (100 * thumb) / places.length };
}

/** A network of 20 and 10 units that learns with Adam; yields after each step. */
export function* learning({ X, Y }: Beach, seed: number, last = steps): Generator<nn.Sequential> {
  manualSeed(seed);
  const model = new nn.Sequential(
    new nn.Linear(2, 20),
    new nn.ReLU(),
    new nn.Linear(20, 10),
    new nn.ReLU(),
    new nn.Linear(10, 1),
  );
  const optimizer = new optim.Adam(model.parameters(), { lr: 0.02 });
  const lossOf = new nn.BCEWithLogitsLoss();
  for (let step = 0; step < last; step++) {
    optimizer.zeroGrad();
    lossOf.call(model.call(X), Y).backward();
    optimizer.step();
    yield model;
  }
}

/** The share of what was written down that the network gets wrong, in per cent. */
export const errorOn = (model: nn.Sequential, { X, Y }: Beach): Promise<number> =>
  noGrad(() => model.call(X).gt(0).float().ne(Y).float().mean().mul(100)).item();
