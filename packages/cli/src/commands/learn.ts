/** `gradus learn`: the path, how far you are, what is due, and what is next. */
import { dueReviews, fastLaneOf, historyOf, lessonDone, type Progress } from "@gradus/content";
import type { Command } from "../command.ts";
import { WorkspaceError } from "../workspace/errors.ts";
import { openWorkspace } from "../workspace/find.ts";
import { type Paint, paintFor } from "../workspace/shown-text.ts";
import { shownName, type Workspace } from "../workspace/workspace.ts";

/** So many due reviews are named; the rest is counted. */
const mostDueNamed = 5;

/** Chooses a lesson's fast lane. @returns why not, where there is none */
async function takeLane(name: string, workspace: Workspace): Promise<string | null> {
  const { content } = workspace;
  const lesson = workspace.lesson(name);
  const lane = fastLaneOf(lesson, content);
  if (!lane) return `${lesson.title} has no exercise that stands for the others.`;
  await workspace.append({ kind: "lane", lesson: lesson.id, on: true });
  const { exercises } = await workspace.progress();
  // An exercise that was never tried holds its steps, which the short way does without.
  if (!exercises[lane.exercise] && (await workspace.read(lane.exercise)))
    await workspace.reset(lane.exercise);
  return null;
}

async function pathLines(
  workspace: Workspace,
  progress: Progress,
  paint: Paint,
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
      lines.push(`  ${sign} ${lesson.title.padEnd(wide)}  ${states.join("  ")}`.trimEnd());
    }
  }
  return lines;
}

export const learn: Command = {
  name: "learn",
  summary: "where you are on the path, what is due and what is next",
  usage: "gradus learn [--lane LESSON] [--json] [--workspace FOLDER] [--content FOLDER]",
  options: {
    lane: { type: "string" },
    json: { type: "boolean" },
    workspace: { type: "string" },
    content: { type: "string" },
  },

  async run(_args, flags, io) {
    const { workspace } = await openWorkspace(flags, io.err);
    if (typeof flags.lane === "string") {
      const refused = await takeLane(flags.lane, workspace).catch((error: unknown) => {
        if (!(error instanceof WorkspaceError)) throw error;
        return error.message;
      });
      if (refused) {
        io.err(`learn: ${refused}`);
        return 2;
      }
    }
    const progress = await workspace.progress();
    if (flags.json) {
      io.out(JSON.stringify(progress));
      return 0;
    }
    const paint = paintFor(io.isTerminal && !process.env.NO_COLOR);
    for (const line of await pathLines(workspace, progress, paint)) io.out(line);
    io.out("");
    const stale = progress.concepts.filter((c) => c.level === "solid" && c.due).length;
    const count = (level: string) => progress.concepts.filter((c) => c.level === level).length;
    io.out(
      `concepts  ${count("solid")} solid${stale > 0 ? ` (${stale} of them due for a review)` : ""}, ${count("fresh")} fresh, ${count("lane")} by the fast lane, ${count("shaky")} shaky, ${count("unseen")} not met yet`,
    );
    const shaky = progress.concepts.filter((c) => c.level === "shaky").map((c) => c.id);
    if (shaky.length > 0) io.out(`shaky     ${shaky.join(", ")}`);
    const due = dueReviews(progress.reviews, new Date());
    if (due.length > 0) {
      const first = due
        .slice(0, mostDueNamed)
        .map((r) => shownName(r.exercise, workspace.content.exercises));
      const more = due.length > first.length ? ` and ${due.length - first.length} more` : "";
      io.out(
        `to review ${due.length} due, the longest overdue first: ${first.join(", ")}${more} (gradus reset ID, then write it again)`,
      );
    }
    const unreadable = await workspace.unreadableProgress();
    if (unreadable) {
      const { lines, file } = unreadable;
      io.err(
        `warning: ${lines === 1 ? "a line" : `${lines} lines`} of progress.jsonl ${lines === 1 ? "is" : "are"} no event that can be read and ${lines === 1 ? "counts" : "count"} for nothing${file ? `; see ${file}` : ""}.`,
      );
    }
    const { next } = progress;
    if (next) {
      const lesson = workspace.content.lessons.find((l) => l.id === next.lesson);
      const what = next.exercise
        ? `${lesson?.title}, exercise ${shownName(next.exercise, workspace.content.exercises)}`
        : lesson?.title;
      io.out(`${paint.strong(`next      ${what}`)}\n          ${next.why}`);
      if (next.fastLane) {
        const { lessons, exercises } = workspace.content;
        const shown = (id: string): string => shownName(id, exercises);
        io.out(
          `          Short on time? Do only ${shown(next.fastLane.exercise)}: gradus learn --lane ${shownName(next.lesson, lessons)}. It stands for ${next.fastLane.standsFor.map(shown).join(", ")}.`,
        );
      }
    }
    return 0;
  },
};
