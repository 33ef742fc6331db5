/**
 * A folder a run: `run.json` (what was run), `metrics.jsonl` (a line an event), `checkpoint.safetensors` (everything
 * needed to go on), `checkpoint-before.safetensors` (the one before it, should that be damaged) and at the end
 * `weights.safetensors`. Files are written beside and renamed, so a killed process leaves none of them broken, and a
 * lock keeps a second process out.
 */
import { type DataError, defaultGenerator, type Generator } from "@gradus/core";
import { encodeSafetensors, readBytes, writeFileAtomic } from "@gradus/data";
import type { Module } from "@gradus/nn";
import type { GroupOptions, Optimizer } from "@gradus/optim";
import {
  type Checkpoint,
  DamagedCheckpoint,
  decodeCheckpoint,
  encodeCheckpoint,
  modelArrays,
  type Progress,
} from "./checkpoint.ts";
import { logWriteError, resumeError, runFolderError } from "./errors.ts";
import { nodeModule, systemCode } from "./node-modules.ts";
import { lockRun, type RunHolder, runHolder } from "./run-lock.ts";

export interface RunInfo {
  readonly model: string;
  readonly data: string;
  readonly dataHash: string;
  readonly config: Readonly<Record<string, unknown>>;
}

/** Where a run goes on, and what was lost on the way there, if anything was. */
export interface Restored {
  readonly progress: Progress;
  /** Why the checkpoint before the latest was taken, or null. */
  readonly damaged: string | null;
}

const latest = "checkpoint.safetensors";
const before = "checkpoint-before.safetensors";
/** 2: checkpoints carry a checksum. */
const format = 2;

/** Makes a folder and those above it one by one: Node's own way to do so calls a read-only disk a missing folder. */
function makeFolders(folder: string): void {
  const { mkdirSync, existsSync } = nodeModule("node:fs");
  const { dirname } = nodeModule("node:path");
  if (dirname(folder) !== folder && !existsSync(dirname(folder))) makeFolders(dirname(folder));
  if (!existsSync(folder)) mkdirSync(folder);
}

/** Removes what a killed process left half-written. The lock is held, so nobody is writing. */
function sweep(folder: string): void {
  const fs = nodeModule("node:fs");
  for (const name of fs.readdirSync(folder))
    if (/\.\d+-[0-9a-f]+\.tmp$|^metrics\.jsonl\.tmp$/.test(name))
      fs.rmSync(`${folder}/${name}`, { force: true });
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Reads run.json. @throws DataError `train/resume` */
async function readInfo(folder: string): Promise<RunInfo & { readonly format: number }> {
  let info: unknown;
  try {
    info = JSON.parse(new TextDecoder().decode(await readBytes(`${folder}/run.json`)));
  } catch (error) {
    if (systemCode(error) === "data/file-not-found")
      throw resumeError(folder, "it has no run.json, so it is not the folder of a run");
    const why = (error as Error).message.split("\n")[0]?.replace(/\.$/, "");
    throw resumeError(folder, `its run.json cannot be read: ${why}`);
  }
  if (!isRecord(info)) throw resumeError(folder, "its run.json holds no description of a run");
  for (const name of ["model", "data", "dataHash"])
    if (typeof info[name] !== "string")
      throw resumeError(folder, `its run.json does not say the ${name}`);
  if (!isRecord(info.config)) throw resumeError(folder, "its run.json does not say the config");
  const kept = typeof info.format === "number" ? info.format : 1;
  return { ...(info as unknown as RunInfo), format: kept };
}

/**
 * A run on disk: a folder with what was run, its metrics and its checkpoint.
 *
 * @example
 * const run = await RunLog.create("runs", { model: "mlp", data: "mine", dataHash: "", config: {} });
 * run.metric({ step: 1, loss: 0.5 });
 * run.close();
 * (await RunLog.open(run.folder)).info.model // "mlp"
 */
export class RunLog {
  readonly folder: string;
  readonly info: RunInfo;
  readonly #format: number;
  readonly #release: () => void;

  private constructor(folder: string, info: RunInfo, version: number, release: () => void) {
    this.folder = folder;
    this.info = info;
    this.#format = version;
    this.#release = release;
  }

  /**
   * Starts a new folder below `root`, named by date and model, and locks it.
   *
   * @throws DataError `train/folder` where it cannot be made
   */
  static async create(root: string, info: RunInfo): Promise<RunLog> {
    const fs = nodeModule("node:fs");
    const stamp = new Date().toISOString().slice(0, 19).replaceAll(":", "").replace("T", "-");
    const base = `${root.replace(/(?<=.)[/\\]+$/, "")}/${stamp}-${info.model}`;
    let folder = base;
    try {
      makeFolders(root);
      for (let i = 2; ; i++) {
        try {
          // Not "is it there, else make it": two trainings may start in the same second.
          fs.mkdirSync(folder);
          break;
        } catch (error) {
          if (systemCode(error) !== "EEXIST") throw error;
          folder = `${base}-${i}`;
        }
      }
    } catch (error) {
      throw runFolderError(folder, error);
    }
    const release = lockRun(folder);
    const run = { ...info, started: new Date().toISOString(), format };
    const bytes = new TextEncoder().encode(`${JSON.stringify(run, null, 2)}\n`);
    await writeFileAtomic(`${folder}/run.json`, bytes);
    return new RunLog(folder, info, format, release);
  }

  /**
   * Opens a run to go on with it: locks it and clears away what a killed process left half-written.
   *
   * @throws DataError `train/resume` for a folder that is no run, `train/locked` while another process writes to it
   */
  static async open(folder: string): Promise<RunLog> {
    const { format: kept, ...info } = await readInfo(folder);
    const release = lockRun(folder);
    sweep(folder);
    return new RunLog(folder, info, kept, release);
  }

  /** The process that is writing to a run's folder, or null. */
  static holder(folder: string): RunHolder | null {
    return runHolder(folder);
  }

  /** Gives the folder back; another process may open it from now on. */
  close(): void {
    this.#release();
  }

  /** Appends a line of metrics. @throws DataError `train/log` where the line cannot be written */
  metric(line: Readonly<Record<string, unknown>>): void {
    try {
      nodeModule("node:fs").appendFileSync(
        `${this.folder}/metrics.jsonl`,
        `${JSON.stringify(line)}\n`,
      );
    } catch (error) {
      throw logWriteError(this.folder, error);
    }
  }

  /** Drops metric lines after `step`, and a line that was cut short by a crash. @throws DataError `train/log` */
  trimMetrics(step: number): void {
    const fs = nodeModule("node:fs");
    const path = `${this.folder}/metrics.jsonl`;
    const beside = `${path}.${process.pid}-0.tmp`;
    const belongs = (line: string): boolean => {
      try {
        const value: unknown = JSON.parse(line);
        return isRecord(value) && !(typeof value.step === "number" && value.step > step);
      } catch {
        return false;
      }
    };
    try {
      if (!fs.existsSync(path)) return;
      const kept = fs.readFileSync(path, "utf8").split("\n").filter(belongs);
      fs.writeFileSync(beside, kept.map((l) => `${l}\n`).join(""), { flush: true });
      fs.renameSync(beside, path);
    } catch (error) {
      throw logWriteError(this.folder, error);
    }
  }

  /** The metrics up to now reach the disk, so that no checkpoint is ahead of them after a power cut. */
  #flushMetrics(): void {
    const fs = nodeModule("node:fs");
    const path = `${this.folder}/metrics.jsonl`;
    if (!fs.existsSync(path)) return;
    try {
      const file = fs.openSync(path, "r+");
      fs.fsyncSync(file);
      fs.closeSync(file);
    } catch (error) {
      throw logWriteError(this.folder, error);
    }
  }

  /**
   * Saves everything needed to go on exactly. The checkpoint before stays beside it where the disk knows links, which
   * cost nothing.
   */
  async checkpoint<O extends GroupOptions>(
    model: Module,
    optimizer: Optimizer<O>,
    generator: Generator,
    progress: Progress,
  ): Promise<void> {
    const fs = nodeModule("node:fs");
    const bytes = await encodeCheckpoint(model, optimizer, generator, progress);
    this.#flushMetrics();
    const [now, earlier] = [`${this.folder}/${latest}`, `${this.folder}/${before}`];
    try {
      fs.rmSync(earlier, { force: true });
      fs.linkSync(now, earlier);
    } catch {
      // There is none yet, or this disk has no links: then there is one checkpoint, written whole or not at all.
    }
    await writeFileAtomic(now, bytes);
  }

  /** Whether there is a checkpoint to go on from. */
  get hasCheckpoint(): boolean {
    const { existsSync } = nodeModule("node:fs");
    return [latest, before].some((name) => existsSync(`${this.folder}/${name}`));
  }

  /**
   * Puts the latest checkpoint back, or the one before it where that is damaged: a run repeats itself exactly, so going
   * on from there loses time only.
   *
   * @throws DataError `train/resume` where there is none that is whole
   */
  async restore<O extends GroupOptions>(
    model: Module,
    optimizer: Optimizer<O>,
    generator: Generator = defaultGenerator,
  ): Promise<Restored> {
    if (!this.hasCheckpoint) throw resumeError(this.folder, `it has no ${latest}`);
    let damaged: string | null = null;
    for (const name of [latest, before]) {
      let found: Checkpoint;
      try {
        found = await this.#read(name);
      } catch (error) {
        if (!(error instanceof DamagedCheckpoint)) throw error;
        damaged ??= error.message;
        continue;
      }
      model.loadStateDict(found.model);
      optimizer.loadStateDict(found.optimizer);
      generator.setState(found.generator);
      return { progress: found.progress, damaged };
    }
    throw resumeError(
      this.folder,
      damaged as string,
      "copy the file from a backup, or train again with the same options and seed, which gives the same run.",
    );
  }

  async #read(name: string): Promise<Checkpoint> {
    const path = `${this.folder}/${name}`;
    let bytes: Uint8Array;
    try {
      bytes = await readBytes(path);
    } catch (error) {
      const { reason } = (error as DataError).details as { reason?: string };
      const what =
        { ENOENT: "is missing", EISDIR: "is a folder" }[reason ?? ""] ??
        `cannot be read (${reason})`;
      throw new DamagedCheckpoint(`its ${name} ${what}`);
    }
    try {
      return decodeCheckpoint(bytes, this.#format >= 2);
    } catch (error) {
      if (error instanceof DamagedCheckpoint)
        throw new DamagedCheckpoint(`its ${name} ${error.message}`);
      throw error;
    }
  }

  /** Ends the run: saves the model alone, as PyTorch would read it, and drops the spare checkpoint. */
  async weights(model: Module): Promise<void> {
    await writeFileAtomic(
      `${this.folder}/weights.safetensors`,
      encodeSafetensors(await modelArrays(model)),
    );
    nodeModule("node:fs").rmSync(`${this.folder}/${before}`, { force: true });
  }
}
