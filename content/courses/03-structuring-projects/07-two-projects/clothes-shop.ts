/**
 * A shop that wants its customers' photos sorted, and has pictures from a catalogue. All that a decision can change is in
 * `Plan`; this file makes the pictures and labels that a plan leads to, trains networks on them, and asks them about
 * every set. The customers' camera is `shared/camera.ts`; who labelled what wrongly is `supplied`, below.
 */
import { manualSeed, nn, noGrad, optim, rand, randperm, type Tensor, tensor } from "gradus";
import { grainFor, photographed, pixels, type Shot, shots, still } from "../shared/camera.ts";

const all = 3000;
const batch = 32;
/** After so many steps it says how far it is, and can be stopped. */
const atOnce = 25;
/** The pictures 0 to 1,399 are the catalogue's; those up to 1,999 can be asked of customers. */
export const catalogueImages = 1400;
const customerImages = 600;
export const mostCopies = 3;
const [devFrom, testFrom, heldOut] = [2000, 2500, 500];
/** Half of the dev pictures are from the catalogue, half are photos. */
const devImages = 250;
/** The customers hold their phones worse than `shots` has it by itself. */
const strength = 1.25;
/** Each network is trained from so many starts, and the errors are averaged. */
export const starts = 2;
/** A network that is trained for so long says which kinds are wrong most often. */
const firstSteps = 300;

export const kinds = [
  "T-shirt",
  "trouser",
  "pullover",
  "dress",
  "coat",
  "sandal",
  "shirt",
  "sneaker",
  "bag",
  "boot",
] as const;

/** What has been decided. */
export interface Plan {
  readonly catalogue: number;
  readonly photos: number;
  /** What the simulated camera does to training pictures: nothing, blur and light, or all that a phone does. */
  readonly camera: "none" | "light" | "all";
  /** How often the simulated camera takes each catalogue picture. */
  readonly copies: number;
  readonly hidden: number;
  readonly dropout: number;
  /** Steps of training, each on 32 pictures. */
  readonly steps: number;
  /** An eighth of the training pictures is set aside. */
  readonly trainDev: boolean;
  readonly photoDev: boolean;
  readonly relabelled: boolean;
  /** Whether kinds count more in training, the more often they are wrong. */
  readonly weighted: boolean;
  /** Whether somebody looks at the mistakes of this very network. */
  readonly looking: boolean;
}

/** A picture 0..1, the label it has, and what it is. */
export interface Picture {
  /** The place of what is on it in the data set. */
  readonly id: number;
  readonly image: Float32Array;
  readonly label: number;
  readonly truth: number;
  readonly shot: Shot;
}

/**
 * The label that the supplier gives a catalogue picture, as a function of what it is and of a die, 0..1. A third of the
 * pictures comes from a house that calls things its own way: always the same way, so that a network learns it.
 */
export function supplied(truth: number, die: number): number {
  const own: Readonly<Record<number, number>> = { 0: 6, 2: 4, 7: 9 };
  return die < 1 / 3 ? (own[truth] ?? truth) : truth;
}

interface World {
  readonly catalogue: readonly Picture[];
  readonly photos: readonly Picture[];
  readonly catalogueDev: readonly Picture[];
  readonly photoDev: readonly Picture[];
  readonly users: readonly Picture[];
  /** What a camera would do to each catalogue picture, so many times as it can be asked to; and the grain. */
  readonly simulated: readonly Shot[];
  readonly grain: Float32Array;
  /** What the simulated camera has taken already. */
  readonly filmed: Map<string, Float32Array>;
  raw(i: number): Uint8Array;
}

const range = (from: number, count: number): number[] =>
  Array.from({ length: count }, (_, i) => from + i);

async function makeWorld(bytes: Uint8Array): Promise<World> {
  manualSeed(7);
  const dice = Array.from(await rand([all]).data(), Number);
  const taken = await shots(all, strength);
  const simulated = await shots(mostCopies * catalogueImages, strength);
  const grain = await grainFor(all);
  const truthOf = (i: number): number => bytes[all * pixels + i] as number;
  const raw = (i: number): Uint8Array => bytes.subarray(i * pixels, (i + 1) * pixels);
  const grainOf = (i: number): Float32Array => grain.subarray(i * pixels, (i + 1) * pixels);
  const fromCatalogue = (i: number): Picture => ({
    id: i,
    image: Float32Array.from(raw(i), (v) => v / 255),
    label: supplied(truthOf(i), dice[i] as number),
    truth: truthOf(i),
    shot: still,
  });
  const photo = (i: number): Picture => {
    const shot = taken[i] as Shot;
    const image = photographed(raw(i), shot, grainOf(i));
    return { id: i, image, label: truthOf(i), truth: truthOf(i), shot };
  };
  return {
    catalogue: range(0, catalogueImages).map(fromCatalogue),
    photos: range(catalogueImages, customerImages).map(photo),
    catalogueDev: range(devFrom, devImages).map(fromCatalogue),
    photoDev: range(devFrom + devImages, devImages).map(photo),
    users: range(testFrom, heldOut).map(photo),
    simulated,
    grain,
    filmed: new Map(),
    raw,
  };
}

const worlds = new WeakMap<Uint8Array, Promise<World>>();

/** The world is the same for every plan. */
function worldOf(bytes: Uint8Array): Promise<World> {
  const known = worlds.get(bytes) ?? makeWorld(bytes);
  worlds.set(bytes, known);
  return known;
}

/** The pictures to learn from, in an order by chance. */
async function trainingOf(world: World, plan: Plan): Promise<Picture[]> {
  const labelled = (p: Picture): Picture => (plan.relabelled ? { ...p, label: p.truth } : p);
  const filmed = (p: Picture, i: number): Picture[] => {
    if (plan.camera === "none") return [p];
    return range(0, plan.copies).map((copy) => {
      const drawn = world.simulated[copy * catalogueImages + i] as Shot;
      const { blur, light, shade, grain } = drawn;
      const shot = plan.camera === "all" ? drawn : { ...still, blur, light, shade, grain };
      const name = `${plan.camera} ${copy} ${i}`;
      const at = (i + 800 * copy) % all;
      const grains = world.grain.subarray(at * pixels, (at + 1) * pixels);
      const image = world.filmed.get(name) ?? photographed(world.raw(i), shot, grains);
      world.filmed.set(name, image);
      return { ...p, image };
    });
  };
  const pool = [
    ...world.catalogue.slice(0, plan.catalogue).map(labelled).flatMap(filmed),
    ...world.photos.slice(0, plan.photos),
  ];
  manualSeed(11);
  const order = Array.from(await randperm(pool.length).data(), Number);
  return order.map((i) => pool[i] as Picture);
}

const stacked = (pictures: readonly Picture[]): { X: Tensor; Y: Tensor } => {
  const values = new Float32Array(pictures.length * pixels);
  for (const [i, { image }] of pictures.entries()) values.set(image, i * pixels);
  return {
    X: tensor(values).reshape([pictures.length, pixels]),
    Y: tensor(pictures.map((p) => p.label)).int(),
  };
};

const network = ({ hidden, dropout }: Plan): nn.Sequential =>
  new nn.Sequential(
    new nn.Linear(pixels, hidden),
    new nn.ReLU(),
    ...(dropout > 0 ? [new nn.Dropout(dropout)] : []),
    new nn.Linear(hidden, kinds.length),
  );

interface Run {
  readonly signal: AbortSignal;
  /** So many steps have been taken. */
  taken(steps: number): void;
}

/** Trains one network; `weight` has a factor for each kind. */
async function train(
  pictures: readonly Picture[],
  plan: Plan,
  { seed, weight, run }: { seed: number; weight: readonly number[] | null; run: Run },
): Promise<nn.Sequential> {
  manualSeed(seed);
  const { X, Y } = stacked(pictures);
  const model = network(plan);
  const optimizer = new optim.Adam(model.parameters(), { lr: 0.001 });
  const lossOf = new nn.CrossEntropyLoss(weight ? { weight: tensor([...weight]) } : {});
  const perEpoch = Math.floor(pictures.length / batch);
  let order = randperm(pictures.length);
  for (let step = 0; step < plan.steps; step++) {
    const from = (step % perEpoch) * batch;
    if (step > 0 && from === 0) order = randperm(pictures.length);
    const rows = order.narrow(0, from, batch);
    optimizer.zeroGrad();
    lossOf.call(model.call(X.indexSelect(0, rows)), Y.indexSelect(0, rows)).backward();
    optimizer.step();
    if ((step + 1) % atOnce !== 0) continue;
    // What was ordered is done when something of it is read.
    await model.parameters().at(-1)?.detach().sum().item();
    run.taken(atOnce);
    await new Promise((done) => setTimeout(done, 0));
    run.signal.throwIfAborted();
  }
  model.eval();
  return model;
}

/** What a network takes pictures for. */
const answersOf = async (
  model: nn.Sequential,
  pictures: readonly Picture[],
): Promise<readonly number[]> =>
  Array.from(await noGrad(() => model.call(stacked(pictures).X).argmax(1)).data(), Number);

/** A set, and for each start what the network took its pictures for. */
export interface Asked {
  readonly pictures: readonly Picture[];
  readonly answers: readonly (readonly number[])[];
}

/** The share of answers that are not the label, over all starts. */
export const errorOf = ({ pictures, answers }: Asked): number => {
  const wrong = answers.flatMap((a) => a.filter((answer, i) => answer !== pictures[i]?.label));
  return wrong.length / (pictures.length * answers.length);
};

/** The error of each kind, by its label. */
export const errorsByKind = ({ pictures, answers }: Asked): number[] =>
  kinds.map((_, kind) => {
    const own = pictures.flatMap((p, i) => (p.label === kind ? [i] : []));
    const wrong = answers.flatMap((a) => own.filter((i) => a[i] !== kind));
    return own.length === 0 ? 0 : wrong.length / (own.length * answers.length);
  });

/** All sets, as the networks of a plan answer them. */
export interface Answered {
  readonly train: Asked;
  readonly trainDev: Asked;
  readonly catalogueDev: Asked;
  readonly photoDev: Asked;
  readonly users: Asked;
}

/** Trains what a plan says, and asks about every set. */
export async function answered(
  bytes: Uint8Array,
  plan: Plan,
  { signal, progress }: { signal: AbortSignal; progress(share: number): void },
): Promise<Answered> {
  const world = await worldOf(bytes);
  const pool = await trainingOf(world, plan);
  // A picture and its copies stay on one side; ten that follow each other are one of each kind.
  const isAside = (p: Picture): boolean => plan.trainDev && Math.floor(p.id / 10) % 8 === 0;
  const aside = pool.filter(isAside);
  const rest = pool.filter((p) => !isAside(p));
  const catalogueDev = world.catalogueDev.map((p) =>
    plan.relabelled ? { ...p, label: p.truth } : p,
  );
  const sets = {
    train: rest,
    trainDev: aside,
    catalogueDev,
    photoDev: world.photoDev,
    users: world.users,
  };
  const steps = starts * plan.steps + (plan.weighted ? firstSteps : 0);
  let done = 0;
  const run: Run = {
    signal,
    taken(more) {
      done += more;
      progress(done / steps);
    },
  };
  let weight: number[] | null = null;
  if (plan.weighted) {
    const pictures = plan.photoDev ? world.photoDev : catalogueDev;
    const first = await train(rest, { ...plan, steps: firstSteps }, { seed: 100, weight, run });
    const errors = errorsByKind({ pictures, answers: [await answersOf(first, pictures)] });
    weight = errors.map((e) => 1 + 2 * e);
  }
  const answers: Record<keyof Answered, (readonly number[])[]> = {
    train: [],
    trainDev: [],
    catalogueDev: [],
    photoDev: [],
    users: [],
  };
  for (let start = 1; start <= starts; start++) {
    const model = await train(rest, plan, { seed: start, weight, run });
    for (const name of Object.keys(sets) as (keyof Answered)[])
      if (sets[name].length > 0) answers[name].push(await answersOf(model, sets[name]));
  }
  const asked = (name: keyof Answered): Asked => ({ pictures: sets[name], answers: answers[name] });
  return {
    train: asked("train"),
    trainDev: asked("trainDev"),
    catalogueDev: asked("catalogueDev"),
    photoDev: asked("photoDev"),
    users: asked("users"),
  };
}
