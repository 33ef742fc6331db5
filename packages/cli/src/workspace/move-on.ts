/**
 * Workspaces of the time when there was one course hold its exercises directly in `exercises/`, and what is kept of
 * them directly in `notes/`. Opening such a workspace moves these files into folders of their course.
 *
 * Nothing is lost: a file is written whole in its new place before the old one goes, what was in that place is kept
 * in notes/ first, and a program that is stopped on the way goes on at the next start. Imports change only where a
 * moved file and one that stays meet; among the moved they read as before. `progress.jsonl` and runs/ stay as they
 * are: ids without a course are read as ids of the first.
 */
import { unlink } from "node:fs/promises";
import { type Content, firstCourse, nameOf, rewriteImports, scopedId } from "@gradus/content";
import { importedPath, importOf } from "@gradus/exercise";
import { WorkspaceError } from "./errors.ts";
import { exists, type Folder } from "./files.ts";

const mostBytes = 16 << 20;

/** What the program itself has kept of an exercise: `sigmoid-last-passing.ts`, `sigmoid-before-reset-1.ts`. */
const keptText = /^([a-z0-9-]+?)-(?:last-passing|before-(?:reset|review)-\d+)\.ts$/;

/** Where learners' files may import exercises from, a level deep; the first is the workspace itself. */
const places: readonly (readonly string[])[] = [[], ["exercises"], ["notes"], ["projects"]];

interface Move {
  readonly from: readonly string[];
  readonly to: readonly string[];
  /** Whether its imports are meant from where it lies; what was kept of an exercise is text of that exercise. */
  readonly imports: boolean;
}

/** The files that lie where they were before there were courses. */
async function movesIn(folder: Folder, content: Content): Promise<Move[]> {
  const names = new Set(
    content.exercises.filter((e) => e.course === firstCourse).map((e) => nameOf(e.id)),
  );
  const plain = async (top: string): Promise<string[]> =>
    (await folder.list(top)).filter((f) => !f.folder).map((f) => f.name);
  const move = (top: string, name: string, imports: boolean): Move => ({
    from: [top, name],
    to: [top, firstCourse, name],
    imports,
  });
  const notes = (await plain("notes")).filter((n) => names.has(keptText.exec(n)?.[1] ?? ""));
  const exercises = (await plain("exercises")).filter(
    (n) => n.endsWith(".ts") && names.has(n.slice(0, -".ts".length)),
  );
  return [
    ...notes.map((name) => move("notes", name, false)),
    ...exercises.map((name) => move("exercises", name, true)),
  ];
}

/** A file's text with imports that lead where they led before it or what it imports was moved. */
async function withImports(
  text: string,
  from: string,
  to: string,
  moved: ReadonlyMap<string, string>,
  folder: Folder,
): Promise<string> {
  const changed = new Map<string, string>();
  const look = async (specifier: string): Promise<void> => {
    const before = importedPath(from, specifier);
    if (before === null) return;
    const now = moved.get(before) ?? before;
    if (importedPath(to, specifier) === now) return;
    // What was not there before is not there now either, and stays as the learner wrote it.
    if (now === before && !(await exists(`${folder.root}/${before}`))) return;
    changed.set(specifier, importOf(to, now));
  };
  const found: string[] = [];
  rewriteImports(text, (specifier) => {
    found.push(specifier);
    return specifier;
  });
  for (const specifier of found) await look(specifier);
  return rewriteImports(text, (specifier) => changed.get(specifier) ?? specifier);
}

/** Whether bytes are UTF-8: anything else would not survive being read as text and written again. */
const isText = (bytes: Buffer): boolean => Buffer.from(bytes.toString("utf8")).equals(bytes);

/** Keeps what is in a move's way in notes/, under a name with the first number that is free. */
async function keep(folder: Folder, { to }: Move, bytes: Buffer): Promise<void> {
  await folder.makeFolder("notes", firstCourse);
  const stem = (to.at(-1) ?? "").slice(0, -".ts".length);
  for (let n = 1; ; n++) {
    const place = ["notes", firstCourse, `${stem}-before-move-${n}.ts`];
    const there = await folder.readBytes(place, mostBytes);
    // One that was stopped right here has kept it already.
    if (there?.equals(bytes)) return;
    if (!there && (await folder.write(place, bytes, { onlyNew: true }))) return;
  }
}

async function moveFile(
  folder: Folder,
  move: Move,
  moved: ReadonlyMap<string, string>,
): Promise<void> {
  const { from, to, imports } = move;
  const bytes = await folder.readBytes(from, mostBytes);
  // Another program that opened the workspace at the same time was faster.
  if (!bytes) return;
  const text = bytes.toString("utf8");
  const next =
    imports && isText(bytes)
      ? await withImports(text, from.join("/"), to.join("/"), moved, folder)
      : text;
  const written = next === text ? bytes : Buffer.from(next);
  await folder.makeFolder(...to.slice(0, -1));
  const there = await folder.readBytes(to, mostBytes);
  if (!there?.equals(written)) {
    if (there) await keep(folder, move, there);
    await folder.write(to, written);
  }
  // A save by an editor since then is moved at the next start.
  const now = await folder.readBytes(from, mostBytes);
  if (now?.equals(bytes)) await unlink(await folder.path(...from)).catch(() => {});
}

/** Imports of moved files in files that stay. */
async function mendImports(folder: Folder, moved: ReadonlyMap<string, string>): Promise<void> {
  for (const place of places)
    for (const { name, folder: isFolder } of await folder.list(...place)) {
      const names = [...place, name];
      const path = names.join("/");
      if (isFolder || !name.endsWith(".ts") || moved.has(path)) continue;
      const bytes = await folder.readBytes(names, mostBytes);
      if (!bytes || !isText(bytes)) continue;
      const text = bytes.toString("utf8");
      const next = await withImports(text, path, path, moved, folder);
      if (next !== text) await folder.write(names, next);
    }
}

/** The settings of a run as they read now: older ones name an exercise and a lesson without their course. */
export const configOf = (
  config: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    Object.entries(config).map(([name, value]) => {
      const isOld = (name === "exercise" || name === "lesson") && typeof value === "string";
      return [name, isOld ? scopedId(firstCourse, value) : value];
    }),
  );

export interface MovedOn {
  /** The paths of the files that were moved, as they were. */
  readonly moved: readonly string[];
  /** What could not be moved, and why; it is where it was. */
  readonly problems: readonly WorkspaceError[];
}

/** Moves the files of a workspace without courses on to where they belong now; does nothing in any other. */
export async function moveOn(folder: Folder, content: Content): Promise<MovedOn> {
  const moves = await movesIn(folder, content);
  if (moves.length === 0) return { moved: [], problems: [] };
  const moved = new Map(moves.map(({ from, to }) => [from.join("/"), to.join("/")]));
  const problems: WorkspaceError[] = [];
  const attempt = async (work: () => Promise<void>): Promise<boolean> => {
    try {
      await work();
      return true;
    } catch (error) {
      if (!(error instanceof WorkspaceError)) throw error;
      problems.push(error);
      return false;
    }
  };
  // While a file is still to be moved, the next start does all of this again: so the files that stay come first.
  await attempt(() => mendImports(folder, moved));
  const done: string[] = [];
  for (const move of moves)
    if (await attempt(() => moveFile(folder, move, moved))) done.push(move.from.join("/"));
  return { moved: done, problems };
}
