/**
 * Shapes and views. A `View` maps an index to a place in a contiguous buffer: `offset + Σ index·stride`,
 * with a mask outside of which the value is zero. Movement operators only make views; nothing is copied
 * until a kernel reads through one.
 */

export type Shape = readonly number[];

export const sizeOf = (shape: Shape): number => {
  let n = 1;
  for (let i = 0; i < shape.length; i++) n *= shape[i] as number;
  return n;
};

export const sameShape = (a: Shape, b: Shape): boolean => {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
};

/** Row-major strides, in elements. */
export function contiguousStrides(shape: Shape): number[] {
  const strides = new Array<number>(shape.length);
  let step = 1;
  for (let i = shape.length - 1; i >= 0; i--) {
    strides[i] = step;
    step *= shape[i] as number;
  }
  return strides;
}

/** The half-open range of valid indices of each axis; outside of it the value is 0. */
export type Mask = readonly (readonly [number, number])[];

export class View {
  readonly shape: Shape;
  readonly strides: readonly number[];
  readonly offset: number;
  readonly mask: Mask | null;

  constructor(shape: Shape, strides: readonly number[], offset: number, mask: Mask | null) {
    this.shape = shape;
    this.strides = strides;
    this.offset = offset;
    this.mask = mask;
  }

  static contiguous(shape: Shape): View {
    return new View(shape, contiguousStrides(shape), 0, null);
  }

  /** Whether this view is the buffer itself, in order, from its start. */
  get isContiguous(): boolean {
    if (this.offset !== 0 || this.mask) return false;
    let step = 1;
    for (let i = this.shape.length - 1; i >= 0; i--) {
      const n = this.shape[i] as number;
      if (n !== 1 && this.strides[i] !== step) return false;
      step *= n;
    }
    return true;
  }

  permute(order: readonly number[]): View {
    return new View(
      order.map((i) => this.shape[i] as number),
      order.map((i) => this.strides[i] as number),
      this.offset,
      this.mask && order.map((i) => (this.mask as Mask)[i] as readonly [number, number]),
    );
  }

  /** Axes of size 1 grow to `shape` by stride 0. */
  expand(shape: Shape): View {
    return new View(
      shape,
      shape.map((n, i) => (this.shape[i] === n ? (this.strides[i] as number) : 0)),
      this.offset,
      this.mask &&
        shape.map((n, i) => {
          const [lo, hi] = (this.mask as Mask)[i] as readonly [number, number];
          if (this.shape[i] === n) return [lo, hi] as const;
          return lo <= 0 && hi >= 1 ? ([0, n] as const) : ([0, 0] as const);
        }),
    );
  }

  /** Keep `[lo, hi)` of each axis. */
  shrink(ranges: readonly (readonly [number, number])[]): View {
    let offset = this.offset;
    const shape = ranges.map(([lo, hi], i) => {
      offset += lo * (this.strides[i] as number);
      return hi - lo;
    });
    const mask = this.mask?.map(([a, b], i) => {
      const [lo, hi] = ranges[i] as readonly [number, number];
      return [Math.max(a - lo, 0), Math.min(b, hi) - lo] as const;
    });
    return new View(shape, this.strides, offset, tidyMask(mask ?? null, shape));
  }

  /** Zeros `before` and `after` each axis. */
  pad(amounts: readonly (readonly [number, number])[]): View {
    let offset = this.offset;
    const shape = amounts.map(([before, after], i) => {
      offset -= before * (this.strides[i] as number);
      return (this.shape[i] as number) + before + after;
    });
    const mask = amounts.map(([before], i) => {
      const [lo, hi] = this.mask?.[i] ?? [0, this.shape[i] as number];
      return [lo + before, hi + before] as const;
    });
    return new View(shape, this.strides, offset, tidyMask(mask, shape));
  }

  flip(axes: readonly number[]): View {
    let offset = this.offset;
    const strides = this.strides.slice();
    const mask = this.mask?.slice() ?? null;
    for (const i of axes) {
      const n = this.shape[i] as number;
      offset += (n - 1) * (strides[i] as number);
      strides[i] = -(strides[i] as number);
      if (mask) {
        const [lo, hi] = mask[i] as readonly [number, number];
        mask[i] = [n - hi, n - lo];
      }
    }
    return new View(this.shape, strides, offset, mask);
  }

  /**
   * Sliding windows over the last `size.length` axes:
   * `[..., L₁, L₂] -> [..., O₁, O₂, size₁, size₂]` with `O = ⌊(L − dilation·(size−1) − 1)/stride⌋ + 1`.
   * Returns null where a mask would have to depend on two axes at once.
   */
  windows(
    size: readonly number[],
    stride: readonly number[],
    dilation: readonly number[],
  ): View | null {
    const k = size.length;
    const first = this.shape.length - k;
    if (this.mask) {
      for (let i = 0; i < k; i++) {
        const [lo, hi] = this.mask[first + i] as readonly [number, number];
        if (lo > 0 || hi < (this.shape[first + i] as number)) return null;
      }
    }
    const out = size.map((s, i) =>
      windowCount(this.shape[first + i] as number, s, stride[i] as number, dilation[i] as number),
    );
    const lead = this.shape.slice(0, first);
    const shape = [...lead, ...out, ...size];
    const at = (i: number) => this.strides[first + i] as number;
    return new View(
      shape,
      [
        ...this.strides.slice(0, first),
        ...size.map((_, i) => at(i) * (stride[i] as number)),
        ...size.map((_, i) => at(i) * (dilation[i] as number)),
      ],
      this.offset,
      this.mask &&
        tidyMask(
          [
            ...this.mask.slice(0, first),
            ...out.map((n) => [0, n] as const),
            ...size.map((n) => [0, n] as const),
          ],
          shape,
        ),
    );
  }

  /** The same elements under another shape, or null where one stride an axis cannot say it. */
  reshape(shape: Shape): View | null {
    if (sameShape(shape, this.shape)) return this;
    if (sizeOf(shape) === 0) return View.contiguous(shape);
    const strides = new Array<number>(shape.length).fill(0);
    const mask: [number, number][] = shape.map((n) => [0, n]);
    // Walk both shapes from the right in groups of equal size.
    let i = this.shape.length - 1;
    let j = shape.length - 1;
    while (i >= 0 || j >= 0) {
      let from = i;
      let to = j;
      let a = i >= 0 ? (this.shape[i] as number) : 1;
      let b = j >= 0 ? (shape[j] as number) : 1;
      while (a !== b || (a === 1 && (from > 0 || to > 0))) {
        if (a === 1 && b === 1) {
          // Sizes of 1 join either side's group freely.
          if (from > 0 && this.shape[from - 1] === 1) from--;
          else if (to > 0 && shape[to - 1] === 1) to--;
          else break;
        } else if (a < b) a *= this.shape[--from] as number;
        else b *= shape[--to] as number;
      }
      if (!reshapeGroup(this, Math.max(from, 0), i, shape, Math.max(to, 0), j, strides, mask))
        return null;
      i = from - 1;
      j = to - 1;
    }
    return new View(shape, strides, this.offset, this.mask ? tidyMask(mask, shape) : null);
  }

  /** A short text that is equal for equal views: part of a kernel's identity. */
  get key(): string {
    return `${this.strides}@${this.offset}${this.mask ? `|${this.mask}` : ""}`;
  }
}

export function windowCount(
  length: number,
  size: number,
  stride: number,
  dilation: number,
): number {
  return Math.max(0, Math.floor((length - dilation * (size - 1) - 1) / stride) + 1);
}

/** Reshape `view`'s axes from..i into `shape`'s axes to..j, writing strides and mask; false if impossible. */
function reshapeGroup(
  view: View,
  from: number,
  i: number,
  shape: Shape,
  to: number,
  j: number,
  strides: number[],
  mask: [number, number][],
): boolean {
  // The axes of the old group that count, right to left.
  const axes: { n: number; stride: number; lo: number; hi: number }[] = [];
  for (let k = i; k >= from; k--) {
    const n = view.shape[k] as number;
    const [lo, hi] = view.mask?.[k] ?? [0, n];
    if (n === 1) {
      if (lo === 0 && hi === 1) continue;
      // Nothing of it is seen; without axes a mask cannot say so.
      if (mask.length === 0) return false;
      for (let t = 0; t < mask.length; t++) mask[t] = [0, 0];
      continue;
    }
    axes.push({ n, stride: view.strides[k] as number, lo, hi });
  }
  if (axes.length === 0) return true;
  const partial = axes.filter((x) => x.lo > 0 || x.hi < x.n);
  // One old axis to one new axis keeps its mask.
  const targets: number[] = [];
  for (let k = j; k >= to; k--) if (shape[k] !== 1) targets.push(k);
  if (axes.length === targets.length && axes.every((x, k) => x.n === shape[targets[k] as number])) {
    axes.forEach((x, k) => {
      const t = targets[k] as number;
      strides[t] = x.stride;
      mask[t] = [x.lo, x.hi];
    });
    return true;
  }
  // Otherwise the old group must be one run of constant step.
  const step = (axes[0] as { stride: number }).stride;
  let run = step;
  for (const x of axes) {
    if (x.stride !== run) return splitByAxis(axes, shape, targets, strides, mask);
    run = x.stride * x.n;
  }
  if (partial.length > 0) {
    // Merging masked axes: only a mask on the outermost survives, as whole rows of the rest.
    const outer = axes[axes.length - 1] as { n: number; lo: number; hi: number };
    if (partial.length > 1 || partial[0] !== outer) return false;
    const rest = axes.slice(0, -1).reduce((p, x) => p * x.n, 1);
    const [lo, hi] = [outer.lo * rest, outer.hi * rest];
    // The new outermost axis has to hold the whole range in whole steps.
    const t = targets[targets.length - 1] as number;
    const inner = targets.slice(0, -1).reduce((p, k) => p * (shape[k] as number), 1);
    if (lo % inner !== 0 || hi % inner !== 0) return false;
    mask[t] = [lo / inner, hi / inner];
  }
  let s = step;
  for (const t of targets) {
    strides[t] = s;
    s *= shape[t] as number;
  }
  return true;
}

/** Old axes with unrelated strides can still be cut up one by one when sizes line up. */
function splitByAxis(
  axes: readonly { n: number; stride: number; lo: number; hi: number }[],
  shape: Shape,
  targets: readonly number[],
  strides: number[],
  mask: [number, number][],
): boolean {
  let k = 0;
  let t = 0;
  while (k < axes.length) {
    // A maximal run of old axes with related strides.
    let n = (axes[k] as { n: number }).n;
    let last = k;
    while (
      last + 1 < axes.length &&
      (axes[last + 1] as { stride: number }).stride ===
        (axes[last] as { stride: number; n: number }).stride * (axes[last] as { n: number }).n
    ) {
      last++;
      n *= (axes[last] as { n: number }).n;
    }
    if (axes.slice(k, last + 1).some((x) => x.lo > 0 || x.hi < x.n)) {
      const only = axes[k] as { n: number; stride: number; lo: number; hi: number };
      const target = targets[t] as number;
      if (last !== k || shape[target] !== only.n) return false;
      mask[target] = [only.lo, only.hi];
    }
    let s = (axes[k] as { stride: number }).stride;
    let have = 1;
    while (have < n) {
      const target = targets[t];
      if (target === undefined) return false;
      strides[target] = s;
      s *= shape[target] as number;
      have *= shape[target] as number;
      t++;
    }
    if (have !== n) return false;
    k = last + 1;
  }
  return t === targets.length;
}

/** Null where the mask covers everything; an empty axis makes the whole mask empty. */
function tidyMask(mask: readonly (readonly [number, number])[] | null, shape: Shape): Mask | null {
  if (!mask) return null;
  const clipped = mask.map(([lo, hi], i) => {
    const n = shape[i] as number;
    return [Math.min(Math.max(lo, 0), n), Math.max(0, Math.min(hi, n))] as const;
  });
  if (clipped.some(([lo, hi]) => lo >= hi)) return shape.map(() => [0, 0] as const);
  return clipped.every(([lo, hi], i) => lo === 0 && hi === shape[i]) ? null : clipped;
}
