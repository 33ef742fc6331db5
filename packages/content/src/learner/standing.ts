/**
 * Why a concept stands where it does, in words a learner can check: which exercise it hangs on, with how many hints it
 * passed and how long ago, when it comes back, and what is missing for it to be solid.
 */
import { type Concept, conceptsOf } from "../read/graph.ts";
import type { Content } from "../read/types.ts";
import { stoodFor } from "./fast-lane.ts";
import type { ExerciseHistory, History } from "./history.ts";
import { exerciseStrength, type Mastery } from "./mastery.ts";
import type { Review } from "./reviews.ts";

export interface Standing extends Mastery {
  /** The concept in words. */
  readonly name: string;
  /** The lesson that teaches it. */
  readonly lesson: string;
  readonly why: string;
}

/** Written as people write them; every other name is its id in words. */
const written: Readonly<Record<string, string>> = {
  "l1-loss": "L1 loss",
  "l2-loss": "L2 loss",
  relu: "ReLU",
  "row-norm": "Norm of a row",
  "train-test": "Training and test data",
  "from-scratch": "A network from scratch",
};

/** A concept's id in words: `hidden-layer` is Hidden layer. */
export function conceptName(id: string): string {
  const words = id.replaceAll("-", " ");
  return written[id] ?? words.charAt(0).toUpperCase() + words.slice(1);
}

const dayMs = 86_400_000;

const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** How many midnights, by the reader's clock, lie between two times. */
function daysBetween(from: Date, to: Date): number {
  const noon = (d: Date): number =>
    new Date(d.getFullYear(), d.getMonth(), d.getDate(), 12).getTime();
  return Math.round((noon(to) - noon(from)) / dayMs);
}

const days = (n: number): string => (n === 1 ? "1 day" : `${n} days`);

function passedText(e: ExerciseHistory, now: Date): string {
  const ago = daysBetween(new Date(e.recalls[0]?.at ?? e.lastAt), now);
  const when = ago <= 0 ? "today" : ago === 1 ? "yesterday" : `${days(ago)} ago`;
  const hints =
    e.hintLevel === 0
      ? "without a hint"
      : e.hintLevel === 1
        ? "with 1 hint"
        : Number.isInteger(e.hintLevel)
          ? `with ${e.hintLevel} hints`
          : `with ${Math.floor(e.hintLevel)} hints and the lines of an answer`;
  return `passed ${hints} ${when}`;
}

function reviewText(e: ExerciseHistory, review: Review | undefined, now: Date): string {
  const last = e.recalls.at(-1);
  const forgot =
    e.recalls.length > 1 && last?.rating === 1 ? ", not remembered at its last review" : "";
  if (!review) return forgot;
  const left = daysBetween(now, new Date(review.due));
  if (Date.parse(review.due) <= now.getTime())
    return left < 0 ? `${forgot}, review overdue by ${days(-left)}` : `${forgot}, review due`;
  return `${forgot}, next review ${left <= 0 ? "later today" : left === 1 ? "tomorrow" : `in ${days(left)}`}`;
}

interface Known {
  readonly content: Content;
  readonly history: History;
  readonly reviews: readonly Review[];
  readonly now: Date;
}

/** What is said of exercises that only a fast lane stands for. */
function laneText(concept: Concept, { content, history, now }: Known): string {
  const stood = stoodFor(content, history);
  const lane = stood.get(concept.exercises.find((id) => stood.has(id)) ?? "");
  const e = history.exercises.get(lane ?? "");
  if (!e) return "";
  const title = content.exercises.find((x) => x.id === lane)?.title ?? lane;
  return `its own exercises were left out; ${title} stands for them, ${passedText(e, now)}`;
}

/** What its exercises say: how many have passed, the one that holds it back, and the weakest that passed. */
function exercisesText(concept: Concept, { content, history, reviews, now }: Known): string {
  const title = (id: string): string => content.exercises.find((e) => e.id === id)?.title ?? id;
  const all = concept.exercises.map((id) => ({ id, history: history.exercises.get(id) }));
  const passed = all.flatMap(({ id, history: e }) => (e?.state === "passed" ? [{ id, e }] : []));
  if (!all.some(({ history: e }) => e))
    return laneText(concept, { content, history, reviews, now });
  const parts: string[] = [];
  const open = all.find(({ history: e }) => e?.state !== "passed");
  if (passed.length < all.length && all.length > 1)
    parts.push(`${passed.length} of ${all.length} exercises passed`);
  if (open?.history) parts.push(`${title(open.id)} was tried and has not passed`);
  else if (open) parts.push(`${title(open.id)} is not begun`);
  const [weakest] = passed
    .map((p) => ({ ...p, strength: exerciseStrength(p.e, now) }))
    .sort((a, b) => a.strength - b.strength);
  if (weakest) {
    const due = reviews.find((r) => r.exercise === weakest.id);
    parts.push(
      `${title(weakest.id)} ${passedText(weakest.e, now)}${reviewText(weakest.e, due, now)}`,
    );
  }
  return parts.join("; ");
}

/** What was said in words about it. */
function explainText(concept: Concept, history: History): string {
  const told = concept.explains.flatMap((id) => history.explains.get(id) ?? []);
  if (told.length === 0) return "";
  const share = told.reduce((s, x) => s + x.share, 0) / told.length;
  return `explained in words, with ${Math.round(100 * share)} % of the points by your own count`;
}

function whyOf(concept: Concept, mastery: Mastery, known: Known): string {
  const { content, history } = known;
  const lesson = content.lessons.find((l) => l.id === concept.lesson);
  const read = history.lessons.get(concept.lesson);
  const said = [exercisesText(concept, known)];
  const answers = [...(read?.answers.values() ?? [])];
  if (answers.length > 0)
    said.push(
      `${answers.filter((a) => a.right).length} of ${answers.length} questions answered right at once`,
    );
  said.push(explainText(concept, history));
  const text = said.filter(Boolean).join("; ");
  const missing =
    mastery.level === "fresh"
      ? " Fresh: it becomes solid when it is shown on another day."
      : mastery.level === "lane"
        ? " By the fast lane: it becomes solid when it is used on another day."
        : "";
  if (text) return `${sentence(text)}.${missing}`;
  const placed = history.placed.get(concept.id);
  if (placed?.known) {
    const ago = daysBetween(new Date(placed.at), known.now);
    const when = ago <= 0 ? "today" : ago === 1 ? "yesterday" : `${days(ago)} ago`;
    return `Known in the placement check ${when}.${missing}`;
  }
  const title = lesson?.title ?? concept.lesson;
  if (!read?.read) return `Taught in ${title}, which is still ahead.`;
  return concept.exercises.length > 0
    ? `You have read ${title}; its exercises are not begun.`
    : `You have read ${title}.`;
}

/** Every concept with its level and the reason for it, in the order in which they are taught. */
export function standingsOf(mastery: readonly Mastery[], known: Known): Standing[] {
  const concepts = conceptsOf(known.content);
  return mastery.flatMap((m) => {
    const concept = concepts.find((c) => c.id === m.id);
    return concept
      ? [{ ...m, name: conceptName(m.id), lesson: concept.lesson, why: whyOf(concept, m, known) }]
      : [];
  });
}
