/**
 * The flower: points on the eight petals of r = 4·sin(4θ), with a little noise. The first half turn of θ makes one
 * class, the second the other; r is below 0 in every second petal, so that these lie on the far side. Going round,
 * the classes take turns, but for the two petals at the top and the two at the bottom. Made from a seed, so that
 * everybody trains on the same points.
 */
import { type Tensor, tensor } from "gradus";

export interface Flower {
  /** [m, 2], a row for each point. */
  readonly X: Tensor;
  /** [m, 1], 0 or 1. */
  readonly Y: Tensor;
  /** The same as plain numbers, for drawing. */
  readonly x: readonly number[];
  readonly y: readonly number[];
  readonly labels: readonly number[];
}

/** Uniform numbers in 0..1 (mulberry32). */
function uniform(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** `m` points, half of each class. */
export function flower(m = 400, seed = 1): Flower {
  const random = uniform(seed);
  const normal = (): number =>
    Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const half = Math.floor(m / 2);
  const x: number[] = [];
  const y: number[] = [];
  const labels: number[] = [];
  for (let label = 0; label < 2; label++)
    for (let i = 0; i < half; i++) {
      const angle = label * 3.12 + (3.12 * i) / (half - 1) + normal() * 0.2;
      const radius = 4 * Math.sin(4 * angle) + normal() * 0.2;
      x.push(radius * Math.sin(angle));
      y.push(radius * Math.cos(angle));
      labels.push(label);
    }
  return {
    X: tensor(x.map((v, i) => [v, y[i] as number])),
    Y: tensor(labels.map((label) => [label])),
    x,
    y,
    labels,
  };
}
