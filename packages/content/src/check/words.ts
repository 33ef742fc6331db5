/** Whether texts for learners say the same thing by the same word, as `content/terms.yaml` has it. */
import type { Content, Exercise, Lesson, LessonBlock } from "../read/types.ts";
import type { Vocabulary } from "../read/vocabulary.ts";

/** The texts of an exercise that learners read as prose, by where they stand. */
const proseOf = ({ title, task, hints, files }: Exercise): [string, string][] => [
  ["exercise.md, title", title],
  ["exercise.md", task],
  ...hints.map((hint, i): [string, string] => [`exercise.md, hint ${i + 1}`, hint]),
  ...files.known
    .filter((m) => !m.standard && m.text !== undefined)
    .map((m): [string, string] => [`grade.ts, "${m.id}"`, m.text as string]),
  ...files.alternatives.map((a): [string, string] => [`grade.ts, "${a.name}"`, a.why ?? ""]),
];

/** The prose of a lesson's block. */
function blockProse(block: LessonBlock): [string, string][] {
  if (block.kind === "markdown") return [["lesson.md", block.text]];
  if (block.kind !== "quiz") return [];
  const said = block.options.flatMap(({ text, why }) => [text, why]);
  return [[`lesson.md, question ${block.index + 1}`, [block.question, ...said].join("\n")]];
}

/** The texts of a lesson, its questions in words among them. */
const lessonProse = (
  { id, title, blocks }: Lesson,
  { explains }: Pick<Content, "explains">,
): [string, string][] => [
  ["lesson.md, title", title],
  ...blocks.flatMap(blockProse),
  ...explains
    .filter((e) => e.lesson === id)
    .map((e): [string, string] => [
      `${e.folder.split("/").at(-1)}/exercise.md`,
      [e.title, e.task, ...e.points, e.answer].join("\n"),
    ]),
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
      .filter((word) => new RegExp(`\\b${escaped(word)}(?:e?s)?\\b`, "i").test(prose))
      .map((word) => `says "${word}", which is called "${term}" in content/terms.yaml.`),
  );
}

const problemsOf = (texts: readonly (readonly [string, string])[], vocabulary: Vocabulary) =>
  texts.flatMap(([where, text]) =>
    wordsToMend(text, vocabulary).map((problem) => `${where}: it ${problem}`),
  );

export const wordProblems = (exercise: Exercise, vocabulary: Vocabulary): string[] =>
  problemsOf(proseOf(exercise), vocabulary);

/** What a lesson calls otherwise than all courses do, a sentence each. */
export const lessonWordProblems = (
  lesson: Lesson,
  content: Pick<Content, "explains">,
  vocabulary: Vocabulary,
): string[] => problemsOf(lessonProse(lesson, content), vocabulary);
