/**
 * A view walked in row-major order of its own shape: position p, counted over all axes, to a place in
 * the buffer, or −1 outside the mask. Axes that are one run are joined first, so most views are a single
 * stride. A view of few positions keeps its places in a table.
 */
import type { View } from "../../shape.ts";

interface Axis {
  readonly n: number;
  readonly stride: number;
  readonly low: number;
  readonly high: number;
}

/** Joins neighbouring axes wherever one stride and one range say the same. */
function joinAxes(view: View): Axis[] {
  const axes: Axis[] = [];
  for (let i = 0; i < view.shape.length; i++) {
    const n = view.shape[i];
    const stride = view.strides[i];
    const [low, high] = view.mask?.[i] ?? [0, n];
    if (n === 1 && low <= 0 && high >= 1) continue;
    const left = axes.at(-1);
    const whole = low <= 0 && high >= n;
    if (left && whole && left.stride === stride * n)
      axes[axes.length - 1] = { n: left.n * n, stride, low: left.low * n, high: left.high * n };
    else axes.push({ n, stride, low, high });
  }
  return axes;
}

export class FlatView {
  /** The one step between neighbours where the whole view has one and no mask; else NaN. */
  readonly step: number;
  readonly offset: number;
  readonly #axes: readonly Axis[];
  readonly #places: Int32Array;
  readonly #whole: boolean;

  /** `block` is the most positions that are ever asked for at once. */
  constructor(view: View, block: number) {
    this.#axes = joinAxes(view);
    this.offset = view.offset;
    const [only] = this.#axes;
    if (!only) this.step = 0;
    else if (this.#axes.length === 1 && only.low <= 0 && only.high >= only.n)
      this.step = only.stride;
    else this.step = Number.NaN;
    const size = this.#axes.reduce((product, axis) => product * axis.n, 1);
    this.#whole = size <= block;
    const linear = !Number.isNaN(this.step);
    this.#places = new Int32Array(linear ? 0 : Math.min(size, block));
    if (this.#whole && !linear) this.#fill(0, size);
  }

  /** The places of positions `from … from + n − 1`, valid until the next call. */
  places(from: number, n: number): Int32Array {
    if (this.#whole) return n === this.#places.length ? this.#places : this.#places.subarray(from);
    this.#fill(from, n);
    return this.#places;
  }

  #fill(from: number, n: number): void {
    const axes = this.#axes;
    const last = axes.length - 1;
    const row = axes[last];
    const index = new Array<number>(axes.length);
    let rest = from;
    for (let i = last; i >= 0; i--) {
      const size = axes[i].n;
      index[i] = rest % size;
      rest = Math.floor(rest / size);
    }
    let done = 0;
    while (done < n) {
      let place = this.offset;
      let inside = true;
      for (let i = 0; i < last; i++) {
        const axis = axes[i];
        const at = index[i];
        place += at * axis.stride;
        if (at < axis.low || at >= axis.high) inside = false;
      }
      const start = index[last];
      const count = Math.min(row.n - start, n - done);
      for (let k = 0; k < count; k++) {
        const at = start + k;
        this.#places[done + k] =
          inside && at >= row.low && at < row.high ? place + at * row.stride : -1;
      }
      done += count;
      index[last] = 0;
      for (let i = last - 1; i >= 0; i--) {
        index[i] = index[i] + 1;
        if (index[i] < axes[i].n) break;
        index[i] = 0;
      }
    }
  }
}
