/**
 * The concepts and what they stand on. A lesson that needs `sigmoid` and teaches `cost` says that cost stands on
 * sigmoid; an exercise of the lesson that teaches `cost` too and says what it needs says it more exactly. All of them
 * together give the graph that mastery, "next" and readiness are read off.
 */
import {
  type ContentError,
  conceptError,
  cycleError,
  endsError,
  laneError,
  practiceError,
  taughtTwiceError,
  usesError,
} from "../errors.ts";
import { writtenIn } from "./ids.ts";
import type { Content, Exercise, Explain, Lesson } from "./types.ts";

export interface Concept {
  readonly id: string;
  /** The lesson that teaches it first. */
  readonly lesson: string;
  /** Concepts it stands on directly. */
  readonly needs: readonly string[];
  /** Exercises that name it, and so practise it. */
  readonly exercises: readonly string[];
  /** Questions answered in words that name it. */
  readonly explains: readonly string[];
}

/** What a lesson's exercises of both kinds say that they teach and need. */
const practiceOf = (lesson: Lesson, content: Content): (Exercise | Explain)[] => [
  ...content.exercises.filter((e) => e.lesson === lesson.id),
  ...content.explains.filter((e) => e.lesson === lesson.id),
];

/** All concepts, in the order in which they are taught. */
export function conceptsOf(content: Content): Concept[] {
  const found = new Map<string, Concept>();
  for (const lesson of content.lessons) {
    const own = practiceOf(lesson, content);
    for (const id of [...lesson.teaches, ...own.flatMap((e) => e.teaches)]) {
      if (found.has(id)) continue;
      const exact = own.filter((e) => e.teaches.includes(id)).flatMap((e) => e.needs);
      const needs = [...new Set(exact)].filter((need) => need !== id);
      found.set(id, {
        id,
        lesson: lesson.id,
        needs: needs.length > 0 ? needs : lesson.needs.filter((need) => need !== id),
        exercises: content.exercises.filter((e) => e.teaches.includes(id)).map((e) => e.id),
        explains: content.explains.filter((e) => e.teaches.includes(id)).map((e) => e.id),
      });
    }
  }
  return [...found.values()];
}

/** A ring of concepts that need each other, or null. */
export function findCycle(concepts: readonly Concept[]): string[] | null {
  const byId = new Map(concepts.map((c) => [c.id, c]));
  const done = new Set<string>();
  const path: string[] = [];
  const visit = (id: string): string[] | null => {
    if (done.has(id)) return null;
    const at = path.indexOf(id);
    if (at >= 0) return path.slice(at);
    path.push(id);
    for (const need of byId.get(id)?.needs ?? []) {
      const cycle = visit(need);
      if (cycle) return cycle;
    }
    path.pop();
    done.add(id);
    return null;
  };
  for (const { id } of concepts) {
    const cycle = visit(id);
    if (cycle) return cycle;
  }
  return null;
}

/** Everything a concept stands on, directly or not, deepest first, without itself. */
export function foundationsOf(id: string, concepts: readonly Concept[]): string[] {
  const byId = new Map(concepts.map((c) => [c.id, c]));
  const met = new Set([id]);
  const found: string[] = [];
  const visit = (at: string): void => {
    for (const need of byId.get(at)?.needs ?? []) {
      // In a ring, which is a problem of its own, a concept is met before it is found.
      if (met.has(need)) continue;
      met.add(need);
      visit(need);
      found.push(need);
    }
  };
  visit(id);
  return found;
}

/**
 * Needs that nobody teaches or that are taught later, rings, concepts that no exercise practises, code used whose
 * concepts are not needed, and fast lanes that stand for nothing.
 */
export function checkGraph(content: Content): ContentError[] {
  return graphProblems(content, () => 1);
}

/** The same with a function that finds the line of a file's field. */
export function graphProblems(
  content: Content,
  lineOf: (file: string, field: string) => number,
): ContentError[] {
  const problems: ContentError[] = [];
  const concepts = conceptsOf(content);
  const cycle = findCycle(concepts);
  const fileOf = (lesson: string): string =>
    `${content.lessons.find((l) => l.id === lesson)?.folder ?? lesson}/lesson.md`;
  if (cycle) {
    const first = concepts.find((c) => c.id === cycle[0]);
    const file = fileOf(first?.lesson ?? "");
    problems.push(cycleError(file, lineOf(file, "needs"), cycle));
  }
  const where = new Map(concepts.map((c) => [c.id, c.lesson]));
  const known = new Set<string>();
  const taught = new Map<string, string>();
  const check = (file: string, need: string, allowed: ReadonlySet<string>): void => {
    if (allowed.has(need)) return;
    const later = where.get(need);
    if (later && cycle?.includes(need)) return;
    const line = lineOf(file, "needs");
    problems.push(
      later
        ? conceptError(
            file,
            line,
            need,
            `is needed here, but is taught later, in ${later}`,
            "move the lesson, or drop the need.",
          )
        : conceptError(
            file,
            line,
            need,
            "is needed here, but nothing teaches it",
            "look for a typo, or add it to the teaches of an earlier lesson.",
          ),
    );
  };
  for (const lesson of content.lessons) {
    const file = `${lesson.folder}/lesson.md`;
    for (const need of lesson.needs) check(file, need, known);
    for (const id of lesson.teaches) {
      const other = taught.get(id);
      if (other !== undefined)
        problems.push(taughtTwiceError(file, lineOf(file, "teaches"), id, other));
      taught.set(id, lesson.id);
      known.add(id);
    }
    for (const e of practiceOf(lesson, content)) {
      for (const need of e.needs) check(`${e.folder}/exercise.md`, need, known);
      for (const id of e.teaches) known.add(id);
    }
  }
  for (const paper of content.papers)
    for (const need of paper.needs) check(`${paper.folder}/paper.md`, need, known);
  return [
    ...problems,
    ...unpractised(content, concepts, lineOf),
    ...usesOutside(content, concepts, lineOf),
    ...lanesAmiss(content, lineOf),
  ];
}

type LineOf = (file: string, field: string) => number;

/** Concepts that a lesson with exercises teaches and that none, there or later, says it practises. */
function unpractised(
  content: Content,
  concepts: readonly Concept[],
  lineOf: LineOf,
): ContentError[] {
  return content.lessons.flatMap((lesson) => {
    if (lesson.exercises.length === 0) return [];
    const file = `${lesson.folder}/lesson.md`;
    return concepts
      .filter((c) => c.lesson === lesson.id && c.exercises.length + c.explains.length === 0)
      .map((c) => practiceError(file, lineOf(file, "teaches"), c.id));
  });
}

/**
 * Exercises that use another one's function although they do not need what it teaches. What an exercise may lean on
 * is what it needs, what that stands on, and what it teaches itself.
 */
function usesOutside(
  content: Content,
  concepts: readonly Concept[],
  lineOf: LineOf,
): ContentError[] {
  const byId = new Map(content.exercises.map((e) => [e.id, e]));
  return content.exercises.flatMap((e) => {
    const known = new Set([
      ...e.teaches,
      ...e.needs.flatMap((id) => [id, ...foundationsOf(id, concepts)]),
    ]);
    const file = `${e.folder}/exercise.md`;
    return e.uses.flatMap((used) =>
      (byId.get(used)?.teaches ?? [])
        .filter((id) => !known.has(id))
        .map((id) =>
          usesError(
            file,
            lineOf(file, "needs"),
            `it uses ${writtenIn(e.course, used)}, which is about "${id}", but does not need that`,
            `add ${id} to needs, or something that stands on it.`,
          ),
        ),
    );
  });
}

/** Lessons with two fast lanes, or with one that has nothing to stand for. */
function lanesAmiss(content: Content, lineOf: LineOf): ContentError[] {
  return content.lessons.flatMap((lesson) => {
    const own = content.exercises.filter((e) => e.lesson === lesson.id);
    const [lane, second] = own.filter((e) => e.fastLane);
    if (!lane) return [];
    const at = (e: Exercise, what: string): ContentError[] => {
      const file = `${e.folder}/exercise.md`;
      return [laneError(file, lineOf(file, "fastLane"), what)];
    };
    if (second) return at(second, `the lesson has one already, ${lane.id}`);
    return own.length === 1 ? at(lane, "the lesson has no other exercise") : [];
  });
}

/** Concepts that nothing needs and that their lesson does not call ends, and ends of another lesson. */
export function looseEnds(content: Content, lineOf: LineOf = () => 1): ContentError[] {
  const needed = new Set(
    [...content.lessons, ...content.exercises, ...content.explains].flatMap((x) => x.needs),
  );
  const concepts = conceptsOf(content);
  return content.lessons.flatMap((lesson) => {
    const file = `${lesson.folder}/lesson.md`;
    const own = concepts.filter((c) => c.lesson === lesson.id).map((c) => c.id);
    const loose = own.filter((id) => !needed.has(id) && !lesson.ends.includes(id));
    const wrong = lesson.ends.filter((id) => !own.includes(id));
    return [
      ...loose.map((id) => endsError(file, lineOf(file, "teaches"), id, "is needed by nothing")),
      ...wrong.map((id) => endsError(file, lineOf(file, "ends"), id, "is not taught here")),
    ];
  });
}
