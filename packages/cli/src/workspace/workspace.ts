/**
 * The learner's folder. The studio, the command line and the learner's own editor all work on the same files at
 * once, so every call looks at the disk, and a save says which version it was based on. Only what was done is kept,
 * and read again when its file has changed.
 */
import { createHash } from "node:crypto";
import { readdir, realpath, stat, unlink } from "node:fs/promises";
import { join, resolve } from "node:path";
import {
  type Content,
  type Dataset,
  type Exercise,
  eventLine,
  historyOf,
  isId,
  type LearningAct,
  type LearningEvent,
  type Progress,
  progressOf,
  starterFor,
  toWorkspace,
} from "@gradus/content";
import {
  accessError,
  ConflictError,
  datasetError,
  exerciseError,
  kindError,
  nameError,
} from "./errors.ts";
import { Folder, makeFolders } from "./files.ts";
import { ProgressLog, type UnreadableProgress } from "./progress-log.ts";
import { readme, tsconfig } from "./starting-files.ts";

const mostCodeBytes = 256 * 1024;

export interface ExerciseFile {
  readonly text: string;
  /** Changes with the text, and only with it. */
  readonly version: string;
}

/** A file whose text another has taken the place of. */
export interface Replaced {
  readonly file: ExerciseFile;
  /** Where in the workspace the text before is kept, or null if there was none or it was the same. */
  readonly kept: string | null;
}

/** What a text is known by. */
export const versionOf = (text: string): string =>
  createHash("sha256").update(text).digest("hex").slice(0, 16);

/** Ids that are nearly this one. */
function closeTo(id: string, content: Content): string[] {
  const letters = (s: string) => s.replaceAll("-", "").toLowerCase();
  const asked = letters(id);
  if (asked.length < 2) return [];
  return content.exercises
    .map((e) => e.id)
    .filter((e) => letters(e) === asked || letters(e).includes(asked) || asked.includes(letters(e)))
    .slice(0, 3);
}

/** Reads a data set of the content. */
export type ReadDataset = (dataset: Dataset) => Promise<Uint8Array>;

export class Workspace {
  readonly root: string;
  readonly content: Content;
  readonly #readDataset: ReadDataset | undefined;
  readonly files: Folder;
  readonly #log: ProgressLog;
  /** Saves of this process wait for each other, exercise by exercise. */
  readonly #queues = new Map<string, Promise<unknown>>();

  private constructor(root: string, content: Content, readDataset?: ReadDataset) {
    this.root = root;
    this.content = content;
    this.#readDataset = readDataset;
    this.files = new Folder(root);
    this.#log = new ProgressLog(this.files);
  }

  /** Makes a folder a workspace and adds what is missing; what is there is never overwritten. @returns its real path */
  static async prepare(folder: string): Promise<string> {
    const asked = resolve(folder);
    try {
      await makeFolders(asked);
    } catch (error) {
      throw accessError(asked, error);
    }
    // The folder itself may be reached through a link: that is the learner's own choice.
    const root = await realpath(asked);
    if (!(await stat(root)).isDirectory()) throw kindError(asked, "a folder");
    const files = new Folder(root);
    for (const name of ["exercises", "notes", "runs"]) await files.makeFolder(name);
    await files.write(["README.md"], readme, { onlyNew: true });
    await files.write(["tsconfig.json"], tsconfig(root), { onlyNew: true });
    return root;
  }

  /** Opens a folder as a workspace. */
  static async open(
    folder: string,
    content: Content,
    readDataset?: ReadDataset,
  ): Promise<Workspace> {
    const workspace = new Workspace(await Workspace.prepare(folder), content, readDataset);
    await workspace.#sweep();
    return workspace;
  }

  /** The bytes of a data set, by its id. */
  async dataset(id: string): Promise<Uint8Array> {
    const found = this.content.datasets.find((d) => d.id === id);
    if (!found || !this.#readDataset) throw datasetError(id);
    return this.#readDataset(found);
  }

  /** Removes what a killed process left half-written. */
  async #sweep(): Promise<void> {
    for (const name of ["exercises", "notes"]) {
      const folder = await this.files.path(name);
      for (const file of await readdir(folder)) {
        if (!/\.\d+-[0-9a-f]{8}\.tmp$/.test(file)) continue;
        const path = join(folder, file);
        const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Date.now() }));
        if (Date.now() - mtimeMs > 60_000) await unlink(path).catch(() => {});
      }
    }
  }

  /** An exercise of the content. @throws WorkspaceError `workspace/exercise` */
  exercise(id: string): Exercise {
    const found = this.content.exercises.find((e) => e.id === id);
    if (!found) throw exerciseError(id, closeTo(id, this.content));
    return found;
  }

  #path(id: string): string[] {
    if (!isId(id)) throw nameError("an exercise", id);
    return ["exercises", `${id}.ts`];
  }

  async #inTurn<T>(id: string, work: () => Promise<T>): Promise<T> {
    const before = this.#queues.get(id) ?? Promise.resolve();
    const mine = before.catch(() => {}).then(work);
    this.#queues.set(id, mine);
    try {
      return await mine;
    } finally {
      if (this.#queues.get(id) === mine) this.#queues.delete(id);
    }
  }

  /** The starter for this learner, as it reads in this folder. */
  async starter(id: string): Promise<string> {
    const exercise = this.exercise(id);
    const text = starterFor(exercise, historyOf(await this.events()));
    return toWorkspace(text, exercise, this.content);
  }

  /** What is on the disk, or null. */
  async read(id: string): Promise<ExerciseFile | null> {
    const text = await this.files.readText(this.#path(id), mostCodeBytes);
    return text === null ? null : { text, version: versionOf(text) };
  }

  /** What is on the disk, after putting the starter there if nothing was. */
  async readOrStart(id: string): Promise<ExerciseFile> {
    const exercise = this.exercise(id);
    return this.#inTurn(id, async () => {
      const found = await this.read(exercise.id);
      if (found) return found;
      const text = await this.starter(exercise.id);
      await this.files.write(this.#path(id), text, { onlyNew: true });
      return { text, version: versionOf(text) };
    });
  }

  /**
   * Saves a text that was based on a version.
   *
   * @param baseVersion what it was based on; null for a file that was not there
   * @throws ConflictError when the disk holds another version, unless it holds this very text
   */
  async save(id: string, text: string, baseVersion: string | null): Promise<ExerciseFile> {
    const exercise = this.exercise(id);
    return this.#inTurn(id, async () => {
      const found = await this.read(exercise.id);
      const version = versionOf(text);
      if (found?.version === version) return { text, version };
      if ((found?.version ?? null) !== baseVersion)
        throw new ConflictError(id, found?.text ?? null, found?.version ?? null);
      await this.files.write(this.#path(id), text);
      return { text, version };
    });
  }

  /** Puts the starter back. @returns the file now, and where the text before is kept */
  async reset(id: string): Promise<Replaced> {
    const replaced = await this.#replace(id, await this.starter(id), "reset");
    await this.append({ kind: "reset", exercise: id });
    return replaced;
  }

  /** Takes a text that was written in a review as the exercise's file. @returns as `reset` */
  adopt(id: string, text: string): Promise<Replaced> {
    return this.#replace(id, text, "review");
  }

  async #replace(id: string, text: string, why: string): Promise<Replaced> {
    const exercise = this.exercise(id);
    const kept = await this.#inTurn(id, async () => {
      const found = await this.read(exercise.id);
      if (found?.text === text) return null;
      const name = found ? await this.#keep(`${id}-before-${why}`, found.text) : null;
      await this.files.write(this.#path(id), text);
      return name;
    });
    return { file: { text, version: versionOf(text) }, kept };
  }

  /** Writes a text into notes/, under a name with the first number that is free. */
  async #keep(stem: string, text: string): Promise<string> {
    for (let n = 1; ; n++) {
      const name = `${stem}-${n}.ts`;
      if (await this.files.write(["notes", name], text, { onlyNew: true })) return `notes/${name}`;
    }
  }

  /** The last text that passed, or null. */
  async passing(id: string): Promise<string | null> {
    this.exercise(id);
    return this.files.readText(["notes", `${id}-last-passing.ts`], mostCodeBytes);
  }

  /** Everything that was done, in order of time. */
  events(): Promise<readonly LearningEvent[]> {
    return this.#log.events();
  }

  /** What could not be read of what was done, or null; it is kept, and written down beside. */
  unreadableProgress(): Promise<UnreadableProgress | null> {
    return this.#log.unreadable();
  }

  /**
   * Adds an event. A passed attempt also keeps the text that passed.
   *
   * @param options.at when it was; now unless told, and never later than now
   * @param options.version the version that was graded; another one on the disk by now is not kept
   */
  async append(
    act: LearningAct,
    options: { readonly at?: string; readonly version?: string } = {},
  ): Promise<LearningEvent> {
    const now = Date.now();
    const told = options.at === undefined ? Number.NaN : Date.parse(options.at);
    const time = new Date(told <= now ? told : now).toISOString();
    const event: LearningEvent = { at: time, ...act };
    if (act.kind === "attempt" && act.passed) {
      const file = await this.read(act.exercise);
      if (file && file.version === (options.version ?? file.version))
        await this.files.write(["notes", `${act.exercise}-last-passing.ts`], file.text);
    }
    await this.#log.append(eventLine(event));
    return event;
  }

  /** Where the learner stands. */
  async progress(now: Date = new Date()): Promise<Progress> {
    return progressOf(this.content, await this.events(), now);
  }
}
