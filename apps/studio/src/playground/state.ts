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
export const featureNames = ["x", "y", "x2", "y2", "xy", "sinx", "siny"] as const;
export type DataName = (typeof dataNames)[number];
export type Activation = (typeof activations)[number];
export type OptimizerName = (typeof optimizers)[number];
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
  /** Whether the plane shows only which class is answered, and whether the points kept for testing are hidden. */
  readonly discrete: boolean;
  readonly hideTest: boolean;
  /** The part of the points that is trained on. */
  readonly train: number;
  readonly seed: number;
}

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
  discrete: false,
  hideTest: false,
  train: 0.7,
  seed: 1,
};

export function encode(settings: Settings): string {
  const query = new URLSearchParams();
  const { points, ...rest } = settings;
  for (const [key, value] of Object.entries(rest)) {
    // What most people leave alone makes no address longer.
    const seldom = key === "l1" || typeof value === "boolean";
    if (!seldom || value !== defaults[key as keyof Settings]) query.set(key, String(value));
  }
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
  return {
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
    discrete: flag("discrete"),
    hideTest: flag("hideTest"),
    train: number("train", 0.1, 0.9, defaults.train),
    seed: number("seed", 0, 99999, defaults.seed, true),
  };
}

/** What an address says that no playground can show, each by its name; empty where all is understood. */
export function misread(text: string): string[] {
  const query = new URLSearchParams(text);
  const settings = decode(text);
  const same = (key: string, said: string): boolean => {
    if (key === "points") return said === "" || settings.points.length > 0;
    const read = settings[key as keyof Settings];
    if (read === undefined) return false;
    if (typeof read === "number") return said.trim() !== "" && Number(said) === read;
    return String(read) === said.trim();
  };
  return [...query].filter(([key, said]) => !same(key, said)).map(([key]) => key);
}
