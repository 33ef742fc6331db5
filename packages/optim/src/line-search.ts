/**
 * A line search after Wolfe: how far to go along a direction so that the value falls enough and the slope gets flat
 * enough. First steps grow until such a place is between two of them, then that stretch is narrowed by cubics.
 */

/** A place on the line: its distance, the value there, the gradient, and the slope along the line. */
export interface Place {
  readonly t: number;
  readonly f: number;
  readonly g: Float64Array;
  readonly slope: number;
}

/** How much the value has to fall, and how flat the slope has to get, as shares of the first slope. */
const [fall, flat] = [1e-4, 0.9];

/** Where the cubic through two values and slopes is least, within bounds. */
function cubicMinimum(
  a: Place,
  b: Place,
  [low, high]: readonly [number, number] = [Math.min(a.t, b.t), Math.max(a.t, b.t)],
): number {
  const [left, right] = a.t <= b.t ? [a, b] : [b, a];
  const middle = a.slope + b.slope - (3 * (a.f - b.f)) / (a.t - b.t);
  const square = middle * middle - a.slope * b.slope;
  if (!(square >= 0)) return (low + high) / 2;
  const root = Math.sqrt(square);
  const share = (right.slope + root - middle) / (right.slope - left.slope + 2 * root);
  const least = right.t - (right.t - left.t) * share;
  return Math.min(Math.max(least, low), high);
}

/**
 * @param start the place with t = 0
 * @param mostSteps how often the first step is changed at most
 * @param length the largest element of the direction: a stretch shorter than `tolerance` along it is not narrowed
 * @source Nocedal & Wright 2006, "Numerical Optimization", algorithms 3.5 and 3.6
 */
export async function wolfeSearch(
  at: (t: number) => Promise<Place>,
  start: Place,
  first: number,
  length: number,
  tolerance: number,
  mostSteps: number,
): Promise<{ place: Place; evaluations: number }> {
  const tooHigh = (p: Place): boolean => p.f > start.f + fall * p.t * start.slope;
  const isFlat = (p: Place): boolean => Math.abs(p.slope) <= -flat * start.slope;
  let evaluations = 1;
  let steps = 0;
  let before = start;
  let now = await at(first);
  let pair: [Place, Place] | null = null;
  while (steps < mostSteps) {
    if (tooHigh(now) || (steps > 1 && now.f >= before.f)) pair = [before, now];
    else if (isFlat(now)) return { place: now, evaluations };
    else if (now.slope >= 0) pair = [before, now];
    if (pair) break;
    const next = cubicMinimum(before, now, [now.t + 0.01 * (now.t - before.t), now.t * 10]);
    before = now;
    now = await at(next);
    evaluations++;
    steps++;
  }
  let [a, b] = pair ?? [start, now];
  // The better end first in `best`; the other end is the one to give up.
  let stuck = false;
  let best: Place = a.f <= b.f ? a : b;
  while (steps < mostSteps && Math.abs(b.t - a.t) * length >= tolerance) {
    const [low, high] = [Math.min(a.t, b.t), Math.max(a.t, b.t)];
    let t = cubicMinimum(a, b);
    const edge = 0.1 * (high - low);
    if (Math.min(high - t, t - low) < edge) {
      if (stuck || t >= high || t <= low) {
        t = Math.abs(t - high) < Math.abs(t - low) ? high - edge : low + edge;
        stuck = false;
      } else stuck = true;
    } else stuck = false;
    const tried = await at(t);
    evaluations++;
    steps++;
    const worst: Place = best === a ? b : a;
    let done = false;
    let other = worst;
    if (tooHigh(tried) || tried.f >= best.f) {
      other = tried;
      if (best === a) b = tried;
      else a = tried;
      best = a.f <= b.f ? a : b;
      continue;
    }
    if (isFlat(tried)) done = true;
    else if (tried.slope * (worst.t - best.t) >= 0) other = best;
    if (best === a) [a, b] = [tried, other];
    else [a, b] = [other, tried];
    best = tried;
    if (done) break;
  }
  return { place: best, evaluations };
}
