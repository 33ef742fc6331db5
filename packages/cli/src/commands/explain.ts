/** `gradus explain`: a question to answer in one's own words, a model answer to compare with, and what one said. */
import type { Explain } from "@gradus/content";
import type { Command, Io } from "../command.ts";
import { WorkspaceError } from "../workspace/errors.ts";
import { openWorkspace } from "../workspace/find.ts";
import { shownName, type Workspace } from "../workspace/workspace.ts";

/** The points that were said, as their numbers from 1; null where it is no list of such numbers, or "none". */
function pointsSaid(text: string, count: number): boolean[] | null {
  const numbers = text === "none" ? [] : text.split(",").map(Number);
  if (!numbers.every((n) => Number.isInteger(n) && n >= 1 && n <= count)) return null;
  return Array.from({ length: count }, (_, i) => numbers.includes(i + 1));
}

function list(workspace: Workspace, explained: Readonly<Record<string, number>>, io: Io): void {
  const { explains } = workspace.content;
  if (explains.length === 0) io.out("This content asks no questions in words.");
  for (const e of explains) {
    const share = explained[e.id];
    const said =
      share === undefined
        ? ""
        : `  ${Math.round(share * e.points.length)} of ${e.points.length} points`;
    io.out(`${share === undefined ? "·" : "✓"} ${shownName(e.id, explains)}  ${e.title}${said}`);
  }
}

function showModel(question: Explain, name: string, io: Io): void {
  io.out(`A model answer:\n\n${question.answer}\n\nWhich of these does yours say?`);
  for (const [i, point] of question.points.entries()) io.out(`  ${i + 1}  ${point}`);
  io.out(`\ngradus explain ${name} --said 1,2 keeps it; --said none where it says none of them.`);
}

export const explain: Command = {
  name: "explain",
  summary: "a question to answer in your own words, then a model answer to compare with",
  usage: "gradus explain [ID] [--compare] [--said 1,3] [--workspace FOLDER] [--content FOLDER]",
  options: {
    compare: { type: "boolean" },
    said: { type: "string" },
    workspace: { type: "string" },
    content: { type: "string" },
  },

  async run([asked], flags, io) {
    const { workspace } = await openWorkspace(flags, io.err);
    if (asked === undefined) {
      list(workspace, (await workspace.progress()).explained, io);
      return 0;
    }
    let question: Explain;
    try {
      question = workspace.explain(asked);
    } catch (error) {
      if (!(error instanceof WorkspaceError)) throw error;
      io.err(error.message);
      return 2;
    }
    const name = shownName(question.id, workspace.content.explains);
    if (typeof flags.said === "string") {
      const points = pointsSaid(flags.said, question.points.length);
      if (!points) {
        io.err(
          `explain: --said ${flags.said} does not name points; they count from 1 to ${question.points.length}, as in --said 1,2.`,
        );
        return 2;
      }
      await workspace.append({ kind: "explain", explain: question.id, points });
      io.out(`Kept: ${points.filter(Boolean).length} of ${points.length} points.`);
      return 0;
    }
    if (flags.compare) {
      showModel(question, name, io);
      return 0;
    }
    io.out(`${question.title} (${name})\n\n${question.task}\n`);
    io.out(`Write your answer down first. Then: gradus explain ${name} --compare`);
    return 0;
  },
};
