/**
 * Whether two frameworks computed the same thing. A timing is only worth printing beside another
 * when both started from the same numbers and their losses agree, step for step.
 */

const list = (value) => (Array.isArray(value) ? value : [value]);

/**
 * The first step at which two runs differ by more than `tolerance`, or undefined when they agree.
 * Losses are compared relative to their size; of a digest, every element relative to the mean
 * magnitude (its first number), since a single element may be next to zero. NaN never agrees.
 */
export function disagreement(a, b, tolerance) {
  const steps = Math.min(a.length, b.length);
  for (let step = 0; step < steps; step++) {
    const left = list(a[step]);
    const right = list(b[step]);
    const size = Math.max(Math.abs(left[0]), Math.abs(right[0]));
    const close = left.every((x, i) => {
      const scale = Math.max(Math.abs(x), Math.abs(right[i]), size);
      return Math.abs(x - right[i]) <= tolerance * scale;
    });
    if (!close || left.length !== right.length) return { step, left: a[step], right: b[step] };
  }
  return steps === 0 ? { step: 0, left: a[0], right: b[0] } : undefined;
}

/** The middle value; of an even count, the mean of the two middle ones. */
export function median(numbers) {
  const sorted = [...numbers].sort((x, y) => x - y);
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}

/**
 * The time that stands for a peer: the median of each round, and of those the lower, because
 * another program can only make a round slower. `spread` is how far apart the rounds were.
 */
export function summary(rounds) {
  const medians = rounds.map(median);
  const ms = Math.min(...medians);
  return { ms, spread: Math.max(...medians) / ms, medians };
}
