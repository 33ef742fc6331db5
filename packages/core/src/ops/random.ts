/**
 * Random tensors from a counter-based generator (Philox4x32-10): element i of a draw depends only on
 * the seed and its number, so the stream is the same on every backend and thread count.
 */

import { noGrad, wrap } from "../autograd/tape.ts";
import type { Tensor } from "../autograd/tensor.ts";
import { optionError, rankError } from "../errors.ts";
import { Buffer } from "../graph/buffer.ts";
import {
  argsort,
  cast,
  constant,
  leaf,
  type Node,
  philox,
  reshape,
  scalar,
  shrink,
} from "../graph/node.ts";
import { type Shape, sizeOf } from "../shape.ts";
import { castTo, needTensor } from "./cast.ts";
import { lt } from "./compare.ts";
import { needSizes, type TensorOptions } from "./create.ts";
import { add, log, mul, neg, trueDivide } from "./elementwise.ts";
import { catAxis, reshapeTo, shrinkTo } from "./movement.ts";
import { needOptions } from "./options.ts";

/** The state of a generator: JSON-safe, for exact resumption. */
export interface GeneratorState {
  readonly seed: number;
  readonly offset: number;
}

/** A stream of random numbers: a seed and how far it has been used. @example new Generator(7).getState().seed // 7 */
export class Generator {
  #seed: number;
  #offset = 0;

  constructor(seed = 0) {
    this.#seed = seed;
  }

  manualSeed(seed: number): this {
    if (!Number.isSafeInteger(seed))
      throw optionError("manualSeed", "seed", seed, "a whole number");
    this.#seed = seed;
    this.#offset = 0;
    return this;
  }

  getState(): GeneratorState {
    return { seed: this.#seed, offset: this.#offset };
  }

  setState(state: GeneratorState): void {
    this.#seed = state.seed;
    this.#offset = state.offset;
  }

  /** A node of `count` fresh random 32-bit words. */
  draw(count: number): Node {
    const words = new Int32Array(4);
    words[0] = (this.#seed % 2 ** 32) | 0;
    words[1] = Math.floor(this.#seed / 2 ** 32) | 0;
    words[2] = (this.#offset % 2 ** 32) | 0;
    words[3] = Math.floor(this.#offset / 2 ** 32) | 0;
    this.#offset += Math.ceil(count / 4);
    return philox(leaf(new Buffer("int32", 4, words), [4]), count);
  }
}

/** The generator used where none is given; starts with seed 0. */
export const defaultGenerator: Generator = new Generator();

/** Restarts the default generator with a seed. @example manualSeed(1).getState().offset // 0 */
export const manualSeed = (seed: number): Generator => defaultGenerator.manualSeed(seed);

export interface RandomOptions extends TensorOptions {
  readonly generator?: Generator;
}

/** Uniform float32 in [0, 1) from 24 of each word's bits. */
function unit(count: number, generator: Generator): Tensor {
  const bits = generator.draw(count);
  const shifted = scalar("shr", [bits, constant(8, "int32")], [count], "int32");
  const high = scalar("and", [shifted, constant(0xffffff, "int32")], [count], "int32");
  return mul(wrap(cast(high, "float32")), 2 ** -24);
}

function finish(x: Tensor, shape: Shape, options: RandomOptions): Tensor {
  const out = noGrad(() => castTo(reshapeTo(x, shape), options.dtype ?? "float32"));
  if (options.requiresGrad) out.requiresGrad = true;
  return out;
}

/**
 * Uniform numbers in [0, 1).
 *
 * @source Salmon et al. 2011, "Parallel Random Numbers: As Easy as 1, 2, 3"
 * @example rand([2]).shape // [2]
 */
export function rand(shape: Shape, options: RandomOptions = {}): Tensor {
  needOptions("rand", options, ["generator", "dtype", "requiresGrad"]);
  needSizes("rand", shape);
  return finish(unit(sizeOf(shape), options.generator ?? defaultGenerator), shape, options);
}

/**
 * Normal numbers with mean 0 and variance 1, by Box and Muller's transform.
 *
 * @example randn([2]).shape // [2]
 */
export function randn(shape: Shape, options: RandomOptions = {}): Tensor {
  needOptions("randn", options, ["generator", "dtype", "requiresGrad"]);
  needSizes("randn", shape);
  const n = sizeOf(shape);
  const half = Math.ceil(n / 2);
  const u = unit(2 * half, options.generator ?? defaultGenerator);
  return finish(
    noGrad(() => {
      const first = shrinkTo(u, [0, half]);
      const second = mul(shrinkTo(u, [half, 2 * half]), 2 * Math.PI);
      // 1 − u is in (0, 1], so its logarithm is finite.
      const radius = wrap(
        scalar("sqrt", [mul(log(add(neg(first), 1)), -2).node], [half], "float32"),
      );
      const wave = (f: "cos" | "sin") =>
        mul(radius, wrap(scalar(f, [second.node], [half], "float32")));
      return shrinkTo(catAxis([wave("cos"), wave("sin")], 0), [0, n]);
    }),
    shape,
    options,
  );
}

/** Uniform whole numbers in [low, high), as int32. @example randint(0, 10, [3]).dtype // "int32" */
export function randint(
  low: number,
  high: number,
  shape: Shape,
  options: RandomOptions = {},
): Tensor {
  needOptions("randint", options, ["generator", "dtype", "requiresGrad"]);
  needSizes("randint", shape);
  if (!(high > low)) throw optionError("randint", "high", high, `greater than low (${low})`);
  const u = castTo(unit(sizeOf(shape), options.generator ?? defaultGenerator), "float64");
  const value = wrap(scalar("floor", [add(mul(u, high - low), low).node], u.shape, "float64"));
  return finish(value, shape, { dtype: "int32", ...options });
}

/** A random order of 0 … n−1, as int32. @example randperm(3).dtype // "int32" */
export function randperm(n: number, options: RandomOptions = {}): Tensor {
  needOptions("randperm", options, ["generator", "dtype", "requiresGrad"]);
  if (!Number.isInteger(n) || n < 0) throw optionError("randperm", "n", n, "a whole number from 0");
  const keys = (options.generator ?? defaultGenerator).draw(n);
  return finish(wrap(reshape(argsort(reshape(keys, [1, n]), false), [n])), [n], {
    dtype: "int32",
    ...options,
  });
}

/** 1 with probability p, else 0. @shape p: [...] -> [...] @example bernoulli(tensor([1])) // [1] */
export function bernoulli(p: Tensor, options: RandomOptions = {}): Tensor {
  needTensor("bernoulli", "p", p);
  needOptions("bernoulli", options, ["generator", "dtype", "requiresGrad"]);
  return castTo(lt(rand(p.shape, options), p.detach()), p.dtype);
}

/** Normal numbers with a mean and a standard deviation. @example normal(0, 1, [2]).shape // [2] */
export const normal = (
  mean: number | Tensor,
  std: number | Tensor,
  shape?: Shape,
  options: RandomOptions = {},
): Tensor => {
  needOptions("normal", options, ["generator", "dtype", "requiresGrad"]);
  const like = typeof mean === "object" ? mean : typeof std === "object" ? std : null;
  return add(mul(randn(shape ?? like?.shape ?? [], options), std), mean);
};

/** Uniform numbers in the same shape. @example randLike(tensor([1, 2])).shape // [2] */
export function randLike(x: Tensor, options: RandomOptions = {}): Tensor {
  needTensor("randLike", "the input", x);
  needOptions("randLike", options, ["generator", "dtype", "requiresGrad"]);
  return rand(x.shape, { dtype: x.dtype, ...options });
}
/** Normal numbers in the same shape. @example randnLike(tensor([1, 2])).shape // [2] */
export function randnLike(x: Tensor, options: RandomOptions = {}): Tensor {
  needTensor("randnLike", "the input", x);
  needOptions("randnLike", options, ["generator", "dtype", "requiresGrad"]);
  return randn(x.shape, { dtype: x.dtype, ...options });
}

/**
 * Indices drawn with the given weights (not necessarily normalised).
 *
 * @shape p: [..., categories] -> int32 [..., numSamples]
 * @remarks Without replacement: the largest of p/e with e exponential, a form of the Gumbel top-k trick.
 * @example multinomial(tensor([0, 1]), 1) // [1]
 */
export function multinomial(
  p: Tensor,
  numSamples: number,
  options: RandomOptions & { replacement?: boolean } = {},
): Tensor {
  needOptions("multinomial", options, ["generator", "dtype", "requiresGrad", "replacement"]);
  needTensor("multinomial", "p", p);
  if (p.ndim < 1 || p.ndim > 2) throw rankError("multinomial", "p", "1 or 2 axes", p.shape);
  const n = p.shape[p.ndim - 1] as number;
  const { replacement = false } = options;
  if (!Number.isInteger(numSamples) || numSamples < 1)
    throw optionError("multinomial", "numSamples", numSamples, "a whole number from 1");
  if (!replacement && numSamples > n)
    throw optionError("multinomial", "numSamples", numSamples, `at most ${n} without replacement`);
  const rows = p.ndim === 2 ? (p.shape[0] as number) : 1;
  return noGrad(() => {
    const weights = reshapeTo(castTo(p.detach(), "float32"), [rows, 1, n]);
    const draws = replacement ? numSamples : 1;
    const e = neg(log(add(neg(rand([rows, draws, n], options)), 1)));
    const keys = trueDivide(weights, add(e, 1e-30));
    const order = reshape(argsort(reshape(keys.node, [rows * draws, n]), true), [rows, draws, n]);
    const picked = shrink(order, [0, rows, 0, draws, 0, replacement ? 1 : numSamples]);
    return reshapeTo(wrap(picked), p.ndim === 2 ? [rows, numSamples] : [numSamples]);
  });
}
