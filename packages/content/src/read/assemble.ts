/**
 * Content from files: a map from path to text, wherever it came from (a disk, or a bundle in the browser),
 * becomes courses, lessons and exercises in the order of their folders' numbers. What is broken is left out
 * and reported; the rest is usable.
 */
import { importedPath } from "@gradus/exercise";
import { ContentError, duplicateError, folderError, importError, usesError } from "../errors.ts";
import { exerciseFiles } from "./exercise-files.ts";
import { graphProblems } from "./graph.ts";
import { isId, nameOf, scopedId, writtenIn } from "./ids.ts";
import { importedExercise, relativeImports } from "./imports.ts";
import { lockFile } from "./lock.ts";
import {
  isExplain,
  parseCourse,
  parseDataset,
  parseExercise,
  parseExplain,
  parseLesson,
  parsePaper,
} from "./parse.ts";
import { pathFile, readPath } from "./path.ts";
import type {
  Comparison,
  Content,
  Course,
  Dataset,
  Exercise,
  Explain,
  Lesson,
  Paper,
  SourceFile,
} from "./types.ts";

export interface AssembledContent {
  readonly content: Content;
  readonly problems: readonly ContentError[];
}

/** Path, relative to `content/`, to text: `courses/01-neural-networks/01-first-neuron/lesson.md`. */
export type ContentFiles = ReadonlyMap<string, string>;

const numbered = /^(\d{2,})-([a-z0-9]+(?:-[a-z0-9]+)*)$/;
const last = (folder: string): string => folder.split("/").at(-1) ?? folder;
const number = (folder: string): number => Number(numbered.exec(last(folder))?.[1]);
/** What a folder is called, without its number where it has one. */
const nameIn = (folder: string): string => numbered.exec(last(folder))?.[2] ?? last(folder);

class Assembly {
  readonly problems: ContentError[] = [];
  readonly files: ContentFiles;
  readonly #names = new Map<string, Set<string>>();

  constructor(files: ContentFiles) {
    this.files = files;
    for (const path of files.keys()) {
      const parts = path.split("/");
      parts.forEach((name, i) => {
        const folder = parts.slice(0, i).join("/");
        const names = this.#names.get(folder);
        if (names) names.add(name);
        else this.#names.set(folder, new Set([name]));
      });
    }
  }

  /** The names directly below a folder, each once, in order. */
  below(folder: string): string[] {
    return [...(this.#names.get(folder) ?? [])].sort();
  }

  /** The texts of the `.ts` files in a folder. */
  sources(folder: string): SourceFile[] {
    return this.below(folder)
      .filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"))
      .map((name) => ({
        name: name.slice(0, -3),
        text: this.files.get(`${folder}/${name}`) ?? "",
      }));
  }

  /** The `.ts` files of a folder that are none of an exercise's own. */
  others(folder: string): Record<string, string> {
    const own = ["solution", "grade"];
    return Object.fromEntries(
      this.sources(folder)
        .filter((s) => !own.includes(s.name))
        .map((s) => [`${s.name}.ts`, s.text]),
    );
  }

  /** The line a front matter's field stands in. */
  lineOf(file: string, field: string): number {
    const lines = this.files.get(file)?.split("\n") ?? [];
    return (
      Math.max(
        0,
        lines.findIndex((line) => line.startsWith(`${field}:`)),
      ) + 1
    );
  }

  need(path: string): string {
    const text = this.files.get(path);
    if (text === undefined) throw folderError(path, "there is no such file", "add it.");
    return text;
  }

  /** An id and its folder's name are one: addresses and files are made of ids. */
  checkFolder(folder: string, file: string, id: string): void {
    const name = nameIn(folder);
    if (name === id) return;
    throw folderError(file, `the id is ${id}, the folder is called ${name}`, "make them one.");
  }

  /** Runs one reading; a problem is kept and gives nothing. */
  attempt<T>(read: () => T): T | undefined {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof ContentError)) throw error;
      this.problems.push(error);
      return undefined;
    }
  }

  /** The folders below one that carry a number, in its order; two with the same number are a problem. */
  numberedBelow(folder: string): string[] {
    const found = this.below(folder).filter((name) => numbered.test(name));
    const seen = new Map<number, string>();
    for (const name of found) {
      const n = number(name);
      const other = seen.get(n);
      if (other)
        this.problems.push(
          duplicateError(`${folder}/${name}`, "folder", String(n), `${folder}/${other}`),
        );
      seen.set(n, name);
    }
    return found.sort((a, b) => number(a) - number(b)).map((name) => `${folder}/${name}`);
  }

  exercise(folder: string, course: string, lesson: string): Exercise {
    const file = `${folder}/exercise.md`;
    const { meta, task } = parseExercise(this.need(file), file);
    this.checkFolder(folder, file, meta.id);
    const files = exerciseFiles(folder, meta, {
      solution: this.need(`${folder}/solution.ts`),
      grade: this.need(`${folder}/grade.ts`),
      lock: this.files.get(`${folder}/${lockFile}`),
      whole: Object.fromEntries(
        ["mistakes", "alternatives"].flatMap((below) =>
          this.sources(`${folder}/${below}`).map((s) => [`${below}/${s.name}.ts`, s.text]),
        ),
      ),
      others: this.others(folder),
    });
    const { builds } = meta;
    if (builds && files.others["library.ts"] === undefined)
      this.problems.push(
        folderError(
          file,
          `builds is ${builds}, but there is no library.ts`,
          "add it: a grade whose checks hold the two against each other.",
        ),
      );
    return {
      ...meta,
      id: scopedId(course, meta.id),
      name: meta.id,
      uses: meta.uses.map((used) => scopedId(course, used)),
      course,
      lesson,
      number: number(folder),
      folder,
      task,
      files,
    };
  }

  explain(folder: string, course: string, lesson: string): Explain {
    const file = `${folder}/exercise.md`;
    const read = parseExplain(this.need(file), file);
    const { meta, task, answer } = read;
    this.checkFolder(folder, file, meta.id);
    return {
      ...meta,
      id: scopedId(course, meta.id),
      name: meta.id,
      course,
      lesson,
      number: number(folder),
      folder,
      task,
      answer,
    };
  }

  comparison(folder: string): Comparison {
    return {
      gradus: this.need(`${folder}/gradus.ts`),
      pytorch: this.need(`${folder}/pytorch.py`),
      keras: this.need(`${folder}/keras.py`),
      result: this.files.get(`${folder}/result.json`) ?? null,
    };
  }

  lesson(
    folder: string,
    course: string,
  ): { lesson: Lesson; exercises: Exercise[]; explains: Explain[] } {
    const file = `${folder}/lesson.md`;
    const { meta, blocks } = parseLesson(this.need(file), file);
    this.checkFolder(folder, file, meta.id);
    const id = scopedId(course, meta.id);
    const folders = this.numberedBelow(folder);
    const inWords = folders.filter((f) => isExplain(this.files.get(`${f}/exercise.md`) ?? ""));
    const exercises = folders
      .filter((f) => !inWords.includes(f))
      .map((f) => this.attempt(() => this.exercise(f, course, id)))
      .filter((e) => e !== undefined);
    const explains = inWords
      .map((f) => this.attempt(() => this.explain(f, course, id)))
      .filter((e) => e !== undefined);
    const compares: Record<string, Comparison> = {};
    for (const name of this.below(`${folder}/compare`).filter(isId)) {
      const read = this.attempt(() => this.comparison(`${folder}/compare/${name}`));
      if (read) compares[name] = read;
    }
    const lesson: Lesson = {
      ...meta,
      id,
      name: meta.id,
      course,
      number: number(folder),
      folder,
      blocks: blocks.map((block) =>
        "id" in block ? { ...block, id: scopedId(course, block.id) } : block,
      ),
      exercises: exercises.map((e) => e.id),
      explains: explains.map((e) => e.id),
      figures: this.sources(`${folder}/figures`).map((f) => f.name),
      projects: this.sources(`${folder}/projects`).map((f) => f.name),
      compares,
      files: this.others(folder),
    };
    return { lesson, exercises, explains };
  }

  /** A question stands only for what its lesson, or an earlier one, teaches. */
  checkStands(content: Content): void {
    const taught = new Set<string>();
    for (const lesson of content.lessons) {
      for (const id of lesson.teaches) taught.add(id);
      for (const e of content.exercises)
        if (e.lesson === lesson.id) for (const id of e.teaches) taught.add(id);
      for (const block of lesson.blocks)
        if (block.kind === "quiz")
          for (const id of block.stands)
            if (!taught.has(id))
              this.problems.push(
                folderError(
                  `${lesson.folder}/lesson.md`,
                  `a question stands for "${id}", which nothing has taught up to here`,
                  "mend the concept.",
                ),
              );
    }
  }

  /** What a lesson's text points at has to be there, and an exercise has to be pointed at. */
  checkBlocks(lesson: Lesson): void {
    const file = `${lesson.folder}/lesson.md`;
    const report = (what: string, hint: string) =>
      this.problems.push(folderError(file, what, hint));
    const known = {
      exercise: lesson.exercises,
      explain: lesson.explains,
      figure: lesson.figures,
      project: lesson.projects,
      compare: Object.keys(lesson.compares),
    };
    for (const block of lesson.blocks) {
      if (block.kind === "markdown" || block.kind === "quiz") continue;
      const name = "id" in block ? block.id : block.name;
      const there = known[block.kind];
      const written = (id: string): string => writtenIn(lesson.course, id);
      if (!there.includes(name))
        report(
          `::${block.kind} names "${written(name)}", but the lesson has ${there.map(written).join(", ") || "none"}`,
          "mend the name, or add the folder.",
        );
    }
    for (const kind of ["exercise", "explain"] as const)
      for (const id of known[kind])
        if (!lesson.blocks.some((b) => b.kind === kind && b.id === id))
          report(
            `the exercise ${nameOf(id)} is never shown`,
            `add ::${kind}{id="${nameOf(id)}"} where it belongs.`,
          );
    for (const name of lesson.projects)
      if (!lesson.blocks.some((b) => b.kind === "project" && b.name === name))
        report(
          `the project ${name} is never shown`,
          `add ::project{name="${name}"} where it belongs.`,
        );
  }

  /** What an exercise imports has to be an earlier exercise that it says it uses. */
  checkUses(content: Content): void {
    const { exercises } = content;
    for (const [i, e] of exercises.entries()) {
      const earlier = new Set(exercises.slice(0, i).map((x) => x.id));
      const file = `${e.folder}/exercise.md`;
      const report = (at: string, what: string, hint: string) =>
        this.problems.push(usesError(at, this.lineOf(at, "uses"), what, hint));
      for (const used of e.uses)
        if (!earlier.has(used))
          report(
            file,
            `"${writtenIn(e.course, used)}" is no earlier exercise`,
            "mend the id; one of another course is written course/id.",
          );
      for (const specifier of relativeImports(e.files.written)) {
        if (!specifier.endsWith("/solution.ts")) continue;
        const used = importedExercise(specifier, e, content);
        if (!used || !e.uses.includes(used.id))
          report(
            file,
            `solution.ts imports "${specifier}", which is not in the list`,
            used
              ? `add ${writtenIn(e.course, used.id)} to uses.`
              : "import an earlier exercise's solution.ts.",
          );
      }
    }
  }

  /** A program's relative imports have to lead to files of the content. */
  checkImports(): void {
    for (const [path, text] of this.files) {
      if (!path.endsWith(".ts")) continue;
      for (const specifier of relativeImports(text)) {
        const target = importedPath(path, specifier);
        if (target !== null && this.files.has(target)) continue;
        const line = text.slice(0, text.indexOf(specifier)).split("\n").length;
        const [what, hint] =
          target === null
            ? ["which leaves the content", "import files of the content only."]
            : [`but there is no ${target}`, "mend the path, or add the file."];
        this.problems.push(importError(path, line, `it imports "${specifier}", ${what}`, hint));
      }
    }
  }

  /** Two names that differ in case only are one file on many disks. */
  checkNames(): void {
    const seen = new Map<string, string>();
    for (const path of this.files.keys()) {
      const other = seen.get(path.toLowerCase());
      if (other !== undefined) this.problems.push(duplicateError(path, "file", path, other));
      seen.set(path.toLowerCase(), path);
    }
  }

  dataset(folder: string): Dataset {
    const file = `${folder}/dataset.md`;
    const { meta, about } = parseDataset(this.need(file), file);
    this.checkFolder(folder, file, meta.id);
    return { ...meta, folder, about };
  }

  paper(folder: string): Paper {
    const file = `${folder}/paper.md`;
    const { meta, about } = parsePaper(this.need(file), file);
    const wanted = `${meta.year}-${meta.id}`;
    if (last(folder) !== wanted)
      throw folderError(
        file,
        `the year and the id are ${wanted}, the folder is called ${last(folder)}`,
        "make them one.",
      );
    return { ...meta, folder, about };
  }

  /** The data an exercise reads has to be there. */
  checkAssets(content: Content): void {
    for (const e of content.exercises)
      for (const asset of e.assets)
        if (!content.datasets.some((d) => d.id === asset))
          this.problems.push(
            usesError(
              `${e.folder}/exercise.md`,
              this.lineOf(`${e.folder}/exercise.md`, "assets"),
              `there is no data set "${asset}" in datasets/`,
              "mend the id.",
            ),
          );
  }

  unique<T extends { readonly id: string; readonly folder: string }>(all: readonly T[]): T[] {
    const seen = new Map<string, T>();
    for (const one of all) {
      const other = seen.get(one.id);
      if (other) this.problems.push(duplicateError(one.folder, "id", one.id, other.folder));
      else seen.set(one.id, one);
    }
    return [...seen.values()];
  }
}

/** Reads content from a map of files; problems come with what could be read. */
export function assembleContent(files: ContentFiles): AssembledContent {
  const assembly = new Assembly(files);
  const read: Course[] = [];
  const allLessons: Lesson[] = [];
  const allExercises: Exercise[] = [];
  const allExplains: Explain[] = [];
  for (const folder of assembly.numberedBelow("courses")) {
    const file = `${folder}/course.md`;
    const meta = assembly.attempt(() => {
      const read = parseCourse(assembly.need(file), file);
      assembly.checkFolder(folder, file, read.id);
      return read;
    });
    if (!meta) continue;
    const found = assembly
      .numberedBelow(folder)
      .map((f) => assembly.attempt(() => assembly.lesson(f, meta.id)))
      .filter((l) => l !== undefined);
    read.push({ ...meta, folder, lessons: found.map((l) => l.lesson.id) });
    allLessons.push(...found.map((l) => l.lesson));
    allExercises.push(...found.flatMap((l) => l.exercises));
    allExplains.push(...found.flatMap((l) => l.explains));
  }
  const datasets = assembly
    .below("datasets")
    .map((name) => assembly.attempt(() => assembly.dataset(`datasets/${name}`)))
    .filter((d) => d !== undefined);
  const papers = assembly
    .below("papers")
    .map((name) => assembly.attempt(() => assembly.paper(`papers/${name}`)))
    .filter((p) => p !== undefined);
  const courses = assembly.unique(read);
  const lessons = assembly.unique(allLessons);
  const report = (problem: ContentError) => assembly.problems.push(problem);
  // Exercises of both kinds share their ids, because progress is kept by them.
  const taken = new Set(assembly.unique([...allExercises, ...allExplains]));
  const content: Content = {
    courses,
    lessons,
    exercises: allExercises.filter((e) => taken.has(e)),
    explains: allExplains.filter((e) => taken.has(e)),
    datasets,
    papers: assembly.unique(papers),
    steps:
      assembly.attempt(() => readPath(files.get(pathFile), courses, lessons, report)) ??
      readPath(undefined, courses, lessons, report),
  };
  for (const lesson of content.lessons) assembly.checkBlocks(lesson);
  assembly.checkStands(content);
  assembly.checkUses(content);
  assembly.checkAssets(content);
  assembly.checkImports();
  assembly.checkNames();
  return {
    content,
    problems: [
      ...assembly.problems,
      ...graphProblems(content, (file, field) => assembly.lineOf(file, field)),
    ],
  };
}
