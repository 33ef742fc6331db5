export interface Model {
  name: string;
  /** Between 0 and 1, or NaN where its training failed. */
  f1: number;
  parameters: number;
  /** For one answer. */
  milliseconds: number;
}

/** What a model may have at most; what is missing is not limited. */
export interface Limits {
  parameters?: number;
  milliseconds?: number;
}

/** The name of the model with the highest F1 among those that keep every limit, or null. */
export function bestUnderLimits(models: readonly Model[], limits: Limits): string | null {
  let best: string | null = null;
  let top = -Infinity;
  for (const { name, f1, parameters, milliseconds } of models) {
    if (parameters > (limits.parameters ?? Infinity)) continue;
    if (milliseconds > (limits.milliseconds ?? Infinity)) continue;
    // NaN is not above anything, so a model that failed is never taken.
    if (f1 > top) {
      top = f1;
      best = name;
    }
  }
  return best;
}
