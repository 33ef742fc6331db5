/** What `gradus train` shows: where it is in one line that fits the terminal, and how it did as a table. */
import type { train as training } from "gradus";

type Step = Extract<training.FitEvent, { kind: "step" }>;

export const percent = (x: number): string => `${(100 * x).toFixed(2)} %`;

/** A loss as people read it: four digits behind the point, or its size where it is huge. */
export const lossText = (loss: number): string =>
  loss < 1e5 ? loss.toFixed(4) : loss.toExponential(2);

function clock(seconds: number): string {
  const s = Math.max(0, Math.round(seconds));
  const two = (n: number) => String(n).padStart(2, "0");
  return s < 3600
    ? `${Math.floor(s / 60)}:${two(s % 60)}`
    : `${Math.floor(s / 3600)}:${two(Math.floor(s / 60) % 60)}:${two(s % 60)}`;
}

/**
 * Where the training is. What does not fit is left out, the least important first; a line that wrapped would stay
 * behind at every refresh.
 *
 * @param columns of the terminal; the last one stays free, since some terminals wrap when it is written to
 */
export function progressLine(e: Step, columns: number): string {
  const parts = [
    { rank: 0, text: `epoch ${e.epoch}/${e.epochs}` },
    { rank: 2, text: `${e.batch}/${e.batches}` },
    { rank: 1, text: `loss ${lossText(e.loss)}` },
    { rank: 3, text: `accuracy ${percent(e.accuracy)}` },
    { rank: 6, text: `${Math.round(e.examplesPerSecond)} images/s` },
    { rank: 4, text: `${clock(e.secondsLeft)} left` },
  ];
  const most = columns - 1;
  const upTo = (rank: number): string[] => parts.filter((p) => p.rank <= rank).map((p) => p.text);
  /** What is left beside the parts for a space and a bar. */
  const free = (rank: number): number => most - upTo(rank).join("  ").length - 1;
  const ranks = [0, 1, 2, 3, 4, 6];
  const [shortest, widest] = [8, 24];
  // The bar comes before the speed, which is the same all the time.
  const rank = ranks.findLast((r) => (r === 6 ? free(r) >= shortest : free(r) >= -1)) ?? 0;
  const texts = upTo(rank);
  if (rank >= 4 && free(rank) >= shortest) {
    const width = Math.min(widest, free(rank));
    const filled = Math.round((width * e.batch) / e.batches);
    texts[0] += ` ${"█".repeat(filled)}${"░".repeat(width - filled)}`;
  }
  return texts.join("  ").slice(0, Math.max(0, most));
}

/** The same as a line of its own, for a file or a pipe. */
export const progressText = (e: Step): string =>
  progressLine(e, Number.POSITIVE_INFINITY).replace(/ [█░]+/, "");

export function confusionTable(
  confusion: readonly (readonly number[])[],
  names: readonly string[],
): string {
  const wide = Math.max(...names.map((n) => n.length));
  const cell = (v: string | number) => String(v).padStart(5);
  const head = `${"".padEnd(wide)} ${names.map((n) => cell(n.slice(0, 4))).join("")}  recall`;
  const rows = confusion.map((row, i) => {
    const total = row.reduce((a, b) => a + b, 0);
    const right = total > 0 ? (row[i] as number) / total : 0;
    return `${(names[i] as string).padEnd(wide)} ${row.map((v) => cell(v === 0 ? "·" : v)).join("")}  ${percent(right)}`;
  });
  return [head, ...rows].join("\n");
}
