/** What front matter and quizzes must hold. */
import * as v from "valibot";
import { isId, isScopedId } from "./ids.ts";
import type {
  CourseMeta,
  DatasetMeta,
  ExerciseMeta,
  ExplainMeta,
  LessonMeta,
  PaperMeta,
  QuizOption,
} from "./types.ts";

export const line: v.GenericSchema<unknown, string> = v.pipe(
  v.string("it must be text"),
  v.trim(),
  v.nonEmpty("it must not be empty"),
  v.maxLength(4000, "it must be shorter than 4,000 characters"),
);
export const id: v.GenericSchema<unknown, string> = v.pipe(
  v.string("it must be text"),
  v.check(isId, "it must be lower-case words joined by dashes"),
);
const ids = v.optional(v.array(id, "it must be a list of ids, as in [tensor, sigmoid]"), []);
const scoped = v.pipe(
  v.string("it must be text"),
  v.check(
    (text) => isId(text) || isScopedId(text),
    "it must be an exercise's id, or course/id for one of another course",
  ),
);
const minutes = v.pipe(
  v.number("it must be a number"),
  v.minValue(1, "it must be at least 1"),
  v.maxValue(600, "it must be at most 600"),
);

const oneToFive = v.optional(
  v.pipe(
    v.number("it must be a number"),
    v.integer("it must be a whole number"),
    v.minValue(1, "it must be 1 to 5"),
    v.maxValue(5, "it must be 1 to 5"),
  ),
);

export const courseSchema: v.GenericSchema<unknown, CourseMeta> = v.strictObject({
  id,
  title: line,
  summary: line,
});

export const lessonSchema: v.GenericSchema<unknown, LessonMeta> = v.strictObject({
  id,
  title: line,
  summary: line,
  week: v.pipe(
    v.number("it must be a number"),
    v.integer("it must be a whole number"),
    v.minValue(1, "weeks count from 1"),
    v.maxValue(52, "there are at most 52"),
  ),
  minutes,
  needs: ids,
  teaches: ids,
  ends: ids,
  sources: v.optional(v.array(line, "it must be a list of texts"), []),
});

export const exerciseSchema: v.GenericSchema<unknown, ExerciseMeta> = v.strictObject({
  id,
  title: line,
  minutes,
  needs: ids,
  teaches: ids,
  scaffold: v.picklist(["guided", "signature", "blank"], "it must be guided, signature or blank"),
  uses: v.optional(v.array(scoped, "it must be a list of ids, as in [tensor, sigmoid]"), []),
  assets: ids,
  placement: v.optional(v.boolean("it must be true or false"), false),
  hints: v.pipe(
    v.array(line, "it must be a list of three texts"),
    v.length(3, "there must be exactly three, from a nudge to nearly the answer"),
  ),
  kind: v.optional(
    v.picklist(["write", "bug-hunt"], "it must be write, bug-hunt or explain"),
    "write",
  ),
  difficulty: oneToFive,
  importance: oneToFive,
  fastLane: v.optional(v.boolean("it must be true or false"), false),
  builds: v.optional(
    v.pipe(
      v.string("it must be a name"),
      v.regex(/^[a-zA-Z]\w*$/, "it must be one name, as in code"),
    ),
  ),
});

export const explainSchema: v.GenericSchema<unknown, ExplainMeta> = v.pipe(
  v.strictObject({
    id,
    title: line,
    minutes,
    needs: ids,
    teaches: ids,
    kind: v.literal("explain"),
    difficulty: oneToFive,
    importance: oneToFive,
    points: v.pipe(
      v.array(line, "it must be a list of texts"),
      v.minLength(2, "there must be at least two, each a thing that a good answer says"),
      v.maxLength(8, "there must be at most eight"),
    ),
  }),
  v.transform(({ kind: _, ...meta }) => meta),
);

export const paperSchema: v.GenericSchema<unknown, PaperMeta> = v.strictObject({
  id,
  title: line,
  authors: v.pipe(
    v.array(line, "it must be a list of names"),
    v.minLength(1, "there must be at least one"),
  ),
  year: v.pipe(
    v.number("it must be a number"),
    v.integer("it must be a whole number"),
    v.minValue(1900, "it must be at least 1900"),
    v.maxValue(2100, "it must be at most 2100"),
  ),
  arxiv: v.optional(
    v.pipe(
      v.string('it must be text in quotes, as in "1412.6980"'),
      v.regex(
        /^(?:\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?\/\d{7})$/,
        "it must be a number of arXiv, without its version",
      ),
    ),
  ),
  summary: line,
  needs: ids,
});

export const datasetSchema: v.GenericSchema<unknown, DatasetMeta> = v.strictObject({
  id,
  title: line,
  summary: line,
  licence: line,
  source: line,
});

export const quizSchema: v.GenericSchema<
  unknown,
  {
    readonly question: string;
    readonly stands: readonly string[];
    readonly options: readonly QuizOption[];
  }
> = v.strictObject({
  question: line,
  stands: ids,
  options: v.pipe(
    v.array(
      v.strictObject({ text: line, correct: v.boolean("it must be true or false"), why: line }),
      "it must be a list of answers, each with text, correct and why",
    ),
    v.minLength(2, "there must be at least two"),
    v.check((all) => all.some((o) => o.correct), "at least one must be correct"),
  ),
});
