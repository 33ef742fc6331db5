/**
 * The run folders that training writes: listed, read, renamed, exported, and deleted in a way that can be undone
 * (a deleted run moves to `runs/deleted/`, which is never emptied for you).
 */
import { lstat, mkdir, rename, stat } from "node:fs/promises";
import { join } from "node:path";
import { accessError, busyRunError, runError, WorkspaceError } from "../workspace/errors.ts";
import { exists, Folder } from "../workspace/files.ts";
import { configOf } from "../workspace/move-on.ts";
import { besideWorkspace } from "../workspace/runs-folder.ts";
import type { Workspace } from "../workspace/workspace.ts";
import { eventFile, type Scalar } from "./tfevents.ts";

const runName = /^[A-Za-z0-9][A-Za-z0-9_-]{0,99}$/;
const deleted = "deleted";
/** What the learner says about a run, apart from what its training writes. */
const wordsFile = "about.json";
const mostInfoBytes = 1 << 20;
const mostNotes = 20_000;
const mostMetricBytes = 256 << 20;
/** The most points of one curve that are sent to the page. */
const mostPoints = 2000;

export type Metric = Readonly<Record<string, unknown>>;

export interface RunSummary {
  readonly id: string;
  /** What the learner calls it; the id unless renamed. */
  readonly name: string;
  readonly model: string;
  readonly data: string;
  readonly dataHash: string;
  readonly started: string;
  /** Whether a process is training it now. */
  readonly running: boolean;
  readonly config: Readonly<Record<string, unknown>>;
  /** What the learner wrote about it, and which runs they put it with; empty where nothing. */
  readonly notes: string;
  readonly group: string;
  readonly steps: number;
  /** The latest values, by name. */
  readonly result: Readonly<Record<string, number>>;
}

export interface RunDetails extends RunSummary {
  readonly metrics: readonly Metric[];
  /** The program that was run, where the run kept it. */
  readonly code: string | null;
}

/** What a learner says about a run; what is left out stays as it was. */
export interface RunWords {
  readonly name?: string;
  readonly notes?: string;
  readonly group?: string;
}

/** A run that was deleted and can be brought back. */
export interface DeletedRun {
  readonly id: string;
  readonly name: string;
  readonly started: string;
}

/** A run as a page sends it that trained something. */
export interface NewRun {
  readonly name: string;
  readonly model: string;
  readonly data: string;
  readonly dataHash: string;
  readonly config: Readonly<Record<string, unknown>>;
  readonly code?: string | undefined;
  readonly metrics: readonly Metric[];
}

const textOf = (value: unknown, fallback = "", most = 500): string =>
  typeof value === "string" ? value.slice(0, most) : fallback;

const record = (value: unknown): Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {};

function readMetrics(text: string): Metric[] {
  const metrics: Metric[] = [];
  for (const line of text.split("\n")) {
    if (line === "") continue;
    try {
      const value = record(JSON.parse(line));
      if (typeof value.step === "number") metrics.push(value);
    } catch {
      // A line that is being written, or was cut short.
    }
  }
  return metrics;
}

/** Every n-th line of a kind, the last one always, so that no kind has more than `mostPoints`. */
function thin(metrics: readonly Metric[]): Metric[] {
  const counts = new Map<unknown, number>();
  for (const m of metrics) counts.set(m.kind, (counts.get(m.kind) ?? 0) + 1);
  const seen = new Map<unknown, number>();
  return metrics.filter((m) => {
    const all = counts.get(m.kind) ?? 0;
    const n = seen.get(m.kind) ?? 0;
    seen.set(m.kind, n + 1);
    const every = Math.ceil(all / mostPoints);
    return n % every === 0 || n === all - 1;
  });
}

/** Names of the numbers in a metric, without its place. */
const valuesOf = (m: Metric): [string, number][] =>
  Object.entries(m).filter(
    (entry): entry is [string, number] =>
      typeof entry[1] === "number" && !["step", "epoch"].includes(entry[0]),
  );

/** A cell of a table; one that a spreadsheet would take for a formula is quoted as text. */
function csvCell(value: unknown): string {
  if (typeof value === "number") return String(value);
  if (value === undefined || value === null) return "";
  const text = typeof value === "string" ? value : JSON.stringify(value);
  const harmless = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\n\r]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

/** The process that is training a run in a folder, or null. The library that knows is loaded only where a lock is. */
async function trainerOf(folder: string): Promise<number | null> {
  if (!(await exists(`${folder}/run.lock`))) return null;
  const { train } = await import("gradus");
  return train.RunLog.holder(folder)?.pid ?? null;
}

export class Runs {
  readonly #workspace: Workspace;
  #saying: Promise<unknown> = Promise.resolve();

  constructor(workspace: Workspace) {
    this.#workspace = workspace;
  }

  /** The folders that hold `runs/`: the workspace, and the one around it, where earlier versions put them. */
  async #homes(): Promise<Folder[]> {
    const { root, files } = this.#workspace;
    const beside = besideWorkspace(root);
    if (beside === null) return [files];
    const older = await lstat(join(beside, "runs")).catch(() => null);
    return older?.isDirectory() ? [files, new Folder(beside)] : [files];
  }

  /** A run's folder as names; refuses what is no run's name. */
  #place(id: string): string[] {
    if (!runName.test(id) || id === deleted) throw runError(id);
    return ["runs", id];
  }

  /** The folder around `runs/` in which a run is. */
  async #homeOf(place: readonly string[], id: string): Promise<Folder> {
    for (const home of await this.#homes())
      if (await exists(await home.path(...place, "run.json"))) return home;
    throw runError(id);
  }

  /** What its training wrote, with what the learner says about it on top. */
  async #info(home: Folder, id: string): Promise<Record<string, unknown>> {
    const text = await home.readText([...this.#place(id), "run.json"], mostInfoBytes);
    if (text === null) throw runError(id);
    let info: Record<string, unknown>;
    try {
      info = record(JSON.parse(text));
    } catch {
      throw runError(id);
    }
    return { ...info, ...(await this.#words(home, this.#place(id))) };
  }

  /** What the learner says about a run; a file that cannot be read says nothing. */
  async #words(home: Folder, place: readonly string[]): Promise<RunWords> {
    const text = await home.readText([...place, wordsFile], mostInfoBytes);
    let said: Record<string, unknown> = {};
    try {
      said = record(JSON.parse(text ?? "{}"));
    } catch {
      // Somebody else's file, or one cut short: the run itself is none the worse.
    }
    const { name, notes, group } = said;
    return {
      ...(typeof name === "string" && { name }),
      ...(typeof notes === "string" && { notes: notes.slice(0, mostNotes) }),
      ...(typeof group === "string" && { group }),
    };
  }

  async #metrics(home: Folder, id: string): Promise<Metric[]> {
    const text = await home.readText([...this.#place(id), "metrics.jsonl"], mostMetricBytes);
    return readMetrics(text ?? "");
  }

  #summary(
    id: string,
    info: Readonly<Record<string, unknown>>,
    metrics: readonly Metric[],
    running: boolean,
  ): RunSummary {
    const result: Record<string, number> = {};
    for (const m of metrics.slice(-200))
      for (const [name, value] of valuesOf(m)) result[name] = value;
    return {
      id,
      name: textOf(info.name, id),
      model: textOf(info.model),
      data: textOf(info.data),
      dataHash: textOf(info.dataHash),
      started: textOf(info.started),
      running,
      config: configOf(record(info.config)),
      notes: textOf(info.notes, "", mostNotes),
      group: textOf(info.group),
      steps: metrics.reduce((n, m) => Math.max(n, m.step as number), 0),
      result,
    };
  }

  async #summaryIn(home: Folder, id: string): Promise<RunSummary> {
    const [info, metrics] = [await this.#info(home, id), await this.#metrics(home, id)];
    const trainer = await trainerOf(await home.path(...this.#place(id)));
    return this.#summary(id, info, metrics, trainer !== null);
  }

  /** All runs, newest first; folders that are no runs are left out. */
  async list(): Promise<RunSummary[]> {
    const found = new Map<string, RunSummary>();
    for (const home of await this.#homes())
      for (const { name, folder } of await home.list("runs")) {
        if (!folder || name === deleted || !runName.test(name) || found.has(name)) continue;
        try {
          found.set(name, await this.#summaryIn(home, name));
        } catch (error) {
          if (!(error instanceof WorkspaceError)) throw error;
        }
      }
    return [...found.values()].sort((a, b) => (a.started < b.started ? 1 : -1));
  }

  async get(id: string): Promise<RunDetails> {
    const place = this.#place(id);
    const home = await this.#homeOf(place, id);
    const metrics = await this.#metrics(home, id);
    const code = await home.readText([...place, "code.ts"], mostInfoBytes);
    return { ...(await this.#summaryIn(home, id)), metrics: thin(metrics), code };
  }

  /** Keeps a run that was trained elsewhere, a page for one. */
  async add(run: NewRun): Promise<RunSummary> {
    const { files } = this.#workspace;
    await files.makeFolder("runs");
    const stamp = new Date().toISOString().slice(0, 19).replaceAll(":", "").replace("T", "-");
    const words = run.model.toLowerCase().match(/[a-z0-9]+/g) ?? ["run"];
    const base = `${stamp}-${words.join("-").slice(0, 40)}`;
    let id = base;
    for (let n = 2; ; n++) {
      try {
        await mkdir(await files.path(...this.#place(id)));
        break;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== "EEXIST")
          throw error instanceof WorkspaceError ? error : accessError(`runs/${id}`, error);
        id = `${base}-${n}`;
      }
    }
    const { metrics, code, ...about } = run;
    const info = { ...about, started: new Date().toISOString(), format: 1 };
    const place = this.#place(id);
    await files.write(
      [...place, "metrics.jsonl"],
      metrics.map((m) => `${JSON.stringify(m)}\n`).join(""),
    );
    if (code !== undefined) await files.write([...place, "code.ts"], code);
    // Last, since a folder without it is no run yet.
    await files.write([...place, "run.json"], `${JSON.stringify(info, null, 2)}\n`);
    return this.#summary(id, info, metrics, false);
  }

  /**
   * Notes what the learner says about a run: the name it is shown under, notes, a group. The folder keeps its name,
   * since paths to it may be written down, and the training's own files stay as they are.
   */
  describe(id: string, words: RunWords): Promise<RunSummary> {
    const work = async (): Promise<RunSummary> => {
      const place = this.#place(id);
      const home = await this.#homeOf(place, id);
      const said = { ...(await this.#words(home, place)), ...words };
      await home.write([...place, wordsFile], `${JSON.stringify(said, null, 2)}\n`);
      return this.#summaryIn(home, id);
    };
    // Two changes at once are made one after the other, so that neither is lost.
    const mine = this.#saying.catch(() => {}).then(work);
    this.#saying = mine;
    return mine;
  }

  /** The runs that were deleted, latest first. */
  async deleted(): Promise<DeletedRun[]> {
    const found: DeletedRun[] = [];
    for (const home of await this.#homes()) {
      if (!(await exists(await home.path("runs", deleted)))) continue;
      for (const { name: id, folder } of await home.list("runs", deleted)) {
        if (!folder || !runName.test(id)) continue;
        const place = ["runs", deleted, id];
        const text = await home.readText([...place, "run.json"], mostInfoBytes).catch(() => null);
        if (text === null) continue;
        let info: Record<string, unknown> = {};
        try {
          info = record(JSON.parse(text));
        } catch {
          // It can be brought back all the same.
        }
        const { name } = { ...info, ...(await this.#words(home, place)) };
        found.push({ id, name: textOf(name, id), started: textOf(info.started) });
      }
    }
    return found.sort((a, b) => (a.started < b.started ? 1 : -1));
  }

  /** Moves a run's folder; one that another request has moved meanwhile is no run here. */
  async #move(
    home: Folder,
    from: readonly string[],
    to: readonly string[],
    id: string,
  ): Promise<void> {
    const [source, target] = [await home.path(...from), await home.path(...to)];
    const there = (path: string) =>
      stat(path)
        .then((s) => s.isDirectory())
        .catch(() => false);
    if (!(await there(source)) || (await there(target))) throw runError(id);
    try {
      await rename(source, target);
    } catch (error) {
      const { code = "" } = error as NodeJS.ErrnoException;
      if (["ENOENT", "EEXIST", "ENOTEMPTY", "ENOTDIR"].includes(code)) throw runError(id);
      throw accessError(from.join("/"), error);
    }
  }

  /** Moves a run out of sight. @throws WorkspaceError `workspace/run-busy` while it is being trained */
  async delete(id: string): Promise<void> {
    const place = this.#place(id);
    const home = await this.#homeOf(place, id);
    const trainer = await trainerOf(await home.path(...place));
    if (trainer !== null) throw busyRunError(id, trainer);
    await home.makeFolder("runs", deleted);
    await this.#move(home, place, ["runs", deleted, id], id);
  }

  /** Undoes a deletion. */
  async restore(id: string): Promise<RunSummary> {
    const place = this.#place(id);
    const away = ["runs", deleted, id];
    for (const home of await this.#homes()) {
      if (!(await exists(await home.path(...away)))) continue;
      await this.#move(home, away, place, id);
      return this.#summaryIn(home, id);
    }
    throw runError(id);
  }

  /** All metrics as a table, a line each. */
  async csv(id: string): Promise<string> {
    const metrics = await this.#metrics(await this.#homeOf(this.#place(id), id), id);
    const columns = [...new Set(metrics.flatMap((m) => Object.keys(m)))];
    const rows = metrics.map((m) => columns.map((c) => csvCell(m[c])).join(","));
    return `${[columns.map(csvCell).join(","), ...rows].join("\n")}\n`;
  }

  /** All metrics as a TensorBoard event file; steps have no times of their own, so they are a millisecond apart. */
  async tfevents(id: string): Promise<Uint8Array> {
    const home = await this.#homeOf(this.#place(id), id);
    const started = Date.parse(textOf((await this.#info(home, id)).started)) || 0;
    const scalars: Scalar[] = [];
    for (const [i, m] of (await this.#metrics(home, id)).entries())
      for (const [name, value] of valuesOf(m))
        scalars.push({
          tag: typeof m.kind === "string" ? `${m.kind}/${name}` : name,
          step: Math.max(0, Math.floor(m.step as number)),
          value,
          seconds: (started + i) / 1000,
        });
    return eventFile(scalars);
  }
}
