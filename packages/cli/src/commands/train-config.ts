/** What a training is told: read from the flags, or from the run that it goes on with, and checked alike. */
import type { train as training } from "gradus";
import type { Flags } from "../command.ts";

export interface TrainConfig {
  readonly model: training.ModelName;
  readonly data: string;
  readonly epochs: number;
  readonly seed: number;
  readonly batchSize: number;
  readonly lr: number;
  /** All 70,000 images instead of the subset that comes with the program. */
  readonly full: boolean;
}

export const defaults: TrainConfig = {
  model: "lenet",
  data: "fashion-mnist",
  epochs: 10,
  seed: 1,
  batchSize: 64,
  lr: 2e-3,
  full: false,
};

type Names = Readonly<Record<keyof TrainConfig, string>>;

/** What the fields are called where they come from. */
const asFlags: Names = {
  model: "--model",
  data: "--data",
  epochs: "--epochs",
  seed: "--seed",
  batchSize: "--batch-size",
  lr: "--lr",
  full: "--full",
};
const asSaved = Object.fromEntries(
  Object.keys(asFlags).map((name) => [name, `config.${name} in its run.json`]),
) as Names;

/** A setting that cannot be; the message says which, its value, and what it may be. */
export class ConfigError extends Error {}

const shown = (value: unknown): string =>
  typeof value === "string" ? JSON.stringify(value) : (JSON.stringify(value) ?? "missing");

/** Throws unless the fields are a configuration. */
function check(
  fields: Readonly<Record<string, unknown>>,
  names: Names,
  models: readonly string[],
): TrainConfig {
  const fail = (field: keyof TrainConfig, must: string): never => {
    throw new ConfigError(`${names[field]} is ${shown(fields[field])}, but must be ${must}`);
  };
  const { model, data, lr, full = false } = fields;
  if (typeof model !== "string" || !models.includes(model)) fail("model", models.join(", "));
  if (data !== defaults.data) fail("data", defaults.data);
  for (const [field, least] of [
    ["epochs", 1],
    ["seed", 0],
    ["batchSize", 1],
  ] as const)
    if (!Number.isSafeInteger(fields[field]) || (fields[field] as number) < least)
      fail(field, `a whole number from ${least}`);
  if (typeof lr !== "number" || !(lr > 0) || !Number.isFinite(lr))
    fail("lr", "a number greater than 0");
  if (typeof full !== "boolean") fail("full", "true or false");
  return { ...(fields as unknown as TrainConfig), full: full as boolean };
}

const numberIn = (text: string): number | string => {
  const value = text.trim() === "" ? Number.NaN : Number(text);
  return Number.isNaN(value) ? text : value;
};

/** The settings that the flags name. */
function told(flags: Flags): Partial<Record<keyof TrainConfig, unknown>> {
  const { model, data, epochs, seed, lr, full } = flags;
  const all = { model, data, epochs, seed, batchSize: flags["batch-size"], lr, full };
  return Object.fromEntries(
    Object.entries(all)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => [
        name,
        typeof value === "string" && !["model", "data"].includes(name) ? numberIn(value) : value,
      ]),
  );
}

/** The configuration of a new run. @throws ConfigError */
export const configFromFlags = (flags: Flags, models: readonly string[]): TrainConfig =>
  check({ ...defaults, ...told(flags) }, asFlags, models);

/**
 * The configuration of a run that goes on, from what it saved; `--epochs` may make it longer.
 *
 * @throws ConfigError also for a flag that would make it another run
 */
export function configOfRun(
  saved: Readonly<Record<string, unknown>>,
  flags: Flags,
  models: readonly string[],
): TrainConfig {
  const { epochs, ...others } = told(flags);
  // Runs of earlier versions do not say which images they were begun with.
  const config = check({ full: others.full === true, ...saved }, asSaved, models);
  for (const [name, value] of Object.entries(others) as [keyof TrainConfig, unknown][])
    if (value !== config[name])
      throw new ConfigError(
        `${asFlags[name]} is ${shown(value)}, but the run was begun with ${shown(config[name])}; leave it out, or train anew without --resume`,
      );
  return epochs === undefined ? config : check({ ...config, epochs }, asFlags, models);
}
