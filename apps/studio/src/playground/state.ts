/** What the playground's address says: every setting has a default, and a bad value falls back to it. */
import { type Point, packPoints, unpackPoints } from "./points.ts";

export const dataNames = [
  "circle",
  "xor",
  "gauss",
  "moons",
  "spiral",
  "own",
  "slope",
  "hills",
] as const;
export const activations = ["tanh", "relu", "sigmoid", "linear"] as const;
export const optimizers = ["sgd", "momentum", "adam"] as const;
/** How weights begin: as layers do by themselves, or all by one rule. */
export const starts = ["usual", "zeros", "large", "glorot", "he"] as const;
/** How the learning rate goes on from epoch to epoch. */
export const schedules = ["constant", "warmUp", "halved", "cosine"] as const;
export const featureNames = ["x", "y", "x2", "y2", "xy", "sinx", "siny"] as const;
export type DataName = (typeof dataNames)[number];
export type Activation = (typeof activations)[number];
export type OptimizerName = (typeof optimizers)[number];
export type Start = (typeof starts)[number];
export type Schedule = (typeof schedules)[number];
export type Feature = (typeof featureNames)[number];

/** Whether a number is to be predicted for each point, from -1 to 1, and not a class. */
export const isRegression = (data: DataName): boolean => data === "slope" || data === "hills";

export const mostLayers = 6;
export const mostUnits = 8;

export interface Settings {
  readonly data: DataName;
  /** The learner's own points; kept while another set is shown. */
  readonly points: readonly Point[];
  readonly noise: number;
  /** Neurons of each hidden layer. */
  readonly layers: readonly number[];
  readonly activation: Activation;
  readonly optimizer: OptimizerName;
  readonly features: readonly Feature[];
  readonly lr: number;
  readonly batch: number;
  readonly l2: number;
  /** How much the sum of all weights' sizes adds to the loss that is trained on. */
  readonly l1: number;
  /** The part of every hidden layer's neurons that is left out at random while training. */
  readonly dropout: number;
  /** Whether every hidden layer's sums are normalised over the batch. */
  readonly batchNorm: boolean;
  readonly start: Start;
  readonly schedule: Schedule;
  /** Whether the plane shows only which class is answered, and whether the points kept for testing are hidden. */
  readonly discrete: boolean;
  readonly hideTest: boolean;
  /** The part of the points that is trained on. */
  readonly train: number;
  readonly seed: number;
  /** What is different in the run beside this one; null where there is none. */
  readonly beside: Partial<Variant> | null;
}

/** What a run beside another may do differently, on the same points with the same network. */
export const variantKeys = [
  "lr",
  "optimizer",
  "activation",
  "l2",
  "l1",
  "dropout",
  "batchNorm",
  "start",
  "schedule",
  "batch",
] as const;
export type Variant = Pick<Settings, (typeof variantKeys)[number]>;

/** The settings of the run beside. */
export const besideOf = (settings: Settings): Settings => ({
  ...settings,
  ...settings.beside,
  beside: null,
});

export const defaults: Settings = {
  data: "circle",
  points: [],
  noise: 0.1,
  layers: [4, 3],
  activation: "tanh",
  optimizer: "momentum",
  features: ["x", "y"],
  lr: 0.1,
  batch: 20,
  l2: 0,
  l1: 0,
  dropout: 0,
  batchNorm: false,
  start: "usual",
  schedule: "constant",
  discrete: false,
  hideTest: false,
  train: 0.7,
  seed: 1,
  beside: null,
};

/** Whether a last batch of one point is left out: a single point has no spread that batch norm could divide by. */
export const skipsSingle = ({ batchNorm, batch, layers }: Settings): boolean =>
  batchNorm && batch > 1 && layers.length > 0;

/** Settings that most people leave alone make no address longer. */
const seldom: readonly string[] = ["l1", "dropout", "start", "schedule"];

/** In an address, settings of the run beside have this before their names. */
const besideMark = "b.";

export function encode(settings: Settings): string {
  const query = new URLSearchParams();
  const { points, beside, ...rest } = settings;
  for (const [key, value] of Object.entries(rest)) {
    const short = seldom.includes(key) || typeof value === "boolean";
    if (!short || value !== defaults[key as keyof Settings]) query.set(key, String(value));
  }
  if (beside) query.set("beside", "true");
  for (const [key, value] of Object.entries(beside ?? {}))
    query.set(`${besideMark}${key}`, String(value));
  if (points.length > 0) query.set("points", packPoints(points));
  return query.toString().replaceAll("%2C", ",");
}

function oneOf<T extends string>(names: readonly T[], text: string | null, fallback: T): T {
  return names.find((name) => name === text) ?? fallback;
}

function layersOf(text: string | null): readonly number[] {
  if (text === null) return defaults.layers;
  if (text.trim() === "") return [];
  const layers = text.split(",").map(Number);
  const sound = layers.every((n) => Number.isInteger(n) && n >= 1 && n <= mostUnits);
  return sound && layers.length <= mostLayers ? layers : defaults.layers;
}

/** What an address says of the run beside: only what it names, and only what differs. */
function besideIn(query: URLSearchParams, settings: Settings): Partial<Variant> | null {
  if (query.get("beside") !== "true") return null;
  const own = new URLSearchParams(encode(settings));
  const named = variantKeys.filter((key) => query.has(besideMark + key));
  for (const key of named) own.set(key, query.get(besideMark + key) as string);
  const other = decode(own.toString());
  return Object.fromEntries(
    named.filter((key) => other[key] !== settings[key]).map((key) => [key, other[key]]),
  );
}

export function decode(text: string): Settings {
  const query = new URLSearchParams(text);
  const number = (
    key: string,
    low: number,
    high: number,
    fallback: number,
    whole = false,
  ): number => {
    const said = query.get(key);
    const value = said === null || said.trim() === "" ? Number.NaN : Number(said);
    return value >= low && value <= high && (!whole || Number.isInteger(value)) ? value : fallback;
  };
  const flag = (key: string): boolean => query.get(key) === "true";
  const said = (query.get("features") ?? "").split(",");
  const known = featureNames.filter((name) => said.includes(name));
  const settings: Settings = {
    data: oneOf(dataNames, query.get("data"), defaults.data),
    points: unpackPoints(query.get("points") ?? ""),
    noise: number("noise", 0, 0.5, defaults.noise),
    layers: layersOf(query.get("layers")),
    activation: oneOf(activations, query.get("activation"), defaults.activation),
    optimizer: oneOf(optimizers, query.get("optimizer"), defaults.optimizer),
    features: known.length > 0 && known.length === said.length ? known : defaults.features,
    lr: number("lr", 0.0001, 3, defaults.lr),
    batch: number("batch", 1, 200, defaults.batch, true),
    l2: number("l2", 0, 0.1, defaults.l2),
    l1: number("l1", 0, 0.1, defaults.l1),
    dropout: number("dropout", 0, 0.9, defaults.dropout),
    batchNorm: flag("batchNorm"),
    start: oneOf(starts, query.get("start"), defaults.start),
    schedule: oneOf(schedules, query.get("schedule"), defaults.schedule),
    discrete: flag("discrete"),
    hideTest: flag("hideTest"),
    train: number("train", 0.1, 0.9, defaults.train),
    seed: number("seed", 0, 99999, defaults.seed, true),
    beside: null,
  };
  return { ...settings, beside: besideIn(query, settings) };
}

/** What an address says that no playground can show, each by its name; empty where all is understood. */
export function misread(text: string): string[] {
  const query = new URLSearchParams(text);
  const settings = decode(text);
  const same = (key: string, said: string): boolean => {
    if (key === "beside") return said === "true";
    if (key.startsWith(besideMark)) {
      const other = besideOf(settings)[key.slice(besideMark.length) as keyof Settings];
      return settings.beside !== null && other !== undefined && String(other) === said.trim();
    }
    if (key === "points") return said === "" || settings.points.length > 0;
    const read = settings[key as keyof Settings];
    if (read === undefined) return false;
    if (typeof read === "number") return said.trim() !== "" && Number(said) === read;
    return String(read) === said.trim();
  };
  return [...query].filter(([key, said]) => !same(key, said)).map(([key]) => key);
}
