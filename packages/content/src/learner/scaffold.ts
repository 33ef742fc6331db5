/**
 * How much a learner is given to begin an exercise with. The author's starter says it: `guided` lists the steps,
 * `signature` gives the function's head, `blank` nothing. What the learner did lately moves it by a little:
 *
 * - three exercises passed in a row without a hint and with at most two failed attempts each: a guided starter
 *   comes without its steps;
 * - a telling hint (the second or third) in two of the latest three: a signature comes with the first hint.
 */

import type { Exercise } from "../read/types.ts";
import type { ExerciseHistory, History } from "./history.ts";

const lookBack = 3;
const fewFailures = 2;
const tellingHint = 2;

/** The exercises passed last, the latest first. */
function latestPassed(history: History, except: string): ExerciseHistory[] {
  const firstPass = (e: ExerciseHistory): string => e.recalls[0]?.at ?? "";
  return [...history.exercises]
    .filter(([id, e]) => id !== except && e.recalls.length > 0)
    .map(([, e]) => e)
    .sort((a, b) => firstPass(b).localeCompare(firstPass(a)))
    .slice(0, lookBack);
}

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
function withoutSteps(starter: string): string {
  const kept = starter.split("\n").filter((line) => !/^\s+\/\/ /.test(line));
  return `// The steps are left out: your last three exercises passed without a hint.\n${kept.join("\n")}`;
}

/** The starter with a hint above the line that says it is not done. */
const withHint = (starter: string, hint: string): string =>
  starter.replace(/^([ \t]*)(return notDone\()/m, (_, indent: string, call: string) => {
    return `${commentLines(`To begin with: ${hint}`, indent)}${indent}${call}`;
  });

/** The text an exercise begins with, for a learner with this history. */
export function starterFor(exercise: Exercise, history: History): string {
  const { starter } = exercise.files;
  const latest = latestPassed(history, exercise.id);
  if (latest.length < lookBack) return starter;
  if (exercise.scaffold === "guided" && exercise.kind !== "bug-hunt") {
    const clean = latest.every((e) => e.hintLevel === 0 && e.failedAttempts <= fewFailures);
    return clean ? withoutSteps(starter) : starter;
  }
  if (exercise.scaffold === "signature" && exercise.kind !== "bug-hunt") {
    const told = latest.filter((e) => e.hintLevel >= tellingHint).length;
    return told >= 2 ? withHint(starter, exercise.hints[0] ?? "") : starter;
  }
  return starter;
}
