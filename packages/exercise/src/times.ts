/** Durations in words, for people who compare two of them: measured on one machine, so never more than about. */

/** In words, a duration with two digits: "about 0.12 ms", "about 3.4 s". */
function about(ms: number): string {
  if (ms >= 1000) return `about ${(ms / 1000).toPrecision(2)} s`;
  if (ms < 0.01) return "less than 0.01 ms";
  return `about ${Number(ms.toPrecision(2))} ms`;
}

/** Less than this says nothing, on a machine that does other things as well. */
const leastRatio = 1.8;

/** How long one takes beside another: "about as long as yours", "about 3 times as long as yours". */
function beside(ms: number, yours: number): string {
  const ratio = ms / yours;
  if (!(ratio > 0) || !Number.isFinite(ratio)) return about(ms);
  if (ratio > 1 / leastRatio && ratio < leastRatio) return "about as long as yours";
  const many = (n: number): string => String(n < 3 ? Number(n.toFixed(1)) : Math.round(n));
  return ratio > 1
    ? `about ${many(ratio)} times as long as yours`
    : `yours takes about ${many(1 / ratio)} times as long`;
}

export const times: {
  readonly about: (ms: number) => string;
  readonly beside: (ms: number, yours: number) => string;
} = { about, beside };
