/** What comes next, as content says it, in an address and in words: the same on the path and after a pass. */
import type { Next } from "@gradus/content";
import { lessonHref } from "../router.ts";
import { t } from "../strings/strings.ts";
import { catalogue } from "./workspace.ts";

/** Where in a lesson's page a block of its text stands. */
export const blockId = (block: number): string => `block-${block}`;

/** The address of what comes next. */
export function nextHref({ kind, lesson, exercise, block }: Next): string {
  if (kind === "review" && exercise) return `/review/${exercise}`;
  if (exercise) return lessonHref(lesson, exercise);
  return block === null ? lessonHref(lesson) : `${lessonHref(lesson)}#${blockId(block)}`;
}

/** What comes next in few words: the lesson, and what of it. */
export function nextTitle(next: Next): { readonly lesson: string; readonly piece: string | null } {
  const c = catalogue.value;
  const lesson = c?.lessons.find((l) => l.id === next.lesson)?.title ?? next.lesson;
  const exercise = c?.exercises.find((e) => e.id === next.exercise)?.title ?? next.exercise;
  return { lesson, piece: exercise ?? (next.block === null ? null : t.readOn) };
}
