/** Whether texts for learners say the same thing by the same word, as `content/terms.yaml` has it. */
import type { Exercise } from "../read/types.ts";
import type { Vocabulary } from "../read/vocabulary.ts";

/** The texts of an exercise that learners read as prose, by where they stand. */
const proseOf = ({ task, hints, files }: Exercise): [string, string][] => [
  ["exercise.md", task],
  ...hints.map((hint, i): [string, string] => [`exercise.md, hint ${i + 1}`, hint]),
  ...files.known
    .filter((m) => !m.standard && m.text !== undefined)
    .map((m): [string, string] => [`grade.ts, "${m.id}"`, m.text as string]),
];

/** Code in a text is nobody's choice of words. */
const withoutCode = (text: string): string =>
  text.replace(/```[\s\S]*?```/g, " ").replace(/`[^`]*`/g, " ");

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** Words that are called otherwise in all courses, with the word to use. */
export function wordsToMend(text: string, { terms }: Pick<Vocabulary, "terms">): string[] {
  const prose = withoutCode(text);
  return terms.flatMap(({ term, not }) =>
    not
      .filter((word) => new RegExp(`\\b${escaped(word)}\\b`, "i").test(prose))
      .map((word) => `says "${word}", which is called "${term}" in content/terms.yaml.`),
  );
}

export const wordProblems = (exercise: Exercise, vocabulary: Vocabulary): string[] =>
  proseOf(exercise).flatMap(([where, text]) =>
    wordsToMend(text, vocabulary).map((problem) => `${where}: it ${problem}`),
  );
