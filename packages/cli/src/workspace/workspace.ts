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
  courseOf,
  type Dataset,
  type Exercise,
  type Explain,
  eventLine,
  historyOf,
  isScopedId,
  type LearningAct,
  type LearningEvent,
  type Lesson,
  nameOf,
  type Progress,
  progressOf,
  starterFor,
  toWorkspace,
} from "@gradus/content";
import {
  accessError,
  ambiguousError,
  ConflictError,
  datasetError,
  exerciseError,
  kindError,
  lessonError,
  nameError,
} from "./errors.ts";
import { Folder, makeFolders } from "./files.ts";
import { type MovedOn, moveOn } from "./move-on.ts";
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

/** Where a text comes from that takes the place of an exercise's: a review, or an answer's lines put in order. */
export type Adopted = "review" | "lines";

/** What a text is known by. */
export const versionOf = (text: string): string =>
  createHash("sha256").update(text).digest("hex").slice(0, 16);

/** Exercises that are called nearly like this. */
function closeTo(name: string, content: Content): string[] {
  const letters = (s: string) => s.replaceAll("-", "").toLowerCase();
  const asked = letters(nameOf(name));
  if (asked.length < 2) return [];
  return content.exercises
    .filter((e) => letters(e.name).includes(asked) || asked.includes(letters(e.name)))
    .map((e) => shownName(e.id, content.exercises))
    .slice(0, 3);
}

/** The shortest name that says which of all exercises, or lessons, is meant. */
export function shownName(id: string, all: readonly { readonly name: string }[]): string {
  const name = nameOf(id);
  return all.filter((one) => one.name === name).length > 1 ? id : name;
}

/** What an id, or a name that only one course has, means; undefined for one that nothing has. @throws WorkspaceError `workspace/ambiguous` */
function named<T extends { readonly id: string; readonly name: string }>(
  all: readonly T[],
  name: string,
  kind: string,
): T | undefined {
  const found = all.find((one) => one.id === name);
  if (found) return found;
  const called = all.filter((one) => one.name === name);
  if (called.length > 1)
    throw ambiguousError(
      kind,
      name,
      called.map((one) => one.id),
    );
  return called[0];
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

  #movedOn: MovedOn = { moved: [], problems: [] };

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
    workspace.#movedOn = await moveOn(workspace.files, content);
    return workspace;
  }

  /** What opening it has moved to where it belongs now. */
  get movedOn(): MovedOn {
    return this.#movedOn;
  }

  /** The bytes of a data set, by its id. */
  async dataset(id: string): Promise<Uint8Array> {
    const found = this.content.datasets.find((d) => d.id === id);
    if (!found || !this.#readDataset) throw datasetError(id);
    return this.#readDataset(found);
  }

  /** Removes what a killed process left half-written. */
  async #sweep(): Promise<void> {
    for (const top of ["exercises", "notes"]) {
      const below = (await this.files.list(top)).filter((entry) => entry.folder);
      for (const names of [[top], ...below.map((entry) => [top, entry.name])]) {
        const folder = await this.files.path(...names);
        for (const file of await readdir(folder)) {
          if (!/\.\d+-[0-9a-f]{8}\.tmp$/.test(file)) continue;
          const path = join(folder, file);
          const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Date.now() }));
          if (Date.now() - mtimeMs > 60_000) await unlink(path).catch(() => {});
        }
      }
    }
  }

  /**
   * An exercise of the content, by its id, or by its name where only one course has it.
   *
   * @throws WorkspaceError `workspace/exercise`, `workspace/ambiguous`
   */
  exercise(id: string): Exercise {
    const found = named(this.content.exercises, id, "exercises");
    if (!found) throw exerciseError(id, closeTo(id, this.content));
    return found;
  }

  /** A question in words, in the same way. @throws WorkspaceError `workspace/exercise`, `workspace/ambiguous` */
  explain(id: string): Explain {
    const found = named(this.content.explains, id, "exercises");
    if (!found) throw exerciseError(id, []);
    return found;
  }

  /** A lesson of the content, in the same way. @throws WorkspaceError `workspace/lesson`, `workspace/ambiguous` */
  lesson(id: string): Lesson {
    const found = named(this.content.lessons, id, "lessons");
    if (!found) throw lessonError(id);
    return found;
  }

  /** The names that lead to a file named after an exercise, in a folder of its course. */
  #place(top: string, id: string, ending: string): string[] {
    if (!isScopedId(id)) throw nameError("an exercise", id);
    return [top, courseOf(id), nameOf(id) + ending];
  }

  #path(id: string): string[] {
    return this.#place("exercises", id, ".ts");
  }

  /** Writes a file as `Folder.write` does, with the folder it is in. */
  async #write(
    names: readonly string[],
    text: string,
    options: { onlyNew?: boolean } = {},
  ): Promise<boolean> {
    await this.files.makeFolder(...names.slice(0, -1));
    return this.files.write(names, text, options);
  }

  /** Where an exercise's file is, seen from the workspace. */
  placeOf(id: string): string {
    return this.#path(id).join("/");
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
    return this.#inTurn(exercise.id, async () => {
      const found = await this.read(exercise.id);
      if (found) return found;
      const text = await this.starter(exercise.id);
      await this.#write(this.#path(exercise.id), text, { onlyNew: true });
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
    return this.#inTurn(exercise.id, async () => {
      const found = await this.read(exercise.id);
      const version = versionOf(text);
      if (found?.version === version) return { text, version };
      if ((found?.version ?? null) !== baseVersion)
        throw new ConflictError(exercise.id, found?.text ?? null, found?.version ?? null);
      await this.#write(this.#path(exercise.id), text);
      return { text, version };
    });
  }

  /** Puts the starter back. @returns the file now, and where the text before is kept */
  async reset(id: string): Promise<Replaced> {
    const replaced = await this.#replace(id, await this.starter(id), "reset");
    await this.append({ kind: "reset", exercise: this.exercise(id).id });
    return replaced;
  }

  /** Takes a text from elsewhere as the exercise's file. @returns as `reset` */
  adopt(id: string, text: string, why: Adopted = "review"): Promise<Replaced> {
    return this.#replace(id, text, why);
  }

  async #replace(id: string, text: string, why: string): Promise<Replaced> {
    const exercise = this.exercise(id);
    const kept = await this.#inTurn(exercise.id, async () => {
      const found = await this.read(exercise.id);
      if (found?.text === text) return null;
      const name = found ? await this.#keep(exercise.id, `before-${why}`, found.text) : null;
      await this.#write(this.#path(exercise.id), text);
      return name;
    });
    return { file: { text, version: versionOf(text) }, kept };
  }

  /** Writes a text into notes/, under a name with the first number that is free. */
  async #keep(id: string, why: string, text: string): Promise<string> {
    for (let n = 1; ; n++) {
      const place = this.#place("notes", id, `-${why}-${n}.ts`);
      if (await this.#write(place, text, { onlyNew: true })) return place.join("/");
    }
  }

  #passing(id: string): string[] {
    return this.#place("notes", id, "-last-passing.ts");
  }

  /** The last text that passed, or null. */
  async passing(id: string): Promise<string | null> {
    return this.files.readText(this.#passing(this.exercise(id).id), mostCodeBytes);
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
        await this.#write(this.#passing(act.exercise), file.text);
    }
    await this.#log.append(eventLine(event));
    return event;
  }

  /** Where the learner stands. */
  async progress(now: Date = new Date()): Promise<Progress> {
    return progressOf(this.content, await this.events(), now);
  }
}
