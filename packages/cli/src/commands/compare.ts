/** `gradus compare`: one's own passed answer beside the solution and others. */
import { times } from "@gradus/exercise";
import { type Command, jsonOption, workspaceOptions } from "../command.ts";
import { usageLine } from "../command-line.ts";
import { wrap } from "../terminal/markdown.ts";
import { type AnswerText, answersOf } from "../workspace/answers.ts";
import { WorkspaceError } from "../workspace/errors.ts";
import { openWorkspace } from "../workspace/find.ts";
import { timeAnswers } from "../workspace/grading.ts";
import { paintFor } from "../workspace/shown-text.ts";

const linesText = (n: number): string => (n === 1 ? "1 line" : `${n} lines`);

export const compare: Command = {
  name: "compare",
  summary: "your answer beside others, once it has passed: gradus compare sigmoid",
  usage: "gradus compare EXERCISE",
  about: [
    "It shows the solution and up to two other right answers, how many lines of code each has, and about how long each takes on the same input.",
  ],
  options: { json: jsonOption, ...workspaceOptions },

  async run([name], flags, io) {
    if (name === undefined) {
      io.err(`compare: say which exercise.\n${usageLine(this)}`);
      return 2;
    }
    const { workspace } = await openWorkspace(flags, io.err);
    let answers: Awaited<ReturnType<typeof answersOf>>;
    try {
      answers = await answersOf(workspace, name);
    } catch (error) {
      if (!(error instanceof WorkspaceError)) throw error;
      io.err(error.message);
      return error.code === "workspace/not-passed" ? 1 : 2;
    }
    const { id, title } = workspace.exercise(name);
    io.status(`measuring ${answers.others.length + 1} answers …`);
    const timing = await timeAnswers(workspace, id, answers, io.signal);
    io.status("");
    if (flags.json) {
      io.out(JSON.stringify({ exercise: id, ...answers, ...(timing && { timing }) }));
      return 0;
    }
    const paint = paintFor(io.colors);
    const width = Math.min(io.columns, 88);
    const show = (called: string, { text, lines }: AnswerText, time: string, why?: string) => {
      const facts = [linesText(lines), ...(time ? [time] : [])].join(", ");
      io.out(`\n${paint.strong(called)}  ${paint.dim(facts)}`);
      if (why) for (const line of wrap(why, width)) io.out(line);
      for (const line of text.trimEnd().split("\n")) io.out(`  ${paint.dim("│")} ${line}`);
    };
    io.out(paint.strong(title));
    if (answers.mine) show("yours", answers.mine, timing ? times.about(timing.learner) : "");
    for (const { name: called, why, ...answer } of answers.others) {
      const time = timing?.others.find((o) => o.name === called);
      show(called, answer, timing && time ? times.beside(time.ms, timing.learner) : "", why);
    }
    if (!timing) return 0;
    const said = `Times: ${timing.of}, on one input, the median of ${timing.runs} runs here. Small inputs say little about large ones.`;
    io.out("");
    for (const line of wrap(said, width)) io.out(paint.dim(line));
    return 0;
  },
};
