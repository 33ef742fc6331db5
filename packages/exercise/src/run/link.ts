/**
 * Joins an exercise's files into modules: the reference with everything it builds on, the grade, and the
 * learner's file, whose imports of earlier exercises lead to the learner's own files where there are any.
 *
 * In an exercise's folder an earlier exercise is `../03-sigmoid/solution.ts`, in the learner's folder it is
 * `./sigmoid.ts`; both are understood only where they belong, so that no learner's file reads a solution.
 */

import type { ExerciseSource, GradeRequest } from "../ask/protocol.ts";
import { gradeError, importCycleError, missingAssetError, notDone, report } from "../errors.ts";
import type { Exports, Grade, StoodIn } from "../types.ts";
import { learnerFile } from "./line.ts";
import { loadModule, startModule } from "./load.ts";
import { openDoors } from "./stand-in.ts";

export interface Linked {
  readonly grade: Grade;
  readonly reference: Exports;
  /** Loads the learner's file, and what it imports; throws what they throw. */
  readonly loadLearner: () => Promise<Exports>;
  /** Gives the library its own functions back. @returns the calls that the learner's functions stood in for */
  readonly endStandIns: () => readonly StoodIn[];
}

/** What stands behind the names a file may import: the tensor library and this engine. */
export type Modules = Readonly<Record<string, object>>;

const engineName = "@gradus/exercise";

/** The listener that stands behind a learner's `report`, where there is one. */
const reportIn = (engine: object | undefined): object =>
  engine && "report" in engine ? { report: engine.report } : {};

const withoutNumber = (folder: string): string => folder.replace(/^\d+-/, "");

/** Loads grade and reference at once and the learner's file on demand. */
export function linkExercise(request: GradeRequest, shared: Modules): Linked {
  const { sources, files = {}, assets = {}, upstream = "learner" } = request;
  const asset = (name: string): Uint8Array => {
    const bytes = Object.hasOwn(assets, name) ? assets[name] : undefined;
    if (!bytes) throw missingAssetError(name, Object.keys(assets));
    return bytes.slice();
  };
  const doors = openDoors(request, shared);
  // The points of a curve that a page shows are the learner's own and the grade's, not a solution's.
  const modules: Modules = {
    ...shared,
    ...(shared.gradus && { gradus: doors.gradus }),
    [engineName]: { ...shared[engineName], asset, report },
  };
  const byId = new Map(sources.map((source) => [source.id, source]));
  const byFolder = new Map(
    sources.map((source) => [withoutNumber(source.folder ?? source.id), source]),
  );
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

  /** Imports as they are written in an exercise's folder. */
  const fromFolder =
    (own: ExerciseSource) =>
    (specifier: string): Exports | undefined => {
      if (!/^\.\.?\//.test(specifier)) return undefined;
      const parts = specifier.split("/");
      const base = parts.at(-1) ?? "";
      const folder = parts.at(-2) ?? "";
      if (base === "solution.ts") {
        if (folder === "." || folder === "..") return reference(own);
        const source = byFolder.get(withoutNumber(folder)) ?? byId.get(withoutNumber(folder));
        return source && reference(source);
      }
      const text = Object.hasOwn(files, base) ? files[base] : undefined;
      if (text === undefined) return undefined;
      return once(`file ${base}`, () =>
        loadModule(text, {
          modules,
          resolve: fromFolder(own),
          file: base,
          traceName: `exercise-file-${base}`,
        }),
      );
    };

  const reference = (source: ExerciseSource): Exports =>
    once(`solution ${source.id}`, () =>
      loadModule(source.solution, {
        modules,
        resolve: fromFolder(source),
        file: `the solution of ${source.id}`,
        traceName: `exercise-solution-${source.id}`,
      }),
    );

  /** Learners get what starters call, the data, and a curve to draw. */
  const learnerModules: Modules = {
    ...modules,
    [engineName]: { notDone, asset, report, ...reportIn(shared[engineName]) },
  };

  /** The learner's files that await something outside of their functions. */
  const waiting: Promise<void>[] = [];

  const learnerOf = (source: ExerciseSource, text: string): Exports =>
    once(`learner ${source.id}`, () => {
      const { exports, done } = startModule(text, {
        modules: learnerModules,
        resolve:
          request.authored && source.id === request.exercise
            ? fromFolder(source)
            : fromWorkspace(source),
        resolvable: sources.filter(({ id }) => id !== source.id).map(({ id }) => `./${id}.ts`),
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
      const id = /^\.\/([a-z0-9-]+)\.ts$/.exec(specifier)?.[1];
      const source = id === undefined || id === own.id ? undefined : byId.get(id);
      if (!source) return undefined;
      return upstream === "learner" && source.learner !== undefined
        ? learnerOf(source, source.learner)
        : reference(source);
    };

  const own = byId.get(request.exercise);
  if (!own) throw gradeError(request.exercise, "its files are not among those sent");
  const graded = loadModule(own.grade, {
    modules,
    resolve: fromFolder(own),
    file: `the grade of ${own.id}`,
    traceName: `exercise-grade-${own.id}`,
  });
  const grade = (graded as { default?: Grade }).default;
  if (!Array.isArray(grade)) throw gradeError(own.id, "its grade.ts has no default export");
  return {
    grade,
    reference: reference(own),
    endStandIns: doors.close,
    loadLearner: async () => {
      for (const id of doors.exercises) {
        const source = byId.get(id);
        if (source?.learner !== undefined) doors.fill(id, learnerOf(source, source.learner));
      }
      if (own.learner === undefined) throw gradeError(own.id, "no file to grade was sent");
      const exports = learnerOf(own, own.learner);
      await Promise.all(waiting);
      return exports;
    },
  };
}
