/** What the playground's address says: every setting has a default, and a bad value falls back to it. */
export const dataNames = ["circle", "xor", "gauss", "spiral", "moons"] as const;
export const activations = ["tanh", "relu", "sigmoid", "linear"] as const;
export const featureNames = ["x", "y", "x2", "y2", "xy", "sinx", "siny"] as const;
export type DataName = (typeof dataNames)[number];
export type Activation = (typeof activations)[number];
export type Feature = (typeof featureNames)[number];

export interface Settings {
  readonly data: DataName;
  readonly noise: number;
  readonly layers: readonly number[];
  readonly activation: Activation;
  readonly features: readonly Feature[];
  readonly lr: number;
  readonly batch: number;
  readonly l2: number;
  readonly train: number;
  readonly seed: number;
}

export const defaults: Settings = {
  data: "circle",
  noise: 0.1,
  layers: [4, 3],
  activation: "tanh",
  features: ["x", "y"],
  lr: 0.1,
  batch: 20,
  l2: 0,
  train: 0.7,
  seed: 1,
};

export function encode(settings: Settings): string {
  const query = new URLSearchParams();
  for (const [key, value] of Object.entries(settings)) query.set(key, String(value));
  return query.toString();
}

function oneOf<T extends string>(names: readonly T[], text: string | null, fallback: T): T {
  return names.find((name) => name === text) ?? fallback;
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
  const layers = (query.get("layers") ?? "").split(",").map(Number);
  const sound = layers.length <= 6 && layers.every((n) => Number.isInteger(n) && n >= 1 && n <= 8);
  const said = (query.get("features") ?? "").split(",");
  const known = featureNames.filter((name) => said.includes(name));
  return {
    data: oneOf(dataNames, query.get("data"), defaults.data),
    noise: number("noise", 0, 0.5, defaults.noise),
    layers: sound ? layers : defaults.layers,
    activation: oneOf(activations, query.get("activation"), defaults.activation),
    features: known.length > 0 && known.length === said.length ? known : defaults.features,
    lr: number("lr", 0.0001, 3, defaults.lr),
    batch: number("batch", 1, 200, defaults.batch, true),
    l2: number("l2", 0, 0.1, defaults.l2),
    train: number("train", 0.1, 0.9, defaults.train),
    seed: number("seed", 0, 99999, defaults.seed, true),
  };
}
