/** `gradus check`: grades files of the workspace, once or whenever they are saved. */

import { join } from "node:path";
import {
  expectationOf,
  expectationSaid,
  type GradeListener,
  readNumber,
  type Verdict,
} from "@gradus/exercise";
import { createTwoFilesPatch } from "diff";
import { type Command, type Io, workspaceOptions } from "../command.ts";
import { nextLines } from "../terminal/next.ts";
import { WorkspaceError } from "../workspace/errors.ts";
import { openWorkspace } from "../workspace/find.ts";
import { type GradeOne, gradeAndRecord, workspaceGrader } from "../workspace/grading.ts";
import { hintsShown } from "../workspace/hints.ts";
import { failsQuickly } from "../workspace/quick-failures.ts";
import { shortPath } from "../workspace/runs-folder.ts";
import { paintFor } from "../workspace/shown-text.ts";
import { caseLines, verdictJson, verdictLines } from "../workspace/verdict-text.ts";
import { watchWorkspace } from "../workspace/watch.ts";
import { shownName, type Workspace } from "../workspace/workspace.ts";

export interface CheckOptions {
  readonly workspace: Workspace;
  readonly grade: GradeOne;
  readonly json: boolean;
  readonly diff: boolean;
  readonly verbose: boolean;
  /** After a pass, says that there are other answers to look at. */
  readonly tellCompare?: boolean;
  /** After three quick failures, asks what was expected before the difference is shown. */
  readonly asks?: boolean;
  readonly io: Io;
}

/** The exercises that have a file, in the order of the path. */
async function started(workspace: Workspace): Promise<string[]> {
  const files = new Set<string>();
  for (const { id } of workspace.content.courses)
    for (const { name } of await workspace.files.list("exercises", id)) files.add(`${id}/${name}`);
  return workspace.content.exercises.map((e) => e.id).filter((id) => files.has(`${id}.ts`));
}

/** Shows in the terminal's present line which check runs and how long all of it has taken. */
function tellProgress(
  name: string,
  io: Io,
): { onCheck: NonNullable<GradeListener["onCheck"]>; end: () => void } {
  const began = performance.now();
  let at = "";
  const show = (): void => {
    const seconds = Math.floor((performance.now() - began) / 1000);
    io.status(`checking ${name}${at} …${seconds >= 1 ? ` ${seconds} s` : ""}`);
  };
  show();
  const timer = setInterval(show, 1000);
  return {
    onCheck: ({ name: check, index, of }) => {
      const short = check.length > 40 ? `${check.slice(0, 39)}…` : check;
      at = `, ${index + 1} of ${of}: ${short}`;
      show();
    },
    end: () => {
      clearInterval(timer);
      io.status("");
    },
  };
}

/** Asks for one number of the failing case, where the last failures came quickly; then says what it tells. */
async function askExpected(
  id: string,
  verdict: Verdict,
  { workspace, io }: CheckOptions,
): Promise<void> {
  const failure = verdict.checks.find((c) => c.status === "failed")?.failure;
  const { kind } = workspace.exercise(id);
  if (!io.ask || !failure || verdict.blame || verdict.problems || kind === "bug-hunt") return;
  const asked = expectationOf(failure);
  if (!asked || !failsQuickly(id, await workspace.events())) return;
  const paint = paintFor(io.colors);
  io.err("What do you expect here? Work out one number before you look at what differs.");
  for (const line of caseLines(failure, paint)) io.err(line);
  for (;;) {
    const text = await io.ask(`${asked.question} (Enter skips) `);
    if (text === null || text.trim() === "") return;
    const said = readNumber(text);
    if (said === undefined) {
      io.err("Write a number, such as 0.5 or -3.");
      continue;
    }
    io.err(expectationSaid(asked, said));
    return;
  }
}

async function checkOne(id: string, options: CheckOptions): Promise<Verdict> {
  const { workspace, grade, json, io } = options;
  const ticking =
    json || !io.isTerminal ? null : tellProgress(shownName(id, workspace.content.exercises), io);
  const verdict = await gradeAndRecord(workspace, grade, id, {
    signal: io.signal,
    ...(ticking && { onCheck: ticking.onCheck }),
  });
  ticking?.end();
  if (!json && options.asks) await askExpected(id, verdict, options);
  if (json) io.out(verdictJson(verdict));
  else
    for (const line of verdictLines(verdict, workspace.exercise(id), {
      paint: paintFor(io.colors),
      verbose: options.verbose,
      hintsShown: hintsShown(id, await workspace.events()),
      titleOf: (other) => workspace.exercise(other).title,
      nameOf: (other) => shownName(other, workspace.content.exercises),
    }))
      io.out(line);
  if (options.tellCompare && verdict.passed && !json)
    io.out(
      `  Other answers beside yours: gradus compare ${shownName(id, workspace.content.exercises)}`,
    );
  if (options.diff && !verdict.passed)
    for (const line of await diffLines(id, workspace)) io.out(line);
  return verdict;
}

/** What changed since the last version that passed. */
async function diffLines(id: string, workspace: Workspace): Promise<string[]> {
  const [passing, file] = [await workspace.passing(id), await workspace.read(id)];
  if (passing === null)
    return ["  No version of it has passed yet, so there is nothing to compare."];
  if (file?.text === passing) return ["  It is what passed last time."];
  const patch = createTwoFilesPatch("last passing", "now", passing, file?.text ?? "", "", "", {
    context: 2,
  });
  return patch
    .trimEnd()
    .split("\n")
    .slice(1)
    .map((line) => `  ${line}`);
}

/** Grades exercises in turn; all that have a file where none is named. */
export async function checkAll(ids: readonly string[], options: CheckOptions): Promise<boolean> {
  const { workspace, io } = options;
  const chosen = ids.length > 0 ? ids : await started(workspace);
  if (chosen.length === 0) {
    await beginNext(options);
    return false;
  }
  let passed = true;
  for (const id of chosen) {
    if (io.signal.aborted) return false;
    passed = (await checkOne(id, options)).passed && passed;
  }
  if (passed && !options.json) {
    const { next } = await workspace.progress();
    const [title, ...rest] = next ? nextLines(next, workspace.content) : [];
    if (title) io.out(`Next: ${title}${rest.length > 0 ? "\n  " : ""}${rest.join("\n  ")}`);
  }
  return passed;
}

/** Where nothing is begun: puts the file of the next exercise there, and says so. */
async function beginNext({ workspace, json, io }: CheckOptions): Promise<void> {
  const { next, exercises } = await workspace.progress();
  const { content } = workspace;
  const id =
    next?.exercise ?? content.exercises.find((e) => (exercises[e.id] ?? "open") === "open")?.id;
  if (id === undefined) {
    io.err("check: there is nothing to check: every exercise is done, and its files are gone.");
    return;
  }
  const { title, lesson } = workspace.exercise(id);
  await workspace.readOrStart(id);
  if (json) return;
  io.err(`Nothing was begun yet, so there was nothing to check. Begun is ${title}:`);
  io.err(`  your file  ${shortPath(join(workspace.root, workspace.placeOf(id)))}`);
  const name = shownName(id, content.exercises);
  if (next?.exercise === null)
    io.err(`  read it    gradus learn ${shownName(lesson, content.lessons)}`);
  io.err(`  the task   gradus learn ${name}`);
  io.err(`  check it   gradus check ${name}`);
}

/** Grades whatever is saved, until the user stops it; gives whether the last verdict of each was a pass. */
async function checkOnSave(ids: readonly string[], options: CheckOptions): Promise<boolean> {
  const { workspace, io } = options;
  const last = new Map<string, boolean>();
  const graded = new Map<string, string>();
  let turn: Promise<void> = Promise.resolve();
  let failure: unknown;
  const queue = (id: string): void => {
    turn = turn
      .then(async () => {
        if (io.signal.aborted) return;
        // Some editors save twice for one keystroke.
        const { version } = await workspace.readOrStart(id);
        if (graded.get(id) === version) return;
        graded.set(id, version);
        last.set(id, (await checkOne(id, options)).passed);
      })
      .catch((error: unknown) => {
        failure = error;
        io.err((error as Error).message);
      });
  };
  const stop = await watchWorkspace(workspace, (change) => {
    if (change.kind !== "exercise" || change.version === null) return;
    if (!workspace.content.exercises.some((e) => e.id === change.id)) return;
    if (ids.length === 0 || ids.includes(change.id)) queue(change.id);
  });
  for (const id of ids) queue(id);
  await turn;
  io.err(
    `watching ${ids.length > 0 ? ids.map((id) => workspace.placeOf(id)).join(", ") : "exercises/"}; Ctrl-C ends it.`,
  );
  if (!io.signal.aborted)
    await new Promise<void>((done) =>
      io.signal.addEventListener("abort", () => done(), { once: true }),
    );
  await stop();
  await turn;
  return failure === undefined && last.size > 0 && [...last.values()].every(Boolean);
}

export const check: Command = {
  name: "check",
  summary: "check exercises, once or whenever you save: gradus check sigmoid --watch",
  usage: "gradus check [EXERCISE …]",
  about: [
    "Without a name it checks every exercise that is begun; where none is, it begins the next one. The exit status is 0 when all pass, 1 when one does not, 2 when it was called wrongly.",
  ],
  options: {
    watch: { type: "boolean", about: "check whenever a file is saved, until Ctrl-C" },
    diff: { type: "boolean", about: "after a failure, show what changed since the last pass" },
    verbose: {
      type: "boolean",
      about: "show all that was printed, not only by the case that failed",
    },
    json: { type: "boolean", about: "print each verdict as a line of JSON, for programs" },
    ...workspaceOptions,
  },

  async run(names, flags, io) {
    const { workspace } = await openWorkspace(flags, io.err);
    const { lessons, exercises } = workspace.content;
    const ids: string[] = [];
    for (const name of names)
      try {
        ids.push(workspace.exercise(name).id);
      } catch (error) {
        if (!(error instanceof WorkspaceError)) throw error;
        const lesson = lessons.find((l) => l.id === name || l.name === name);
        const inIt = lesson?.exercises.map((id) => shownName(id, exercises)).join(", ");
        io.err(
          lesson
            ? `check: ${name} is a lesson, and lessons are read: gradus learn ${name}.${inIt ? ` Its exercises: ${inIt}.` : ""}`
            : error.message,
        );
        return 2;
      }
    const options = {
      workspace,
      grade: workspaceGrader(workspace),
      json: flags.json === true,
      diff: flags.diff === true && !flags.json,
      verbose: flags.verbose === true,
      tellCompare: ids.length === 1,
      // Whoever watches is in their editor.
      asks: ids.length === 1 && !flags.watch,
      io,
    };
    const passed = flags.watch ? await checkOnSave(ids, options) : await checkAll(ids, options);
    return passed ? 0 : 1;
  },
};
