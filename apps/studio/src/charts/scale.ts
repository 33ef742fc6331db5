/** Scales and ticks: numbers in, positions out. No DOM. */

export interface Scale {
  readonly domain: readonly [number, number];
  (value: number): number;
}

/** Maps `domain` to `range` on a straight line; a domain of no width is widened by one. */
export function linearScale(
  domain: readonly [number, number],
  range: readonly [number, number],
): Scale {
  const [lo, hi] = domain[0] === domain[1] ? [domain[0] - 0.5, domain[1] + 0.5] : domain;
  const step = (range[1] - range[0]) / (hi - lo);
  return Object.assign((v: number) => range[0] + (v - lo) * step, {
    domain: [lo, hi] as const,
  });
}

/** Round numbers inside a domain, about `count` of them. */
export function ticks([lo, hi]: readonly [number, number], count = 5): number[] {
  const span = hi - lo;
  if (!(span > 0) || !Number.isFinite(span)) return [];
  const rough = span / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 5, 10].find((m) => m * power >= rough) ?? 10) * power;
  const out: number[] = [];
  for (let i = Math.ceil(lo / step - 1e-9); i * step <= hi + step * 1e-9; i++)
    out.push(Number((i * step).toPrecision(12)));
  return out;
}

/** A tick as a reader expects it: no float dust, large and tiny ones with an exponent. */
export function formatTick(v: number): string {
  if (v === 0) return "0";
  const size = Math.abs(v);
  if (size >= 1e5 || size < 1e-3) return v.toExponential(0).replace("e+", "e");
  return String(Number(v.toPrecision(6)));
}

/** The extent of some numbers, finite ones only, with a little room at both ends. */
export function extent(values: Iterable<number>, room = 0.04): [number, number] {
  let [lo, hi] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const v of values)
    if (Number.isFinite(v)) {
      if (v < lo) lo = v;
      if (v > hi) hi = v;
    }
  if (lo > hi) return [0, 1];
  const margin = (hi - lo) * room;
  return [lo - margin, hi + margin];
}
