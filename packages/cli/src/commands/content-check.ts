/**
 * `gradus content check`: what a test of the content says about one exercise, or about all, in seconds. It runs
 * in this process and trusts the content, which is the author's own.
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import {
  type CheckResult,
  type Content,
  checkContentExercise,
  type Exercise,
  type Lesson,
  lessonWordProblems,
  lockFile,
  lockProblem,
  type Vocabulary,
} from "@gradus/content";
import { readContent, readDataset, readVocabulary } from "@gradus/content/node";
import { watch } from "chokidar";
import { createTwoFilesPatch } from "diff";
import * as gradus from "gradus";
import * as vision from "gradus/vision";
import type { Flags, Io } from "../command.ts";
import { contentFolder } from "../workspace/find.ts";

interface Read {
  readonly folder: string;
  readonly content: Content;
  readonly vocabulary: Vocabulary;
  /** What is wrong with the content as a whole. */
  readonly problems: readonly string[];
}

async function read(folder: string): Promise<Read> {
  const { content, problems } = await readContent(folder);
  const vocabulary = await readVocabulary(folder);
  return { folder, content, vocabulary, problems: problems.map((p) => p.message) };
}

/** The exercises an id means: the whole id, its last part, or a lesson's. */
function chosen(ids: readonly string[], { exercises }: Content): Exercise[] | string {
  if (ids.length === 0) return [...exercises];
  const found: Exercise[] = [];
  for (const id of ids) {
    const fits = exercises.filter(
      (e) =>
        e.id === id || e.id.endsWith(`/${id}`) || e.lesson === id || e.lesson.endsWith(`/${id}`),
    );
    if (fits.length === 0) return id;
    found.push(...fits);
  }
  return [...new Set(found)];
}

/** The lessons an id means: all where none is named, else those named themselves. */
const chosenLessons = (ids: readonly string[], { lessons }: Content): Lesson[] =>
  lessons.filter((l) => ids.length === 0 || ids.some((id) => l.id === id || l.name === id));

/** What has changed in a lock, without the two files' names. */
function lockChanges(before: string, now: string): string[] {
  return createTwoFilesPatch("", "", before, now, "", "", { context: 1 })
    .split("\n")
    .filter((line) => /^[+-](?![+-])/.test(line))
    .map((line) => `    ${line.slice(0, 1)} ${line.slice(1)}`);
}

/** Checks one exercise and tells what it found. @returns whether it is sound */
async function checkOne(exercise: Exercise, all: Read, update: boolean, io: Io): Promise<boolean> {
  const began = performance.now();
  io.status(`checking ${exercise.id} …`);
  const result: CheckResult = await checkContentExercise({
    exercise,
    content: all.content,
    vocabulary: all.vocabulary,
    modules: { gradus, "gradus/vision": vision },
    readAsset: async (name) => {
      const dataset = all.content.datasets.find((d) => d.id === name);
      return dataset ? readDataset(all.folder, dataset) : new Uint8Array();
    },
  });
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  io.status("");
  const { problems, lock, lockDiffers } = result;
  const changes =
    lockDiffers && lock !== undefined ? lockChanges(exercise.files.lock ?? "", lock) : [];
  const written = update && changes.length > 0 && lock !== undefined;
  if (written) writeFileSync(join(all.folder, exercise.folder, lockFile), lock);
  const open = [...problems, ...(changes.length > 0 && !written ? [lockProblem(exercise)] : [])];
  io.out(`${open.length === 0 ? "ok" : "no"}  ${exercise.id}  ${seconds} s`);
  for (const problem of open) io.out(`  ${problem.replaceAll("\n", "\n  ")}`);
  if (exercise.files.lock !== null || written) for (const line of changes) io.out(line);
  if (written) io.out(`  ${lockFile} is written.`);
  return open.length === 0;
}

const settleMs = 50;

/** Checks again whenever something in the content is saved, until the user stops it. */
async function checkOnSave(
  folder: string,
  check: (changed: string) => Promise<void>,
  io: Io,
): Promise<void> {
  let turn: Promise<void> = Promise.resolve();
  const waiting = new Set<string>();
  const watcher = watch(
    ["courses", "datasets", "steps.yaml", "terms.yaml"].map((n) => join(folder, n)),
    {
      ignoreInitial: true,
      followSymlinks: false,
      ignored: (path) => path.endsWith(lockFile) || path.endsWith(".tmp"),
    },
  );
  let failure: unknown;
  watcher.on("all", (_kind, path) => {
    if (waiting.has(path) || failure !== undefined) return;
    waiting.add(path);
    turn = turn
      .then(async () => {
        // An editor may write a file in two goes.
        await setTimeout(settleMs);
        waiting.delete(path);
        if (!io.signal.aborted) await check(path);
      })
      .catch((error: unknown) => {
        failure = error;
        io.err((error as Error).message);
      });
  });
  await new Promise<void>((ready) => watcher.once("ready", () => ready()));
  io.err("watching the content; Ctrl-C ends it.");
  if (!io.signal.aborted)
    await new Promise<void>((done) =>
      io.signal.addEventListener("abort", () => done(), { once: true }),
    );
  await watcher.close();
  await turn;
}

/** @returns the exit status: 0 sound, 1 not, 2 called wrongly */
export async function checkContent(ids: readonly string[], flags: Flags, io: Io): Promise<number> {
  const folder = typeof flags.content === "string" ? flags.content : contentFolder();
  const update = flags.update === true;
  const run = async (changed?: string): Promise<number> => {
    const all = await read(folder);
    const exercises = chosen(ids, all.content);
    // What keeps an exercise from being read at all is said in its place.
    const about = all.problems.filter(
      (p) => ids.length === 0 || ids.some((id) => p.includes(id.split("/").at(-1) ?? id)),
    );
    for (const problem of about) io.out(problem);
    if (typeof exercises === "string") {
      io.err(
        `content check: there is no exercise or lesson "${exercises}"; exercises are called ${all.content.exercises
          .slice(0, 3)
          .map((e) => e.id)
          .join(", ")} …`,
      );
      return 2;
    }
    let sound = about.length === 0;
    for (const lesson of chosenLessons(ids, all.content)) {
      if (changed !== undefined && !changed.includes(`/${lesson.folder}/`)) continue;
      const problems = lessonWordProblems(lesson, all.content, all.vocabulary);
      if (problems.length > 0) io.out(`no  ${lesson.id}, the lesson`);
      for (const problem of problems) io.out(`  ${problem}`);
      sound &&= problems.length === 0;
    }
    const wanted = exercises.filter(
      (e) => changed === undefined || ids.length > 0 || changed.includes(`/${e.folder}/`),
    );
    for (const exercise of wanted) {
      if (io.signal.aborted) return 1;
      sound = (await checkOne(exercise, all, update, io)) && sound;
    }
    return sound ? 0 : 1;
  };
  let status = await run();
  if (flags.watch && status !== 2)
    await checkOnSave(
      folder,
      async (changed) => {
        status = await run(changed);
      },
      io,
    );
  return status;
}
