/**
 * Discrete Fourier transforms, as `torch.fft`. There are no complex dtypes: a complex tensor has one axis more, its last,
 * of size 2 for the real and the imaginary part, as `torch.view_as_real` lays it out. Axes are counted without it.
 */
import { needNumber, needWhole, needWholes } from "../arguments.ts";
import { record } from "../autograd/tape.ts";
import type { Tensor } from "../autograd/tensor.ts";
import { type DType, isFloat } from "../dtype.ts";
import { optionError, rankError, sizeError } from "../errors.ts";
import * as graph from "../graph/node.ts";
import { castTo, needTensor } from "./cast.ts";
import { arange } from "./create.ts";
import { normalizeDim } from "./dims.ts";
import { mul } from "./elementwise.ts";
import { transformOf } from "./fft-host.ts";
import { catAxis, flipAxes, padZeros, permuteTo, reshapeTo, shrinkTo } from "./movement.ts";
import { needOptions } from "./options.ts";
import { roll, stack } from "./shape-ops.ts";

/** Which way carries the factor: "backward" 1/n on the way back (default), "forward" 1/n on the way there, "ortho" 1/√n on both. */
export type FftNorm = "backward" | "forward" | "ortho";

export interface FftOptions {
  /** Length of the signal: longer ones are cut, shorter ones padded with zeros; default as it is. */
  readonly n?: number | null;
  /** The axis; default −1. */
  readonly dim?: number;
  readonly norm?: FftNorm;
}

export interface FftnOptions {
  /** Length along each axis. */
  readonly s?: readonly number[] | null;
  /** The axes; default the last as many as `s` has, or all; of the 2-D forms the last two. */
  readonly dim?: readonly number[] | null;
  readonly norm?: FftNorm;
}

/**
 * A complex tensor from its parts.
 *
 * @param imag default zeros
 * @shape real, imag: [...] -> [..., 2]
 * @example fft.complex(tensor([1, 2]), tensor([3, 4])) // [[1, 3], [2, 4]]
 */
export function complex(real: Tensor, imag?: Tensor): Tensor {
  needTensor("fft.complex", "the real part", real);
  const re = floats(real);
  if (imag === undefined) return stack([re, mul(re.detach(), 0)], -1);
  needTensor("fft.complex", "the imaginary part", imag);
  return stack([re, castTo(imag, re.dtype)], -1);
}

const floats = (x: Tensor): Tensor => (isFloat(x.dtype) ? x : castTo(x, "float32"));

/** Checks for the layout of complex numbers. */
function pairs(op: string, x: Tensor): Tensor {
  needTensor(op, "the input", x);
  if (x.ndim < 2)
    throw rankError(
      op,
      "the input",
      "at least 2 axes, the last for real and imaginary part",
      x.shape,
    );
  if (x.shape.at(-1) !== 2) throw sizeError(op, "the input", x.ndim - 1, 2, x.shape);
  return floats(x);
}

function signal(op: string, x: Tensor): Tensor {
  needTensor(op, "the input", x);
  if (x.ndim < 1) throw rankError(op, "the input", "at least 1 axis", x.shape);
  return floats(x);
}

function factor(op: string, n: number, norm: FftNorm, forward: boolean): number {
  if (norm !== "backward" && norm !== "forward" && norm !== "ortho")
    throw optionError(op, "norm", norm, '"backward", "forward" or "ortho"');
  if (norm === "ortho") return 1 / Math.sqrt(n);
  return (norm === "forward") === forward ? 1 / n : 1;
}

/** The tensor cut or padded with zeros to n places of an axis. */
function fitted(op: string, x: Tensor, axis: number, n: number | null | undefined): Tensor {
  const size = x.shape[axis] as number;
  const want = n ?? size;
  needWhole(op, "n", want, 1);
  if (want === size) return x;
  const edges = (of: (i: number, k: number) => [number, number]): number[] =>
    x.shape.flatMap((k, i) => of(i, k));
  return want < size
    ? shrinkTo(
        x,
        edges((i, k) => [0, i === axis ? want : k]),
      )
    : padZeros(
        x,
        edges((i) => [0, i === axis ? want - size : 0]),
      );
}

/** `Σ xⱼ·e^(sign·2πi·jk/n)` along an axis of complex numbers; its gradient is the one of the other sign. */
function transformed(x: Tensor, axis: number, sign: 1 | -1): Tensor {
  const last = x.ndim - 2;
  const order = x.shape.map((_, i) => (i === axis ? last : i === last ? axis : i));
  const turned = axis === last ? x : permuteTo(x, order);
  const n = turned.shape[last] as number;
  const run = transformOf(n, sign);
  const node = graph.host(run.name, run, [turned.node], turned.shape, turned.dtype);
  const y = record("fft", node, [turned], (g) => [transformed(g, last, sign === 1 ? -1 : 1)]);
  return axis === last ? y : permuteTo(y, order);
}

function along(
  op: string,
  x: Tensor,
  { n = null, dim = -1, norm = "backward" }: FftOptions,
  forward: boolean,
): Tensor {
  const axis = normalizeDim(op, dim, x.ndim - 1);
  const fit = fitted(op, x, axis, n);
  const scale = factor(op, fit.shape[axis] as number, norm, forward);
  const y = transformed(fit, axis, forward ? -1 : 1);
  return scale === 1 ? y : mul(y, scale);
}

const names = ["n", "dim", "norm"];

/**
 * The discrete Fourier transform: `Xₖ = Σ xⱼ·e^(−2πi·jk/n)`.
 *
 * @param options.n length of the signal, which is cut or padded with zeros; default as it is
 * @param options.dim the axis, counted without that of the parts; default −1
 * @param options.norm which way carries the factor: "backward" (default), "forward" or "ortho"
 * @shape x: [..., n, 2] -> [..., n, 2]
 * @throws ShapeError `shape/size` for a last axis that is not 2
 * @remarks Of a real signal take `rfft`, or make it complex with `fft.complex(x)`.
 * @source Cooley & Tukey 1965
 * @example fft.fft(fft.complex(tensor([1, 2, 3, 4]))) // [[10, 0], [-2, 2], [-2, 0], [-2, -2]]
 */
export function fft(x: Tensor, options: FftOptions = {}): Tensor {
  needOptions("fft.fft", options, names);
  return along("fft.fft", pairs("fft.fft", x), options, true);
}

/**
 * The way back from `fft`: `xⱼ = 1/n · Σ Xₖ·e^(2πi·jk/n)`.
 *
 * @param options as of `fft`
 * @shape x: [..., n, 2] -> [..., n, 2]
 * @example fft.ifft(tensor([[4, 0], [0, 0]])) // [[2, 0], [2, 0]]
 */
export function ifft(x: Tensor, options: FftOptions = {}): Tensor {
  needOptions("fft.ifft", options, names);
  return along("fft.ifft", pairs("fft.ifft", x), options, false);
}

/** Places lo to hi of an axis. */
const part = (x: Tensor, axis: number, lo: number, hi: number): Tensor =>
  shrinkTo(
    x,
    x.shape.flatMap((n, i) => (i === axis ? [lo, hi] : [0, n])),
  );

const realPart = (x: Tensor): Tensor => reshapeTo(part(x, x.ndim - 1, 0, 1), x.shape.slice(0, -1));

/** The imaginary parts with the other sign. */
const conjugate = (x: Tensor): Tensor => {
  const last = x.ndim - 1;
  return catAxis([part(x, last, 0, 1), mul(part(x, last, 1, 2), -1)], last);
};

function half(op: string, x: Tensor, options: FftOptions): Tensor {
  const axis = normalizeDim(op, options.dim ?? -1, x.ndim);
  const y = along(
    op,
    complex(fitted(op, x, axis, options.n)),
    { ...options, n: null, dim: axis },
    true,
  );
  return part(y, axis, 0, Math.floor((y.shape[axis] as number) / 2) + 1);
}

/**
 * The transform of a real signal: the first n/2 + 1 places of `fft`, which the others mirror.
 *
 * @param options as of `fft`
 * @shape x: [..., n] -> [..., n/2 + 1, 2]
 * @example fft.rfft(tensor([1, 2, 3, 4])) // [[10, 0], [-2, 2], [-2, 0]]
 */
export function rfft(x: Tensor, options: FftOptions = {}): Tensor {
  needOptions("fft.rfft", options, names);
  return half("fft.rfft", signal("fft.rfft", x), options);
}

/** The real signal whose transform begins with these places. */
function mirrored(op: string, x: Tensor, options: FftOptions, forward: boolean): Tensor {
  const axis = normalizeDim(op, options.dim ?? -1, x.ndim - 1);
  const n = options.n ?? 2 * ((x.shape[axis] as number) - 1);
  needWhole(op, "n", n, 1);
  const start = fitted(op, x, axis, Math.floor(n / 2) + 1);
  const rest = n - (start.shape[axis] as number);
  const whole =
    rest > 0
      ? catAxis([start, conjugate(flipAxes(part(start, axis, 1, 1 + rest), [axis]))], axis)
      : start;
  return realPart(along(op, whole, { ...options, n: null, dim: axis }, forward));
}

/**
 * The way back from `rfft`, to a real signal.
 *
 * @param options.n length of the signal; default 2·(places − 1), which is even
 * @shape x: [..., n/2 + 1, 2] -> [..., n]
 * @example fft.irfft(fft.rfft(tensor([1, 2, 3, 4]))) // [1, 2, 3, 4]
 */
export function irfft(x: Tensor, options: FftOptions = {}): Tensor {
  needOptions("fft.irfft", options, names);
  return mirrored("fft.irfft", pairs("fft.irfft", x), options, false);
}

/**
 * The transform of a signal whose second half mirrors its first, which is real.
 *
 * @param options as of `irfft`
 * @shape x: [..., n/2 + 1, 2] -> [..., n]
 * @example fft.hfft(tensor([[1, 0], [2, 0], [3, 0]])) // [8, -2, 0, -2]
 */
export function hfft(x: Tensor, options: FftOptions = {}): Tensor {
  needOptions("fft.hfft", options, names);
  return mirrored("fft.hfft", pairs("fft.hfft", x), options, true);
}

/**
 * The way back from `hfft`.
 *
 * @param options as of `fft`
 * @shape x: [..., n] -> [..., n/2 + 1, 2]
 * @example fft.ihfft(tensor([8, -2, 0, -2])) // [[1, 0], [2, 0], [3, 0]]
 */
export function ihfft(x: Tensor, options: FftOptions = {}): Tensor {
  needOptions("fft.ihfft", options, names);
  const { norm = "backward" } = options;
  const swapped = { backward: "forward", forward: "backward", ortho: "ortho" } as const;
  if (!Object.hasOwn(swapped, norm)) factor("fft.ihfft", 1, norm, false);
  return conjugate(half("fft.ihfft", signal("fft.ihfft", x), { ...options, norm: swapped[norm] }));
}

/** The axes of a transform of several, and the length along each; `ndim` without that of the parts. */
function axesOf(
  op: string,
  ndim: number,
  options: FftnOptions,
  usual: readonly number[] | null,
): { axes: number[]; s: readonly (number | null)[] } {
  needOptions(op, options, ["s", "dim", "norm"]);
  const { s = null, dim = null } = options;
  if (s !== null) needWholes(op, "s", s, -1);
  if (dim !== null) needWholes(op, "dim", dim);
  const all = Array.from({ length: ndim }, (_, i) => i);
  const list = dim ?? usual ?? (s ? all.slice(Math.max(0, ndim - s.length)) : all);
  const axes = list.map((d) => normalizeDim(op, d, ndim));
  if (axes.length === 0 || new Set(axes).size !== axes.length || (s && s.length !== axes.length))
    throw optionError(
      op,
      s && s.length !== axes.length ? "s" : "dim",
      s ?? list,
      "one length for each of different axes",
    );
  return { axes, s: axes.map((_, i) => (s && (s[i] as number) >= 0 ? (s[i] as number) : null)) };
}

function several(
  op: string,
  x: Tensor,
  options: FftnOptions,
  usual: readonly number[] | null,
  forward: boolean,
): Tensor {
  const z = pairs(op, x);
  const { axes, s } = axesOf(op, z.ndim - 1, options, usual);
  const { norm = "backward" } = options;
  return axes.reduce((y, dim, i) => along(op, y, { n: s[i] ?? null, dim, norm }, forward), z);
}

const lastTwo = [-2, -1];

/** As `fft` along several axes. @param options.s lengths @param options.dim axes; default all @shape x: [..., 2] -> [..., 2] @example fft.fftn(fft.complex(tensor([[1, 2], [3, 4]]))) // [[[10, 0], [-2, 0]], [[-4, 0], [0, 0]]] */
export const fftn = (x: Tensor, options: FftnOptions = {}): Tensor =>
  several("fft.fftn", x, options, null, true);
/** As `ifft` along several axes. @param options.s lengths @param options.dim axes; default all @shape x: [..., 2] -> [..., 2] @example fft.ifftn(tensor([[[4, 0], [0, 0]]])) // [[[2, 0], [2, 0]]] */
export const ifftn = (x: Tensor, options: FftnOptions = {}): Tensor =>
  several("fft.ifftn", x, options, null, false);
/** As `fft` along the last two axes. @shape x: [..., m, n, 2] -> [..., m, n, 2] @example fft.fft2(fft.complex(tensor([[1, 2], [3, 4]]))) // [[[10, 0], [-2, 0]], [[-4, 0], [0, 0]]] */
export const fft2 = (x: Tensor, options: FftnOptions = {}): Tensor =>
  several("fft.fft2", x, options, lastTwo, true);
/** As `ifft` along the last two axes. @shape x: [..., m, n, 2] -> [..., m, n, 2] @example fft.ifft2(tensor([[[4, 0], [0, 0]]])) // [[[2, 0], [2, 0]]] */
export const ifft2 = (x: Tensor, options: FftnOptions = {}): Tensor =>
  several("fft.ifft2", x, options, lastTwo, false);

/** A real signal along several axes: halved along the last of them, whole along the others. */
function realSeveral(
  op: string,
  x: Tensor,
  options: FftnOptions,
  usual: readonly number[] | null,
): Tensor {
  const z = signal(op, x);
  const { axes, s } = axesOf(op, z.ndim, options, usual);
  const { norm = "backward" } = options;
  const end = axes.length - 1;
  const first = half(op, z, { n: s[end] ?? null, dim: axes[end] as number, norm });
  return axes
    .slice(0, end)
    .reduce((y, dim, i) => along(op, y, { n: s[i] ?? null, dim, norm }, true), first);
}

/** The way back to a real signal along several axes. */
function backSeveral(
  op: string,
  x: Tensor,
  options: FftnOptions,
  usual: readonly number[] | null,
): Tensor {
  const z = pairs(op, x);
  const { axes, s } = axesOf(op, z.ndim - 1, options, usual);
  const { norm = "backward" } = options;
  const end = axes.length - 1;
  const whole = axes
    .slice(0, end)
    .reduce((y, dim, i) => along(op, y, { n: s[i] ?? null, dim, norm }, false), z);
  return mirrored(op, whole, { n: s[end] ?? null, dim: axes[end] as number, norm }, false);
}

/** As `rfft` along the last of several axes, and `fft` along the others. @shape x: [...] -> [..., n/2 + 1, 2] @example fft.rfftn(tensor([[1, 2], [3, 4]])) // [[[10, 0], [-2, 0]], [[-4, 0], [0, 0]]] */
export const rfftn = (x: Tensor, options: FftnOptions = {}): Tensor =>
  realSeveral("fft.rfftn", x, options, null);
/** As `rfftn` along the last two axes. @shape x: [..., m, n] -> [..., m, n/2 + 1, 2] @example fft.rfft2(tensor([[1, 2], [3, 4]])) // [[[10, 0], [-2, 0]], [[-4, 0], [0, 0]]] */
export const rfft2 = (x: Tensor, options: FftnOptions = {}): Tensor =>
  realSeveral("fft.rfft2", x, options, lastTwo);
/** The way back from `rfftn`. @param options.s lengths of the signal @shape x: [..., n/2 + 1, 2] -> [..., n] @example fft.irfftn(fft.rfftn(tensor([[1, 2], [3, 4]]))) // [[1, 2], [3, 4]] */
export const irfftn = (x: Tensor, options: FftnOptions = {}): Tensor =>
  backSeveral("fft.irfftn", x, options, null);
/** The way back from `rfft2`. @param options.s lengths of the signal @shape x: [..., m, n/2 + 1, 2] -> [..., m, n] @example fft.irfft2(fft.rfft2(tensor([[1, 2], [3, 4]]))) // [[1, 2], [3, 4]] */
export const irfft2 = (x: Tensor, options: FftnOptions = {}): Tensor =>
  backSeveral("fft.irfft2", x, options, lastTwo);

function frequencies(op: string, places: Tensor, n: number, d: number): Tensor {
  needNumber(op, "d", d);
  return mul(places, 1 / (n * d));
}

/**
 * The frequency at each place of `fft`: `0, 1, …, −2, −1` over n·d.
 *
 * @param d the time between two samples, in seconds for frequencies in hertz; default 1
 * @shape -> [n]
 * @example fft.fftfreq(4) // [0, 0.25, -0.5, -0.25]
 */
export function fftfreq(n: number, d = 1, options: { readonly dtype?: DType } = {}): Tensor {
  needOptions("fft.fftfreq", options, ["dtype"]);
  needWhole("fft.fftfreq", "n", n, 1);
  const { dtype = "float32" } = options;
  const up = Math.ceil(n / 2);
  const places = catAxis([arange(0, up, 1, { dtype }), arange(up - n, 0, 1, { dtype })], 0);
  return frequencies("fft.fftfreq", places, n, d);
}

/**
 * The frequency at each place of `rfft`.
 *
 * @param d the time between two samples; default 1
 * @shape -> [n/2 + 1]
 * @example fft.rfftfreq(4) // [0, 0.25, 0.5]
 */
export function rfftfreq(n: number, d = 1, options: { readonly dtype?: DType } = {}): Tensor {
  needOptions("fft.rfftfreq", options, ["dtype"]);
  needWhole("fft.rfftfreq", "n", n, 1);
  const { dtype = "float32" } = options;
  return frequencies("fft.rfftfreq", arange(0, Math.floor(n / 2) + 1, 1, { dtype }), n, d);
}

function rolled(
  op: string,
  x: Tensor,
  dim: number | readonly number[] | null,
  up: boolean,
): Tensor {
  needTensor(op, "the input", x);
  const list = dim === null ? x.shape.map((_, i) => i) : ([dim].flat() as number[]);
  needWholes(op, "dim", list);
  const by = list.map((d) => {
    const n = x.shape[normalizeDim(op, d, x.ndim)] as number;
    return up ? Math.floor(n / 2) : Math.ceil(n / 2);
  });
  return list.length === 0 ? mul(x, 1) : roll(x, by, list);
}

/**
 * The places in the order of their frequencies, 0 in the middle.
 *
 * @param dim an axis or several; default all, so name the axes of a complex tensor
 * @shape x: [...] -> [...]
 * @example fft.fftshift(fft.fftfreq(4)) // [-0.5, -0.25, 0, 0.25]
 */
export const fftshift = (x: Tensor, dim: number | readonly number[] | null = null): Tensor =>
  rolled("fft.fftshift", x, dim, true);

/**
 * The way back from `fftshift`.
 *
 * @shape x: [...] -> [...]
 * @example fft.ifftshift(fft.fftshift(tensor([0, 1, 2]))) // [0, 1, 2]
 */
export const ifftshift = (x: Tensor, dim: number | readonly number[] | null = null): Tensor =>
  rolled("fft.ifftshift", x, dim, false);
