/**
 * A lesson's text as blocks. Everything that is not a quiz or one of five one-line directives stays markdown
 * as it was written; nothing in it is ever run, and whoever shows it must not let HTML through.
 */
import { directiveError } from "../errors.ts";
import { parseFrontMatter, parseYaml } from "./front-matter.ts";
import { isId, isScopedId } from "./ids.ts";
import {
  courseSchema,
  datasetSchema,
  exerciseSchema,
  explainSchema,
  lessonSchema,
  paperSchema,
  quizSchema,
} from "./schema.ts";
import type {
  CourseMeta,
  DatasetMeta,
  ExerciseMeta,
  ExplainMeta,
  LessonBlock,
  LessonMeta,
  PaperMeta,
} from "./types.ts";

/** Reads a course's `course.md`. @throws ContentError */
export const parseCourse = (text: string, file = "course.md"): CourseMeta =>
  parseFrontMatter(text, file, courseSchema).meta;

/** Reads a `lesson.md`: its front matter and its blocks. @throws ContentError */
export function parseLesson(
  text: string,
  file = "lesson.md",
): { readonly meta: LessonMeta; readonly blocks: readonly LessonBlock[] } {
  const { meta, body, bodyLine } = parseFrontMatter(text, file, lessonSchema);
  return { meta, blocks: parseBlocks(body, file, bodyLine) };
}

/** Reads an `exercise.md`: its front matter and its task. @throws ContentError */
export function parseExercise(
  text: string,
  file = "exercise.md",
): { readonly meta: ExerciseMeta; readonly task: string } {
  const { meta, body } = parseFrontMatter(text, file, exerciseSchema);
  return { meta, task: body.trim() };
}

/** Whether the front matter of an `exercise.md` says that it is answered in words. */
export const isExplain = (text: string): boolean =>
  /^kind:\s*["']?explain["']?\s*$/m.test(text.split(/^---\s*$/m)[1] ?? "");

/**
 * Reads an `exercise.md` of the kind `explain`: its front matter, the question, and below a line `::answer` a model
 * answer. @throws ContentError
 */
export function parseExplain(
  text: string,
  file = "exercise.md",
): { readonly meta: ExplainMeta; readonly task: string; readonly answer: string } {
  const { meta, body, bodyLine } = parseFrontMatter(text, file, explainSchema);
  const lines = body.split("\n");
  const at = lines.findIndex((line) => line.trimEnd() === "::answer");
  const task = lines.slice(0, Math.max(0, at)).join("\n").trim();
  const answer = lines
    .slice(at + 1)
    .join("\n")
    .trim();
  if (at < 0 || task === "" || answer === "")
    throw directiveError(
      file,
      bodyLine + Math.max(0, at),
      at < 0
        ? "there is no model answer"
        : `there is nothing ${task === "" ? "above" : "below"} ::answer`,
      "write the question, then a line ::answer, and below it an answer that says every point.",
    );
  return { meta, task, answer };
}

/** Reads a `paper.md`: its front matter and the text below. @throws ContentError */
export function parsePaper(
  text: string,
  file = "paper.md",
): { readonly meta: PaperMeta; readonly about: string } {
  const { meta, body } = parseFrontMatter(text, file, paperSchema);
  return { meta, about: body.trim() };
}

/** Reads a `dataset.md`: its front matter and what it says of its bytes. @throws ContentError */
export function parseDataset(
  text: string,
  file = "dataset.md",
): { readonly meta: DatasetMeta; readonly about: string } {
  const { meta, body } = parseFrontMatter(text, file, datasetSchema);
  return { meta, about: body.trim() };
}

const directive = /^::([a-z]+)\{([^}]*)\}\s*$/;
const attribute = /^\s*([a-z]+)="([^"]*)"\s*$/;

type Directive = "exercise" | "explain" | "figure" | "project" | "compare";

const isDirective = (kind: string | undefined): kind is Directive =>
  kind !== undefined && ["exercise", "explain", "figure", "project", "compare"].includes(kind);

function readDirective(line: string, file: string, at: number): LessonBlock {
  const match = directive.exec(line);
  const given = match && attribute.exec(match[2] ?? "");
  if (!match || !given) throw directiveError(file, at, `"${line.trim()}" is no directive`);
  const [, kind] = match;
  const [, key, value = ""] = given;
  const wanted = kind === "exercise" || kind === "explain" ? "id" : "name";
  if (!isDirective(kind)) throw directiveError(file, at, `there is no directive "${kind}"`);
  if (key !== wanted) throw directiveError(file, at, `::${kind} has ${key}, but takes ${wanted}`);
  if (!isId(value) && !(wanted === "id" && isScopedId(value)))
    throw directiveError(file, at, `"${value}" cannot be the ${wanted} of ::${kind}`);
  return kind === "exercise" || kind === "explain" ? { kind, id: value } : { kind, name: value };
}

/** Splits a lesson's body. @throws ContentError `content/directive`, `content/yaml`, `content/field` */
export function parseBlocks(body: string, file: string, firstLine: number): LessonBlock[] {
  const blocks: LessonBlock[] = [];
  const lines = body.split("\n");
  let words: string[] = [];
  let questions = 0;
  const flush = (): void => {
    const text = words.join("\n").trim();
    if (text !== "") blocks.push({ kind: "markdown", text });
    words = [];
  };
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i] as string;
    const fence = /^ {0,3}(`{3,}|~{3,})\s*([^`]*)$/.exec(line);
    if (fence) {
      const mark = fence[1] as string;
      const close = new RegExp(`^ {0,3}${mark[0] === "~" ? "~" : "`"}{${mark.length},}\\s*$`);
      let end = i + 1;
      while (end < lines.length && !close.test(lines[end] as string)) end++;
      if (fence[2]?.trim() !== "quiz") {
        words.push(...lines.slice(i, end + 1));
      } else {
        if (end === lines.length)
          throw directiveError(file, firstLine + i, "the quiz does not end");
        flush();
        const at = { file, line: firstLine + i + 1, field: "quiz" };
        const quiz = parseYaml(lines.slice(i + 1, end).join("\n"), quizSchema, at);
        blocks.push({ kind: "quiz", index: questions++, ...quiz });
      }
      i = end;
    } else if (/^::[a-z]/.test(line)) {
      flush();
      blocks.push(readDirective(line, file, firstLine + i));
    } else {
      words.push(line);
    }
  }
  flush();
  return blocks;
}
