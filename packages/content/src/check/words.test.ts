import { expect, test } from "vitest";
import type { Explain, Lesson } from "../read/types.ts";
import type { Vocabulary } from "../read/vocabulary.ts";
import { lessonWordProblems } from "./words.ts";

const vocabulary = {
  terms: [
    { term: "truth", means: "what should have been answered", not: ["ground truth"] },
    { term: "batch", means: "the examples one step looks at", not: ["minibatch"] },
  ],
} as unknown as Vocabulary;

const lesson = {
  id: "course/lesson",
  title: "The ground truth",
  blocks: [
    { kind: "markdown", text: "Take a batch, as in `minibatch(x)`." },
    { kind: "figure", name: "minibatch" },
    {
      kind: "quiz",
      index: 0,
      question: "What is it?",
      options: [{ text: "A list", why: "Of minibatches.", correct: true }],
    },
  ],
} as unknown as Lesson;

const explain = {
  lesson: "course/lesson",
  folder: "courses/01-course/01-lesson/02-in-words",
  title: "In words",
  task: "Say it.",
  points: ["It says what the truth is."],
  answer: "The Ground Truth is what was seen.",
} as unknown as Explain;

test("words that are left out are found in a lesson's text, its questions and its answers in words, and not in code", () => {
  const other = { ...explain, lesson: "course/other" };
  expect(lessonWordProblems(lesson, { explains: [explain, other] }, vocabulary)).toEqual([
    'lesson.md, title: it says "ground truth", which is called "truth" in content/terms.yaml.',
    'lesson.md, question 1: it says "minibatch", which is called "batch" in content/terms.yaml.',
    '02-in-words/exercise.md: it says "ground truth", which is called "truth" in content/terms.yaml.',
  ]);
});
