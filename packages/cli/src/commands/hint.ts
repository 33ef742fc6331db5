/** `gradus hint`: the next hint of an exercise. */
import type { LearningEvent } from "@gradus/content";
import { type Command, type Io, jsonOption, workspaceOptions } from "../command.ts";
import { usageLine } from "../command-line.ts";
import { markdownText, wrap } from "../terminal/markdown.ts";
import { hasLines, hintsBeforeLines, linesToArrange } from "../workspace/arrange.ts";
import { WorkspaceError } from "../workspace/errors.ts";
import { openWorkspace } from "../workspace/find.ts";
import { hintsShown } from "../workspace/hints.ts";
import { paintFor } from "../workspace/shown-text.ts";
import { shownName, type Workspace } from "../workspace/workspace.ts";

/** The exercise whose latest attempt failed, the most recent one first; null where none did. */
function failedLast(events: readonly LearningEvent[]): string | null {
  const settled = new Set<string>();
  for (const event of [...events].reverse()) {
    if (event.kind !== "attempt" || settled.has(event.exercise)) continue;
    if (!event.passed) return event.exercise;
    settled.add(event.exercise);
  }
  return null;
}

/** Prints an answer's lines with numbers, in no order. */
async function showLines(workspace: Workspace, id: string, json: boolean, io: Io): Promise<number> {
  let found: Awaited<ReturnType<typeof linesToArrange>>;
  try {
    found = await linesToArrange(workspace, id);
  } catch (error) {
    if (!(error instanceof WorkspaceError)) throw error;
    io.err(error.message);
    return 1;
  }
  await workspace.append({ kind: "arrange", exercise: id });
  if (json) {
    io.out(JSON.stringify({ exercise: id, ...found }));
    return 0;
  }
  const { dim } = paintFor(io.colors);
  io.out("These lines make an answer when they are in order. Some may not belong.");
  for (const line of found.head.split("\n")) io.out(dim(`     ${line}`));
  for (const [i, text] of found.lines.entries())
    for (const [k, line] of text.split("\n").entries())
      io.out(`${k === 0 ? String(i + 1).padStart(3) : "   "}  ${line}`);
  for (const line of found.after.trimEnd().split("\n")) io.out(dim(`     ${line}`));
  return 0;
}

export const hint: Command = {
  name: "hint",
  summary: "the next hint of an exercise; asking is free",
  usage: "gradus hint [EXERCISE]",
  about: [
    "Without a name it is the exercise that failed last. There are three hints, from a nudge to nearly the answer, one a call; after the third all are shown again.",
  ],
  options: {
    lines: {
      type: "boolean",
      about:
        "after the second hint: the lines of an answer, shuffled, with some that do not belong",
    },
    json: jsonOption,
    ...workspaceOptions,
  },

  async run([asked], flags, io) {
    const { workspace } = await openWorkspace(flags, io.err);
    const known = new Set(workspace.content.exercises.map((e) => e.id));
    const events = (await workspace.events()).filter(
      (e) => "exercise" in e && known.has(e.exercise),
    );
    const name = asked ?? failedLast(events) ?? (await workspace.progress()).next?.exercise;
    if (!name) {
      io.err(
        `hint: no exercise is begun; say which, or begin one with gradus check.\n${usageLine(this)}`,
      );
      return 2;
    }
    let exercise: ReturnType<typeof workspace.exercise>;
    try {
      exercise = workspace.exercise(name);
    } catch (error) {
      if (!(error instanceof WorkspaceError)) throw error;
      io.err(error.message);
      return 2;
    }
    const { id } = exercise;
    if (flags.lines) return showLines(workspace, id, flags.json === true, io);
    const all = exercise.hints.length;
    const shown = hintsShown(id, await workspace.events());
    const level = Math.min(shown + 1, all);
    if (shown < all) await workspace.append({ kind: "hint", exercise: id, level });
    if (flags.json) {
      io.out(
        JSON.stringify({ exercise: id, level, of: all, hints: exercise.hints.slice(0, level) }),
      );
      return 0;
    }
    const first = shown < all ? level : 1;
    io.out(`${exercise.title} (${shownName(id, workspace.content.exercises)})`);
    const width = Math.min(io.columns, 88);
    for (let n = first; n <= level; n++) {
      const text = markdownText(exercise.hints[n - 1] ?? "", { colors: io.colors, width });
      for (const line of wrap(`hint ${n} of ${all}: ${text}`, width)) io.out(line);
    }
    if (level === hintsBeforeLines && level < all && hasLines(exercise))
      io.out(
        `The lines of an answer, shuffled: gradus hint ${shownName(id, workspace.content.exercises)} --lines`,
      );
    return 0;
  },
};
