/**
 * The loader: goes over a data set in batches. Its order is a function of the seed and the epoch, and so
 * its whole state is two numbers, the epoch and how many batches were handed out: saved and loaded again,
 * the loader goes on with exactly the batch that would have come next.
 */
import { needOptions } from "@gradus/core";
import { type Collated, collate } from "./collate.ts";
import type { Dataset } from "./dataset.ts";
import { argumentError, conflictError, loaderStateError } from "./errors.ts";
import { drawSeed } from "./random.ts";
import {
  type BatchIndexSampler,
  BatchSampler,
  RandomSampler,
  type Sampler,
  SequentialSampler,
} from "./sampler.ts";

/** Options of `DataLoader`; names and defaults are PyTorch's where it has them. */
export interface DataLoaderOptions<T, B> {
  /** samples a batch; null gives single samples without collating; default 1 */
  readonly batchSize?: number | null;
  /** another random order each epoch; default false */
  readonly shuffle?: boolean;
  /** seed of the shuffle; default: the next of the default generator, which `manualSeed` restarts */
  readonly seed?: number;
  /** leave out a last batch that is not full; default false */
  readonly dropLast?: boolean;
  /** makes a batch of samples; default `collate` */
  readonly collate?: (samples: T[]) => B | Promise<B>;
  /** the order of samples, in place of `shuffle` */
  readonly sampler?: Sampler;
  /** the batches, in place of batchSize, shuffle, sampler and dropLast */
  readonly batchSampler?: BatchIndexSampler;
  /** batches that are loaded ahead while one is used; default 1 */
  readonly prefetch?: number;
}

/** Where a loader is; plain data, fit for a checkpoint. */
export interface LoaderState {
  readonly epoch: number;
  /** batches of the epoch that were handed out */
  readonly batch: number;
  /** what the state belongs to, compared when it is loaded */
  readonly samples: number;
  readonly batches: number;
  readonly seed: number;
}

/**
 * Batches of a data set, by `for await`. Each loop is one epoch.
 *
 * @throws DataError `data/argument` for sizes that are not positive and for shuffling an empty data set,
 *   `data/conflict` for options that exclude one another
 * @remarks A shuffle without a seed takes one of the default generator when the loader is made: `manualSeed` decides the
 *   order, as in PyTorch, and without it the order is another for each loader but the same in every run. Loading
 *   ahead happens on the same thread: it overlaps waiting for files, not computing.
 * @example new DataLoader({ length: 10, get: (i) => i }, { batchSize: 4 }).length // 3
 */
export class DataLoader<T, B = Collated<T>> implements AsyncIterable<B> {
  readonly dataset: Dataset<T>;
  readonly batchSize: number | null;
  readonly prefetch: number;
  #seed: number;
  #sampler: BatchIndexSampler;
  /** Makes the order of a seed; null where the order was given, or its seed. */
  readonly #reseed: ((seed: number) => BatchIndexSampler) | null;
  readonly #collate: ((samples: T[]) => B | Promise<B>) | undefined;
  readonly #single: boolean;
  /** where the next loop starts */
  #next = { epoch: 0, batch: 0 };
  /** where the current loop is */
  #at = { epoch: 0, batch: 0 };

  constructor(dataset: Dataset<T>, options: DataLoaderOptions<T, B> = {}) {
    needOptions("DataLoader", options, [
      "batchSize",
      "shuffle",
      "seed",
      "dropLast",
      "collate",
      "sampler",
      "batchSampler",
      "prefetch",
    ]);
    const { batchSize = 1, shuffle = false, dropLast = false, prefetch = 1 } = options;
    const { sampler, batchSampler } = options;
    if (!Number.isSafeInteger(prefetch) || prefetch < 0)
      throw argumentError("DataLoader", "prefetch", prefetch, "an integer of at least 0");
    if (sampler && shuffle) throw conflictError("DataLoader", "sampler", "shuffle");
    if (batchSampler) {
      if (batchSize !== 1) throw conflictError("DataLoader", "batchSampler", "batchSize");
      if (shuffle) throw conflictError("DataLoader", "batchSampler", "shuffle");
      if (sampler) throw conflictError("DataLoader", "batchSampler", "sampler");
      if (dropLast) throw conflictError("DataLoader", "batchSampler", "dropLast");
    }
    if (batchSize === null && dropLast)
      throw conflictError("DataLoader", "batchSize: null", "dropLast");
    if (batchSize !== null && (!Number.isSafeInteger(batchSize) || batchSize <= 0))
      throw argumentError("DataLoader", "batchSize", batchSize, "a positive integer or null");
    const seed = options.seed ?? (shuffle ? drawSeed() : 0);
    const inBatches = (order: Sampler) => new BatchSampler(order, batchSize ?? 1, dropLast);
    const shuffled = (by: number) => inBatches(new RandomSampler(dataset, { seed: by }));
    this.dataset = dataset;
    this.batchSize = batchSampler ? null : batchSize;
    this.prefetch = prefetch;
    this.#seed = seed;
    this.#reseed = shuffle && options.seed === undefined ? shuffled : null;
    this.#sampler =
      batchSampler ??
      (shuffle ? shuffled(seed) : inBatches(sampler ?? new SequentialSampler(dataset)));
    this.#collate = options.collate;
    this.#single = batchSize === null;
  }

  /** The seed of the shuffle. */
  get seed(): number {
    return this.#seed;
  }

  /** Batches an epoch. */
  get length(): number {
    return this.#sampler.length;
  }

  async *[Symbol.asyncIterator](): AsyncIterator<B> {
    const { epoch, batch: skipped } = this.#next;
    this.#next = { epoch: epoch + 1, batch: 0 };
    const at = { epoch, batch: skipped };
    this.#at = at;
    const plan = this.#sampler.batches(epoch)[Symbol.iterator]();
    for (let i = 0; i < skipped; i++) plan.next();
    const ahead: Promise<B>[] = [];
    for (;;) {
      while (ahead.length <= this.prefetch) {
        const { done, value } = plan.next();
        if (done) break;
        const batch = this.#load(value, epoch);
        // Should it fail, the loop hears of it when it gets there; until then it is not unhandled.
        batch.catch(() => undefined);
        ahead.push(batch);
      }
      const next = ahead.shift();
      if (!next) break;
      const batch = await next;
      at.batch += 1;
      yield batch;
    }
    if (this.#at === at) this.#at = { ...this.#next };
  }

  async #load(indices: readonly number[], epoch: number): Promise<B> {
    const { dataset } = this;
    if (this.#single) return (await dataset.get(indices[0] as number, epoch)) as unknown as B;
    if (!this.#collate && dataset.getBatch)
      return (await dataset.getBatch(indices, epoch)) as unknown as B;
    const samples = await Promise.all(indices.map((index) => dataset.get(index, epoch)));
    if (this.#collate) return this.#collate(samples);
    return (await collate(samples)) as unknown as B;
  }

  /** Where the loader is; save it with the model. */
  state(): LoaderState {
    const { epoch, batch } = this.#at;
    const { seed, length } = this;
    return { epoch, batch, samples: this.dataset.length, batches: length, seed };
  }

  /**
   * Makes the next loop go on where `state` was taken: with the batch after the last one handed out.
   *
   * @throws DataError `data/loader-state` if it is of a loader with other data or batches, or another seed than was given
   */
  load(state: LoaderState): void {
    const own = this.state();
    for (const name of ["samples", "batches", "seed"] as const)
      if (state[name] !== own[name] && !(name === "seed" && this.#reseed))
        throw loaderStateError(`${name} was ${state[name]}, here it is ${own[name]}`);
    const { epoch, batch } = state;
    if (
      !Number.isSafeInteger(epoch) ||
      epoch < 0 ||
      !Number.isSafeInteger(batch) ||
      batch < 0 ||
      batch > own.batches
    )
      throw loaderStateError(`epoch ${epoch}, batch ${batch} of ${own.batches}`);
    if (this.#reseed && state.seed !== own.seed) {
      this.#sampler = this.#reseed(state.seed);
      this.#seed = state.seed;
    }
    this.#next = { epoch, batch };
    this.#at = { epoch, batch };
  }
}
