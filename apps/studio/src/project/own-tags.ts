/** The learner's tags on mistakes, kept in this browser by project and decisions: the same decisions, the same mistakes. */

export type OwnTags = readonly (readonly string[])[];

const keyOf = (project: string, decisions: readonly string[]): string =>
  `gradus-tags ${project} ${decisions.join(" ")}`;

const isTags = (value: unknown): value is OwnTags =>
  Array.isArray(value) &&
  value.every((tags) => Array.isArray(tags) && tags.every((tag) => typeof tag === "string"));

/** None where there are none, or where the browser keeps nothing. */
export function readTags(project: string, decisions: readonly string[]): OwnTags {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(keyOf(project, decisions)) ?? "[]");
    return isTags(kept) ? kept : [];
  } catch {
    return [];
  }
}

export function keepTags(project: string, decisions: readonly string[], tags: OwnTags): void {
  try {
    localStorage.setItem(keyOf(project, decisions), JSON.stringify(tags));
  } catch {
    // A browser that keeps nothing has them until the page is left.
  }
}
