/** From numbers to places in the drawings: curves, contours, the network's layout, numbers as text. */
import { planeReach } from "./data.ts";
import type { Point } from "./points.ts";
import { isRegression, type Settings } from "./state.ts";

/** The curve of values as an SVG path; more values than `most` are thinned out. */
export function curve(
  values: readonly number[],
  width: number,
  height: number,
  top: number,
  most = 400,
): string {
  const last = values.length - 1;
  const every = Math.max(1, Math.ceil(values.length / most));
  let path = "";
  let pen = false;
  for (let i = 0; i <= last; i += every) {
    const at = i + every > last ? last : i;
    const v = values[at] as number;
    if (!Number.isFinite(v)) {
      pen = false;
      continue;
    }
    const x = last === 0 ? 0 : (at / last) * width;
    path += `${pen ? "L" : "M"}${x.toFixed(1)} ${(height * (1 - Math.min(v, top) / top)).toFixed(1)}`;
    pen = true;
  }
  return path;
}

/** The lowest of a few round numbers that no value passes. */
export function roundTop(values: readonly number[]): number {
  const most = values.reduce((top, v) => (Number.isFinite(v) && v > top ? v : top), 0);
  return [0.1, 0.2, 0.5, 0.75, 1, 1.5, 2, 3, 5, 10, 20, 50, 100].find((r) => most <= r) ?? most;
}

/** A number with as many digits as tell something, and a real minus. */
export function short(v: number | undefined): string {
  if (v === undefined || !Number.isFinite(v)) return "–";
  const size = Math.abs(v);
  const text =
    size === 0
      ? "0"
      : size < 0.0005
        ? v.toExponential(0)
        : size < 0.1
          ? v.toFixed(size < 0.01 ? 4 : 3)
          : size < 100
            ? v.toFixed(2)
            : v.toPrecision(3);
  return text.replaceAll("-", "−");
}

/** Where values cross a level: pieces of a line as an SVG path over `width` by `width` (marching squares). */
export function contour(
  values: ArrayLike<number>,
  side: number,
  level: number,
  width: number,
): string {
  const cell = width / side;
  const at = (c: number, r: number): number => (values[r * side + c] as number) - level;
  let path = "";
  for (let r = 0; r < side - 1; r++)
    for (let c = 0; c < side - 1; c++) {
      const corners = [
        [c, r],
        [c + 1, r],
        [c + 1, r + 1],
        [c, r + 1],
      ] as const;
      const cuts: string[] = [];
      corners.forEach(([x, y], i) => {
        const [nx, ny] = corners[(i + 1) % 4] as readonly [number, number];
        const [a, b] = [at(x, y), at(nx, ny)];
        if (a < 0 === b < 0) return;
        const part = a / (a - b);
        const px = (x + (nx - x) * part + 0.5) * cell;
        const py = (y + (ny - y) * part + 0.5) * cell;
        cuts.push(`${px.toFixed(1)} ${py.toFixed(1)}`);
      });
      for (let i = 0; i + 1 < cuts.length; i += 2) path += `M${cuts[i]}L${cuts[i + 1]}`;
    }
  return path;
}

/** Losses on a scale where each factor is as far, from 0 (the lowest) to 1. */
export function logScale(values: readonly number[]): {
  readonly scaled: readonly number[];
  readonly low: number;
  readonly high: number;
} {
  const sound = values.filter(Number.isFinite);
  const low = Math.min(...sound);
  const high = Math.max(...sound);
  const from = Math.log(low + 1e-6);
  const span = Math.log(high + 1e-6) - from || 1;
  return { scaled: values.map((v) => (Math.log(v + 1e-6) - from) / span), low, high };
}

/** The size of a gradient. */
export const norm = (...parts: readonly (readonly number[])[]): number =>
  Math.hypot(...parts.flat());

/** How full a bar for a gradient is: empty at 0.0001, full at 1. */
export const gradientBar = (size: number): number =>
  size > 0 ? Math.min(1, Math.max(0.03, 1 + Math.log10(size) / 4)) : 0;

export interface Spot {
  readonly x: number;
  readonly y: number;
}

export interface Layout {
  readonly size: number;
  readonly width: number;
  readonly height: number;
  /** Whether columns are too close for two buttons side by side. */
  readonly narrow: boolean;
  /** Middles of nodes: features, hidden layers, the output. */
  readonly columns: readonly (readonly Spot[])[];
}

/** Room left of the features for their names. */
const names = 46;
const rowGap = 0.3;

export function layout(width: number, counts: readonly number[]): Layout {
  const last = counts.length - 1;
  const size = Math.round(Math.min(45, Math.max(22, ((width - names) / counts.length) * 0.58)));
  const pitch = size * (1 + rowGap);
  const height = Math.max(...counts) * pitch;
  const [left, right] = [names + size / 2, width - size / 2 - 4];
  const columns = counts.map((count, c) =>
    Array.from({ length: count }, (_, i) => ({
      x: left + ((right - left) * c) / last,
      y: height / 2 + (i - (count - 1) / 2) * pitch,
    })),
  );
  return { size, width, height, narrow: (right - left) / last < 62, columns };
}

/** A line from one node's right side to another's left. */
export function link(from: Spot, to: Spot, size: number): string {
  const [x0, x1] = [from.x + size / 2, to.x - size / 2];
  const bend = (x1 - x0) / 2;
  return `M${x0} ${from.y}C${x0 + bend} ${from.y} ${x1 - bend} ${to.y} ${x1} ${to.y}`;
}

export const linkWidth = (weight: number, size: number): number =>
  0.5 + (size / 6) * Math.tanh(Math.abs(weight) / 4);

export const linkOpacity = (weight: number): number => Math.min(1, 0.22 + 0.6 * Math.abs(weight));

/** The outputs that have the full colours: fixed where an activation has ends, else as far as the layer goes. */
export function rangeOf(
  settings: Pick<Settings, "data" | "layers" | "activation">,
  layer: number,
  maps: readonly ArrayLike<number>[],
): readonly [number, number] {
  if (layer === settings.layers.length) return isRegression(settings.data) ? [-1, 1] : [0, 1];
  if (settings.activation === "sigmoid") return [0, 1];
  if (settings.activation === "tanh") return [-1, 1];
  let most = 1e-6;
  for (const map of maps)
    for (let i = 0; i < map.length; i++) most = Math.max(most, Math.abs(map[i] as number));
  return [-most, most];
}

/** The plane's drawing is so many units across. */
export const planeWidth = 320;
export const place = (v: number): number => (planeWidth * (v / planeReach + 1)) / 2;
/** The coordinate at a share of the way across. */
export const value = (share: number): number => planeReach * (2 * share - 1);

/** Class 1 is a circle and class 0 a square, for those who do not see the colours. */
const outline = (p: Point, r: number): string => {
  const [x, y] = [place(p.x), place(-p.y)];
  const s = r * 0.9;
  return p.label === 1
    ? `M${x - r} ${y}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0`
    : `M${x - s} ${y - s}h${2 * s}v${2 * s}h${-2 * s}Z`;
};

/** All points of a kind as one path: hundreds of elements would be drawn anew with every frame. */
export const outlines = (points: readonly Point[], label: 0 | 1, r: number): string =>
  points
    .filter((p) => p.label === label)
    .map((p) => outline(p, r))
    .join("");

/** So many colours stand for the numbers from -1 to 1. */
const shades = 9;

/** Points with a number to predict: a path for each shade, and the shade as a share of the way from -1 to 1. */
export function shadedOutlines(
  points: readonly Point[],
  r: number,
): readonly { readonly share: number; readonly d: string }[] {
  const paths = Array.from({ length: shades }, () => "");
  for (const p of points) {
    const share = (Math.min(1, Math.max(-1, p.value ?? 0)) + 1) / 2;
    const shade = Math.round(share * (shades - 1));
    paths[shade] += outline({ ...p, label: 1 }, r);
  }
  return paths.map((d, i) => ({ share: i / (shades - 1), d })).filter(({ d }) => d !== "");
}

/** A shade's colour: from class 0's over the plane's middle to class 1's. */
export const shadeColor = (share: number): string => {
  const [from, to, part] =
    share < 0.5
      ? ["--class-0", "--shade-middle", 2 * share]
      : ["--shade-middle", "--class-1", 2 * share - 1];
  return `color-mix(in srgb, var(${to}) ${Math.round(100 * part)}%, var(${from}))`;
};

/** Where lines of equal height run, on the scale from 0 to 1. */
export const heights: readonly number[] = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9];
