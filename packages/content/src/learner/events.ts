/**
 * Progress is a list of events, one JSON line each, only ever appended. Everything else (mastery, reviews,
 * what comes next) is computed from it, so a better formula needs no migration. `event-file.ts` reads the file.
 */
import * as v from "valibot";
import { eventError } from "../errors.ts";
import { firstCourse, isId, isScopedId, scopedId } from "../read/ids.ts";

export type LearningEvent = { readonly at: string } & LearningAct;

export type LearningAct =
  | {
      readonly kind: "attempt";
      readonly exercise: string;
      readonly passed: boolean;
      /** The check that failed. */
      readonly check?: string | undefined;
      readonly misconception?: string | undefined;
    }
  | { readonly kind: "hint"; readonly exercise: string; readonly level: number }
  /** The lines of an answer were shown, shuffled: between the second hint and the third. */
  | { readonly kind: "arrange"; readonly exercise: string }
  | { readonly kind: "review"; readonly exercise: string; readonly rating: number }
  | {
      readonly kind: "quiz";
      readonly lesson: string;
      readonly question: number;
      readonly correct: boolean;
    }
  | { readonly kind: "reset"; readonly exercise: string }
  /** Whether the learner's function takes the library's place in programs that are run. */
  | { readonly kind: "swap"; readonly exercise: string; readonly on: boolean }
  /** What was shown to be known, or not, before any lesson was begun. */
  | {
      readonly kind: "placement";
      readonly concepts: readonly string[];
      readonly known: boolean;
    }
  /** The lesson's text, or one part of it: what stands between two exercises, counted from 0. */
  | {
      readonly kind: "read";
      readonly lesson: string;
      readonly part?: number | undefined;
      /** For how many seconds it was on the screen. */
      readonly seconds?: number | undefined;
      /** The share of it that was on the screen, 0..1. */
      readonly scrolled?: number | undefined;
    }
  /** A question answered in words, and which of its points the learner found in their own answer. */
  | {
      readonly kind: "explain";
      readonly explain: string;
      readonly points: readonly boolean[];
      readonly text?: string | undefined;
    }
  /** Whether the learner does only the one exercise of a lesson that stands for the others. */
  | { readonly kind: "lane"; readonly lesson: string; readonly on: boolean }
  /** A project of a lesson was begun, for the first time or anew; an action was decided on; or it was handed in. */
  | {
      readonly kind: "project";
      readonly lesson: string;
      readonly project: string;
      readonly act: "begin" | "decide" | "hand-in";
      /** What was decided on. */
      readonly action?: string | undefined;
      /** What was measured then, by the measures' ids; null where it is not known. */
      readonly values?: Readonly<Record<string, number | null>> | undefined;
    };

const id = v.pipe(
  v.string(),
  v.check((text) => isId(text) || isScopedId(text)),
  v.transform((text) => scopedId(firstCourse, text)),
);
const concept = v.pipe(v.string(), v.check(isId));
const short = v.optional(v.pipe(v.string(), v.maxLength(300)));
const whole = (from: number, to: number) =>
  v.pipe(v.number(), v.integer(), v.minValue(from), v.maxValue(to));

const actSchema = v.variant("kind", [
  v.object({
    kind: v.literal("attempt"),
    exercise: id,
    passed: v.boolean(),
    check: short,
    misconception: short,
  }),
  v.object({ kind: v.literal("hint"), exercise: id, level: whole(1, 3) }),
  v.object({ kind: v.literal("arrange"), exercise: id }),
  v.object({ kind: v.literal("review"), exercise: id, rating: whole(1, 4) }),
  v.object({ kind: v.literal("quiz"), lesson: id, question: whole(0, 999), correct: v.boolean() }),
  v.object({ kind: v.literal("reset"), exercise: id }),
  v.object({ kind: v.literal("swap"), exercise: id, on: v.boolean() }),
  v.object({
    kind: v.literal("placement"),
    concepts: v.pipe(v.array(concept), v.minLength(1), v.maxLength(20)),
    known: v.boolean(),
  }),
  v.object({
    kind: v.literal("read"),
    lesson: id,
    part: v.optional(whole(0, 999)),
    seconds: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(1e6))),
    scrolled: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(1))),
  }),
  v.object({
    kind: v.literal("explain"),
    explain: id,
    points: v.pipe(v.array(v.boolean()), v.minLength(1), v.maxLength(8)),
    text: v.optional(v.pipe(v.string(), v.maxLength(4000))),
  }),
  v.object({ kind: v.literal("lane"), lesson: id, on: v.boolean() }),
  v.object({
    kind: v.literal("project"),
    lesson: id,
    project: concept,
    act: v.picklist(["begin", "decide", "hand-in"]),
    action: v.optional(concept),
    values: v.optional(
      v.record(concept, v.nullable(v.pipe(v.number(), v.minValue(0), v.maxValue(1)))),
    ),
  }),
]);

/** Reads what a learner did, without its time; fields nobody knows are dropped. @throws ContentError `content/event` */
export function parseAct(value: unknown): LearningAct {
  const result = v.safeParse(actSchema, value);
  if (result.success) return result.output;
  const [issue] = result.issues;
  const field = issue.path?.map((p) => p.key).join(".") ?? "it";
  throw eventError(`${field} is ${JSON.stringify(issue.input) ?? "missing"}, which fits no event`);
}

/** An event as a line of progress.jsonl, without the line's end. */
export const eventLine = (event: LearningEvent): string => {
  const { at, ...act } = event;
  return JSON.stringify({ at, ...act });
};
