/**
 * Resampling of sequences and images. Every mode works on one axis at a time: nearest picks places, the
 * others are a product with a small matrix of weights, so gradients follow by themselves.
 */

import type { Tensor } from "../autograd/tensor.ts";
import { optionError, rankError } from "../errors.ts";
import { needTensor } from "./cast.ts";
import { contraction } from "./contraction.ts";
import { fromTyped, tensor } from "./create.ts";
import { indexSelect } from "./gather.ts";
import { permuteTo } from "./movement.ts";
import { needOptions } from "./options.ts";

const modes = ["nearest", "linear", "bilinear", "bicubic"] as const;
export type InterpolateMode = (typeof modes)[number];

export interface InterpolateOptions {
  readonly size?: number | readonly number[];
  readonly scaleFactor?: number | readonly number[];
  /** Default "nearest". */
  readonly mode?: InterpolateMode;
  /** Corner centres meet; default false: image borders meet. */
  readonly alignCorners?: boolean;
}

/** Where output place i lies between the input's places. `scale` is input per output. */
const sourceOf = (i: number, n: number, out: number, scale: number, corners: boolean): number =>
  corners ? (out > 1 ? (i * (n - 1)) / (out - 1) : 0) : (i + 0.5) * scale - 0.5;

const cubicA = -0.75;

/** Weight of a sample at distance d. @source Keys 1981, "Cubic Convolution Interpolation", eq. 15 */
function cubic(d: number): number {
  const x = Math.abs(d);
  if (x <= 1) return ((cubicA + 2) * x - (cubicA + 3)) * x * x + 1;
  if (x < 2) return ((cubicA * x - 5 * cubicA) * x + 8 * cubicA) * x - 4 * cubicA;
  return 0;
}

/** The weights [out, n] of one axis. */
function weightsOf(
  n: number,
  out: number,
  scale: number,
  corners: boolean,
  smooth: boolean,
): number[][] {
  return Array.from({ length: out }, (_, i) => {
    const row = new Array<number>(n).fill(0);
    const put = (at: number, w: number): void => {
      const k = Math.min(Math.max(at, 0), n - 1);
      row[k] = (row[k] as number) + w;
    };
    const source = sourceOf(i, n, out, scale, corners);
    if (smooth) {
      const low = Math.floor(source);
      for (let k = -1; k <= 2; k++) put(low + k, cubic(source - low - k));
    } else {
      const x = Math.max(source, 0);
      const low = Math.min(Math.floor(x), n - 1);
      put(low, 1 - (x - low));
      put(low + 1, x - low);
    }
    return row;
  });
}

/**
 * Resizes the axes after the first two.
 *
 * @shape x: [N, C, L] or [N, C, H, W] -> [N, C, ...size]
 * @throws UsageError `usage/option` unless exactly one of `size` and `scaleFactor` is given
 * @throws ShapeError `shape/rank` where the mode does not fit the number of axes
 * @remarks Weights as PyTorch's without antialiasing; a given `scaleFactor` is used as it is.
 * @example interpolate(tensor([[[1, 2]]]), { size: 4 }) // [[[1, 1, 2, 2]]]
 */
export function interpolate(x: Tensor, options: InterpolateOptions = {}): Tensor {
  needOptions("interpolate", options, ["size", "scaleFactor", "mode", "alignCorners"]);
  const { size, scaleFactor, mode = "nearest", alignCorners } = options;
  if (!modes.includes(mode))
    throw optionError("interpolate", "mode", mode, modes.map((m) => `"${m}"`).join(", "));
  needTensor("interpolate", "the input", x);
  if ((size === undefined) === (scaleFactor === undefined))
    throw optionError(
      "interpolate",
      "size and scaleFactor",
      size === undefined ? "missing" : "both given",
      "one of the two",
    );
  if (mode === "nearest" && alignCorners !== undefined)
    throw optionError("interpolate", "alignCorners", alignCorners, "left out for nearest");
  const dims = x.ndim - 2;
  const wanted = { nearest: [1, 2], linear: [1], bilinear: [2], bicubic: [2] }[mode];
  if (!wanted.includes(dims))
    throw rankError(
      "interpolate",
      `the input of mode "${mode}"`,
      `${wanted.map((d) => d + 2).join(" or ")} axes`,
      x.shape,
    );
  const each = <T>(v: T | readonly T[]): T[] =>
    Array.isArray(v) ? [...(v as T[])] : new Array<T>(dims).fill(v as T);
  const factors = scaleFactor === undefined ? null : each<number>(scaleFactor);
  const sizes = factors
    ? factors.map((f, i) => Math.floor((x.shape[2 + i] as number) * f))
    : each<number>(size as number | readonly number[]);
  if (sizes.length !== dims || sizes.some((n) => !Number.isInteger(n) || n < 1))
    throw optionError("interpolate", "size", `[${sizes}]`, `${dims} whole numbers from 1`);
  let y = x;
  sizes.forEach((out, i) => {
    const axis = 2 + i;
    const n = x.shape[axis] as number;
    const scale = factors ? 1 / (factors[i] as number) : n / out;
    if (out === n && scale === 1) return;
    y =
      mode === "nearest"
        ? nearest(y, axis, n, out, scale)
        : weighted(y, axis, weightsOf(n, out, scale, alignCorners ?? false, mode === "bicubic"));
  });
  return y;
}

function nearest(x: Tensor, axis: number, n: number, out: number, scale: number): Tensor {
  // In float32, as PyTorch computes it: an exact product may round up to the next place.
  const places = Int32Array.from({ length: out }, (_, i) =>
    Math.min(Math.floor(Math.fround(i * Math.fround(scale))), n - 1),
  );
  return indexSelect(x, axis, fromTyped(places, [out], "int32"));
}

function weighted(x: Tensor, axis: number, weights: number[][]): Tensor {
  const last = x.ndim - 1;
  const order = x.shape.map((_, i) => (i === axis ? last : i === last ? axis : i));
  const product = contraction(permuteTo(x, order), tensor(weights, { dtype: x.dtype }), {
    batch: 0,
    m: last,
    n: 1,
    k: 1,
  });
  return permuteTo(product, order);
}
