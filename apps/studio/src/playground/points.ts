/**
 * Points with a class, in the square from -1 to 1, and their short form for an address: four letters a point,
 * eleven bits for each coordinate and one for the class. A point is rounded to thousandths when it is made, so
 * that an address and a program show exactly the points that were drawn.
 */
export interface Point {
  readonly x: number;
  readonly y: number;
  readonly label: 0 | 1;
  /** What is to be predicted there, from -1 to 1, where that is a number; the label says whether it is above 0. */
  readonly value?: number;
}

/** What a network should answer at a point. */
export const targetOf = (p: Point): number => p.value ?? p.label;

/** More points than this make an address too long for some programs. */
export const mostPoints = 400;

const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const top = 2000;

const step = (v: number): number => Math.round(1000 * Math.min(1, Math.max(-1, v))) + 1000;
const place = (s: number): number => (s - 1000) / 1000;
const pair = (v: number): string => (letters[v >> 6] ?? "") + (letters[v & 63] ?? "");

export const makePoint = (x: number, y: number, label: 0 | 1): Point => ({
  x: place(step(x)),
  y: place(step(y)),
  label,
});

export function packPoints(points: readonly Point[]): string {
  return points.map((p) => pair(step(p.x) + 2048 * p.label) + pair(step(p.y))).join("");
}

/** The points of a short form; none where it is not one. */
export function unpackPoints(text: string): Point[] {
  if (text.length % 4 !== 0 || text.length > 4 * mostPoints) return [];
  const made: Point[] = [];
  for (let i = 0; i < text.length; i += 4) {
    const [a, b, c, d] = [0, 1, 2, 3].map((k) => letters.indexOf(text[i + k] as string)) as [
      number,
      number,
      number,
      number,
    ];
    const [x, y] = [a * 64 + b, c * 64 + d];
    if (Math.min(a, b, c, d) < 0 || x % 2048 > top || y > top) return [];
    made.push({ x: place(x % 2048), y: place(y), label: x >= 2048 ? 1 : 0 });
  }
  return made;
}

export type Brush = 0 | 1 | "erase";

/** The nearest point's index if it is near enough to be meant; else -1. */
function nearest(points: readonly Point[], x: number, y: number, within: number): number {
  let [best, at] = [within, -1];
  points.forEach((p, i) => {
    const far = Math.hypot(p.x - x, p.y - y);
    if (far <= best) [best, at] = [far, i];
  });
  return at;
}

/** Points after a touch of the brush; the same list where nothing changes. */
export function touched(
  points: readonly Point[],
  brush: Brush,
  x: number,
  y: number,
): readonly Point[] {
  if (brush === "erase") {
    const at = nearest(points, x, y, 0.08);
    return at < 0 ? points : points.filter((_, i) => i !== at);
  }
  const made = makePoint(x, y, brush);
  if (points.length >= mostPoints || nearest(points, made.x, made.y, 0.03) >= 0) return points;
  return [...points, made];
}
