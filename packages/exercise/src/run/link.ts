/**
 * Joins an exercise's files into modules: the reference with everything it builds on, the grade, and the
 * learner's file, whose imports of earlier exercises lead to the learner's own files where there are any.
 *
 * An import leads where its path leads from the file it stands in. In the content an earlier exercise is
 * `../03-sigmoid/solution.ts`, in the learner's folder it is `./sigmoid.ts`; each is understood only where it
 * belongs, so that no learner's file reads a solution.
 */

import type { ExerciseSource, GradeRequest, KnownMistake } from "../ask/protocol.ts";
import { gradeError, importCycleError, missingAssetError, notDone, report } from "../errors.ts";
import { folderOf, importedPath, importOf, isRelative } from "../paths.ts";
import type { Exports, Grade, StoodIn } from "../types.ts";
import { watchCalls } from "./forbid.ts";
import { learnerLibrary } from "./learner-library.ts";
import { learnerFile } from "./line.ts";
import { loadModule, startModule } from "./load.ts";
import { openDoors } from "./stand-in.ts";
import { wrongText } from "./suspects.ts";

export interface Linked {
  readonly grade: Grade;
  readonly reference: Exports;
  /** Loads the learner's file, and what it imports; throws what they throw. */
  readonly loadLearner: () => Promise<Exports>;
  /** The exercise's own files, and how a wrong answer to it is loaded. */
  readonly own: ExerciseSource;
  readonly loadWrong: (mistake: KnownMistake) => Exports;
  /** Loads another right answer as it reads in the learner's folder, on the earlier exercises the learner's stands on. */
  readonly loadAnswer: (text: string) => Exports;
  /** Gives the library its own functions back. @returns the calls that the learner's functions stood in for */
  readonly endStandIns: () => readonly StoodIn[];
}

/** What stands behind the names a file may import: the tensor library and this engine. */
export type Modules = Readonly<Record<string, object>>;

const engineName = "@gradus/exercise";

/** The listener that stands behind a learner's `report`, where there is one. */
const reportIn = (engine: object | undefined): object =>
  engine && "report" in engine ? { report: engine.report } : {};

/** The file of an exercise in the learner's folder. */
const workspaceFile = (id: string): string => `${id}.ts`;

/** Sources by a name that each must have alone. @throws ExerciseError `exercise/grade` */
function indexed(
  sources: readonly ExerciseSource[],
  nameOf: (source: ExerciseSource) => string,
): Map<string, ExerciseSource> {
  const found = new Map<string, ExerciseSource>();
  for (const source of sources) {
    const name = nameOf(source);
    if (found.has(name)) throw gradeError(source.id, `${name} was sent twice`);
    found.set(name, source);
  }
  return found;
}

/** Loads grade and reference at once and the learner's file on demand. */
export function linkExercise(request: GradeRequest, shared: Modules): Linked {
  const { sources, files = {}, assets = {}, upstream = "learner" } = request;
  const asset = (name: string): Uint8Array => {
    const bytes = Object.hasOwn(assets, name) ? assets[name] : undefined;
    if (!bytes) throw missingAssetError(name, Object.keys(assets));
    return bytes.slice();
  };
  const doors = openDoors(request, shared);
  const forbidden = sources.find((source) => source.id === request.exercise)?.forbid ?? [];
  const watch = watchCalls(forbidden, doors.gradus);
  // The points of a curve that a page shows are the learner's own and the grade's, not a solution's.
  const modules: Modules = {
    ...shared,
    ...(shared.gradus && { gradus: watch.gradus }),
    [engineName]: { ...shared[engineName], asset, report },
  };
  const byFile = indexed(sources, ({ id }) => workspaceFile(id));
  const bySolution = indexed(sources, (source) => `${folderOf(source)}/solution.ts`);
  const loaded = new Map<string, Exports>();
  const loading: string[] = [];

  const once = (key: string, load: () => Exports): Exports => {
    const known = loaded.get(key);
    if (known) return known;
    if (loading.includes(key))
      throw importCycleError([...loading.slice(loading.indexOf(key)), key]);
    loading.push(key);
    try {
      const exports = load();
      loaded.set(key, exports);
      return exports;
    } finally {
      loading.pop();
    }
  };

  /** Imports as they are written in a file of the content. */
  const fromContent =
    (path: string) =>
    (specifier: string): Exports | undefined => {
      if (!isRelative(specifier)) return undefined;
      const target = importedPath(path, specifier);
      if (target === null)
        throw gradeError(path, `it imports "${specifier}", which leaves the content`);
      const source = bySolution.get(target);
      if (source) return reference(source);
      const text = Object.hasOwn(files, target) ? files[target] : undefined;
      if (text === undefined)
        throw gradeError(path, `it imports "${specifier}", but ${target} was not sent`);
      return once(target, () =>
        loadModule(text, {
          modules,
          resolve: fromContent(target),
          file: target,
          traceName: `exercise-file-${target}`,
        }),
      );
    };

  const reference = (source: ExerciseSource): Exports =>
    once(`solution ${source.id}`, () =>
      loadModule(source.solution, {
        modules,
        resolve: fromContent(`${folderOf(source)}/solution.ts`),
        file: `the solution of ${source.id}`,
        traceName: `exercise-solution-${source.id}`,
      }),
    );

  /** Learners get what starters call, the data, and a curve to draw. */
  const learnerModules: Modules = {
    ...modules,
    ...(modules.gradus && { gradus: learnerLibrary(modules.gradus) }),
    [engineName]: { notDone, asset, report, ...reportIn(shared[engineName]) },
  };

  /** The learner's files that await something outside of their functions. */
  const waiting: Promise<void>[] = [];

  const learnerOf = (source: ExerciseSource, text: string): Exports =>
    once(`learner ${source.id}`, () => {
      const { exports, done } = startModule(text, {
        modules: learnerModules,
        resolve:
          request.authored !== undefined && source.id === request.exercise
            ? fromContent(`${folderOf(source)}/${request.authored}`)
            : fromWorkspace(source),
        resolvable: sources
          .filter(({ id }) => id !== source.id)
          .map(({ id }) => importOf(workspaceFile(source.id), workspaceFile(id))),
        file: `${source.id}.ts`,
        traceName: source.id === request.exercise ? learnerFile : `exercise-upstream-${source.id}`,
      });
      if (done) waiting.push(done);
      return exports;
    });

  /** Imports as they are written in the learner's folder. */
  const fromWorkspace =
    (own: ExerciseSource) =>
    (specifier: string): Exports | undefined => {
      const target = importedPath(workspaceFile(own.id), specifier);
      const source = target === null ? undefined : byFile.get(target);
      if (!source || source.id === own.id) return undefined;
      return upstream === "learner" && source.learner !== undefined
        ? learnerOf(source, source.learner)
        : reference(source);
    };

  const own = byFile.get(workspaceFile(request.exercise));
  if (!own) throw gradeError(request.exercise, "its files are not among those sent");
  const graded = loadModule(own.grade, {
    modules,
    resolve: fromContent(`${folderOf(own)}/grade.ts`),
    file: `the grade of ${own.id}`,
    traceName: `exercise-grade-${own.id}`,
  });
  const grade = (graded as { default?: Grade }).default;
  if (!Array.isArray(grade)) throw gradeError(own.id, "its grade.ts has no default export");
  return {
    grade: [...grade, ...watch.checks],
    reference: reference(own),
    own,
    loadWrong: (mistake) =>
      loadModule(wrongText(own.solution, mistake), {
        modules,
        resolve: fromContent(`${folderOf(own)}/solution.ts`),
        file: `a mistake of ${own.id}`,
        traceName: `exercise-mistake-${own.id}`,
      }),
    loadAnswer: (text) =>
      loadModule(text, {
        modules: learnerModules,
        resolve: (specifier) =>
          fromWorkspace(own)(specifier) ?? fromContent(`${folderOf(own)}/solution.ts`)(specifier),
        file: `another answer to ${own.id}`,
        traceName: `exercise-answer-${own.id}`,
      }),
    endStandIns: () => {
      watch.close();
      return doors.close();
    },
    loadLearner: async () => {
      for (const id of doors.exercises) {
        const source = byFile.get(workspaceFile(id));
        if (source?.learner !== undefined) doors.fill(id, learnerOf(source, source.learner));
      }
      if (own.learner === undefined) throw gradeError(own.id, "no file to grade was sent");
      const exports = learnerOf(own, own.learner);
      await Promise.all(waiting);
      return exports;
    },
  };
}
