/**
 * How well each concept is known, from what was done and how long ago.
 *
 * An exercise that has passed is worth
 *
 *   s = max(0.3, 1 − 0.15·h − 0.05·max(0, f − 2))
 *
 * where h is the highest hint asked for (0 to 3) and f the failed attempts before the first pass, at most six
 * of which count. Each later recall with rating 1 to 4 moves s half the way to 0, 0.6, 0.9 or 1. What is left
 * of it today is s·r, where r is the chance, by FSRS, that it is still remembered. One that has not passed is
 * worth 0.
 *
 * A concept's score is the mean over the exercises that practise it, each with weight 1, and over its lesson's
 * answered quiz questions together with weight ½: the share answered right at the latest try. From 0.7 on the
 * concept is solid, below it is shaky, and without any evidence it is unseen. A concept with neither exercise
 * nor quiz cannot be measured; reading its lesson counts as 0.7. So does having known it in a placement check, as
 * long as no exercise or question of the lessons has said anything.
 */
import { type Concept, conceptsOf, foundationsOf } from "../read/graph.ts";
import type { Content } from "../read/types.ts";
import type { ExerciseHistory, History } from "./history.ts";
import { scheduleReview } from "./reviews.ts";

export type Level = "solid" | "shaky" | "unseen";

export interface Mastery {
  readonly id: string;
  readonly level: Level;
  /** 0..1; 0 where the concept is unseen. */
  readonly score: number;
}

/** From which score on a concept is solid. */
export const solidFrom = 0.7;

const target = { 1: 0, 2: 0.6, 3: 0.9, 4: 1 } as const;

/** What an exercise is worth today, 0..1. */
export function exerciseStrength(e: ExerciseHistory, now: Date): number {
  if (e.recalls.length === 0) return 0;
  const failures = Math.max(0, Math.min(6, e.failedAttempts) - 2);
  let strength = Math.max(0.3, 1 - 0.15 * e.hintLevel - 0.05 * failures);
  for (const r of e.recalls.slice(1)) strength += 0.5 * (target[r.rating] - strength);
  return strength * scheduleReview("", e.recalls, now).retrievability;
}

function masteryOf(concept: Concept, content: Content, history: History, now: Date): Mastery {
  let sum = 0;
  let weight = 0;
  let seen = false;
  for (const id of concept.exercises) {
    const e = history.exercises.get(id);
    weight += 1;
    if (!e) continue;
    seen = true;
    sum += exerciseStrength(e, now);
  }
  const lesson = content.lessons.find((l) => l.id === concept.lesson);
  const questions = new Set(lesson?.blocks.map((b) => (b.kind === "quiz" ? b.index : -1)));
  const lessonHistory = history.lessons.get(concept.lesson);
  const answers = [...(lessonHistory?.answers ?? [])].filter(([question]) =>
    questions.has(question),
  );
  if (answers.length > 0) {
    seen = true;
    sum += (0.5 * answers.filter(([, right]) => right).length) / answers.length;
    weight += 0.5;
  }
  const measurable = concept.exercises.length > 0 || questions.size > 1 || !questions.has(-1);
  if (!measurable && lessonHistory?.read)
    return { id: concept.id, level: "solid", score: solidFrom };
  if (!seen && history.placed.get(concept.id)?.known)
    return { id: concept.id, level: "solid", score: solidFrom };
  if (!seen) return { id: concept.id, level: "unseen", score: 0 };
  const score = sum / weight;
  return { id: concept.id, level: score >= solidFrom ? "solid" : "shaky", score };
}

/** Every concept of the content with its level, in the order in which they are taught. */
export function masteryOfAll(content: Content, history: History, now: Date): Mastery[] {
  return conceptsOf(content).map((c) => masteryOf(c, content, history, now));
}

export interface Readiness {
  /** Everything it stands on is solid. */
  readonly ready: boolean;
  readonly solid: readonly string[];
  readonly shaky: readonly string[];
  readonly unseen: readonly string[];
}

/** Whether the foundations of something that needs `needs` are solid: the concepts and all they stand on. */
export function readinessFor(
  needs: readonly string[],
  content: Content,
  mastery: readonly Mastery[],
): Readiness {
  const concepts = conceptsOf(content);
  const all = [...new Set(needs.flatMap((id) => [...foundationsOf(id, concepts), id]))];
  const levelOf = (id: string): Level => mastery.find((m) => m.id === id)?.level ?? "unseen";
  const of = (level: Level): string[] => all.filter((id) => levelOf(id) === level);
  const [solid, shaky, unseen] = [of("solid"), of("shaky"), of("unseen")];
  return { ready: shaky.length + unseen.length === 0, solid, shaky, unseen };
}
