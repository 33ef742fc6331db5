/**
 * A folder a run: `run.json` (what was run), `metrics.jsonl` (a line an event), `checkpoint.safetensors`
 * (everything needed to go on) and at the end `weights.safetensors`. Files are written beside and renamed,
 * so a killed process leaves none of them broken.
 */
import { DataError, type Generator, type GeneratorState, type Tensor, tensor } from "@gradus/core";
import { readBytes, readSafetensors, writeFileAtomic, writeSafetensors } from "@gradus/data";
import type { Module } from "@gradus/nn";
import type { GroupOptions, Optimizer, OptimizerState } from "@gradus/optim";
import { logWriteError, resumeError } from "./errors.ts";

type Arrays = Parameters<typeof writeSafetensors>[1];
type NodeFs = typeof import("node:fs");

const nodeFs = (): NodeFs => {
  const fs = typeof process === "undefined" ? undefined : process.getBuiltinModule?.("node:fs");
  if (!fs)
    throw new DataError(
      "train/no-files",
      "run log: there is no file system here.",
      "in a browser, listen to the training events instead of writing a run folder.",
    );
  return fs as NodeFs;
};

/** Where a run is. */
export interface Progress {
  readonly epoch: number;
  /** Batches of the epoch that are done. */
  readonly batch: number;
  readonly step: number;
}

export interface RunInfo {
  readonly model: string;
  readonly data: string;
  readonly dataHash: string;
  readonly config: Readonly<Record<string, unknown>>;
}

interface CheckpointMeta {
  readonly progress: Progress;
  readonly generator: GeneratorState;
  readonly optimizer: {
    readonly steps: Readonly<
      Record<string, { step: number; numbers: Readonly<Record<string, number>> }>
    >;
    readonly paramGroups: OptimizerState["paramGroups"];
  };
}

const text = new TextEncoder();

function parseMeta(json: string | undefined): CheckpointMeta | null {
  try {
    return JSON.parse(json ?? "null") as CheckpointMeta | null;
  } catch {
    return null;
  }
}

/**
 * A run on disk: a folder with what was run, its metrics and its checkpoint.
 *
 * @example
 * const run = await RunLog.create("runs", { model: "mlp", data: "mine", dataHash: "", config: {} });
 * run.metric({ step: 1, loss: 0.5 });
 * (await RunLog.open(run.folder)).info.model // "mlp"
 */
export class RunLog {
  readonly folder: string;
  readonly info: RunInfo;

  private constructor(folder: string, info: RunInfo) {
    this.folder = folder;
    this.info = info;
  }

  /** Starts a new folder below `root`, named by date and model. */
  static async create(root: string, info: RunInfo): Promise<RunLog> {
    const fs = nodeFs();
    const stamp = new Date().toISOString().slice(0, 19).replaceAll(":", "").replace("T", "-");
    let folder = `${root}/${stamp}-${info.model}`;
    for (let i = 2; fs.existsSync(folder); i++) folder = `${root}/${stamp}-${info.model}-${i}`;
    try {
      fs.mkdirSync(folder, { recursive: true });
    } catch (error) {
      throw new DataError(
        "train/folder",
        `run log: cannot make ${folder}: ${(error as Error).message}.`,
        "choose a folder you may write to with --runs.",
        { folder },
      );
    }
    const run = { ...info, started: new Date().toISOString(), format: 1 };
    await writeFileAtomic(`${folder}/run.json`, text.encode(`${JSON.stringify(run, null, 2)}\n`));
    return new RunLog(folder, info);
  }

  /** Opens a run to go on with it. @throws DataError `train/resume` */
  static async open(folder: string): Promise<RunLog> {
    try {
      const info = JSON.parse(new TextDecoder().decode(await readBytes(`${folder}/run.json`)));
      return new RunLog(folder, info as RunInfo);
    } catch (error) {
      throw resumeError(
        folder,
        `run.json cannot be read (${(error as Error).message.split("\n")[0]})`,
      );
    }
  }

  /** Appends a line of metrics. @throws DataError `train/log` where the line cannot be written */
  metric(line: Readonly<Record<string, unknown>>): void {
    try {
      nodeFs().appendFileSync(`${this.folder}/metrics.jsonl`, `${JSON.stringify(line)}\n`);
    } catch (error) {
      throw logWriteError(this.folder, (error as Error).message);
    }
  }

  /** Drops metric lines after `step`, and a line that was cut short by a crash. */
  trimMetrics(step: number): void {
    const fs = nodeFs();
    const path = `${this.folder}/metrics.jsonl`;
    if (!fs.existsSync(path)) return;
    const kept = fs
      .readFileSync(path, "utf8")
      .split("\n")
      .filter((line) => {
        try {
          return (JSON.parse(line) as { step: number }).step <= step;
        } catch {
          return false;
        }
      });
    fs.writeFileSync(`${path}.tmp`, kept.map((l) => `${l}\n`).join(""));
    fs.renameSync(`${path}.tmp`, path);
  }

  /** Saves everything needed to go on exactly. */
  async checkpoint<O extends GroupOptions>(
    model: Module,
    optimizer: Optimizer<O>,
    generator: Generator,
    progress: Progress,
  ): Promise<void> {
    const arrays: Record<string, Awaited<ReturnType<typeof toArray>>> = {};
    for (const [name, t] of Object.entries(model.stateDict()))
      arrays[`model.${name}`] = await toArray(t);
    const state = optimizer.stateDict();
    const steps: Record<string, { step: number; numbers: Readonly<Record<string, number>> }> = {};
    for (const [index, s] of Object.entries(state.state)) {
      steps[index] = { step: s.step, numbers: s.numbers };
      for (const [key, t] of Object.entries(s.tensors))
        arrays[`optimizer.${index}.${key}`] = await toArray(t);
    }
    const meta: CheckpointMeta = {
      progress,
      generator: generator.getState(),
      optimizer: { steps, paramGroups: state.paramGroups },
    };
    await writeSafetensors(`${this.folder}/checkpoint.safetensors`, arrays as Arrays, {
      metadata: { gradus: JSON.stringify(meta) },
    });
  }

  /** Puts a checkpoint back. @throws DataError `train/resume` */
  async restore<O extends GroupOptions>(
    model: Module,
    optimizer: Optimizer<O>,
    generator: Generator,
  ): Promise<Progress> {
    const path = `${this.folder}/checkpoint.safetensors`;
    if (!nodeFs().existsSync(path))
      throw resumeError(this.folder, "it has no checkpoint.safetensors");
    const file = await readSafetensors(path);
    const meta = parseMeta(file.metadata.get("gradus"));
    if (!meta) throw resumeError(this.folder, "its checkpoint was not written by gradus");
    const all = new Map<string, Tensor>();
    for (const [name, a] of file.tensors)
      all.set(name, tensor(a.data, { shape: a.shape, dtype: a.dtype }));
    const part = (prefix: string) =>
      Object.fromEntries(
        [...all].filter(([k]) => k.startsWith(prefix)).map(([k, t]) => [k.slice(prefix.length), t]),
      );
    model.loadStateDict(part("model."));
    optimizer.loadStateDict({
      paramGroups: meta.optimizer.paramGroups,
      state: Object.fromEntries(
        Object.entries(meta.optimizer.steps).map(([index, s]) => [
          index,
          { ...s, tensors: part(`optimizer.${index}.`) },
        ]),
      ),
    });
    generator.setState(meta.generator);
    return meta.progress;
  }

  /** Saves the model alone, as PyTorch would read it. */
  async weights(model: Module): Promise<void> {
    const arrays: Record<string, Awaited<ReturnType<typeof toArray>>> = {};
    for (const [name, t] of Object.entries(model.stateDict())) arrays[name] = await toArray(t);
    await writeSafetensors(`${this.folder}/weights.safetensors`, arrays as Arrays);
  }
}

const toArray = async (t: Tensor) => ({ dtype: t.dtype, shape: t.shape, data: await t.data() });
