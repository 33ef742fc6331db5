/**
 * The limit on time. A busy machine must not make right code fail, so what counts is not the clock on the wall but
 * the time a program was at work: in Node what its thread has computed and has waited for timers of its own; in
 * a browser, where nobody knows that, the time that passes times the share of a processor that a busy thread gets.
 * Where neither is known the clock counts. The clock ends everything at twelve times the limit.
 */

export interface TimeLimit {
  /** The most time at work. */
  readonly limitMs: number;
  /** Time at work since the start, where it can be known. */
  readonly usedMs?: (() => number) | undefined;
  /** The share of a processor, 0..1, that a thread which never rests gets just now. */
  readonly share?: (() => Promise<number>) | undefined;
  /** Called once, when the time is over, with the time at work. */
  readonly over: (spentMs: number) => void;
}

/** So many times the limit may pass on the clock. */
const mostByClock = 12;
const lookEveryMs = 100;
/** A share holds for a stretch of this length: machines get busy and idle again. */
const stretchMs = 3000;
/** A thread that gets less has been kept waiting by chance. */
const leastShare = 1 / 50;

/** Watches a run that begins now. @returns what ends the watch */
export function watchTime({ limitMs, usedMs, share, over }: TimeLimit): () => void {
  const began = performance.now();
  const onClock = (): number => performance.now() - began;
  let timer: ReturnType<typeof setTimeout>;
  let done = false;
  const stop = (): void => {
    done = true;
    clearTimeout(timer);
  };
  const isOver = (spentMs: number): boolean => {
    const byClock = onClock() >= limitMs * mostByClock;
    if (done || !(byClock || spentMs >= limitMs)) return done;
    stop();
    over(spentMs);
    return true;
  };

  const look = (): void => {
    if (isOver(usedMs?.() ?? onClock())) return;
    timer = setTimeout(look, Math.min(lookEveryMs, limitMs));
  };

  let spent = 0;
  let from = 0;
  const stretch = (nowShare: number): void => {
    const rest = (limitMs - spent) / Math.max(nowShare, leastShare);
    timer = setTimeout(measure, Math.max(0, Math.min(rest, stretchMs)));
  };
  const measure = async (): Promise<void> => {
    const known = Math.min(1, Math.max((await share?.()) ?? 1, leastShare));
    spent += (onClock() - from) * known;
    from = onClock();
    if (!isOver(spent)) stretch(known);
  };

  if (share && !usedMs) stretch(1);
  else look();
  return stop;
}

/**
 * The share of a processor that a thread which never rests gets, measured by never resting for a moment: what is
 * missing between two looks at the clock went to others. To be called in a worker.
 */
export function measuredShare(forMs = 200): number {
  const began = performance.now();
  let last = began;
  let lost = 0;
  while (last - began < forMs) {
    const now = performance.now();
    // Two looks at the clock are far closer than this, unless the thread had to wait.
    if (now - last > 0.5) lost += now - last;
    last = now;
  }
  return 1 - lost / (last - began);
}
