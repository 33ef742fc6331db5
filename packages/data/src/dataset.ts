/**
 * Data sets: a length and a way to get one sample. What makes a sample random (augmentation) is a function
 * of the seed, the epoch and the index, so it does not matter in which order samples are fetched.
 */

import { needList, needOptions, needWholes, Tensor } from "@gradus/core";
import { type ArrayData, allocate, checkArray } from "./array-data.ts";
import { type Collated, toArrayData, toTensorOf } from "./collate.ts";
import { argumentError, firstSizeError, indexError } from "./errors.ts";
import { drawSeed, purpose, SeededRandom } from "./random.ts";
import { needSource } from "./sampler.ts";

/** Samples by index. An object with these two members is a data set. */
export interface Dataset<T> {
  readonly length: number;
  /** @param epoch which pass over the data this is for; only random data sets use it */
  get(index: number, epoch?: number): T | Promise<T>;
  /** many samples as one batch, where that is faster than one by one; same result as `collate` */
  getBatch?(indices: readonly number[], epoch?: number): Collated<T> | Promise<Collated<T>>;
}

/** Counts a negative index from the end and refuses one that is outside. */
function place(where: string, index: number, length: number): number {
  const at = index < 0 ? index + length : index;
  if (!Number.isInteger(index) || at < 0 || at >= length) throw indexError(where, index, length);
  return at;
}

/** The rows `indices` of an array, copied side by side. */
function gather({ dtype, shape, data }: ArrayData, indices: readonly number[]): ArrayData {
  const row = data.length / Math.max(shape[0] as number, 1);
  const out = allocate(dtype, row * indices.length);
  indices.forEach((from, to) => {
    // A call a row costs more than copying a few numbers by hand.
    if (row >= 16) out.set(data.subarray(from * row, (from + 1) * row), to * row);
    else for (let k = 0; k < row; k++) out[to * row + k] = data[from * row + k] as number;
  });
  return { dtype, shape: [indices.length, ...shape.slice(1)], data: out };
}

/**
 * Tensors side by side: sample `i` is row `i` of each. Batches are copied straight from the typed arrays.
 *
 * @param tensors tensors or arrays with the same first size
 * @throws DataError `data/first-size`, `data/argument` for no tensors or one without axes
 * @remarks The values are read once, at the first use: later changes in place are not seen.
 * @example (await new TensorDataset(tensor([[1], [2]]), tensor([0, 1])).get(1)).length // 2
 */
export class TensorDataset implements Dataset<Tensor[]> {
  readonly length: number;
  readonly tensors: readonly (Tensor | ArrayData)[];
  #arrays: Promise<readonly ArrayData[]> | undefined;

  constructor(...tensors: readonly (Tensor | ArrayData)[]) {
    if (tensors.length === 0)
      throw argumentError("TensorDataset", "the number of tensors", 0, "at least 1");
    const sizes = tensors.map((t, i) => {
      if (!(t instanceof Tensor)) checkArray(`TensorDataset, tensor ${i}`, t);
      if (t.shape.length === 0)
        throw argumentError(
          "TensorDataset",
          `the shape of tensor ${i}`,
          "[]",
          "one with an axis 0",
        );
      return t.shape[0] as number;
    });
    if (sizes.some((n) => n !== sizes[0])) throw firstSizeError("TensorDataset", sizes);
    this.length = sizes[0] as number;
    this.tensors = tensors;
  }

  #read(): Promise<readonly ArrayData[]> {
    this.#arrays ??= Promise.all(
      this.tensors.map((t) => (t instanceof Tensor ? toArrayData(t) : t)),
    );
    return this.#arrays;
  }

  async get(index: number): Promise<Tensor[]> {
    const at = place("TensorDataset", index, this.length);
    return (await this.#read()).map((array) => {
      const { dtype, shape, data } = gather(array, [at]);
      return toTensorOf({ dtype, shape: shape.slice(1), data });
    });
  }

  async getBatch(indices: readonly number[]): Promise<Tensor[]> {
    const places = indices.map((index) => place("TensorDataset", index, this.length));
    return (await this.#read()).map((array) => toTensorOf(gather(array, places)));
  }
}

/**
 * Some samples of a data set, in the order given.
 *
 * @throws DataError `data/index` for an index the data set does not have
 * @example new Subset({ length: 10, get: (i) => i }, [7, 2]).get(0) // 7
 */
export class Subset<T> implements Dataset<T> {
  readonly dataset: Dataset<T>;
  readonly indices: readonly number[];
  getBatch?: (indices: readonly number[], epoch?: number) => Collated<T> | Promise<Collated<T>>;

  constructor(dataset: Dataset<T>, indices: readonly number[]) {
    needSource("Subset", dataset);
    this.dataset = dataset;
    needWholes("Subset", "indices", indices);
    this.indices = indices.map((index) => place("Subset", index, dataset.length));
    const whole = dataset.getBatch?.bind(dataset);
    if (whole)
      this.getBatch = (some, epoch) =>
        whole(
          some.map((i) => this.#at(i)),
          epoch,
        );
  }

  get length(): number {
    return this.indices.length;
  }

  #at(index: number): number {
    return this.indices[place("Subset", index, this.length)] as number;
  }

  get(index: number, epoch?: number): T | Promise<T> {
    return this.dataset.get(this.#at(index), epoch);
  }
}

/**
 * Data sets one after another.
 *
 * @throws DataError `data/argument` for an empty list
 * @example
 * const digits = { length: 3, get: (i) => i };
 * new ConcatDataset([digits, digits]).get(4) // 1
 */
export class ConcatDataset<T> implements Dataset<T> {
  readonly datasets: readonly Dataset<T>[];
  /** where each data set ends */
  readonly #ends: readonly number[];

  constructor(datasets: readonly Dataset<T>[]) {
    needList("ConcatDataset", "datasets", datasets);
    for (const d of datasets) needSource("ConcatDataset", d);
    if (datasets.length === 0)
      throw argumentError("ConcatDataset", "the number of data sets", 0, "at least 1");
    this.datasets = [...datasets];
    let end = 0;
    this.#ends = this.datasets.map((d) => {
      end += d.length;
      return end;
    });
  }

  get length(): number {
    return this.#ends.at(-1) as number;
  }

  get(index: number, epoch?: number): T | Promise<T> {
    const at = place("ConcatDataset", index, this.length);
    const which = this.#ends.findIndex((end) => at < end);
    const dataset = this.datasets[which] as Dataset<T>;
    return dataset.get(at - (which === 0 ? 0 : (this.#ends[which - 1] as number)), epoch);
  }
}

/**
 * A data set whose samples go through a function, for example random image transforms. The function's
 * generator depends on the seed, the epoch and the index only.
 *
 * @param options.seed default: the next of the default generator
 * @example await new MapDataset({ length: 2, get: (i) => i }, (x) => x * 10).get(1) // 10
 */
export class MapDataset<T, U> implements Dataset<U> {
  readonly dataset: Dataset<T>;
  readonly seed: number;
  readonly #change: (sample: T, random: SeededRandom) => U | Promise<U>;

  constructor(
    dataset: Dataset<T>,
    change: (sample: T, random: SeededRandom) => U | Promise<U>,
    options: { readonly seed?: number } = {},
  ) {
    needOptions("MapDataset", options, ["seed"]);
    this.dataset = dataset;
    this.#change = change;
    this.seed = options.seed ?? drawSeed();
  }

  get length(): number {
    return this.dataset.length;
  }

  async get(index: number, epoch = 0): Promise<U> {
    const at = place("MapDataset", index, this.length);
    const random = new SeededRandom(this.seed, [purpose.transform, epoch, at]);
    return this.#change(await this.dataset.get(at, epoch), random);
  }
}

/**
 * Splits a data set at random into parts that do not overlap.
 *
 * @param lengths whole numbers that sum to the length, or fractions that sum to 1; what rounding down
 *   leaves over goes one by one to the first parts
 * @param options.seed default: the next of the default generator
 * @throws DataError `data/argument`
 * @example randomSplit({ length: 10, get: (i) => i }, [0.8, 0.2]).map((d) => d.length) // [8, 2]
 */
export function randomSplit<T>(
  dataset: Dataset<T>,
  lengths: readonly number[],
  options: { readonly seed?: number } = {},
): Subset<T>[] {
  needOptions("randomSplit", options, ["seed"]);
  needSource("randomSplit", dataset);
  if (!Array.isArray(lengths))
    throw argumentError("randomSplit", "lengths", lengths, "a list of numbers");
  const n = dataset.length;
  const bad = lengths.findIndex((x) => !(x >= 0));
  if (bad >= 0)
    throw argumentError("randomSplit", `lengths[${bad}]`, lengths[bad], "a number of at least 0");
  const sum = lengths.reduce((a, b) => a + b, 0);
  let sizes = [...lengths];
  if (Math.abs(sum - 1) < 1e-9 && !(n === 1 && lengths.every(Number.isInteger))) {
    sizes = lengths.map((fraction) => Math.floor(n * fraction));
    const rest = n - sizes.reduce((a, b) => a + b, 0);
    for (let i = 0; i < rest; i++)
      sizes[i % sizes.length] = (sizes[i % sizes.length] as number) + 1;
  } else if (sum !== n || !lengths.every(Number.isInteger))
    throw argumentError(
      "randomSplit",
      "lengths",
      `[${lengths.join(", ")}]`,
      `whole numbers that sum to ${n}, or fractions that sum to 1`,
    );
  const random = new SeededRandom(options.seed ?? drawSeed(), [purpose.split, 0, 0]);
  const order = Array.from(random.permutation(n));
  let start = 0;
  return sizes.map((size) => {
    start += size;
    return new Subset(dataset, order.slice(start - size, start));
  });
}
