/** Search: lessons, exercises and concepts by their words; a hit in a title counts more than one in the text. */
import { conceptsOf } from "./graph.ts";
import type { Content } from "./types.ts";

export interface SearchHit {
  readonly kind: "lesson" | "exercise" | "concept";
  readonly id: string;
  readonly title: string;
  /** The lesson to open. */
  readonly lesson: string;
  readonly score: number;
}

const words = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];

function scoreOf(
  query: readonly string[],
  weighted: readonly (readonly [text: string, weight: number])[],
): number {
  let total = 0;
  for (const q of query) {
    let best = 0;
    for (const [text, weight] of weighted)
      for (const word of words(text)) {
        if (word === q) best = Math.max(best, weight);
        else if (word.startsWith(q)) best = Math.max(best, weight * 0.6);
      }
    // Every word has to be found somewhere.
    if (best === 0) return 0;
    total += best;
  }
  return total;
}

/** What the words of `query` are found in, best first. */
export function searchContent(content: Content, query: string, limit = 20): SearchHit[] {
  const asked = words(query);
  if (asked.length === 0) return [];
  const hits: SearchHit[] = [];
  for (const l of content.lessons) {
    const text = l.blocks.map((b) => (b.kind === "markdown" ? b.text : "")).join("\n");
    const score = scoreOf(asked, [
      [l.title, 5],
      [l.name, 4],
      [l.summary, 2],
      [text, 1],
    ]);
    if (score > 0) hits.push({ kind: "lesson", id: l.id, title: l.title, lesson: l.id, score });
  }
  for (const e of content.exercises) {
    const score = scoreOf(asked, [
      [e.title, 5],
      [e.name, 4],
      [e.task, 1],
    ]);
    if (score > 0)
      hits.push({ kind: "exercise", id: e.id, title: e.title, lesson: e.lesson, score });
  }
  for (const c of conceptsOf(content)) {
    const title = c.id.replaceAll("-", " ");
    const score = scoreOf(asked, [[title, 6]]);
    if (score > 0) hits.push({ kind: "concept", id: c.id, title, lesson: c.lesson, score });
  }
  return hits.sort((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1)).slice(0, limit);
}
