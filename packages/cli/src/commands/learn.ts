/** `gradus learn`: the path and what is next; a lesson, an exercise's task or a question to read and answer. */
import {
  dueReviews,
  type Explain,
  fastLaneOf,
  historyOf,
  type Lesson,
  lessonDone,
  type Progress,
} from "@gradus/content";
import { type Command, type Flags, type Io, jsonOption, workspaceOptions } from "../command.ts";
import { closest, usageLine } from "../command-line.ts";
import {
  answeredLines,
  exerciseLines,
  explainLines,
  type LessonView,
  lessonLines,
  readAnswer,
  readPoints,
} from "../terminal/lesson.ts";
import { type Style, widthOf, wrap } from "../terminal/markdown.ts";
import { nextLines } from "../terminal/next.ts";
import { WorkspaceError } from "../workspace/errors.ts";
import { openWorkspace } from "../workspace/find.ts";
import { type Paint, paintFor } from "../workspace/shown-text.ts";
import { shownName, type Workspace } from "../workspace/workspace.ts";

/** So many due reviews are named; the rest is counted. */
const mostDueNamed = 5;
/** Longer lines are hard to read. */
const widest = 88;

/** Errors that say that there is nothing, or more than one thing, of a name. */
const calledWrongly = new Set(["workspace/exercise", "workspace/lesson", "workspace/ambiguous"]);

const styleOf = (io: Io): Style => ({ colors: io.colors, width: Math.min(io.columns, widest) });

/** Chooses a lesson's fast lane. @returns why not, where there is none */
async function takeLane(name: string, workspace: Workspace): Promise<string | null> {
  const { content } = workspace;
  const lesson = workspace.lesson(name);
  const lane = fastLaneOf(lesson, content);
  if (!lane) return `${lesson.title} has no exercise that stands for the others`;
  await workspace.append({ kind: "lane", lesson: lesson.id, on: true });
  const { exercises } = await workspace.progress();
  // An exercise that was never tried holds its steps, which the short way does without.
  if (!exercises[lane.exercise] && (await workspace.read(lane.exercise)))
    await workspace.reset(lane.exercise);
  return null;
}

/** Texts behind a label, in as many lines as they need. */
function besides(label: string, texts: readonly string[], width: number): string[] {
  const lines = [label];
  const indent = " ".repeat(Math.min(widthOf(label), Math.floor(width / 2)));
  for (const text of texts) {
    const line = lines.at(-1) as string;
    if (line !== label && widthOf(line) + 2 + widthOf(text) > width)
      lines.push(`${indent}  ${text}`);
    else lines[lines.length - 1] = `${line}  ${text}`;
  }
  return lines.map((line) => line.trimEnd());
}

async function pathLines(
  workspace: Workspace,
  progress: Progress,
  paint: Paint,
  width: number,
): Promise<string[]> {
  const { content } = workspace;
  const history = historyOf(await workspace.events());
  const lines: string[] = [];
  const wide = Math.max(0, ...content.lessons.map((l) => l.title.length));
  for (const course of content.courses) {
    lines.push(paint.strong(course.title));
    let week = 0;
    for (const lesson of content.lessons.filter((l) => l.course === course.id)) {
      if (lesson.week !== week) {
        week = lesson.week;
        lines.push(paint.dim(`  week ${week}`));
      }
      const done = lessonDone(lesson, history, content);
      const here = progress.next?.lesson === lesson.id;
      const sign = done ? paint.good("✓") : here ? "›" : "·";
      const states = lesson.exercises.map((id) => {
        const state = progress.exercises[id] ?? "open";
        const mark = { passed: "✓", lane: "»", tried: "~", open: "·" }[state];
        const name = shownName(id, content.exercises);
        const done = state === "passed" || state === "lane";
        return `${done ? paint.good(mark) : mark} ${done ? paint.dim(name) : name}`;
      });
      lines.push(...besides(`  ${sign} ${lesson.title.padEnd(wide)}`, states, width));
    }
  }
  return lines;
}

/** A label with wrapped text beside it. */
const labelled = (label: string, text: string, width: number): string[] =>
  wrap(text, width - 10).map((line, i) => `${(i === 0 ? label : "").padEnd(10)}${line}`);

async function tellUnreadable(workspace: Workspace, io: Io): Promise<void> {
  const unreadable = await workspace.unreadableProgress();
  if (!unreadable) return;
  const { lines, file } = unreadable;
  const one = lines === 1;
  io.err(
    `warning: ${one ? "a line" : `${lines} lines`} of progress.jsonl ${one ? "is" : "are"} no event that can be read and ${one ? "counts" : "count"} for nothing${file ? `; see ${file}` : ""}.`,
  );
}

function showNext(progress: Progress, workspace: Workspace, paint: Paint, io: Io): void {
  const { next } = progress;
  if (!next) return;
  const { width } = styleOf(io);
  const [title = "", ...rest] = nextLines(next, workspace.content);
  for (const line of labelled("next", title, width)) io.out(paint.strong(line));
  for (const text of rest) for (const line of labelled("", text, width)) io.out(line);
  if (next.fastLane) {
    const { exercise, standsFor } = next.fastLane;
    const { lessons, exercises } = workspace.content;
    const shown = (id: string): string => shownName(id, exercises);
    const text = `Short on time? Do only ${shown(exercise)}: gradus learn --lane ${shownName(next.lesson, lessons)}. It stands for ${standsFor.map(shown).join(", ")}.`;
    for (const line of labelled("", text, width)) io.out(line);
  }
}

async function overview(workspace: Workspace, progress: Progress, io: Io): Promise<void> {
  const paint = paintFor(io.colors);
  const { width } = styleOf(io);
  for (const line of await pathLines(workspace, progress, paint, io.columns)) io.out(line);
  io.out("");
  const stale = progress.concepts.filter((c) => c.level === "solid" && c.due).length;
  const count = (level: string) => progress.concepts.filter((c) => c.level === level).length;
  const say = (label: string, text: string): void => {
    for (const line of labelled(label, text, width)) io.out(line);
  };
  say(
    "concepts",
    `${count("solid")} solid${stale > 0 ? ` (${stale} of them due for a review)` : ""}, ${count("fresh")} fresh, ${count("lane")} by the fast lane, ${count("shaky")} shaky, ${count("unseen")} not met yet`,
  );
  const shaky = progress.concepts.filter((c) => c.level === "shaky").map((c) => c.id);
  if (shaky.length > 0) say("shaky", shaky.join(", "));
  const due = dueReviews(progress.reviews, new Date());
  if (due.length > 0) {
    const first = due
      .slice(0, mostDueNamed)
      .map((r) => shownName(r.exercise, workspace.content.exercises));
    const more = due.length > first.length ? ` and ${due.length - first.length} more` : "";
    say(
      "to review",
      `${due.length} due, the longest overdue first: ${first.join(", ")}${more} (gradus reset ID, then write it again)`,
    );
  }
  await tellUnreadable(workspace, io);
  showNext(progress, workspace, paint, io);
}

/** Writes an answer down and says what it was worth. @returns what is wrong with the call, or null */
async function answer(
  text: string,
  lesson: Lesson,
  workspace: Workspace,
  io: Io,
): Promise<string | null> {
  const read = readAnswer(text, lesson);
  if (typeof read === "string") return read;
  const { quiz, option } = read;
  await workspace.append({
    kind: "quiz",
    lesson: lesson.id,
    question: quiz.index,
    correct: option.correct,
  });
  for (const line of answeredLines(read, styleOf(io))) io.out(line);
  return null;
}

async function showLesson(
  lesson: Lesson,
  view: LessonView,
  flags: Flags,
  workspace: Workspace,
  io: Io,
): Promise<string | null> {
  if (typeof flags.answer === "string") return answer(flags.answer, lesson, workspace, io);
  if (flags.read) {
    await workspace.append({ kind: "read", lesson: lesson.id });
    io.out(`${lesson.title} is read.`);
    showNext(await workspace.progress(), workspace, paintFor(io.colors), io);
    return null;
  }
  for (const line of lessonLines(lesson, view)) io.out(line);
  if (!view.progress.readLessons.includes(lesson.id)) {
    io.out("");
    io.out(
      `When you have read it: gradus learn ${shownName(lesson.id, workspace.content.lessons)} --read`,
    );
  }
  return null;
}

/** Shows a question in words, or keeps which of its points one's own answer says. */
async function showExplain(
  explain: Explain,
  view: LessonView,
  flags: Flags,
  workspace: Workspace,
  io: Io,
): Promise<string | null> {
  if (typeof flags.said !== "string") {
    for (const line of explainLines(explain, view)) io.out(line);
    return null;
  }
  const points = readPoints(flags.said, explain);
  if (!points)
    return `--said ${flags.said} names no points of it; they count from 1 to ${explain.points.length}, as in --said 1,2`;
  await workspace.append({ kind: "explain", explain: explain.id, points });
  io.out(`Kept: ${points.filter(Boolean).length} of ${points.length} points.`);
  showNext(await workspace.progress(), workspace, paintFor(io.colors), io);
  return null;
}

/** Shows what was asked for by its id. @returns what is wrong with the call, or null */
async function show(
  asked: string,
  flags: Flags,
  workspace: Workspace,
  io: Io,
): Promise<string | null> {
  const { content } = workspace;
  const progress = await workspace.progress();
  const view: LessonView = {
    style: styleOf(io),
    content,
    progress,
    reveal: flags.reveal === true,
    fileOf: (id) => workspace.placeOf(id),
  };
  const { next } = progress;
  const name = asked === "next" && next ? (next.exercise ?? next.lesson) : asked;
  const isIt = (one: { readonly id: string; readonly name: string }): boolean =>
    one.id === name || one.name === name;
  if (content.lessons.some(isIt))
    return showLesson(workspace.lesson(name), view, flags, workspace, io);
  if (flags.read || flags.answer !== undefined)
    return `there is no lesson "${name}", and only lessons are read and have questions`;
  const explain = content.explains.find(isIt);
  if (explain) return showExplain(explain, view, flags, workspace, io);
  if (flags.said !== undefined)
    return `"${name}" is no question in words, and only those have points`;
  if (!content.exercises.some(isIt)) {
    const all = [...content.lessons, ...content.exercises, ...content.explains].map((c) => c.name);
    const meant = closest(name, all);
    return `there is no lesson or exercise "${name}"; ${meant ? `did you mean ${meant}?` : "gradus learn lists them"}`;
  }
  const exercise = workspace.exercise(name);
  // Its file is there when the task says where it is.
  await workspace.readOrStart(exercise.id);
  for (const line of exerciseLines(exercise, view)) io.out(line);
  return null;
}

export const learn: Command = {
  name: "learn",
  summary: "the path and what is next; a lesson or a task to read: gradus learn next",
  usage: "gradus learn [LESSON | EXERCISE | next]",
  about: [
    "Alone it shows the path, how far you are, what is due for a review, and what to type next. With the id of a lesson it shows the lesson's text, with that of an exercise its task; next stands for whichever comes next. Long texts are read best with a pager: gradus learn next | less",
  ],
  options: {
    read: { type: "boolean", about: "mark the lesson as read, and say what is next" },
    answer: {
      type: "string",
      value: "1a",
      about: "answer a question of the lesson: its number and the option's letter",
    },
    reveal: { type: "boolean", about: "show the answers of the questions, each with its reason" },
    said: {
      type: "string",
      value: "1,3",
      about: "the points of a question in words that your answer says too, or none",
    },
    lane: {
      type: "string",
      value: "LESSON",
      about: "do only the one exercise of a lesson that stands for the others",
    },
    json: jsonOption,
    ...workspaceOptions,
  },

  async run([asked, ...more], flags, io) {
    const wrong = (what: string): number => {
      io.err(
        `learn: ${what.replace(/[.?]$/, "")}${what.endsWith("?") ? "?" : "."}\n${usageLine(this)}`,
      );
      return 2;
    };
    if (more.length > 0) return wrong(`it shows one thing at a time, and was given ${more[0]} too`);
    const { workspace } = await openWorkspace(flags, io.err);
    try {
      if (typeof flags.lane === "string") {
        const refused = await takeLane(flags.lane, workspace);
        if (refused) return wrong(refused);
      }
      if (asked !== undefined) {
        const refused = await show(asked, flags, workspace, io);
        return refused === null ? 0 : wrong(refused);
      }
    } catch (error) {
      if (!(error instanceof WorkspaceError) || !calledWrongly.has(error.code)) throw error;
      io.err(error.message);
      return 2;
    }
    for (const name of ["read", "answer", "reveal"])
      if (flags[name] !== undefined)
        return wrong(`--${name} needs a lesson: gradus learn LESSON --${name}`);
    const progress = await workspace.progress();
    if (flags.json) io.out(JSON.stringify(progress));
    else await overview(workspace, progress, io);
    return 0;
  },
};
