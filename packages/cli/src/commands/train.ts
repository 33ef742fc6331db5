/** `gradus train`: trains a network on images, with a run folder that can be resumed. */
import { createHash } from "node:crypto";
import { data, defaultGenerator, manualSeed, optim, train as training } from "gradus";
import type { Command, Flags, Io } from "../command.ts";

interface Config {
  readonly model: training.ModelName;
  readonly data: string;
  readonly epochs: number;
  readonly seed: number;
  readonly batchSize: number;
  readonly lr: number;
}

const defaults: Config = {
  model: "lenet",
  data: "fashion-mnist",
  epochs: 10,
  seed: 1,
  batchSize: 64,
  lr: 2e-3,
};

/** Rises over the first tenth, then falls along half a cosine. */
const warmCosine = (done: number): number =>
  done < 0.1 ? 0.1 + 9 * done : 0.5 * (1 + Math.cos((Math.PI * (done - 0.1)) / 0.9)) + 0.001;

function readConfig(flags: Flags, io: Io): Config | null {
  const problem = (what: string) => {
    io.err(`train: ${what}\nusage: ${train.usage}`);
    return null;
  };
  const model = String(flags.model ?? defaults.model);
  if (!(model in training.models))
    return problem(
      `there is no model "${model}"; choose ${Object.keys(training.models).join(", ")}`,
    );
  const name = String(flags.data ?? defaults.data);
  if (name !== "fashion-mnist")
    return problem(`there is no data set "${name}"; choose fashion-mnist`);
  const numbers: Record<string, number> = {};
  for (const [flag, fallback, least] of [
    ["epochs", defaults.epochs, 1],
    ["seed", defaults.seed, 0],
    ["batch-size", defaults.batchSize, 1],
  ] as const) {
    const value = Number(flags[flag] ?? fallback);
    if (!Number.isInteger(value) || value < least)
      return problem(`--${flag} is ${flags[flag]}, but must be a whole number from ${least}`);
    numbers[flag] = value;
  }
  const lr = Number(flags.lr ?? defaults.lr);
  if (!(lr > 0)) return problem(`--lr is ${flags.lr}, but must be greater than 0`);
  return {
    model: model as training.ModelName,
    data: name,
    epochs: numbers.epochs as number,
    seed: numbers.seed as number,
    batchSize: numbers["batch-size"] as number,
    lr,
  };
}

const percent = (x: number): string => `${(100 * x).toFixed(2)} %`;

function clock(seconds: number): string {
  const s = Math.max(0, Math.round(seconds));
  return `${Math.floor(s / 60)}:${String(s % 60).padStart(2, "0")}`;
}

function progressLine(e: Extract<training.FitEvent, { kind: "step" }>): string {
  const width = 24;
  const filled = Math.round((width * e.batch) / e.batches);
  const bar = "█".repeat(filled) + "░".repeat(width - filled);
  return (
    `epoch ${e.epoch}/${e.epochs} ${bar} ${e.batch}/${e.batches}` +
    `  loss ${e.loss.toFixed(4)}  accuracy ${percent(e.accuracy)}` +
    `  ${Math.round(e.examplesPerSecond)} images/s  ${clock(e.secondsLeft)} left`
  );
}

function confusionTable(
  confusion: readonly (readonly number[])[],
  names: readonly string[],
): string {
  const wide = Math.max(...names.map((n) => n.length));
  const cell = (v: string | number) => String(v).padStart(6);
  const head = `${"".padEnd(wide)} ${names.map((n) => cell(n.slice(0, 5))).join("")}  recall`;
  const rows = confusion.map((row, i) => {
    const total = row.reduce((a, b) => a + b, 0);
    const right = total > 0 ? (row[i] as number) / total : 0;
    return `${(names[i] as string).padEnd(wide)} ${row.map((v) => cell(v === 0 ? "·" : v)).join("")}  ${percent(right)}`;
  });
  return [head, ...rows].join("\n");
}

export const train: Command = {
  name: "train",
  summary: "train a network: lenet, mlp, resnet20 or googlenet-small",
  usage:
    "gradus train [--model NAME] [--data fashion-mnist] [--epochs N] [--seed S] [--batch-size N] [--lr X] [--full] [--runs FOLDER] [--resume RUN] [--json]",
  options: {
    model: { type: "string" },
    data: { type: "string" },
    epochs: { type: "string" },
    seed: { type: "string" },
    "batch-size": { type: "string" },
    lr: { type: "string" },
    full: { type: "boolean" },
    runs: { type: "string" },
    resume: { type: "string" },
    json: { type: "boolean" },
  },

  async run(_args, flags, io) {
    const resumed = flags.resume ? await training.RunLog.open(String(flags.resume)) : null;
    let config = readConfig(flags, io);
    if (!config) return 2;
    if (resumed) {
      const saved = resumed.info.config as unknown as Config;
      config = { ...saved, epochs: flags.epochs ? config.epochs : saved.epochs };
    }
    const full = flags.full === true;
    const sets = {
      train: await data.fashionMnist({ train: true, full }),
      test: await data.fashionMnist({ train: false, full }),
    };
    const hash = createHash("sha256").update(sets.train.images.data).update(sets.train.labels.data);
    const dataHash = hash.digest("hex");
    manualSeed(config.seed);
    const classes = sets.train.classes.length;
    const model = training.models[config.model](classes);
    const optimizer = new optim.AdamW(model.parameters(), { lr: config.lr, weightDecay: 0.01 });
    const loader = (set: data.FashionMnist, shuffle: boolean, batchSize: number) =>
      new data.DataLoader(set as never, { batchSize, shuffle, seed: config.seed }) as never;
    const log =
      resumed ??
      (await training.RunLog.create(String(flags.runs ?? "runs"), {
        model: config.model,
        data: config.data,
        dataHash,
        config: { ...config },
      }));
    let from: training.Progress | undefined;
    if (resumed) {
      from = await resumed.restore(model, optimizer, defaultGenerator);
      resumed.trimMetrics(from.step);
      if (resumed.info.dataHash !== dataHash)
        io.err("warning: the data is not what this run started with; results will differ.");
    }
    const count = model.parameters().reduce((n, p) => n + p.numel(), 0);
    if (!flags.json)
      io.err(
        `${config.model}: ${count.toLocaleString("en")} parameters, ${sets.train.length} training and ${sets.test.length} test images`,
      );
    let last = 0;
    const result = await training.fit({
      model,
      optimizer,
      train: loader(sets.train, true, config.batchSize),
      test: loader(sets.test, false, 200),
      epochs: config.epochs,
      classes,
      schedule: warmCosine,
      log,
      ...(from ? { from } : {}),
      signal: io.signal,
      onEvent: (e) => {
        if (e.kind === "step") {
          const now = performance.now();
          if (io.isTerminal && (now - last > 100 || e.batch === e.batches)) {
            last = now;
            io.status(progressLine(e));
          }
        } else if (e.kind === "epoch" && !flags.json) {
          io.status("");
          io.err(
            `epoch ${e.epoch}: loss ${e.loss.toFixed(4)}, accuracy ${percent(e.accuracy)}; test loss ${e.test.loss.toFixed(4)}, accuracy ${percent(e.test.accuracy)}`,
          );
        }
      },
    });
    if (!result.finished) {
      io.status("");
      io.err(`stopped after step ${result.progress.step}; the work is saved.`);
      io.err(`go on with: npx gradus train --resume ${log.folder}`);
      return 1;
    }
    const test = result.test as training.Evaluation;
    if (flags.json)
      io.out(
        JSON.stringify({
          run: log.folder,
          step: result.progress.step,
          loss: test.loss,
          accuracy: test.accuracy,
          confusion: test.confusion,
        }),
      );
    else {
      io.out("");
      io.out(confusionTable(test.confusion, sets.train.classes));
      io.out("");
      io.out(`test accuracy ${percent(test.accuracy)}, loss ${test.loss.toFixed(4)}`);
      io.out(`run folder    ${log.folder}`);
    }
    return 0;
  },
};
