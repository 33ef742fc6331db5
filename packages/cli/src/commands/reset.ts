/** `gradus reset`: puts an exercise's starter back and keeps what was there. */
import { type Command, workspaceOptions } from "../command.ts";
import { usageLine } from "../command-line.ts";
import { WorkspaceError } from "../workspace/errors.ts";
import { openWorkspace } from "../workspace/find.ts";

export const reset: Command = {
  name: "reset",
  summary: "begin an exercise again; your text is kept in notes/",
  usage: "gradus reset EXERCISE",
  options: { ...workspaceOptions },

  async run([name, ...more], flags, io) {
    if (!name || more.length > 0) {
      io.err(`reset: say which exercise, and only one.\n${usageLine(this)}`);
      return 2;
    }
    const { workspace } = await openWorkspace(flags, io.err);
    let id: string;
    try {
      id = workspace.exercise(name).id;
    } catch (error) {
      if (!(error instanceof WorkspaceError)) throw error;
      io.err(error.message);
      return 2;
    }
    const { kept } = await workspace.reset(id);
    io.out(`${workspace.placeOf(id)} is the starter again.`);
    if (kept) io.out(`what was there is in ${kept}`);
    return 0;
  },
};
