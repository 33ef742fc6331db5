/**
 * Samplers: in which order the samples of a data set are visited. A sampler is a function of the epoch:
 * asked twice for the same epoch it gives the same order, which is all a run needs to be resumed.
 */
import { needOptions, needWholes } from "@gradus/core";
import { argumentError } from "./errors.ts";
import { drawSeed, purpose, SeededRandom } from "./random.ts";

/** An order of indices for each epoch. */
export interface Sampler {
  readonly length: number;
  indices(epoch?: number): Iterable<number>;
}

/** Batches of indices for each epoch. */
export interface BatchIndexSampler {
  readonly length: number;
  batches(epoch?: number): Iterable<readonly number[]>;
}

interface Sized {
  readonly length: number;
}

/** Refuses what has no length. @throws DataError `data/argument` */
export function needSource(where: string, source: Sized): void {
  if (!Number.isSafeInteger(source?.length))
    throw argumentError(where, "the data set", source, "something with a length");
}

const positive = (where: string, name: string, n: unknown): void => {
  if (!Number.isSafeInteger(n) || (n as number) <= 0)
    throw argumentError(where, name, n, "a positive integer");
};

const randomOf = (seed: number, epoch: number): SeededRandom =>
  new SeededRandom(seed, [purpose.sampler, epoch, 0]);

/**
 * 0, 1, 2, … to the end of the data set.
 *
 * @example [...new SequentialSampler({ length: 3 }).indices()] // [0, 1, 2]
 */
export class SequentialSampler implements Sampler {
  readonly #source: Sized;

  constructor(source: Sized) {
    needSource("SequentialSampler", source);
    this.#source = source;
  }

  get length(): number {
    return this.#source.length;
  }

  *indices(): Iterable<number> {
    for (let i = 0; i < this.length; i++) yield i;
  }
}

/** Options of `RandomSampler`. */
export interface RandomSamplerOptions {
  /** draw each index independently of the others; default false */
  readonly replacement?: boolean;
  /** default: the length of the data set */
  readonly numSamples?: number;
  /** default: the next of the default generator, which `manualSeed` restarts */
  readonly seed?: number;
}

/**
 * A random order, another one each epoch. With more samples than the data set has, whole permutations
 * follow one another, as in PyTorch.
 *
 * @throws DataError `data/argument` for an empty data set or `numSamples` not positive
 * @remarks Without a seed it takes one of the default generator when it is made, which `manualSeed` restarts and which
 *   starts the same in every run. The order is not PyTorch's.
 * @example [...new RandomSampler({ length: 4 }, { seed: 1 }).indices()].sort() // [0, 1, 2, 3]
 */
export class RandomSampler implements Sampler {
  readonly length: number;
  readonly seed: number;
  readonly replacement: boolean;
  readonly #source: Sized;

  constructor(source: Sized, options: RandomSamplerOptions = {}) {
    needOptions("RandomSampler", options, ["replacement", "numSamples", "seed"]);
    needSource("RandomSampler", source);
    const { replacement = false, numSamples = source.length, seed = drawSeed() } = options;
    positive("RandomSampler", "numSamples", numSamples);
    if (source.length === 0)
      throw argumentError("RandomSampler", "the data set's length", 0, "positive");
    this.#source = source;
    this.length = numSamples;
    this.seed = seed;
    this.replacement = replacement;
    randomOf(seed, 0);
  }

  *indices(epoch = 0): Iterable<number> {
    const n = this.#source.length;
    const random = randomOf(this.seed, epoch);
    if (this.replacement) {
      for (let i = 0; i < this.length; i++) yield random.integer(n);
      return;
    }
    for (let left = this.length; left > 0; left -= n)
      yield* random.permutation(n).subarray(0, Math.min(n, left));
  }
}

/**
 * The given indices in random order, another one each epoch.
 *
 * @example [...new SubsetRandomSampler([5, 7]).indices()].sort() // [5, 7]
 */
export class SubsetRandomSampler implements Sampler {
  readonly seed: number;
  readonly #chosen: readonly number[];

  constructor(indices: readonly number[], options: { readonly seed?: number } = {}) {
    needOptions("SubsetRandomSampler", options, ["seed"]);
    needWholes("SubsetRandomSampler", "indices", indices, 0);
    this.#chosen = [...indices];
    this.seed = options.seed ?? drawSeed();
    randomOf(this.seed, 0);
  }

  get length(): number {
    return this.#chosen.length;
  }

  *indices(epoch = 0): Iterable<number> {
    for (const i of randomOf(this.seed, epoch).permutation(this.length))
      yield this.#chosen[i] as number;
  }
}

/**
 * Indices with probability proportional to their weight, `P(i) = wᵢ / Σ w`: the way to balance classes.
 *
 * @param weights one for each sample, at least 0, not necessarily summing to 1
 * @throws DataError `data/argument` for a weight that is negative or not finite, a sum of 0, or more
 *   samples without replacement than weights above 0
 * @example [...new WeightedRandomSampler([0, 1], 3).indices()] // [1, 1, 1]
 * @source without replacement: Efraimidis & Spirakis 2006, "Weighted random sampling with a reservoir"
 */
export class WeightedRandomSampler implements Sampler {
  readonly length: number;
  readonly seed: number;
  readonly replacement: boolean;
  readonly #weights: Float64Array;

  constructor(
    weights: ArrayLike<number>,
    numSamples: number,
    options: { readonly replacement?: boolean; readonly seed?: number } = {},
  ) {
    needOptions("WeightedRandomSampler", options, ["replacement", "seed"]);
    const { replacement = true, seed = drawSeed() } = options;
    positive("WeightedRandomSampler", "numSamples", numSamples);
    this.#weights = Float64Array.from(weights);
    const bad = this.#weights.findIndex((w) => !(w >= 0 && w < Number.POSITIVE_INFINITY));
    if (bad >= 0)
      throw argumentError(
        "WeightedRandomSampler",
        `weights[${bad}]`,
        weights[bad],
        "finite and at least 0",
      );
    const usable = this.#weights.reduce((n, w) => n + (w > 0 ? 1 : 0), 0);
    if (usable === 0)
      throw argumentError("WeightedRandomSampler", "the sum of weights", 0, "positive");
    if (!replacement && numSamples > usable)
      throw argumentError(
        "WeightedRandomSampler",
        "numSamples",
        numSamples,
        `at most ${usable}, the number of weights above 0, when drawing without replacement`,
      );
    this.length = numSamples;
    this.seed = seed;
    this.replacement = replacement;
    randomOf(seed, 0);
  }

  indices(epoch = 0): Iterable<number> {
    const random = randomOf(this.seed, epoch);
    return this.replacement ? this.#independent(random) : this.#distinct(random);
  }

  *#independent(random: SeededRandom): Iterable<number> {
    const ends = this.#weights.slice();
    for (let i = 1; i < ends.length; i++) ends[i] = (ends[i] as number) + (ends[i - 1] as number);
    const sum = ends.at(-1) as number;
    for (let drawn = 0; drawn < this.length; drawn++) {
      const at = random.uniform(0, sum);
      let [low, high] = [0, ends.length - 1]; // the first place whose end lies above `at`
      while (low < high) {
        const middle = (low + high) >> 1;
        if ((ends[middle] as number) > at) high = middle;
        else low = middle + 1;
      }
      yield low;
    }
  }

  /** Each index waits an exponential time of rate wᵢ; they are taken in the order in which they come. */
  #distinct(random: SeededRandom): Iterable<number> {
    const times = this.#weights.map((w) => -Math.log(1 - random.uniform()) / w);
    const order = [...times.keys()].filter((i) => (this.#weights[i] as number) > 0);
    order.sort((a, b) => (times[a] as number) - (times[b] as number) || a - b);
    return order.slice(0, this.length);
  }
}

/**
 * Groups a sampler's indices into batches.
 *
 * @throws DataError `data/argument` for a batch size that is no positive integer
 * @example [...new BatchSampler(new SequentialSampler({ length: 5 }), 2, false).batches()] // [[0, 1], [2, 3], [4]]
 */
export class BatchSampler implements BatchIndexSampler {
  readonly sampler: Sampler;
  readonly batchSize: number;
  readonly dropLast: boolean;

  constructor(sampler: Sampler, batchSize: number, dropLast: boolean) {
    positive("BatchSampler", "batchSize", batchSize);
    this.sampler = sampler;
    this.batchSize = batchSize;
    this.dropLast = dropLast;
  }

  get length(): number {
    const whole = this.sampler.length / this.batchSize;
    return this.dropLast ? Math.floor(whole) : Math.ceil(whole);
  }

  *batches(epoch = 0): Iterable<readonly number[]> {
    let batch: number[] = [];
    for (const index of this.sampler.indices(epoch)) {
      batch.push(index);
      if (batch.length < this.batchSize) continue;
      yield batch;
      batch = [];
    }
    if (batch.length > 0 && !this.dropLast) yield batch;
  }
}
