/**
 * The concepts and what they stand on. A lesson that needs `sigmoid` and teaches `cost` says that cost stands
 * on sigmoid; all lessons and exercises together give the graph that mastery, "next" and readiness are read off.
 */
import { type ContentError, conceptError, cycleError } from "../errors.ts";
import type { Content } from "./types.ts";

export interface Concept {
  readonly id: string;
  /** The lesson that teaches it first. */
  readonly lesson: string;
  /** Concepts it stands on directly. */
  readonly needs: readonly string[];
  /** Exercises that practise it: those that name it, or all of its lesson's where none does. */
  readonly exercises: readonly string[];
}

/** All concepts, in the order in which they are taught. */
export function conceptsOf(content: Content): Concept[] {
  const found = new Map<string, { lesson: string; needs: Set<string>; exercises: string[] }>();
  for (const lesson of content.lessons) {
    const own = content.exercises.filter((e) => e.lesson === lesson.id);
    const taught = [...lesson.teaches, ...own.flatMap((e) => e.teaches)];
    for (const id of taught) {
      const concept = found.get(id) ?? { lesson: lesson.id, needs: new Set(), exercises: [] };
      if (concept.lesson === lesson.id)
        for (const need of lesson.needs) if (need !== id) concept.needs.add(need);
      found.set(id, concept);
    }
  }
  for (const exercise of content.exercises)
    for (const id of exercise.teaches) found.get(id)?.exercises.push(exercise.id);
  for (const [, concept] of found)
    if (concept.exercises.length === 0)
      concept.exercises.push(
        ...content.exercises.filter((e) => e.lesson === concept.lesson).map((e) => e.id),
      );
  return [...found].map(([id, c]) => ({
    id,
    lesson: c.lesson,
    needs: [...c.needs],
    exercises: [...new Set(c.exercises)],
  }));
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
  const found = new Set<string>();
  const visit = (at: string): void => {
    for (const need of byId.get(at)?.needs ?? []) {
      if (need === id || found.has(need)) continue;
      visit(need);
      found.add(need);
    }
  };
  visit(id);
  return [...found];
}

/** Needs that nobody teaches, needs that are taught later, and rings. */
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
    for (const need of lesson.needs) check(`${lesson.folder}/lesson.md`, need, known);
    for (const id of lesson.teaches) known.add(id);
    for (const e of content.exercises.filter((x) => x.lesson === lesson.id)) {
      for (const need of e.needs) check(`${e.folder}/exercise.md`, need, known);
      for (const id of e.teaches) known.add(id);
    }
  }
  return problems;
}
