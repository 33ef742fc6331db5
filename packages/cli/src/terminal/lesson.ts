/** A lesson, an exercise or a question in words as it is read in a terminal. */
import type { Content, Exercise, Explain, Lesson, LessonBlock, Progress } from "@gradus/content";
import { shownName } from "../workspace/workspace.ts";
import { markdownLines, markdownText, type Style, wrap } from "./markdown.ts";

export interface LessonView {
  readonly style: Style;
  readonly content: Content;
  readonly progress: Progress;
  /** Whether the answers of the questions are shown. */
  readonly reveal: boolean;
  /** The path of an exercise's file, seen from the workspace. */
  readonly fileOf: (exercise: string) => string;
}

const letterOf = (index: number): string => String.fromCharCode(97 + index);

/** A line that begins with a sign, its further lines below the text. */
const hanging = (sign: string, text: string, width: number): string[] =>
  wrap(text, width - sign.length).map(
    (line, i) => (i === 0 ? sign : " ".repeat(sign.length)) + line,
  );

type Quiz = Extract<LessonBlock, { kind: "quiz" }>;

function quizLines(quiz: Quiz, lesson: Lesson, view: LessonView): string[] {
  const { style, reveal } = view;
  const lines = hanging(
    `Question ${quiz.index + 1}  `,
    markdownText(quiz.question, style),
    style.width,
  );
  for (const [i, option] of quiz.options.entries()) {
    const sign = reveal ? (option.correct ? "✓" : "✗") : " ";
    lines.push(
      ...hanging(`  ${sign} ${letterOf(i)}) `, markdownText(option.text, style), style.width),
    );
    if (reveal) lines.push(...hanging("       ", markdownText(option.why, style), style.width));
  }
  if (!reveal) {
    const right = view.progress.quizzes[lesson.id]?.includes(quiz.index);
    const letters = quiz.options.map((_, i) => letterOf(i));
    const choice = `${letters.slice(0, -1).join(", ")} or ${letters.at(-1)}`;
    lines.push(
      right
        ? "  You have answered it right."
        : `  Answer with ${choice}: gradus learn ${shownName(lesson.id, view.content.lessons)} --answer ${quiz.index + 1}LETTER`,
    );
  }
  return lines;
}

const stateWords = {
  passed: "passed",
  lane: "stood for by the fast lane",
  tried: "begun",
  open: "not begun",
} as const;

function blockLines(block: LessonBlock, lesson: Lesson, view: LessonView): string[] {
  const { style, content, progress } = view;
  const note = (text: string): string[] => hanging("▸ ", text, style.width);
  switch (block.kind) {
    case "markdown":
      return markdownLines(block.text, style);
    case "quiz":
      return quizLines(block, lesson, view);
    case "figure":
      return note(
        `Figure "${block.name}", which moves: gradus studio, then lesson ${lesson.title}.`,
      );
    case "project":
      return note(
        `Project "${block.name}", which you steer: gradus studio, then lesson ${lesson.title}.`,
      );
    case "exercise": {
      const exercise = content.exercises.find((e) => e.id === block.id);
      if (!exercise) return [];
      const state = stateWords[progress.exercises[exercise.id] ?? "open"];
      return note(
        `Exercise "${exercise.title}", about ${exercise.minutes} min, ${state}: gradus learn ${shownName(exercise.id, content.exercises)}`,
      );
    }
    case "explain": {
      const explain = content.explains.find((e) => e.id === block.id);
      return explain
        ? note(
            `In your own words: "${explain.title}", about ${explain.minutes} min: gradus learn ${shownName(explain.id, content.explains)}`,
          )
        : [];
    }
    case "compare": {
      const compare = lesson.compares[block.name];
      if (!compare) return [];
      return (["gradus", "pytorch", "keras"] as const).flatMap((name, i) => [
        ...(i > 0 ? [""] : []),
        { gradus: "In Gradus:", pytorch: "In PyTorch:", keras: "In Keras:" }[name],
        ...markdownLines(`\`\`\`\n${compare[name].trimEnd()}\n\`\`\``, style),
      ]);
    }
  }
}

/** A lesson from its title to its last line. */
export function lessonLines(lesson: Lesson, view: LessonView): string[] {
  const { style } = view;
  const lines = [
    ...markdownLines(`# ${lesson.title}`, style),
    ...wrap(`${lesson.summary} About ${lesson.minutes} minutes.`, style.width),
  ];
  for (const block of lesson.blocks) {
    const more = blockLines(block, lesson, view);
    if (more.length > 0) lines.push("", ...more);
  }
  return lines;
}

type Rated = Pick<Exercise, "minutes" | "difficulty" | "importance">;

/** How long it takes, how hard it is and what hangs on it, where the author says. */
function ratingText({ minutes, difficulty, importance }: Rated): string {
  const parts = [
    `About ${minutes} minutes`,
    difficulty !== undefined && `difficulty ${difficulty} of 5`,
    importance !== undefined && `importance ${importance} of 5`,
  ];
  return `${parts.filter(Boolean).join(", ")}.`;
}

/** An exercise's task, and what to type. */
export function exerciseLines(exercise: Exercise, view: LessonView): string[] {
  const { style, fileOf, content } = view;
  const name = shownName(exercise.id, content.exercises);
  return [
    ...markdownLines(`# ${exercise.title}`, style),
    ratingText(exercise),
    "",
    ...markdownLines(exercise.task, style),
    "",
    `Your file  ${fileOf(exercise.id)}`,
    `Check it   gradus check ${name}`,
    `A hint     gradus hint ${name}`,
  ];
}

/** A question that is answered in words; with `reveal` a model answer and what it says. */
export function explainLines(explain: Explain, view: LessonView): string[] {
  const { style, reveal } = view;
  const lines = [
    ...markdownLines(`# ${explain.title}`, style),
    ratingText(explain),
    "",
    ...markdownLines(explain.task, style),
    "",
  ];
  if (!reveal)
    return [
      ...lines,
      `Write it down or say it aloud, then compare: gradus learn ${shownName(explain.id, view.content.explains)} --reveal`,
    ];
  return [
    ...lines,
    ...markdownLines("## A model answer", style),
    "",
    ...markdownLines(explain.answer, style),
    "",
    "Which of these does yours say?",
    ...explain.points.flatMap((p, i) =>
      hanging(`  ${i + 1}  `, markdownText(p, style), style.width),
    ),
    "",
    `Keep it: gradus learn ${shownName(explain.id, view.content.explains)} --said 1,2 (their numbers, or none)`,
  ];
}

/** The points that an answer in words says, as they were typed: numbers from 1, or none; null where it is neither. */
export function readPoints(text: string, explain: Explain): boolean[] | null {
  const count = explain.points.length;
  const numbers = text.trim() === "none" ? [] : text.split(",").map(Number);
  if (!numbers.every((n) => Number.isInteger(n) && n >= 1 && n <= count)) return null;
  return explain.points.map((_, i) => numbers.includes(i + 1));
}

/** An answer to a question as it was typed: the question's number and the option's letter. */
export function readAnswer(
  text: string,
  lesson: Lesson,
): { readonly quiz: Quiz; readonly option: Quiz["options"][number] } | string {
  const quizzes = lesson.blocks.filter((b) => b.kind === "quiz");
  if (quizzes.length === 0) return `${lesson.title} has no questions`;
  const [, number = "", letter = ""] = /^(\d{1,3})\s*([a-z])$/i.exec(text.trim()) ?? [];
  const quiz = quizzes.find((q) => q.index + 1 === Number(number));
  const option = quiz?.options[letter.toLowerCase().charCodeAt(0) - 97];
  if (quiz && option) return { quiz, option };
  const last = quiz
    ? `${quiz.index + 1}${letterOf(quiz.options.length - 1)}`
    : `${quizzes.length}b`;
  return `--answer is ${JSON.stringify(text)}, but must be a question's number and an option's letter, such as ${quiz ? `${quiz.index + 1}a to ${last}` : `1a; there are questions 1 to ${quizzes.length}`}`;
}

/** What an answer was worth, and why. */
export function answeredLines(
  { quiz, option }: Exclude<ReturnType<typeof readAnswer>, string>,
  style: Style,
): string[] {
  const said = `${letterOf(quiz.options.indexOf(option))}) ${markdownText(option.text, style)}`;
  return [
    ...hanging(`Question ${quiz.index + 1}  `, markdownText(quiz.question, style), style.width),
    ...hanging(option.correct ? "  ✓ " : "  ✗ ", said, style.width),
    ...hanging("    ", markdownText(option.why, style), style.width),
  ];
}
