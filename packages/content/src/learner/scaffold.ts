/**
 * How much a learner is given to begin an exercise with. The author's starter says it: `guided` lists the steps,
 * `signature` gives the function's head, `blank` nothing. What the learner did lately moves it by a little:
 *
 * - three exercises passed in a row without a hint and with at most two failed attempts each: a guided starter
 *   comes without its steps;
 * - a telling hint (the second or third) in two of the latest three: a signature comes with the first hint;
 * - a lesson's fast lane, once it is chosen, comes without its steps: it is there to show that one needs none.
 */

import type { Exercise } from "../read/types.ts";
import type { History } from "./history.ts";
import { goesWell, latestPassed, lookBack } from "./record.ts";

const tellingHint = 2;

/** Breaks a text into comment lines of at most `width` characters. */
function commentLines(text: string, indent: string, width = 96): string {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(/\s+/)) {
    if (line && indent.length + 3 + line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line ? `${line} ${word}` : word;
  }
  return [...lines, line].map((l) => `${indent}// ${l}\n`).join("");
}

/** The starter without the comments inside its functions. */
function withoutSteps(starter: string, why: string): string {
  const kept = starter.split("\n").filter((line) => !/^\s+\/\/ /.test(line));
  return `// The steps are left out: ${why}.\n${kept.join("\n")}`;
}

/** The starter with a hint above the line that says it is not done. */
const withHint = (starter: string, hint: string): string =>
  starter.replace(/^([ \t]*)(return notDone\()/m, (_, indent: string, call: string) => {
    return `${commentLines(`To begin with: ${hint}`, indent)}${indent}${call}`;
  });

/** The text an exercise begins with, for a learner with this history. */
export function starterFor(exercise: Exercise, history: History): string {
  const { starter } = exercise.files;
  if (exercise.kind === "bug-hunt") return starter;
  if (exercise.fastLane && history.lessons.get(exercise.lesson)?.lane)
    return withoutSteps(starter, "this one exercise stands for the whole lesson");
  if (exercise.scaffold === "guided")
    return goesWell(history, exercise.id)
      ? withoutSteps(starter, "your last three exercises passed without a hint")
      : starter;
  const latest = latestPassed(history, exercise.id);
  if (exercise.scaffold === "signature" && latest.length === lookBack) {
    const told = latest.filter((e) => e.hintLevel >= tellingHint).length;
    return told >= 2 ? withHint(starter, exercise.hints[0] ?? "") : starter;
  }
  return starter;
}
