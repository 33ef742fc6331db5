/** Colour ramps for heat maps, as red, green, blue in 0..255. Light and dark share them. */

type Rgb = readonly [number, number, number];

const blend = (a: Rgb, b: Rgb, t: number): Rgb => [
  a[0] + (b[0] - a[0]) * t,
  a[1] + (b[1] - a[1]) * t,
  a[2] + (b[2] - a[2]) * t,
];

function ramp(stops: readonly Rgb[], t: number): Rgb {
  const at = Math.min(Math.max(t, 0), 1) * (stops.length - 1);
  const i = Math.min(Math.floor(at), stops.length - 2);
  return blend(stops[i] as Rgb, stops[i + 1] as Rgb, at - i);
}

const diverging: readonly Rgb[] = [
  [176, 74, 40],
  [240, 172, 126],
  [247, 244, 238],
  [146, 168, 236],
  [48, 68, 190],
];
const sequential: readonly Rgb[] = [
  [247, 244, 238],
  [170, 186, 240],
  [92, 114, 222],
  [40, 50, 140],
];
const gray: readonly Rgb[] = [
  [16, 16, 20],
  [250, 250, 250],
];

export type Ramp = "sequential" | "diverging" | "gray";

/** The range of values a heat map covers; a diverging one is centred on 0. */
export function heatDomain(values: readonly number[], ramp: Ramp): [number, number] {
  let [lo, hi] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const v of values)
    if (Number.isFinite(v)) {
      lo = Math.min(lo, v);
      hi = Math.max(hi, v);
    }
  if (lo > hi) return [0, 1];
  if (ramp !== "diverging") return lo === hi ? [lo - 0.5, hi + 0.5] : [lo, hi];
  const top = Math.max(Math.abs(lo), Math.abs(hi)) || 1;
  return [-top, top];
}

/** The colour of a value; what is not finite is magenta, so that it is seen. */
export function heatColor(v: number, [lo, hi]: readonly [number, number], name: Ramp): Rgb {
  if (!Number.isFinite(v)) return [230, 0, 180];
  const t = (v - lo) / (hi - lo || 1);
  return ramp(name === "gray" ? gray : name === "diverging" ? diverging : sequential, t);
}

export const rgb = (c: Rgb): string => `rgb(${c.map(Math.round).join(" ")})`;

/** Black or white, whichever reads on the colour. */
export const inkOn = ([r, g, b]: Rgb): string =>
  0.299 * r + 0.587 * g + 0.114 * b > 150 ? "#1d1f2b" : "#ffffff";
