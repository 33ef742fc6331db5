/** The curve of a run as its points come; a very long one keeps every second point, again and again. */
export interface CurvePoint {
  readonly step: number;
  readonly loss: number;
}

const mostPoints = 8192;

export class Curve {
  #points: CurvePoint[] = [];
  #every = 1;
  #seen = 0;
  #last: CurvePoint | null = null;

  add(point: CurvePoint): void {
    this.#last = point;
    if (this.#seen++ % this.#every === 0) this.#points.push(point);
    if (this.#points.length < mostPoints) return;
    this.#points = this.#points.filter((_, i) => i % 2 === 0);
    this.#every *= 2;
  }

  /** What is kept, and the last point always. */
  get points(): readonly CurvePoint[] {
    const last = this.#last;
    return last && this.#points.at(-1) !== last ? [...this.#points, last] : [...this.#points];
  }
}
