export interface TagCount {
  tag: string;
  /** The number of mistakes with this tag. */
  count: number;
  /** The same, divided by the number of all mistakes. */
  share: number;
}

/** How many of the mistakes have each tag, the most frequent first. */
export function countTags(mistakes: readonly (readonly string[])[]): TagCount[] {
  const counts = new Map<string, number>();
  for (const tags of mistakes)
    for (const tag of new Set(tags)) counts.set(tag, (counts.get(tag) ?? 0) + 1);
  const found = [...counts].map(([tag, count]) => ({ tag, count, share: count / mistakes.length }));
  return found.sort((a, b) => b.count - a.count || (a.tag < b.tag ? -1 : 1));
}
