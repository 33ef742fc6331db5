/** `gradus hint`: the next hint of an exercise. */
import type { Command } from "../command.ts";
import { WorkspaceError } from "../workspace/errors.ts";
import { openWorkspace } from "../workspace/find.ts";
import { hintsShown } from "../workspace/hints.ts";
import { shownName } from "../workspace/workspace.ts";

export const hint: Command = {
  name: "hint",
  summary: "the next hint of an exercise; asking is free",
  usage: "gradus hint [ID] [--json] [--workspace FOLDER] [--content FOLDER]",
  options: {
    json: { type: "boolean" },
    workspace: { type: "string" },
    content: { type: "string" },
  },

  async run([asked], flags, io) {
    const { workspace } = await openWorkspace(flags, io.err);
    const name = asked ?? (await workspace.progress()).next?.exercise;
    if (!name) {
      io.err(`hint: no exercise is begun; say which.\nusage: ${this.usage}`);
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
    for (let n = first; n <= level; n++) io.out(`hint ${n} of ${all}: ${exercise.hints[n - 1]}`);
    return 0;
  },
};
