/** The numbers that one training is done with, by name. */
export type Settings = Readonly<Record<string, number>>;

export interface Found {
  /** The settings with the highest score, or null if every try failed. */
  best: Settings | null;
  score: number;
  /** The highest score so far, after each try. */
  history: number[];
}

/** Tries all settings, one after the other, and keeps the best. */
export async function randomSearch(
  tries: readonly Settings[],
  score: (settings: Settings) => Promise<number>,
): Promise<Found> {
  const found: Found = { best: null, score: -Infinity, history: [] };
  for (const settings of tries) {
    const reached = await score(settings);
    // NaN is not above anything, so a try that failed changes nothing.
    if (reached > found.score) {
      found.best = settings;
      found.score = reached;
    }
    found.history.push(found.score);
  }
  return found;
}
