/**
 * Clothes from a catalogue to learn from, and photos of clothes to be used on: what is in each set, and a network that is
 * trained on the one and measured on all. The photos are made by the camera of `shared/camera.ts`.
 */
import { manualSeed, nn, noGrad, optim, rand, randperm, type Tensor, tensor } from "gradus";
import { grainFor, photographed, pixels, type Shot, shots, still } from "../shared/camera.ts";

const all = 3000;
const classes = 10;
const batch = 100;
/** Catalogue images; behind them stand those that users have photographed: 400 that may be collected, dev, test. */
export const catalogue = 1600;
export const collectable = 400;
const [devFrom, testFrom] = [2000, 2500];
const heldOut = 500;
/** What is set aside of the training images, to measure with. */
export const trainDevImages = 200;
export const epochs = 15;

/** What the team does to its catalogue images before it learns from them. */
export const simulations = [
  "nothing",
  "only darker",
  "one photo's settings for all",
  "five photos' settings",
  "settings drawn for each",
] as const;

export interface Plan {
  /** How many photos of users are among the training images, 0 to 400. */
  readonly photos: number;
  /** The place in `simulations`. */
  readonly simulation: number;
  /** How strong the users' cameras are; 0 is a catalogue. */
  readonly strength: number;
}

/** Images [m, 784] and their classes [m]. */
export interface Pictures {
  readonly X: Tensor;
  readonly Y: Tensor;
}

export interface Worlds {
  readonly training: Pictures;
  readonly trainDev: Pictures;
  readonly dev: Pictures;
  readonly test: Pictures;
  /** The first images of the catalogue as they are, as the team uses them, and the first photos. */
  readonly shown: readonly (readonly Float32Array[])[];
}

interface Picture {
  readonly image: Float32Array;
  readonly label: number;
}

const stacked = (pictures: readonly Picture[]): Pictures => {
  const values = new Float32Array(pictures.length * pixels);
  for (const [i, { image }] of pictures.entries()) values.set(image, i * pixels);
  return {
    X: tensor(values).reshape([pictures.length, pixels]),
    Y: tensor(pictures.map((p) => p.label)).int(),
  };
};

/** The shot that each catalogue image gets, drawn anew for this team. */
async function simulated({ simulation, strength }: Plan): Promise<(i: number) => Shot> {
  const drawn = await shots(catalogue, strength);
  const dice = Array.from(await rand([catalogue]).data(), Number);
  const own = (i: number): Shot => drawn[i] as Shot;
  const ofFive = (i: number): Shot => own(Math.floor(5 * (dice[i] as number)));
  const ways = [
    () => still,
    (i: number) => ({ ...still, light: own(i).light }),
    () => own(0),
    ofFive,
    own,
  ];
  return ways[simulation] as (i: number) => Shot;
}

/** All four sets for a plan; the photos depend on the seed alone. */
export async function worldsOf(bytes: Uint8Array, plan: Plan, seed: number): Promise<Worlds> {
  manualSeed(1000 + seed);
  const photoShots = await shots(all - catalogue, plan.strength);
  const photoGrain = await grainFor(all - catalogue);
  const labelOf = (i: number): number => bytes[all * pixels + i] as number;
  const take = (i: number, shot: Shot, grain: Float32Array, at: number): Picture => ({
    image: photographed(
      bytes.subarray(i * pixels, (i + 1) * pixels),
      shot,
      grain.subarray(at * pixels, (at + 1) * pixels),
    ),
    label: labelOf(i),
  });
  const photo = (i: number): Picture =>
    take(i, photoShots[i - catalogue] as Shot, photoGrain, i - catalogue);
  const range = (from: number, count: number): number[] =>
    Array.from({ length: count }, (_, i) => from + i);

  const shotOf = await simulated(plan);
  const grain = await grainFor(catalogue);
  const pool = [
    ...range(0, catalogue).map((i) => take(i, shotOf(i), grain, i)),
    ...range(catalogue, plan.photos).map(photo),
  ];
  // The train-dev set is drawn from what is learned from: the same mixture, made in the same way.
  const order = Array.from(await randperm(pool.length).data(), Number);
  const mixed = order.map((i) => pool[i] as Picture);
  const [dev, test] = [range(devFrom, heldOut), range(testFrom, heldOut)].map((r) => r.map(photo));
  return {
    training: stacked(mixed.slice(trainDevImages)),
    trainDev: stacked(mixed.slice(0, trainDevImages)),
    dev: stacked(dev as Picture[]),
    test: stacked(test as Picture[]),
    shown: [
      range(0, 5).map((i) => take(i, still, grain, i).image),
      pool.slice(0, 5).map((p) => p.image),
      (dev as Picture[]).slice(0, 5).map((p) => p.image),
    ],
  };
}

/** A network 784-hidden-10 that learns with Adam; yields after each epoch. */
export async function* trained(
  { X, Y }: Pictures,
  seed: number,
  hidden = 64,
  last = epochs,
): AsyncGenerator<nn.Sequential> {
  manualSeed(seed);
  const model = new nn.Sequential(
    new nn.Linear(pixels, hidden),
    new nn.ReLU(),
    new nn.Linear(hidden, classes),
  );
  const optimizer = new optim.Adam(model.parameters(), { lr: 0.002 });
  const lossOf = new nn.CrossEntropyLoss();
  for (let epoch = 1; epoch <= last; epoch++) {
    const order = randperm(X.size(0));
    for (let from = 0; from + batch <= X.size(0); from += batch) {
      const rows = order.narrow(0, from, batch);
      optimizer.zeroGrad();
      lossOf.call(model.call(X.indexSelect(0, rows)), Y.indexSelect(0, rows)).backward();
      optimizer.step();
    }
    // The order's last batch is done when something of it is read.
    await model.parameters().at(-1)?.detach().sum().item();
    yield model;
  }
}

/** The four errors in per cent, from what was learned to what was never looked at. */
export async function errorsOf(model: nn.Sequential, worlds: Worlds): Promise<number[]> {
  const errors: number[] = [];
  for (const { X, Y } of [worlds.training, worlds.trainDev, worlds.dev, worlds.test])
    errors.push(100 * (await noGrad(() => model.call(X).argmax(1).ne(Y).float().mean()).item()));
  return errors;
}
