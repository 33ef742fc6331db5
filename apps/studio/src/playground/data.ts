/** The playground's data: sets of 200 points about the square from -1 to 1, or the learner's own points. */
import type { Point } from "./points.ts";
import { type DataName, type Feature, isRegression, type Settings } from "./state.ts";

/** A generator with a seed, so that an address always shows the same points. */
export function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** Places and signs of the six hills and hollows. */
const hills = [-1, 0, 1].flatMap((column) =>
  [-1, 1].map((row) => ({
    x: 0.6 * column,
    y: 0.4 * row,
    sign: (column + 1) % 2 === 0 ? row : -row,
  })),
);

/** The number at a place: along a slope, or of the hill that is highest there, up or down. */
function height(name: DataName, x: number, y: number): number {
  if (name === "slope") return (x + y) / 1.8;
  return hills
    .map((h) => h.sign * Math.max(0, 1 - Math.hypot(x - h.x, y - h.y) / 0.35))
    .reduce((most, h) => (Math.abs(h) > Math.abs(most) ? h : most), 0);
}

function place(name: DataName, label: 0 | 1, u: number, v: number): [number, number] {
  const side = label === 1 ? 1 : -1;
  const angle = 2 * Math.PI * v;
  if (name === "circle") {
    const radius = label === 1 ? 0.4 * Math.sqrt(u) : 0.65 + 0.3 * u;
    return [radius * Math.cos(angle), radius * Math.sin(angle)];
  }
  if (name === "xor") {
    const x = 1.8 * u - 0.9;
    return [x, Math.sign(x || 1) * side * (0.05 + 0.85 * v)];
  }
  if (name === "gauss") {
    const radius = 0.4 * Math.sqrt(u);
    return [0.45 * side + radius * Math.cos(angle), 0.45 * side + radius * Math.sin(angle)];
  }
  if (name === "spiral") {
    const turn = 3.5 * Math.PI * u * 0.75 + (label === 1 ? Math.PI : 0);
    return [0.9 * u * Math.sin(turn), 0.9 * u * Math.cos(turn)];
  }
  const half = Math.PI * u;
  return label === 1
    ? [0.5 * Math.cos(half) - 0.25, 0.5 * Math.sin(half) - 0.1]
    : [0.25 - 0.5 * Math.cos(half), 0.15 - 0.5 * Math.sin(half)];
}

/** A set that is made from a seed; the order is as random as the places. */
export function points(name: DataName, noise: number, seed: number): Point[] {
  const next = random(seed);
  return Array.from({ length: 200 }, (_, i) => {
    const [u, v] = [next(), next()];
    const moved = (at: number): number => at + noise * (next() - 0.5);
    if (isRegression(name)) {
      const [x, y] = [1.8 * u - 0.9, 1.8 * v - 0.9];
      const value = height(name, x, y);
      return { x: moved(x), y: moved(y), label: value > 0 ? 1 : 0, value };
    }
    const label = i % 2 === 0 ? 1 : 0;
    const [x, y] = place(name, label, u, v);
    return { x: moved(x), y: moved(y), label };
  });
}

/** Own points come in the order of drawing, so they are shuffled before some are kept for testing. */
function shuffled(some: readonly Point[], seed: number): Point[] {
  const next = random(seed);
  const made = [...some];
  for (let i = made.length - 1; i > 0; i--) {
    const j = Math.floor(next() * (i + 1));
    [made[i], made[j]] = [made[j] as Point, made[i] as Point];
  }
  return made;
}

export interface Split {
  readonly train: readonly Point[];
  readonly test: readonly Point[];
}

/** The points of the settings: the first part is trained on. */
export function split(settings: Settings): Split {
  const all =
    settings.data === "own"
      ? shuffled(settings.points, settings.seed)
      : points(settings.data, settings.noise, settings.seed);
  const cut = Math.round(all.length * settings.train);
  return { train: all.slice(0, cut), test: all.slice(cut) };
}

/** The plane that is shown goes from minus this to this in both directions: noise reaches beyond 1. */
export const planeReach = 1.1;

const formulas: Record<Feature, (x: number, y: number) => number> = {
  x: (x) => x,
  y: (_, y) => y,
  x2: (x) => x * x,
  y2: (_, y) => y * y,
  xy: (x, y) => x * y,
  sinx: (x) => Math.sin(Math.PI * x),
  siny: (_, y) => Math.sin(Math.PI * y),
};

export function inputs(features: readonly Feature[], x: number, y: number): number[] {
  return features.map((feature) => formulas[feature](x, y));
}

/** A feature's values over the shown plane, row by row from the top left. */
export function featureMap(feature: Feature, side: number): Float32Array {
  const at = (i: number): number => planeReach * ((2 * i + 1) / side - 1);
  return Float32Array.from({ length: side * side }, (_, i) =>
    formulas[feature](at(i % side), -at(Math.floor(i / side))),
  );
}
