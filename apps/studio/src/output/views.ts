/** Which pictures a tensor allows, and the numbers of each. */
import type { Shown } from "@gradus/exercise";

export type ShownTensor = Extract<Shown, { kind: "tensor" }>;
export type TensorView = "values" | "heat" | "image";

/** Where an image's rows, columns and colours stand among the last axes. */
export interface ImageLayout {
  readonly height: number;
  readonly width: number;
  readonly channels: 1 | 3;
  /** Colours first, [3, H, W], or last, [H, W, 3]. */
  readonly order: "first" | "last";
  /** How many images stand behind each other. */
  readonly count: number;
}

const product = (sizes: readonly number[]): number => sizes.reduce((n, size) => n * size, 1);
const isColours = (n: number | undefined): n is 1 | 3 => n === 1 || n === 3;

/** The tensor as one image or a row of them, or null where it is none: one side of an image has 2 or more. */
export function imageLayout(shape: readonly number[]): ImageLayout | null {
  const of = (height = 0, width = 0, channels: 1 | 3, order: "first" | "last", before: number) =>
    height < 2 || width < 2
      ? null
      : { height, width, channels, order, count: product(shape.slice(0, before)) };
  if (shape.length === 2) return of(shape[0], shape[1], 1, "first", 0);
  const [c, h, w] = shape.slice(-3);
  if (shape.length < 3 || shape.length > 4) return null;
  const before = shape.length - 3;
  if (isColours(c)) return of(h, w, c, "first", before);
  if (isColours(w)) return of(c, h, w, "last", before);
  // [N, H, W] is a row of grey images.
  return shape.length === 3 ? of(h, w, 1, "first", 1) : null;
}

/** The last two axes as rows and columns; one axis is a row. */
export interface Plane {
  readonly rows: number;
  readonly columns: number;
  /** How many planes stand behind each other. */
  readonly count: number;
}

export function planeOf(shape: readonly number[]): Plane {
  const columns = shape.at(-1) ?? 1;
  const rows = shape.at(-2) ?? 1;
  return { rows, columns, count: product(shape.slice(0, -2)) };
}

/** The values of one of the planes. */
export function planeValues({ shape, data }: ShownTensor, which: number): readonly number[] {
  const { rows, columns } = planeOf(shape);
  return data.slice(which * rows * columns, (which + 1) * rows * columns);
}

/** All values are there: a tensor too large to send has only its first ones. */
export const isWhole = ({ shape, data }: ShownTensor): boolean => data.length === product(shape);

/** The views that fit, the plainest first. */
export function viewsOf(t: ShownTensor): readonly TensorView[] {
  if (t.data.length < 2 || !isWhole(t)) return ["values"];
  return imageLayout(t.shape) ? ["values", "heat", "image"] : ["values", "heat"];
}

/** The place of a plane by the axes before it: the second of shape [2, 3, 4, 5] is [0, 1]. */
export function placeOfPlane(shape: readonly number[], which: number): number[] {
  const place: number[] = [];
  let rest = which;
  for (const size of shape.slice(0, -2).reverse()) {
    place.unshift(rest % size);
    rest = Math.floor(rest / size);
  }
  return place;
}

/** The least and the greatest finite value. */
export function rangeOf(values: readonly number[]): readonly [number, number] {
  let [lo, hi] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const v of values)
    if (Number.isFinite(v)) {
      lo = Math.min(lo, v);
      hi = Math.max(hi, v);
    }
  return lo > hi ? [0, 0] : [lo, hi];
}

/** From which value is black to which is white: bytes, 0 to 1, or all there is. */
export function brightness(t: ShownTensor): readonly [number, number] {
  const [lo, hi] = rangeOf(t.data);
  if (t.dtype === "bool" || (lo >= 0 && hi <= 1 && hi > 0)) return [0, 1];
  if (t.dtype === "uint8" || (lo >= 0 && hi <= 255 && hi > 32)) return [0, 255];
  return lo === hi ? [lo - 1, hi] : [lo, hi];
}

/** One image as red, green, blue and opacity, a byte each. */
export function imageBytes(t: ShownTensor, layout: ImageLayout, which: number): Uint8ClampedArray {
  const { height, width, channels, order } = layout;
  const area = height * width;
  const from = which * area * channels;
  const [lo, hi] = brightness(t);
  const bytes = new Uint8ClampedArray(area * 4).fill(255);
  for (let pixel = 0; pixel < area; pixel++)
    for (let c = 0; c < 3; c++) {
      const channel = channels === 1 ? 0 : c;
      const at = order === "first" ? channel * area + pixel : pixel * channels + channel;
      bytes[pixel * 4 + c] = (255 * ((t.data[from + at] as number) - lo)) / (hi - lo);
    }
  return bytes;
}

/** Indices of an axis to print: all of a short one, else its beginning and end with −1 between. */
export function printedIndices(size: number, most: number): readonly number[] {
  if (size <= most) return Array.from({ length: size }, (_, i) => i);
  const tail = Math.floor((most - 1) / 3);
  const head = most - 1 - tail;
  return [
    ...Array.from({ length: head }, (_, i) => i),
    -1,
    ...Array.from({ length: tail }, (_, i) => size - tail + i),
  ];
}

/** Writes the numbers of one table alike, so that their points stand below each other. */
export function alike(values: readonly number[], dtype: string): (v: number) => string {
  const finite = values.filter((v) => Number.isFinite(v) && v !== 0).map(Math.abs);
  if (dtype === "bool" || finite.every(Number.isInteger)) return (v) => valueText(v, dtype);
  const [least, most] = rangeOf(finite);
  const wide = most >= 1e6 || least < 1e-3;
  return (v) => (!Number.isFinite(v) ? String(v) : wide ? v.toExponential(2) : v.toFixed(4));
}

/** A number by itself: five digits, whole numbers as they are. */
export function valueText(v: number, dtype: string): string {
  if (dtype === "bool") return v ? "true" : "false";
  if (!Number.isFinite(v) || Number.isInteger(v)) return String(v);
  const size = Math.abs(v);
  return size >= 1e5 || size < 1e-4 ? v.toExponential(2) : String(Number(v.toPrecision(5)));
}
