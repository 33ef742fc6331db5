/**
 * How well each concept is known, from what was done and how long ago.
 *
 * An exercise that has passed is worth
 *
 *   s = max(0.3, 1 − 0.15·h − 0.05·max(0, f − 2))
 *
 * where h is the highest hint asked for (0 to 3; 2.5 for the lines of an answer to arrange) and f the failed attempts before the first pass, at most six
 * of which count. Each later recall with rating 1 to 4 moves s half the way to 0, 0.6, 0.9 or 1. What is left
 * of it today is s·r, where r is the chance, by FSRS, that it is still remembered. One that only its lesson's fast
 * lane stands for is worth 0.8 of what the lane's exercise is worth, and one that has not passed is worth 0.
 *
 * A concept's score is the mean over the exercises that practise it, each with weight 1 (one of a later lesson counts
 * once it is begun), over the first answers to its lesson's questions together with weight ½, and over its questions
 * in words together with weight ½: the share of their points that the learner ticked.
 *
 * From 0.7 on a concept is known. It is **solid** when it was also shown on two different days: by passing, by a
 * review, by a right answer, or by passing a later exercise that needs it. Before that it is **fresh**: one sitting
 * shows that something was understood, not that it will stay. What has passed by the fast lane only is **lane**.
 * Below 0.7 a concept is **shaky**, and without any evidence **unseen**. One that nothing measures counts as 0.7 once
 * its lesson has been read. So does one that was known in a placement check, as long as no exercise or question of the
 * lessons has said anything.
 */
import { type Concept, conceptsOf, foundationsOf } from "../read/graph.ts";
import type { Content } from "../read/types.ts";
import { stoodFor } from "./fast-lane.ts";
import type { ExerciseHistory, History } from "./history.ts";
import { reviewsOf, scheduleReview } from "./reviews.ts";

export type Level = "solid" | "fresh" | "lane" | "shaky" | "unseen";

/** Whether a level says that a concept is known: for long, since today, or by what stands for it. */
export const isKnown = (level: Level): boolean => level !== "shaky" && level !== "unseen";

export interface Mastery {
  readonly id: string;
  readonly level: Level;
  /** 0..1; 0 where the concept is unseen. */
  readonly score: number;
  /** Whether a review of one of its exercises is due. */
  readonly due: boolean;
}

/** From which score on a concept is known. */
export const knownFrom = 0.7;

/** What passing a lesson's fast lane says about an exercise it stands for, beside passing that itself. */
const laneShare = 0.8;

/** Two pieces of evidence at least this far apart lie on two days, with a night between them. */
const aNightMs = 12 * 3_600_000;

const target = { 1: 0, 2: 0.6, 3: 0.9, 4: 1 } as const;

/** What an exercise is worth today, 0..1. */
export function exerciseStrength(e: ExerciseHistory, now: Date): number {
  if (e.recalls.length === 0) return 0;
  const failures = Math.max(0, Math.min(6, e.failedAttempts) - 2);
  let strength = Math.max(0.3, 1 - 0.15 * e.hintLevel - 0.05 * failures);
  for (const r of e.recalls.slice(1)) strength += 0.5 * (target[r.rating] - strength);
  return strength * scheduleReview("", e.recalls, now).retrievability;
}

/** When an exercise was written without having been forgotten. */
const shownAt = (e: ExerciseHistory | undefined): string[] =>
  (e?.recalls ?? []).filter((r) => r.rating > 1).map((r) => r.at);

interface Known {
  readonly content: Content;
  readonly history: History;
  readonly stood: ReadonlyMap<string, string>;
  readonly due: ReadonlySet<string>;
  readonly now: Date;
}

/** A sum of worths with their weights, and when something was shown. */
interface Evidence {
  sum: number;
  weight: number;
  seen: boolean;
  own: boolean;
  readonly times: string[];
}

function addExercises(to: Evidence, concept: Concept, known: Known): void {
  const { content, history, stood, now } = known;
  for (const id of concept.exercises) {
    const e = history.exercises.get(id);
    const lane = history.exercises.get(stood.get(id) ?? "");
    const here = content.exercises.find((x) => x.id === id)?.lesson === concept.lesson;
    if (!e && !lane && !here) continue;
    to.weight += 1;
    if (!e && !lane) continue;
    to.seen = true;
    if (lane && e?.state !== "passed") {
      to.sum += laneShare * exerciseStrength(lane, now);
      to.times.push(...shownAt(lane));
    } else if (e) {
      to.own ||= e.state === "passed";
      to.sum += exerciseStrength(e, now);
      to.times.push(...shownAt(e));
    }
  }
}

/** The questions of a concept's lesson, each with its first answer. */
function addAnswers(to: Evidence, concept: Concept, { content, history }: Known): void {
  const lesson = content.lessons.find((l) => l.id === concept.lesson);
  const questions = new Set(lesson?.blocks.map((b) => (b.kind === "quiz" ? b.index : -1)));
  const answers = [...(history.lessons.get(concept.lesson)?.answers ?? [])]
    .filter(([question]) => questions.has(question))
    .map(([, answer]) => answer);
  if (answers.length === 0) return;
  const right = answers.filter((a) => a.right);
  to.seen = true;
  to.sum += (0.5 * right.length) / answers.length;
  to.weight += 0.5;
  to.times.push(...right.map((a) => a.at));
}

/** What was explained in words. */
function addExplained(to: Evidence, concept: Concept, { history }: Known): void {
  const told = concept.explains.flatMap((id) => history.explains.get(id) ?? []);
  if (told.length === 0) return;
  to.seen = true;
  to.own = true;
  to.sum += (0.5 * told.reduce((s, x) => s + x.share, 0)) / told.length;
  to.weight += 0.5;
  to.times.push(...told.filter((x) => x.share >= knownFrom).map((x) => x.at));
}

/** Passing an exercise that needs a concept shows that it is known, whatever that exercise is about. */
const usedAt = (concept: Concept, { content, history }: Known): string[] =>
  content.exercises
    .filter((e) => e.needs.includes(concept.id) && !e.teaches.includes(concept.id))
    .flatMap((e) => shownAt(history.exercises.get(e.id)));

/** Whether the first and the last of some times have a night between them. */
function overNight(times: readonly string[]): boolean {
  const all = times.map((at) => Date.parse(at));
  return Math.max(...all) - Math.min(...all) >= aNightMs;
}

function masteryOf(concept: Concept, known: Known): Mastery {
  const evidence: Evidence = { sum: 0, weight: 0, seen: false, own: false, times: [] };
  addExercises(evidence, concept, known);
  addAnswers(evidence, concept, known);
  addExplained(evidence, concept, known);
  const due = concept.exercises.some((id) => known.due.has(id));
  const lesson = known.content.lessons.find((l) => l.id === concept.lesson);
  const measurable =
    concept.exercises.length + concept.explains.length > 0 ||
    lesson?.blocks.some((b) => b.kind === "quiz");
  if (!measurable && known.history.lessons.get(concept.lesson)?.read) {
    evidence.seen = true;
    evidence.own = true;
    evidence.sum = knownFrom;
    evidence.weight = 1;
  }
  const placed = known.history.placed.get(concept.id);
  if (!evidence.seen && placed?.known) {
    evidence.seen = true;
    evidence.own = true;
    evidence.sum = knownFrom;
    evidence.weight = 1;
    evidence.times.push(placed.at);
  }
  if (!evidence.seen) return { id: concept.id, level: "unseen", score: 0, due };
  const score = evidence.sum / evidence.weight;
  if (score < knownFrom) return { id: concept.id, level: "shaky", score, due };
  if (overNight([...evidence.times, ...usedAt(concept, known)]))
    return { id: concept.id, level: "solid", score, due };
  const laneOnly = !evidence.own && concept.exercises.some((id) => known.stood.has(id));
  return { id: concept.id, level: laneOnly ? "lane" : "fresh", score, due };
}

/** Every concept of the content with its level, in the order in which they are taught. */
export function masteryOfAll(content: Content, history: History, now: Date): Mastery[] {
  const due = reviewsOf(history, now).filter((r) => Date.parse(r.due) <= now.getTime());
  const known: Known = {
    content,
    history,
    stood: stoodFor(content, history),
    due: new Set(due.map((r) => r.exercise)),
    now,
  };
  return conceptsOf(content).map((c) => masteryOf(c, known));
}

export interface Readiness {
  /** Nothing it stands on is shaky or unseen. */
  readonly ready: boolean;
  readonly solid: readonly string[];
  readonly fresh: readonly string[];
  /** Passed by a fast lane only. */
  readonly lane: readonly string[];
  readonly shaky: readonly string[];
  readonly unseen: readonly string[];
  /** Those of them, whatever their level, of which a review is due. */
  readonly due: readonly string[];
}

/** Whether the foundations of something that needs `needs` are known: the concepts and all they stand on. */
export function readinessFor(
  needs: readonly string[],
  content: Content,
  mastery: readonly Mastery[],
): Readiness {
  const concepts = conceptsOf(content);
  const all = [...new Set(needs.flatMap((id) => [...foundationsOf(id, concepts), id]))];
  const found = new Map(mastery.map((m) => [m.id, m]));
  const of = (level: Level): string[] =>
    all.filter((id) => (found.get(id)?.level ?? "unseen") === level);
  const [shaky, unseen] = [of("shaky"), of("unseen")];
  return {
    ready: shaky.length + unseen.length === 0,
    solid: of("solid"),
    fresh: of("fresh"),
    lane: of("lane"),
    shaky,
    unseen,
    due: all.filter((id) => found.get(id)?.due === true),
  };
}
