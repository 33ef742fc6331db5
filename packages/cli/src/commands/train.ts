/** `gradus train`: trains a network on images, with a run folder in the workspace that can be resumed. */
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import {
  data,
  defaultBackend,
  defaultGenerator,
  manualSeed,
  onWarning,
  optim,
  train as training,
} from "gradus";
import { type Command, type Flags, type Io, jsonOption, workspaceOptions } from "../command.ts";
import { usageLine } from "../command-line.ts";
import { findRun, runsFolder, runsIn } from "../workspace/runs-folder.ts";
import {
  ConfigError,
  configFromFlags,
  configOfRun,
  defaults,
  type TrainConfig,
} from "./train-config.ts";
import { confusionTable, lossText, percent, progressLine, progressText } from "./train-text.ts";

/** Rises over the first tenth, then falls along half a cosine. */
const warmCosine = (done: number): number =>
  done < 0.1 ? 0.1 + 9 * done : 0.5 * (1 + Math.cos((Math.PI * (done - 0.1)) / 0.9)) + 0.001;

const models = Object.keys(training.models);

interface Begun {
  readonly log: training.RunLog;
  readonly config: TrainConfig;
  readonly resumed: boolean;
}

/** Opens the run that `--resume` names, or begins a new one. Null where the call is wrong, which has been said. */
async function begin(
  flags: Flags,
  io: Io,
  dataHashOf: (c: TrainConfig) => Promise<string>,
): Promise<Begun | null> {
  const wrong = (what: string): null => {
    io.err(`train: ${what}.\n${usageLine(train)}`);
    return null;
  };
  const orWrong = (read: () => TrainConfig): TrainConfig | null => {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      return wrong(error.message);
    }
  };
  if (flags.resume === undefined) {
    const config = orWrong(() => configFromFlags(flags, models));
    if (!config) return null;
    const log = await training.RunLog.create(await runsFolder(flags), {
      model: config.model,
      data: config.data,
      dataHash: await dataHashOf(config),
      config: { ...config },
    });
    return { log, config, resumed: false };
  }
  const runs = await runsFolder(flags);
  const folder = findRun(String(flags.resume), runs);
  const inside = runsIn(folder);
  if (inside.length > 0)
    return wrong(
      `${flags.resume} holds ${inside.length === 1 ? "a run" : `${inside.length} runs`}; say which one, the newest for instance: --resume ${folder.replace(/[/\\]+$/, "")}/${inside[0]}`,
    );
  if (!existsSync(folder)) {
    const [newest] = runsIn(runs);
    return wrong(
      `there is no run ${flags.resume}${newest ? `; the newest is ${runs}/${newest}` : `, and none in ${runs}`}`,
    );
  }
  const log = await training.RunLog.open(folder);
  const config = orWrong(() => configOfRun(log.info.config, flags, models));
  if (!config) log.close();
  return config && { log, config, resumed: true };
}

/** Says once that a training learns nothing, where one would else only see numbers that do not move. */
function watchLoss(classes: number, lr: number, io: Io): (e: training.FitEvent) => void {
  const guessing = Math.log(classes);
  let said = false;
  return (e) => {
    if (said || e.kind === "checkpoint") return;
    const huge = e.kind === "step" && e.loss > 20 * guessing;
    const stuck = e.kind === "epoch" && e.loss > 0.98 * guessing;
    if (!huge && !stuck) return;
    said = true;
    io.status("");
    io.err(
      `warning: the loss ${huge ? "is" : `of epoch ${e.epoch} is`} ${lossText(e.loss)}; guessing among ${classes} classes gives ${guessing.toFixed(4)}. The network ${huge ? "diverges" : "learns nothing"}.`,
    );
    io.err(
      `Hint: a learning rate of ${lr} is probably too large; Ctrl-C ends this run, and --lr ${Number((lr / 10).toPrecision(2))} is worth a try.`,
    );
  };
}

/** Shows steps and epochs: in one line of a terminal, or every ten seconds as a line of its own. */
function showProgress(io: Io, json: boolean): (e: training.FitEvent) => void {
  let last = performance.now();
  const everyMs = io.isTerminal ? 100 : 10_000;
  return (e) => {
    if (e.kind === "step") {
      const now = performance.now();
      const lastBatch = io.isTerminal && e.batch === e.batches;
      if (now - last < everyMs && !lastBatch) return;
      last = now;
      if (io.isTerminal) io.status(progressLine(e, io.columns));
      else if (!json) io.err(progressText(e));
    } else if (e.kind === "epoch" && !json) {
      io.status("");
      const { test } = e;
      io.err(
        `epoch ${e.epoch}: loss ${lossText(e.loss)}, accuracy ${percent(e.accuracy)}; test loss ${lossText(test.loss)}, accuracy ${percent(test.accuracy)}`,
      );
    }
  };
}

/** The embedded images, or all of them. */
const imagesOf = async (full: boolean) => ({
  train: await data.fashionMnist({ train: true, full }),
  test: await data.fashionMnist({ train: false, full }),
});

type Images = Awaited<ReturnType<typeof imagesOf>>;

const hashOf = (set: data.FashionMnist): string =>
  createHash("sha256").update(set.images.data).update(set.labels.data).digest("hex");

async function trainOn(
  { log, config, resumed }: Begun,
  images: Images,
  flags: Flags,
  io: Io,
): Promise<number> {
  const json = flags.json === true;
  manualSeed(config.seed);
  const classes = images.train.classes.length;
  const model = training.models[config.model](classes);
  const optimizer = new optim.AdamW(model.parameters(), { lr: config.lr, weightDecay: 0.01 });
  const loader = (set: data.FashionMnist, shuffle: boolean, batchSize: number) =>
    new data.DataLoader(set as never, { batchSize, shuffle, seed: config.seed }) as never;
  let from: training.Progress | undefined;
  if (resumed) {
    if (log.info.dataHash !== hashOf(images.train))
      io.err("warning: the data is not what this run started with; results will differ.");
    if (log.hasCheckpoint) {
      const { progress, damaged } = await log.restore(model, optimizer, defaultGenerator);
      if (damaged !== null)
        io.err(
          `warning: ${log.folder}: ${damaged}. It goes on from the one before, at step ${progress.step}; the result will be the same.`,
        );
      from = progress;
    } else
      io.err(`${log.folder} was stopped before its first checkpoint; it begins again at step 0.`);
    log.trimMetrics(from?.step ?? 0);
  }
  const count = model.parameters().reduce((n, p) => n + p.numel(), 0);
  if (!json)
    io.err(
      `${config.model}: ${count.toLocaleString("en")} parameters, ${images.train.length} training and ${images.test.length} test images`,
    );
  const advice = defaultBackend().advice?.();
  if (advice && !json) io.err(`Hint: ${advice}`);
  const show = showProgress(io, json);
  const watch = watchLoss(classes, config.lr, io);
  const result = await training.fit({
    model,
    optimizer,
    train: loader(images.train, true, config.batchSize),
    test: loader(images.test, false, 200),
    epochs: config.epochs,
    classes,
    schedule: warmCosine,
    log,
    ...(from ? { from } : {}),
    signal: io.signal,
    onEvent: (e) => {
      show(e);
      watch(e);
    },
  });
  if (!result.finished) {
    io.status("");
    io.err(`stopped after step ${result.progress.step}; the work is saved.`);
    io.err(`go on with: npx gradus train --resume ${log.folder}`);
    return 1;
  }
  const test = result.test as training.Evaluation;
  if (json)
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
    io.out(confusionTable(test.confusion, images.train.classes));
    io.out("");
    io.out(`test accuracy ${percent(test.accuracy)}, loss ${lossText(test.loss)}`);
    io.out(`run folder    ${log.folder}`);
  }
  return 0;
}

export const train: Command = {
  name: "train",
  summary: "train a network: lenet, mlp, resnet20 or googlenet-small",
  usage: "gradus train",
  about: [
    "Trains on images of clothing and keeps everything in a folder of the workspace, which the studio shows while it grows. Ctrl-C stops after the present step and saves; a run that was stopped or killed goes on with --resume, to the same bits.",
  ],
  options: {
    model: {
      type: "string",
      value: "NAME",
      about: `${models.join(", ")}; default ${defaults.model}`,
    },
    data: {
      type: "string",
      value: "NAME",
      about: `the data set; default ${defaults.data}, and the only one`,
    },
    epochs: {
      type: "string",
      value: "N",
      about: `passes over the images; default ${defaults.epochs}`,
    },
    seed: {
      type: "string",
      value: "N",
      about: `of the first weights and the order of images; the same seed gives the same run; default ${defaults.seed}`,
    },
    "batch-size": {
      type: "string",
      value: "N",
      about: `images a step; default ${defaults.batchSize}`,
    },
    lr: {
      type: "string",
      value: "X",
      about: `learning rate at its highest; it rises over the first tenth and then falls; default ${defaults.lr}`,
    },
    full: {
      type: "boolean",
      about:
        "all 70,000 images, after gradus data get fashion-mnist, instead of the 12,000 that come along",
    },
    resume: { type: "string", value: "RUN", about: "go on with a run: its name or its folder" },
    runs: {
      type: "string",
      value: "FOLDER",
      about:
        "keep the run in this folder, where the studio does not see it, instead of the workspace",
    },
    json: jsonOption,
    workspace: workspaceOptions.workspace,
  },

  async run(_args, flags, io) {
    let images: Images | undefined;
    const load = async (full: boolean): Promise<Images> => {
      images ??= await imagesOf(full);
      return images;
    };
    const begun = await begin(flags, io, async (c) => hashOf((await load(c.full)).train));
    if (!begun) return 2;
    const unheard = onWarning(({ code, message, hint }) => {
      io.status("");
      io.err(`warning: ${message}\nHint: ${hint}\n(${code})`);
    });
    try {
      return await trainOn(begun, await load(begun.config.full), flags, io);
    } finally {
      unheard();
      begun.log.close();
    }
  },
};
