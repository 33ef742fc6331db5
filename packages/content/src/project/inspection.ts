/**
 * Error analysis as data: some of a model's mistakes, tags on them, how many carry each, and its ceiling, which is what
 * the error would be if every mistake with the tag were mended. Projects compute tags from how an example came to be;
 * learners add their own.
 */

/** An example that a model got wrong: a picture, or the facts of a row. */
export interface Mistake {
  readonly picture?: {
    readonly rows: number;
    readonly columns: number;
    /** Row by row, from 0 (black) to 255 (white). */
    readonly values: readonly number[];
  };
  /** Names and values. */
  readonly facts?: readonly (readonly [string, string])[];
  readonly truth: string;
  /** What the model took it for. */
  readonly answer: string;
  /** Tags that were computed. */
  readonly tags: readonly string[];
}

export interface Inspection {
  /** What the mistakes are of: "the dev set". */
  readonly of: string;
  /** The error of the set they are from, 0..1. */
  readonly error: number;
  /** The first hundred at most, as chance would have them. */
  readonly mistakes: readonly Mistake[];
  /** How much of the whole set carries each computed tag, 0..1: what is everywhere is among the mistakes, too. */
  readonly shares: Readonly<Record<string, number>>;
}

export interface TagCount {
  readonly tag: string;
  readonly count: number;
  /** `count` as a share of the mistakes that were looked at, 0..1. */
  readonly share: number;
  /** The error that is left if every mistake with this tag is mended: error · (1 − share). */
  readonly ceiling: number;
  /** How much of the whole set carries it, where that was computed. */
  readonly everywhere: number | null;
}

/**
 * Counts tags, the most frequent first.
 *
 * @param own the learner's tags, by the mistake's place
 * @example countTags({ of: "dev", error: 0.1, mistakes: [], shares: {} }, []) // []
 */
export function countTags(
  { error, mistakes, shares }: Inspection,
  own: readonly (readonly string[])[],
): TagCount[] {
  const counts = new Map<string, number>();
  mistakes.forEach(({ tags }, i) => {
    for (const tag of new Set([...tags, ...(own[i] ?? [])]))
      counts.set(tag, (counts.get(tag) ?? 0) + 1);
  });
  return [...counts]
    .map(([tag, count]) => {
      const share = count / mistakes.length;
      return { tag, count, share, ceiling: error * (1 - share), everywhere: shares[tag] ?? null };
    })
    .sort((a, b) => b.count - a.count || a.tag.localeCompare(b.tag));
}
